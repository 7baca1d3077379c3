package names_test

import (
	"fmt"

	"github.com/guitu-project/guitu/matcher/names"
	"github.com/guitu-project/guitu/models"
)

// A name that was written by ear is held against one from papers.
func ExampleQuery_Bits() {
	heard := names.Parse(models.PersonName{Text: "徐华栋（音）", Kind: models.NameHeard})
	query := names.NewQuery(&heard, names.Heard, names.AnyDialect, names.Common())
	for _, text := range []string{"许花东", "王建国"} {
		legal := names.Parse(models.PersonName{Text: text, Kind: models.NameLegal})
		bits, ok := query.Bits(&legal, names.AnyDialect)
		fmt.Println(text, legal.Sound(), ok, bits > 8, bits < 0)
	}
	// Output:
	// 许花东 xu hua dong true true false
	// 王建国 wang jian guo true false true
}
