package assertion

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// isOther reports whether a mention in the k-th clause is of another person than the
// file's: 母亲是聋哑人, 聋哑的弟弟.
func (r *Reading) isOther(k, from, to int) bool {
	if r.ownerFollows(k, to) || r.ofSpouse(k, from, to) {
		return true
	}
	first := k
	for first > 0 && !r.clauses[first].first {
		first--
	}
	start := r.clauses[first].from
	other, at := false, -1
	for i, c := range r.people {
		if c.to <= start {
			continue
		}
		if c.to > from {
			break
		}
		switch c.role {
		case kin:
			if r.isSubject(i, start, other) {
				other, at = true, c.to
			}
		case self:
			if strings.HasPrefix(r.text[c.to:], "的") && i+1 < len(r.people) && r.people[i+1].role == kin { // 他的母亲
				continue
			}
			if other && ofKin[r.text[c.from:c.to]] && strings.Trim(r.text[at:c.from], "家的") == "" { // 邻居家小孩
				at = c.to
				continue
			}
			other = false
		case says:
			if other && c.from-at <= len("也曾经都") {
				other = false
			}
		case status:
			if other && utf8.RuneCountInString(r.text[at:c.from]) <= 6 {
				other = false
			}
		}
	}
	return other
}

// ofKin are words for a person that may be another's right behind one: 邻居家小孩.
var ofKin = map[string]bool{"孩子": true, "小孩": true, "老人": true, "姑娘": true, "小姑娘": true}

// isSubject reports whether the kin that the i-th cue names is whom the text goes on
// about.
func (r *Reading) isSubject(i, start int, other bool) bool {
	c := r.people[i]
	if r.likened(c, start) {
		return false
	}
	if i > 0 && r.people[i-1].to == c.from {
		p := r.people[i-1]
		switch {
		case p.role == beside && !other:
			return false
		case p.role == self && r.missing: // 我儿子走失: the family's own words
			return false
		}
	}
	for _, w := range []string{"与", "跟", "和", "被", "由", "随"} { // 与其父, 跟他母亲
		if head, ok := strings.CutSuffix(r.text[start:c.from], "其"); ok && strings.HasSuffix(head, w) && !other {
			return false
		}
	}
	return true
}

// likened reports whether a person is named only as one whom the file's is like: 随他妈，头顶双旋,
// 和他爸一样.
func (r *Reading) likened(c cue, start int) bool {
	before := strings.TrimRight(r.text[start:c.from], "他她其我的")
	rest := r.text[c.to:]
	for _, w := range []string{"随", "像", "象", "遗传", "随了", "像极了", "继承"} {
		if strings.HasSuffix(before, w) && (rest == "" || strings.IndexAny(rest, ",，。;；") == 0 || strings.HasPrefix(rest, "的")) {
			return true
		}
	}
	for _, w := range []string{"和", "跟", "与", "同", "像", "象", "似"} {
		if !strings.HasSuffix(before, w) {
			continue
		}
		for _, like := range []string{"一样", "一个样", "似的", "一模一样", "相似", "相同", "那样", "很像", "都有", "都是"} {
			if strings.HasPrefix(rest, like) {
				return true
			}
		}
	}
	return false
}

// strangers are people of whom a text tells what they did to the person or the child, or whom
// the person married.
var (
	strangers = regexp.MustCompile(`(?:抱走|拐走|带走|领走|骗走|偷走|哄走|接走|拐卖|拐骗|打伤|打|砍伤|撞伤|撞|抢劫|绑架|收买|买走)(?:了|过)?(?:孩子|他|她|小孩|娃娃|娃|婴儿|老人|人|我|我儿子|我女儿|儿子|女儿)?的(?:那个|那名|那|一个|中年|年轻|老年|陌生|可疑|外地){0,2}(?:男子|男人|女人|女子|妇女|人|老太太|老太|老头|司机|夫妇|夫妻|男的|女的|中年人|年轻人)`)
	spouse    = regexp.MustCompile(`(?:嫁给|嫁到|嫁了|改嫁|许配给|许给|跟了|娶了|娶的|找了|卖给|好上了|同居|私奔)(?:一|两|个|了|名|位|当地|外地|的|户|家){0,5}$`)
	spouses   = regexp.MustCompile(`^(?:的)?(?:一个|老|小|年轻|中年)?(?:男人|男子|男的|汉子|老头|丈夫|老公|小伙|女人|女子|女的|妇女|姑娘|媳妇|老婆|人家|人|家庭|农民)`)
)

// ofSpouse reports whether a mention is of whom the person married: 改嫁给一个苗族男人.
func (r *Reading) ofSpouse(k, from, to int) bool {
	return spouses.MatchString(r.text[to:max(to, r.clauses[k].to)]) && spouse.MatchString(r.text[r.clauses[k].from:from])
}

// ownerFollows reports whether the mention describes kin that it stands before.
func (r *Reading) ownerFollows(k, to int) bool {
	rest := r.text[to:max(to, r.clauses[k].to)]
	for _, w := range []string{"患者", "人", "病", "症", "障碍", "的", "老"} {
		if follows(rest) {
			return true
		}
		rest = strings.TrimPrefix(rest, w)
	}
	return follows(rest)
}

// follows reports whether a text begins with kin.
func follows(text string) bool {
	w, ok := personCues().at(text)
	return ok && w.role == kin && !strings.HasPrefix(text, "家") && !strings.HasPrefix(text, "医生")
}
