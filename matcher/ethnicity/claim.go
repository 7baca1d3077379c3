package ethnicity

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/guitu-project/guitu/matcher/assertion"
	"github.com/guitu-project/guitu/matcher/names"
)

// Claim says what a field says: the names of the groups in question without 族, parted by
// |; a ! before them if it is none of those, and a ? in front of all if that is in
// doubt. It is empty for nothing said. 汉, 回|汉, ?彝, !汉.
type Claim string

// Parse returns what a field says. A group that no table knows is kept under its name.
func Parse(text string) Claim {
	var is, not []string
	doubt := false
	for _, v := range assertion.Values(assertion.Ethnicity, names.Fold(text)) {
		word := strings.TrimSpace(v.Text)
		groups, denied := groupsOf(word), v.Status == assertion.Denied
		switch {
		case minority[word]:
			groups, denied, doubt = []string{Majority}, !denied, true
		case len(groups) == 0:
			continue
		}
		doubt = doubt || v.Status == assertion.Doubtful
		if denied {
			not = append(not, groups...)
		} else {
			is = append(is, groups...)
		}
	}
	list, sign := is, ""
	if len(is) == 0 {
		list, sign = not, "!"
	}
	if len(list) == 0 {
		return ""
	}
	slices.Sort(list)
	list = slices.Compact(list)
	if doubt {
		sign = "?" + sign
	}
	return Claim(sign + strings.Join(list, "|"))
}

// longestName is how many characters an unknown group's name may have.
const longestName = 8

// groupsOf returns the groups that a word names.
func groupsOf(word string) []string {
	if head, _, ok := strings.Cut(word, "("); ok { // 朝鲜族（鲜族）
		if groups := groupsOf(head); len(groups) > 0 {
			return groups
		}
	}
	word = strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsPunct(r) {
			return -1
		}
		return r
	}, word))
	for _, heading := range []string{"民族成分", "民族成份", "成分", "成份", "类别", "所属民族", "民族类别", "民族", "族别", "族属", "ethnicity", "ethnicgroup"} {
		if rest, ok := strings.CutPrefix(word, heading); ok && rest != "" {
			word = rest
			break
		}
	}
	bare := word
	for _, tail := range []string{"族人后裔", "人后裔", "族后裔", "族后代", "后裔", "后代", "族血统", "血统", "族混血", "混血", "族同胞", "族老乡", "族姑娘", "族妇女", "族小伙", "族汉子", "族男子", "族女子", "族老人", "族群众", "族人", "民族", "族", "同胞", "胞", "老乡", "姑娘", "小伙", "妇女", "汉子", "妹子", "阿妹", "仔", "佬", "妹", "女", "人"} {
		if stem, ok := strings.CutSuffix(word, tail); ok && stem != "" {
			if bare = strings.TrimSuffix(stem, "族"); bare == "" {
				bare = stem
			}
			break
		}
	}
	for _, w := range []string{word, bare, strings.TrimSuffix(bare, "人")} {
		if groups := table()[w]; groups != nil {
			return groups
		}
	}
	if groups := branchOf(bare); groups != nil {
		return groups
	}
	if utf8.RuneCountInString(bare) > longestName || !hasHan(bare) {
		for name := range strings.FieldsFuncSeq(word, func(r rune) bool { return r < utf8.RuneSelf }) { // 01汉族
			if groups := table()[strings.TrimSuffix(name, "族")]; groups != nil {
				return groups
			}
		}
		return nil
	}
	if stem := strings.TrimLeft(bare, "0123456789abcdefghijklmnopqrstuvwxyz"); stem != bare && stem != "" {
		return groupsOf(stem)
	}
	const bareName = 2                                                                                             // characters of a name that no word ends
	if utf8.RuneCountInString(bare) > bareName && !strings.HasSuffix(word, "族") && !strings.HasSuffix(word, "人") { // a sentence
		return nil
	}
	return []string{bare}
}

// longestBranch is how many characters may stand before a people's name in the name of a
// branch of it.
const longestBranch = 2

