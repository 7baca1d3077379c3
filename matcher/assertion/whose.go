package assertion

import (
	"strings"
	"unicode/utf8"
)

// isOther reports whether a mention in the k-th clause is of another person than the
// file's: 母亲是聋哑人, 聋哑的弟弟.
func (r *Reading) isOther(k, from, to int) bool {
	if r.ownerFollows(k, to) {
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
