package prose

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/guitu-project/guitu/matcher/assertion"
	"github.com/guitu-project/guitu/matcher/names"
	"github.com/guitu-project/guitu/models"
)

// relations are what people are to one another, the longer word first.
const relations = `老父亲|老母亲|双胞胎哥哥|双胞胎弟弟|双胞胎姐姐|双胞胎妹妹|孙媳妇?|外孙女?|外甥女?|亲生父亲|亲生母亲|外甥女婿|小舅子|大舅子|小姨子|小叔子|大姑子|老丈人|丈母娘|老头子|老爷子|外祖父|外祖母|大儿子|二儿子|三儿子|小儿子|大女儿|二女儿|小女儿|大姨妈|大姑妈|大舅妈|大姨夫|大姑父|大舅舅|大姑姑|大伯伯|大叔叔|大闺女|大侄子|大侄女|大外甥|大孙子|大孙女|二姨妈|二姑妈|二舅妈|二姨夫|二姑父|二舅舅|二姑姑|二伯伯|二叔叔|二闺女|二侄子|二侄女|二外甥|二孙子|二孙女|三姨妈|三姑妈|三舅妈|三姨夫|三姑父|三舅舅|三姑姑|三伯伯|三叔叔|三女儿|三闺女|三侄子|三侄女|三外甥|三孙子|三孙女|四姨妈|四姑妈|四舅妈|四姨夫|四姑父|四舅舅|四姑姑|四伯伯|四叔叔|四儿子|四女儿|四闺女|四侄子|四侄女|四外甥|四孙子|四孙女|五姨妈|五姑妈|五舅妈|五姨夫|五姑父|五舅舅|五姑姑|五伯伯|五叔叔|五儿子|五女儿|五闺女|五侄子|五侄女|五外甥|五孙子|五孙女|六姨妈|六姑妈|六舅妈|六姨夫|六姑父|六舅舅|六姑姑|六伯伯|六叔叔|六儿子|六女儿|六闺女|六侄子|六侄女|六外甥|六孙子|六孙女|小姨妈|小姑妈|小舅妈|小姨夫|小姑父|小舅舅|小姑姑|小伯伯|小叔叔|小闺女|小侄子|小侄女|小外甥|小孙子|小孙女|老姨妈|老姑妈|老舅妈|老姨夫|老姑父|老舅舅|老姑姑|老伯伯|老叔叔|老儿子|老女儿|老闺女|老侄子|老侄女|老外甥|老孙子|老孙女|么姨妈|么姑妈|么舅妈|么姨夫|么姑父|么舅舅|么姑姑|么伯伯|么叔叔|么儿子|么女儿|么闺女|么侄子|么侄女|么外甥|么孙子|么孙女|幺姨妈|幺姑妈|幺舅妈|幺姨夫|幺姑父|幺舅舅|幺姑姑|幺伯伯|幺叔叔|幺儿子|幺女儿|幺闺女|幺侄子|幺侄女|幺外甥|幺孙子|幺孙女|曾祖父|曾祖母|太爷爷|太奶奶|老公公|二老婆|女朋友|男朋友|未婚妻|未婚夫|婆娘|婆姨|堂客|干妈|干爹|老伴|老爹|老娘|闺女|孩儿|外公|外婆|姥姥|姥爷|祖父|祖母|爷爷|奶奶|养父|养母|继父|继母|后妈|后爸|生父|生母|岳父|岳母|公公|婆婆|父亲|母亲|爸爸|妈妈|老爸|老妈|丈夫|妻子|老公|老婆|爱人|媳妇|前妻|前夫|儿子|长子|次子|女儿|长女|次女|儿媳|女婿|孙子|孙女|侄子|侄女|侄儿|大哥|二哥|三哥|哥哥|弟弟|大姐|二姐|三姐|姐姐|妹妹|大弟|二弟|小弟|小妹|堂哥|堂弟|堂姐|堂妹|表哥|表弟|表姐|表妹|姑父|姨父|姑丈|姨丈|婶婶|伯母|二叔|三叔|大舅|二舅|小舅|大姑|小姑|大姨|小姨|叔叔|伯父|伯伯|大伯|舅舅|舅妈|姑姑|姑妈|姨妈|阿姨|嫂子|姐夫|妹夫|兄长|胞弟|胞兄|胞姐|胞妹|大妹|二伯|二姑|二姨|二妹|二嫂|二爷|二娘|二婶|三伯|三舅|三姑|三姨|三弟|三妹|三嫂|三爷|三娘|三婶|四叔|四伯|四舅|四姑|四姨|四哥|四姐|四弟|四妹|四嫂|四娘|四婶|五叔|五伯|五舅|五姑|五姨|五哥|五姐|五弟|五妹|五嫂|五娘|五婶|六叔|六伯|六舅|六姑|六姨|六哥|六姐|六弟|六妹|六嫂|六娘|六婶|小叔|小伯|小婶|大嫂|老叔|老伯|老弟|老妹|老姐|老婶|老父|老母|七叔|七伯|七舅|七姑|七姨|七哥|七弟|七妹|八叔|八伯|八舅|八姑|八姨|八哥|八弟|八妹|阿嫲|嫲嫲|阿爷|阿奶|阿太|太婆|太公|叔公|叔婆|伯公|伯婆|舅公|舅婆|姑婆|姑公|姨婆|姨公|老舅|老姑|老姨|么叔|么伯|么舅|么姑|么姨|么哥|么姐|么弟|么妹|么嫂|么婶|幺叔|幺伯|幺舅|幺姑|幺姨|幺哥|幺姐|幺弟|幺妹|幺嫂|幺婶|姨夫|舅母|姨母|姑母|姑夫|伯娘|表叔|表舅|表姑|表姨|表嫂|堂叔|堂伯|堂嫂|侄媳|孙儿|重孙|阿爸|阿妈|阿爹|阿妹|阿姐|阿哥|阿弟|阿公|阿婆|阿嬷|弟媳|弟妹|嫂嫂|亲哥|亲弟|亲姐|亲妹|继子|继女|养子|养女|女友|男友|姨|爸|妈|爹|娘|哥|姐|弟|妹`

