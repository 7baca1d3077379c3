package text

import (
	"slices"
	"testing"

	"github.com/guitu-project/guitu/models"
)

func TestNumbersAreWrittenInOneWay(t *testing.T) {
	n := &models.Notice{
		Entry:    models.Entry{Circumstances: "身份证51010719800517123X，打 010-6234 5678", Person: models.Person{BirthDate: "1980-05-17"}},
		Contacts: []models.Contact{{Phone: "138 1234 5678"}},
	}
	held := numbersOf(n)
	for typed, want := range map[string]string{
		"138 1234 5678": "13812345678", "１３８-1234-5678": "13812345678", "13812345678": "13812345678", "51010719800517123x": "51010719800517123x",
		"01062345678": "01062345678", "1980年5月17日": "19800517", "1980-05-17": "19800517", "1980/5/17": "19800517",
	} {
		if got := asNumber(typed); got != want || !slices.Contains(held, got) {
			t.Errorf("%q is asked for as %q, want %q, among %q", typed, got, want, held)
		}
	}
	for _, typed := range []string{"许花东", "138", "电话13812345678", ""} {
		if got := asNumber(typed); got != "" {
			t.Errorf("%q is asked for as %q", typed, got)
		}
	}
}
