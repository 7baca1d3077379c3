package prose

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// A place is looked for in the beginning of a text alone: what goes on without an end takes no
// longer, and is no place.
func TestPlacesHaveAnEnd(t *testing.T) {
	address := "四川省成都市武侯区桂溪街道双源村三组12号"
	if got, want := placeLength(address+strings.Repeat("他说他叫许花东家在", 500)), placeLength(address); got != want || want == 0 {
		t.Errorf("%d bytes of %d are the place", got, want)
	}
	if n := utf8.RuneCountInString(address); n > longestPlace/2 {
		t.Errorf("an address has %d characters", n)
	}
	endless := strings.Repeat("双源村", 5000)
	if got := placeLength(endless); utf8.RuneCountInString(endless[:got]) > longestPlace {
		t.Errorf("%d bytes are one place", got)
	}
}