// ranks are children by their order.
const ranks = `老大|老二|老三|老四|老五|老六|老幺|老么`

// several are more than one: 姐妹们帮顶.
var several = regexp.MustCompile(`[姐兄]妹|兄弟|们`)

// shortRelations follow 其: 其子王大力.
const shortRelations = `父|母|兄|弟|姐|妹|子|女|妻|夫|叔|舅|侄|婿|祖父|祖母`

var (
	kinNamed   = regexp.MustCompile(`(?:(?:其|他|她|我|的|是|和|、|,|，|有[个一两三四位]{0,2}|俺)?(` + relations + `)|其(` + shortRelations + `))(?:好像|可能|大概|应该|貌似|似乎|据说|大约)?(?:是)?(叫做|叫作|名叫|名字叫|名字是|的名字叫|的名字是|(?:绰号|小名|外号|大名|人称)叫?|叫|姓名|名为|名|是|[:：])?\s*["“「(（]?([\p{Han}]{2,4}(?:·[\p{Han}]+)*)`)
	aliasWords = regexp.MustCompile(`(?:寻找?|找|急寻|协寻)(?:我们?|俺|咱|其|他|她|本人|自己)?(?:的|家)?(?:[\p{Han}\d]{0,10}的|走失|失踪|失散|失联|双胞胎|孪生|离散|亲生|被拐|被抱走)?(` + relations + `)|(?:我|俺|咱|吾|我们|咱们|我家|本人)(?:的|家)?(` + relations + `|妻|夫|子|女)`)
	// A relation of somebody else's whom the text is for, named and described: 闺蜜的妹妹苏沐晴，17岁.
	othersKin = regexp.MustCompile(`(?:闺蜜|朋友|好友|同事|同学|邻居|亲戚|室友|战友|老乡|客户|粉丝|网友|工友|老师|领导|员工|群友|村民|居民)(?:家|的|家的|她|他)*(` + relations + `)[\p{Han}]{2,3}[,，、(（ ]`)
	headAlias = regexp.MustCompile(`(?m)^\s*(?:急)?寻(老?父|老?母|父|母|妻|夫|子|女|弟|兄|姐|妹)(?:启事|$|[,，!:\s])`)
	// A relation that heads the text, before a name: 弟弟许长根，1962年生.
	firstAlias = regexp.MustCompile(`^(?:[^。]{0,16}[:：\n])?\s*(?:(?:寻亲|寻人|找人|急寻|求助|扩散|转发|求转发?|帮忙)[,，!\s]+)?(?:我的?|俺|寻找?|本人|小|我家)?(` + relations + `)[\p{Han}]{2,4}(?:[,，、(（ ]|于|从|在|因|[0-9])`)
	// soughtIs says which of several it is who is missed: 丢的是老二向小军.
	soughtIs = regexp.MustCompile(`(?:丢的|丢了的|走失的|走丢的|失踪的|不见的|不见了的|失联的|要找的|想找的|找的|寻的)(?:就?是|就是)(?:我们?|俺们?|咱们?)?(?:家|家的|的)*(?:双胞胎里的?|双胞胎中的?|孪生)?(` + relations + `|` + ranks + `)`)
	// Words by which the text is about the one who writes it, always, and if nothing
	// says that a relation is looked for by name.
	ownStory = regexp.MustCompile(`我是.{0,12}(?:抱养|被拐|收养|孤儿)|我被|本人于|我出生|寻亲者|我想找(?:到)?(?:我的?|自己的?)?(?:亲生|生身|父母|爸爸?妈|亲人|家人|家乡|家|根)|寻找亲生(?:的)?(?:父|母|爸|妈|爹|娘|家)|(?:寻找?|找)(?:我的?|自己的?)?(?:父母|爸爸?妈|亲人|家人|家乡)`)
	ownWords = regexp.MustCompile(`我叫|本人叫|本人姓名|我的名字`)
	soughtBy = regexp.MustCompile(`(?:寻找?|找|急寻|协寻)[\p{Han}\d]{0,14}?(?:` + relations + `)[\p{Han}]{2,4}|(?:我|俺|咱)(?:的|家)?(?:` + relations + `)(?:叫|名叫|名字叫|姓|[\p{Han}]{2,3}[,，、(])`)
	// A relation of one character, that begins a clause or is the writer's.
	noKin   = regexp.MustCompile(`[姑大婆新伴]娘(?:叫|姓|名|:)?$|大爷|小弟弟|小妹妹|[小大老]哥`)
	bareKin = regexp.MustCompile(`(?:^|[,，。;!\n]|[我俺咱吾])[妈爸爹娘哥姐弟妹爷奶]`)
	// A relation of the writer's that is named: 我小舅汤明亮，62岁.
	soughtNamed = regexp.MustCompile(`(?:我|俺|咱)(?:的|家)?(` + relations + `)[\p{Han}]{2,3}[,，、(](?:男|女|今年|现年|年龄|[0-9(一二三四五六七八九])`)
	// Who writes the text about a relation.
	writer = regexp.MustCompile(`(?:我叫|本人叫|我的名字叫|我是|本人)\s*([\p{Han}]{2,4})`)
)

