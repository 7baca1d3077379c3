package feature

import (
	"fmt"
	"math"

	"github.com/guitu-project/guitu/models"
)

// siblingYears is how far apart the births of relatives lie who are taken for one
// another: brothers, sisters and cousins of one generation.
const siblingYears = 5

// LookAlike returns a sentence if two files of one side seem to be of relatives who may look
// alike: the same surname, the same county of birth, born within a few years; twins
// where it is the same day. ok is false if they do not. place is where b stands in the list that
// the reader has before them, from 1 on.
func LookAlike(a, b *Profile, place int) (text models.Text, ok bool) {
	if !a.born.known || !b.born.known || !sharesSurname(a, b) || !sharesHome(a, b) {
		return models.Text{}, false
	}
	zh, en := fmt.Sprintf("第 %d 位", place), fmt.Sprintf("number %d", place)
	if len(b.names) > 0 {
		zh, en = zh+"“"+b.names[0].Text+"”", fmt.Sprintf("%s, %q,", en, b.names[0].Text)
	}
	if len(a.birthDay) == len("1988-05-17") && a.birthDay == b.birthDay {
		return models.Text{
			Zh: fmt.Sprintf("注意：%s 同姓、同籍贯、同日出生，可能是双胞胎，相貌会非常相似", zh),
			En: fmt.Sprintf("beware: %s has the same surname, native place and day of birth and may be a twin, who looks the same", en),
		}, true
	}
	if math.Abs(a.born.middle()-b.born.middle()) > siblingYears {
		return models.Text{}, false
	}
	return models.Text{
		Zh: fmt.Sprintf("注意：%s 同姓、同籍贯、年龄相近，可能是兄弟姐妹，相貌会相似", zh),
		En: fmt.Sprintf("beware: %s has the same surname and native place and nearly the same age, and may be a sibling who looks alike", en),
	}, true
}

func sharesSurname(a, b *Profile) bool {
	for i := range a.names {
		for j := range b.names {
			if s := a.names[i].Surname(); s != "" && s == b.names[j].Surname() {
				return true
			}
		}
	}
	return false
}

// sharesHome compares native places, down to the county if both tell it.
func sharesHome(a, b *Profile) bool {
	x, y := regionOf(&a.native), regionOf(&b.native)
	if x.county != 0 && y.county != 0 {
		return x.county == y.county
	}
	return x.city != 0 && x.city == y.city
}