// branchOf are the peoples that a branch is of, whose name ends with that of all: 白马藏,
// 花腰傣; where it begins with the name of another, either may be meant: 回汉, 白苗.
func branchOf(word string) (groups []string) {
	for i := range word {
		if n := utf8.RuneCountInString(word[:i]); n == 0 || n > longestBranch || table()[word[i:]] == nil {
			continue
		}
		return append(slices.Clone(table()[word[:i]]), table()[word[i:]]...)
	}
	return nil
}

func hasHan(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// Doubtful reports whether the claim is in doubt.
func (c Claim) Doubtful() bool { return strings.HasPrefix(string(c), "?") }

// bare returns the claim without its doubt.
func (c Claim) bare() string { return strings.TrimPrefix(string(c), "?") }

// Name returns the group where the claim is of a single one and sure of it, else empty.
func (c Claim) Name() string {
	if strings.ContainsAny(string(c), "?!|") {
		return ""
	}
	return string(c)
}

// Words returns the claim as staff would write it.
func (c Claim) Words() string {
	list, denied := strings.CutPrefix(c.bare(), "!")
	switch {
	case denied && list == Majority:
		list = "少数民族"
	case denied:
		list = "非" + list
	}
	list = strings.ReplaceAll(list, "|", "或")
	if c.Doubtful() {
		list = "疑似" + list
	}
	return list
}

// Sure is how often a doubtful claim is right beyond chance: an estimate.
const Sure = .6

// Ratio returns P(the two claims | one person) / P(… | strangers): with A and B the
// groups that they leave open and s the share of people in each, the share of those in
// both over s(A)·s(B), if a file is wrong so often. share returns how usual a group
// is, and agree reports whether the two have a group in common. Ratio allocates nothing.
func Ratio(a, b Claim, wrong float64, share func(name string) float64) (ratio float64, agree bool) {
	x, y := a.bare(), b.bare()
	both := inBoth(x, y, share)
	if both <= 0 {
		ratio = wrong
	} else {
		of := shareOf(x, share) * shareOf(y, share)
		ratio = max((1-wrong)*both/of+wrong, wrong)
	}
	for _, c := range [...]Claim{a, b} {
		if c.Doubtful() {
			ratio = Sure*ratio + 1 - Sure
		}
	}
	return ratio, both > 0
}

// shareOf returns how many people are of the groups of a bare claim.
func shareOf(claim string, share func(string) float64) float64 {
	list, denied := strings.CutPrefix(claim, "!")
	sum := 0.0
	for name := range strings.SplitSeq(list, "|") {
		sum += share(name)
	}
	if denied {
		sum = 1 - sum
	}
	return min(max(sum, 1e-6), 1)
}

// inBoth returns how many are of a group of both.
func inBoth(x, y string, share func(string) float64) float64 {
	a, notA := strings.CutPrefix(x, "!")
	b, notB := strings.CutPrefix(y, "!")
	switch {
	case notA && notB:
		sum := 1.0
		for name := range strings.SplitSeq(a, "|") {
			sum -= share(name)
		}
		for name := range strings.SplitSeq(b, "|") {
			if !lists(a, name) {
				sum -= share(name)
			}
		}
		return max(sum, 1e-6)
	case notA:
		return inBoth(y, x, share)
	}
	sum := 0.0
	for name := range strings.SplitSeq(a, "|") {
		if lists(b, name) != notB {
			sum += share(name)
		}
	}
	return sum
}

func lists(list, name string) bool {
	for n := range strings.SplitSeq(list, "|") {
		if n == name {
			return true
		}
	}
	return false
}

// Known reports whether a text is the name of a people or of a branch of one.
func Known(text string) bool {
	stem, ok := strings.CutSuffix(names.Fold(text), "族")
	if !ok {
		stem = strings.TrimSuffix(stem, "人")
	}
	return table()[stem] != nil && (ok || utf8.RuneCountInString(stem) > 1) || branchOf(stem) != nil
}