// aliasSex is the sex of what a family calls the person it looks for.
var aliasSex = sync.OnceValue(func() map[string]models.Sex {
	table := map[string]models.Sex{}
	for w := range strings.SplitSeq(`外祖父|老头子|老爷子|外公|姥爷|祖父|爷爷|养父|继父|岳父|公公|父亲|爸爸|老爸|丈夫|老公|大儿子|二儿子|三儿子|小儿子|儿子|长子|次子|孙子|侄子|侄儿|大哥|二哥|三哥|哥哥|弟弟|大弟|二弟|小弟|堂哥|堂弟|表哥|表弟|叔叔|伯父|伯伯|大伯|舅舅|姐夫|妹夫|爸|爹|老爹|孩儿|姑父|姨父|姑丈|姨丈|二叔|三叔|大舅|二舅|小舅|胞弟|胞兄|兄长|哥|父|夫|子|弟|兄`, "|") {
		table[w] = models.Male
	}
	for w := range strings.SplitSeq(`婆娘|婆姨|堂客|闺女|外祖母|外婆|姥姥|祖母|奶奶|养母|继母|岳母|婆婆|母亲|妈妈|老妈|妻子|老婆|媳妇|大女儿|二女儿|小女儿|女儿|长女|次女|孙女|侄女|大姐|二姐|三姐|姐姐|妹妹|小妹|堂姐|堂妹|表姐|表妹|舅妈|姑姑|姑妈|姨妈|阿姨|姨|婶婶|伯母|大姑|小姑|大姨|小姨|胞姐|胞妹|老娘|嫂子|妈|娘|姐|母|妻|女|妹`, "|") {
		table[w] = models.Female
	}
	for w := range strings.SplitSeq(relations, "|") { // 二姨, 幺叔: by what they end with
		_, size := utf8.DecodeLastRuneInString(w)
		switch last := w[len(w)-size:]; {
		case table[w] != "":
		case strings.Contains("叔伯舅哥弟爷父爸爹夫公孙甥子", last) && w != "妻子" && w != "外甥女":
			table[w] = models.Male
		case strings.Contains("姑姨姐妹嫂婶娘妈母女婆奶妻媳嬷嫲", last):
			table[w] = models.Female
		}
	}
	return table
})

