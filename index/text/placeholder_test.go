package text

import (
	"testing"

	"github.com/guitu-project/guitu/models"
)

// What names no one is no word of names: it would find every file that says so.
func TestPlaceholdersAreNoWords(t *testing.T) {
	for _, text := range []string{"受助人员12", "不详", "无名氏", "走失老人"} {
		doc, _ := documentOf(&models.Record{Entry: models.Entry{Name: "records/a", Person: models.Person{
			Names: []models.PersonName{{Text: text}}, Relatives: []models.Relative{{Name: text, Relation: "父亲"}},
		}}})
		for _, f := range doc.Fields {
			if f.Name() == nameField.words || f.Name() == kinField.words || f.Name() == nameField.sounds {
				t.Errorf("%s is a word of %s", text, f.Name())
			}
		}
	}
}
