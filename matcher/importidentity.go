package matcher

import (
	"fmt"
	"slices"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// identities remember who the rows of one import are about. Two children of one case
// often carry one number: the second must not take the place of the first.
type identities map[store.ExternalKey]identity

// identity is by what two people of one number are told apart.
type identity struct {
	line  int64
	names []string
	born  models.Date
}

func identityOf(line int64, p *models.Person) identity {
	id := identity{line: line, born: p.BirthDate}
	for _, n := range p.Names {
		id.names = append(id.names, n.Text)
	}
	return id
}

// admit refuses a row about another person than an earlier row of the same import with
// its number, and remembers any other.
func (ids identities) admit(key store.ExternalKey, line int64, p *models.Person) error {
	now := identityOf(line, p)
	if earlier, ok := ids[key]; ok && earlier.isAnother(now) {
		return models.Invalid("externalId",
			fmt.Sprintf("与第 %d 行编号相同，但姓名或出生日期是另一个人：一案多人请给每人不同的编号（例如 编号-1、编号-2）", earlier.line),
			fmt.Sprintf("has the id of line %d, but names another person: give each of them an id of their own", earlier.line))
	}
	ids[key] = now
	return nil
}

// isAnother reports whether two rows of one number are about two people: none of the names
// is the same, or no names are told and the births differ.
func (a identity) isAnother(b identity) bool {
	if len(a.names) > 0 && len(b.names) > 0 {
		return !slices.ContainsFunc(a.names, func(n string) bool { return slices.Contains(b.names, n) })
	}
	return a.born != "" && b.born != "" && a.born != b.born
}