// aliasHints are in every text by which a relation is learned to be the person.
var aliasHints = strings.Fields("吾 我 俺 咱 寻 找 本人")

// findAlias learns what a family calls the person it looks for.
func (r *reader) findAlias() {
	if r.side != models.Notices || r.partial && !hasAny(r.folded, aliasHints) {
		return
	}
	defer r.forgetAlias()
	if r.alias != "" || ownStory.MatchString(r.folded) || ownWords.MatchString(r.folded) && !soughtBy.MatchString(r.folded) {
		return
	}
	if m := headAlias.FindStringSubmatch(r.folded); m != nil {
		r.alias = m[1]
		return
	}
	if m := soughtIs.FindStringSubmatch(r.folded); m != nil {
		r.alias = m[1]
		return
	}
	if m := firstAlias.FindStringSubmatch(r.folded); m != nil && !several.MatchString(m[0]) {
		r.alias = m[1]
		return
	}
	if m := othersKin.FindStringSubmatch(r.folded); m != nil {
		r.alias = m[1]
		return
	}
	if m := soughtNamed.FindStringSubmatch(r.folded); m != nil && !strings.Contains(r.folded, "寻找") {
		r.alias = m[1]
		return
	}
	all := aliasWords.FindAllStringSubmatchIndex(r.folded, -1)
	slices.SortStableFunc(all, func(a, b []int) int { return min(a[4], 0) - min(b[4], 0) }) // whom they look for, before 我妈
	for _, m := range all {
		from, end := r.around(m[0], sentenceEnds)
		end = min(end, m[1]+60)
		for end > m[1] && !utf8.RuneStart((r.folded + " ")[end]) {
			end--
		}
		if isCall(r.folded[from:m[0]]) || m[2] < 0 && isCall(r.folded[from:end]) && strings.Contains(r.folded[m[1]:end], "联系") {
			continue
		}
		g := r.groups(m)
		r.alias = g(1) + g(2)
		return
	}
}

// alike are words for one relation.
var alike = []string{"父亲|爸爸|老爸|老爹|父|爸|爹|老父|老父亲", "母亲|妈妈|老妈|老娘|母|妈|娘|老母|老母亲", "妻子|老婆|爱人|媳妇|妻|婆娘|婆姨|堂客", "丈夫|老公|爱人|夫", "儿子|孩儿|子", "女儿|闺女|女", "弟弟|弟|胞弟", "哥哥|兄|兄长|胞兄|哥", "姐姐|姐|胞姐", "妹妹|妹|胞妹", "爷爷|祖父", "奶奶|祖母", "外公|姥爷|外祖父", "外婆|姥姥|外祖母"}

