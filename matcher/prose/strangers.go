package prose

import "regexp"

// strangerHints are in every text that strangers finds anything in.
var strangerHints = []string{"个", "名", "位", "陌生", "本人", "捡"}

var (
	// stranger is a person who does something to the person or goes with them, described on the
	// way: 被一个三十多岁穿蓝棉袄的女人用糖哄走.
	stranger = regexp.MustCompile(`(?:被|让|跟着?|和|与|由|同)(?:[一两几三二](?:个|名|位)|个|陌生|不认识的|不明身份的)[^,，。;!?\n]{0,30}?(?:女人|男人|女的|男的|女子|男子|妇女|女性|男性|老太太?|老头|老人|小伙子?|青年|陌生人|人贩子|骗子|司机|年轻人|中年人)`)
	// papers are those of which a bracket tells whose they are.
	papers = regexp.MustCompile(`(?:身份证|证件|驾驶证|驾照|居住证|户口[本簿]|社保卡|残疾证|医保卡|护照)[^()。;\n]{0,8}\(([^()\n]{2,80})\)`)
	// notTheirs says that papers are another person's.
	notTheirs = regexp.MustCompile(`(?:非|不是|并非|不属)(?:其|他|她)?(?:本人|自己|他的|她的)|与本人不(?:符|一致|是)|系他人|(?:是|系)(?:在[\p{Han}]{1,6})?捡|捡[来到]的|冒用`)
)

// findStrangers finds what a text says of people beside the person.
func (r *reader) findStrangers() {
	if !hasAny(r.folded, strangerHints) {
		return
	}
	for _, m := range stranger.FindAllStringIndex(r.folded, -1) {
		r.strangers = append(r.strangers, [2]int{m[0], m[1]})
	}
	if !notTheirs.MatchString(r.folded) {
		return
	}
	for _, m := range papers.FindAllStringSubmatchIndex(r.folded, -1) {
		r.strangers = append(r.strangers, [2]int{m[2], m[3]})
	}
}

// isStrangers reports whether what stands there is said of a person beside the person.
func (r *reader) isStrangers(at int) bool {
	for _, s := range r.strangers {
		if s[0] <= at && at < s[1] {
			return true
		}
	}
	return false
}
