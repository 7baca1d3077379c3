package pfif

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange"
)

const aPerson = `<?xml version="1.0" encoding="UTF-8"?>
<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/1.4">
  <pfif:person>
    <pfif:person_record_id>family.example/p1</pfif:person_record_id>
    <pfif:source_date>2019-03-06T08:00:00Z</pfif:source_date>
    <pfif:author_name>Liu Dashan</pfif:author_name><pfif:author_phone>+86 000 1234567</pfif:author_phone>
    <pfif:full_name>柳望舒</pfif:full_name>
    <pfif:alternate_names>阿舒
Liu Wangshu</pfif:alternate_names>
    <pfif:description>Scar above the left eyebrow &amp; long hair</pfif:description>
    <pfif:sex>female</pfif:sex><pfif:date_of_birth>1988-05</pfif:date_of_birth><pfif:age>30-32</pfif:age>
    <pfif:home_city>成都市</pfif:home_city><pfif:home_state>四川省</pfif:home_state>
    <pfif:note><pfif:note_record_id>n1</pfif:note_record_id><pfif:person_record_id>family.example/p1</pfif:person_record_id>
      <pfif:author_name>x</pfif:author_name><pfif:source_date>2019-03-06T08:00:00Z</pfif:source_date>
      <pfif:status>believed_missing</pfif:status><pfif:last_known_location>武侯区</pfif:last_known_location><pfif:text>赶集走失</pfif:text></pfif:note>
  </pfif:person>
</pfif:pfif>`

func TestForeignPerson(t *testing.T) {
	row, err := Format().Notices(strings.NewReader(aPerson), exchange.Options{}).Next()
	if err != nil {
		t.Fatal(err)
	}
	said, err := row.Decode()
	if err != nil {
		t.Fatal(err)
	}
	n := said.Subject
	if n.ExternalID != "family.example/p1" || n.Source != "family.example" || len(n.Person.Names) != 3 || n.Person.Sex != models.Female || n.Person.BirthDate != "1988-05" ||
		*n.Person.AgeMin != 30 || n.Person.NativePlace.Text != "四川省 成都市" || n.MissingPlace.Text != "武侯区" || n.Contacts[0].Phone != "+86 000 1234567" ||
		n.Person.Appearance != "Scar above the left eyebrow & long hair" || n.Circumstances != "赶集走失\n状态：believed_missing" || row.Line != 3 {
		t.Errorf("line %d: %+v", row.Line, n)
	}
}

// Rows that were not taken come back as they were, behind a comment.
func TestRejected(t *testing.T) {
	wrong := strings.Replace(aPerson, "1988-05", "05/06/1988", 1)
	row, err := Format().Notices(strings.NewReader(wrong), exchange.Options{}).Next()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := row.Decode(); !errors.Is(err, models.ErrInvalid) {
		t.Fatalf("read: %v", err)
	}
	var file bytes.Buffer
	w := Format().Rejected(&file)
	if err := errors.Join(w.Write(3, row.Source(), []models.RowError{{Reason: "分不清 -- (two)"}}), w.Write(9, nil, []models.RowError{{Reason: "x"}}), w.Close()); err != nil {
		t.Fatal(err)
	}
	mended := strings.Replace(file.String(), "05/06/1988", "1988-05", 1)
	want, err := Format().Notices(strings.NewReader(aPerson), exchange.Options{}).Next()
	if err != nil {
		t.Fatal(err)
	}
	again, err := Format().Notices(strings.NewReader(mended), exchange.Options{}).Next()
	if err != nil {
		t.Fatalf("%v in\n%s", err, mended)
	}
	a, errA := want.Decode()
	b, errB := again.Decode()
	if errA != nil || errB != nil || a.Hash != b.Hash || !strings.Contains(mended, "<!-- 第 3 行：分不清") {
		t.Errorf("%v, %v, mended\n%+v\n%+v\n%s", errA, errB, a.Subject, b.Subject, mended)
	}
}

func FuzzPFIF(f *testing.F) {
	f.Add([]byte(aPerson))
	f.Add([]byte("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"))
	f.Fuzz(func(t *testing.T, file []byte) {
		rows := Format().Records(bytes.NewReader(file), exchange.Options{})
		last := int64(0)
		for {
			row, err := rows.Next()
			if err != nil {
				if !errors.Is(err, io.EOF) && !errors.Is(err, models.ErrInvalid) {
					t.Errorf("not a mistake of the file: %v", err)
				}
				return
			}
			if row.Line <= last {
				t.Errorf("line %d after %d", row.Line, last)
			}
			last = row.Line
			_, _ = row.Decode()
		}
	})
}