// forgetAlias has what is said of the relation that is the person taken for the person's.
func (r *reader) forgetAlias() {
	if r.alias == "" {
		return
	}
	words := []string{r.alias}
	for _, group := range alike {
		if list := strings.Split(group, "|"); slices.Contains(list, r.alias) {
			words = list
		}
	}
	if i := slices.IndexFunc(words, func(w string) bool { return w == r.alias }); i < 0 {
		words = append(slices.Clone(words), r.alias)
	}
	if _, plain := utf8.DecodeLastRuneInString(r.alias); plain < len(r.alias) { // 大姐 is called 姐 later on
		if last := r.alias[len(r.alias)-plain:]; aliasSex()[last] == aliasSex()[r.alias] && last != "女" && last != "子" {
			words = append(slices.Clone(words), last)
		}
	}
	var long, short []string
	if strings.Contains(ranks, r.alias) { // of the others something may be said, too
		for w := range strings.SplitSeq(ranks, "|") {
			if w != r.alias {
				long = append(long, w, "兄弟")
			} else {
				long = append(long, w, "本人")
			}
		}
	}
	for _, w := range words {
		if utf8.RuneCountInString(w) > 1 {
			long = append(long, w, strings.Repeat("某", utf8.RuneCountInString(w)))
		} else if strings.Contains("妈爸爹娘哥姐弟妹爷奶", w) {
			short = append(short, w)
		}
	}
	r.aliases = words
	asked := strings.NewReplacer(long...).Replace(r.asking())
	if len(short) > 0 {
		asked = bareKin.ReplaceAllStringFunc(asked, func(s string) string {
			kin, size := utf8.DecodeLastRuneInString(s)
			if !slices.Contains(short, string(kin)) {
				return s
			}
			if head := s[:len(s)-size]; head == "" || !strings.Contains("我俺咱吾", head) {
				return head + "某"
			}
			return "某某"
		})
	}
	r.asked, r.said = asked, nil
	if m := writer.FindStringSubmatchIndex(r.folded); m != nil {
		if to := r.nameEnd(m[2], models.NameLegal); to > m[2] && to <= m[3] && plausible(r.words(m[2], to), models.NameLegal) && isName(r.folded[m[2]:to]) && !isWord(r.folded[m[2]:to]) {
			r.writer = r.words(m[2], to)
		}
	}
}

// forgetNames has a 妹 or 哥 in a name that was read not taken for a relative.
func (r *reader) forgetNames() {
	p := &r.out.Person
	found := false
	list := make([]string, 0, len(p.Names))
	for _, n := range p.Names {
		list = append(list, n.Text)
	}
	for _, n := range list {
		found = found || kinCharacters.Replace(n) != n || strings.ContainsAny(n, "姨娃崽") || strings.Contains(n, "娘")
	}
	if !found {
		return
	}
	text := r.asking()
	for i, s := range r.out.Spans {
		if strings.HasPrefix(s.Field, "person.names[") && strings.HasSuffix(s.Field, ".text") {
			text = r.blank(text, r.out.Spans[i])
		}
	}
	r.asked, r.said = text, nil
}

// blank writes 某 over the characters of a span.
func (r *reader) blank(text string, s Span) string {
	runes := []rune(text)
	for i := range runes {
		if at := int(r.units[i]); at >= s.Start && at < s.End && unicode.Is(unicode.Han, runes[i]) {
			runes[i] = '某'
		}
	}
	return string(runes)
}

// isAlias reports whether a relation is what the family calls the person.
func (r *reader) isAlias(relation string) bool {
	for _, a := range r.aliases {
		if relation == a || strings.HasSuffix(relation, a) && utf8.RuneCountInString(a) > 1 || strings.HasSuffix(a, relation) && utf8.RuneCountInString(relation) > 1 {
			return true
		}
	}
	return false
}

