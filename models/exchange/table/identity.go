package table

import (
	"strings"

	"github.com/guitu-project/guitu/models"
)

// identityNumber holds what a citizen's identity number (GB 11643-1999) tells.
type identityNumber struct {
	birth models.Date
	sex   models.Sex
	place string // the code of the county that gave it out (GB/T 2260)
}

// weights are those of the check digit (ISO 7064, MOD 11-2).
var weights = [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

// readIdentity reads a number of 18 places, or of 15 from before 1999. ok is false of one
// whose check digit or date is wrong: it is text, and tells nothing.
func readIdentity(number string) (id identityNumber, ok bool) {
	var birth, order string
	switch {
	case len(number) == 18 && allDigits(number[:17]):
		sum := 0
		for i, w := range weights {
			sum += w * int(number[i]-'0')
		}
		if "10X98765432"[sum%11] != strings.ToUpper(number)[17] {
			return id, false
		}
		birth, order = number[6:14], number[14:17]
	case len(number) == 15 && allDigits(number):
		birth, order = "19"+number[6:12], number[12:15]
	default:
		return id, false
	}
	id.birth = models.Date(birth[:4] + "-" + birth[4:6] + "-" + birth[6:])
	id.sex, id.place = models.Female, number[:6]
	if (order[2]-'0')%2 == 1 {
		id.sex = models.Male
	}
	return id, id.birth.Valid()
}

func allDigits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return s != ""
}
