package places_test

import (
	"fmt"

	"github.com/guitu-project/guitu/matcher/places"
)

// Names that a person half remembers lie together in one county.
func ExampleGazetteer_Locate() {
	for _, county := range places.Default().Locate([]string{"白坡镇南村", "海东镇", "沙溪"}, "云南口音", 1) {
		fmt.Println(county.Code)
	}
	// Output:
	// 532901
}

func ExampleGazetteer_Resolve() {
	r, ok := places.Default().Resolve("山东济南历下")
	fmt.Println(r.Code, ok)
	// Output:
	// 370102 true
}