// relationBefore reports whether the name after a 叫 is a relative's: 父亲叫李德发.
func (r *reader) relationBefore(clause, at int) bool {
	head := r.folded[clause:at]
	for w := range strings.SplitSeq(relations, "|") {
		if head, ok := strings.CutSuffix(strings.TrimSuffix(strings.TrimRight(head, "的 "), "名字"), w); ok && !r.isAlias(w) && !strings.HasSuffix(head, "被") && (w != "娘" || !strings.HasSuffix(head, "姑") && !strings.HasSuffix(head, "大") && !strings.HasSuffix(head, "婆")) {
			return true
		}
	}
	for w := range strings.SplitSeq(shortRelations, "|") {
		if strings.HasSuffix(head, "其"+w) {
			return true
		}
	}
	return otherPerson.MatchString(head)
}

// otherPerson ends before the name of a person who is no relative: 村长叫王国强.
var otherPerson = regexp.MustCompile(`(?:村长|村主任|主任|队长|组长|书记|支书|校长|班主任|老师|师傅|老板娘?|房东|工头|包工头|老乡|邻居|工友|同学|朋友|战友|同事|介绍人|中间人|司机|医生|护士|民警|警官|所长|站长|对象|男友|女友|男朋友|女朋友|恋人|收养人|养父母|接生婆|人贩子|厂长|经理)(?:的?名字)?$`)

// readRelatives reads the people of the person's family who are named.
func (r *reader) readRelatives() {
	for at := 0; at < len(r.folded); {
		m := r.next(kinNamed, at)
		if m == nil {
			return
		}
		g := r.groups(m)
		if g(1) != "婆娘" && noKin.MatchString(r.folded[max(m[0]-len("姑"), 0):m[8]]) { // 姑娘
			at = m[8]
			continue
		}
		relFrom, relTo := m[2], m[3]
		if relFrom < 0 {
			relFrom, relTo = m[4], m[5]
		}
		at = relTo
		relation := g(1) + g(2)
		if r.isAlias(relation) && (g(3) == "" || len(r.out.Person.Relatives) == 0 && len(r.out.Person.Names) == 0) || r.isUsed(m[8], m[8]+3) {
			continue
		}
		if r.inCall(m[0]) && r.side == models.Notices {
			continue
		}
		to := r.nameEnd(m[8], models.NameLegal)
		if r.side == models.Notices && phoneNext.MatchString(r.folded[to:]) { // 其子骆建国 139…, whom its number reads
			continue
		}
		if to <= m[8] {
			continue
		}
		if strings.HasPrefix(g(4), "本人") || strings.HasPrefix(g(4), "我") {
			continue
		}
		saidSo := g(3) != "" && g(3) != "是" || strings.Contains(r.folded[m[8]:to], "·")
		if !saidSo {
			if to = r.shortName(m[8], to); to == m[8] {
				continue
			}
		}
		name := r.words(m[8], to)
		parsed := names.Parse(models.PersonName{Text: name})
		given := len([]rune(name)) == 2 && r.callsFor(m[0]) && r.surelyName(m[8], to)
		if assertion.Unknown(assertion.Relative, name) || !parsed.Known() || isWord(r.folded[m[8]:to]) || !parsed.Surnamed() && !saidSo && !given || !saidSo && len([]rune(name)) < 2 || isRelation(r.folded[m[8]:to]) {
			continue
		}
		if slices.Contains(r.out.Person.Relatives, models.Relative{Name: name, Relation: r.words(relFrom, relTo)}) {
			r.skip(m[8], to)
			continue
		}
		i := len(r.out.Person.Relatives)
		r.out.Person.Relatives = append(r.out.Person.Relatives, models.Relative{Name: name, Relation: r.words(relFrom, relTo)})
		field := "person.relatives[" + strconv.Itoa(i) + "]"
		r.set(field+".relation", r.words(relFrom, relTo), relFrom, relTo)
		r.set(field+".name", name, m[8], to)
		at = to
	}
}

// kinCalled are relatives by words that are of other people, too, and say so only before a name:
// 老头叫刘福来, 有个娃叫陈小春.
var kinCalled = regexp.MustCompile(`(老头子?|老头儿|当家的|娃儿?|娃娃|崽|男人|孩子爹|孩子|小子|丫头|大小子|伢子?|囡囡?|大仔|细仔)(?:的?名字)?叫(?:做|作)?["“]?([\p{Han}]{2,4})`)

// readCalled reads those of a person in care.
func (r *reader) readCalled() {
	if r.side != models.Records || r.partial {
		return
	}
	for _, m := range kinCalled.FindAllStringSubmatchIndex(r.folded, -1) {
		to := r.nameEnd(m[4], models.NameLegal)
		if name := r.folded[m[4]:to]; to > m[4] && !r.isUsed(m[4], to) && isName(name) && !isWord(name) && !assertion.Unknown(assertion.Relative, name) && isKnown(r.words(m[4], to)) && !strings.Contains(r.before(m[2], 3), "这") {
			field := "person.relatives[" + strconv.Itoa(len(r.out.Person.Relatives)) + "]"
			r.out.Person.Relatives = append(r.out.Person.Relatives, models.Relative{Name: r.words(m[4], to), Relation: r.words(m[2], m[3])})
			r.set(field+".relation", r.words(m[2], m[3]), m[2], m[3])
			r.set(field+".name", r.words(m[4], to), m[4], to)
		}
	}
}

// listedKin is a relative of one character in a list: 母亲吴氏，妻麻银花.
var listedKin = regexp.MustCompile(`[,，、;。](父|母|妻|夫|子|女|兄|弟|姐|妹|长子|次子|三子|长女|次女|配偶)(?:亲|名|叫|是|:)?([\p{Han}]{2,3})(?:[,，、;。(（\n]|$)`)

// readListed reads those.
func (r *reader) readListed() {
	for at := 0; at < len(r.folded); {
		m := r.next(listedKin, at)
		if m == nil {
			return
		}
		at = m[5]
		relation, name := r.folded[m[2]:m[3]], r.folded[m[4]:m[5]]
		parsed := names.Parse(models.PersonName{Text: name})
		if r.isUsed(m[4], m[5]) || !parsed.Surnamed() || !isName(name) || isWord(name) || assertion.Unknown(assertion.Relative, name) || r.isAlias(relation) || r.inCall(m[4]) {
			continue
		}
		field := "person.relatives[" + strconv.Itoa(len(r.out.Person.Relatives)) + "]"
		r.out.Person.Relatives = append(r.out.Person.Relatives, models.Relative{Name: r.words(m[4], m[5]), Relation: relation})
		r.set(field+".relation", relation, m[2], m[3])
		r.set(field+".name", r.words(m[4], m[5]), m[4], m[5])
	}
}

// phoneNext is a number right behind a name.
var phoneNext = regexp.MustCompile(`^[\s:,，(]{0,3}1[3-9]\d{9}`)

// callsFor reports whether a person in care calls for the relative: 找她闺女秀莲.
func (r *reader) callsFor(at int) bool {
	before := r.before(at, 4)
	return r.side == models.Records && hasAny(before, []string{"找", "喊", "念叨", "等", "想"})
}

// shortName returns where a name ends that follows a relation without a word between: behind
// three characters at most, before a mark or a word that goes on; at its beginning where
// it is no name.
func (r *reader) shortName(from, to int) int {
	s := r.folded[from:to]
	n := utf8.RuneCountInString(s)
	if n == 4 && !isCompound(s) {
		last, size := utf8.DecodeLastRuneInString(s)
		if !strings.ContainsRune("追前嫁守哭病养种卖死改跪常每盼想说等去来走急找已也在患正都带抱和报称证陪跟与电于从现健均曾到送", last) {
			return from
		}
		to, s = to-size, s[:len(s)-size]
	}
	if !isName(s) || strings.HasPrefix(r.folded[to:], "的") {
		return from
	}
	return to
}

func isRelation(s string) bool {
	for w := range strings.SplitSeq(relations, "|") {
		if strings.Contains(s, w) && len(w) > 3 {
			return true
		}
	}
	return false
}
