package table_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange"
	"github.com/guitu-project/guitu/models/exchange/csv"
	"github.com/guitu-project/guitu/models/exchange/pfif"
	"github.com/guitu-project/guitu/models/exchange/table"
	"github.com/guitu-project/guitu/models/exchange/xlsx"
)

var formats = []exchange.Format{csv.Format(), xlsx.Format(), pfif.Format()}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// decoded reads all rows of a file; an error of any ends the test.
func decoded[T models.Subject](t *testing.T, rows exchange.RowReader[T]) []exchange.Decoded[T] {
	t.Helper()
	var list []exchange.Decoded[T]
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, must(row.Decode())(t))
	}
}

func aNotice() *models.Notice {
	low, high := 40, 50
	n := &models.Notice{Source: "青石县公安局", MissingDate: "2019-03", MissingPlace: models.Place{Text: "成都市武侯区"}, Status: models.NoticeClosed}
	n.ExternalID, n.Circumstances, n.DNA.SampleID = "0012", "=cmd|' /C calc'!A0", "D-7"
	n.Contacts = []models.Contact{{Name: "柳大山", Relation: "父亲", Phone: "+86 000-1234567"}}
	n.Person = models.Person{
		Names: []models.PersonName{{Text: "柳望舒", Kind: models.NameLegal}, {Text: "刘望", Kind: models.NameSelfReported}, {Text: "阿舒", Kind: models.NameNickname}},
		Sex:   models.Female, BirthDate: "1988-05-17", AgeMin: &low, AgeMax: &high, HeightMinCm: 165, HeightMaxCm: 170, WeightMinKg: 52.5, WeightMaxKg: 52.5, ShoeSize: 38,
		Build: models.Thin, BloodType: models.BloodAB, Ethnicity: "汉族", NativePlace: models.Place{Text: "四川省成都市"}, Accent: "四川口音",
		Marks: []models.Mark{{Text: "左眉上方有疤"}, {Text: "后颈有痣"}}, Appearance: "-长发", Clothing: "红色上衣\n黑裤", Belongings: "@布包", Conditions: []string{"智力障碍", "癫痫"},
		Narrative: "'家门口有条河'", HeardPlaces: []string{"白坡", "海东"}, Relatives: []models.Relative{{Name: "柳大山", Relation: "父亲"}},
	}
	return n
}

// What a table is written of is what it is read as, and nothing in it is a formula.
func TestTablesReadBack(t *testing.T) {
	for _, f := range formats {
		var file bytes.Buffer
		w := must(f.Write(&file, models.Notices, nil))(t)
		n := aNotice()
		if err := errors.Join(w.Write(n), w.Close()); err != nil {
			t.Fatal(err)
		}
		got := decoded(t, f.Notices(bytes.NewReader(file.Bytes()), exchange.Options{}))
		if len(got) != 1 || !got[0].Unedited {
			t.Fatalf("%s: %d rows, %+v", f.Name, len(got), got)
		}
		if !reflect.DeepEqual(got[0].Subject, n) {
			a, b := must(json.Marshal(got[0].Subject))(t), must(json.Marshal(n))(t)
			t.Errorf("%s:\n%s\nwas\n%s", f.Name, a, b)
		}
		if f.Name == "CSV" {
			for _, formula := range []string{",=", ",-", ",@", ",+", `,"=`, "\n="} {
				if strings.Contains(file.String(), formula) {
					t.Errorf("a cell begins with %q:\n%s", formula, file.String())
				}
			}
			edited := strings.Replace(file.String(), "柳望舒", "柳望书", 1)
			if got := decoded(t, f.Notices(strings.NewReader(edited), exchange.Options{})); got[0].Unedited {
				t.Error("an edited row is taken for unedited")
			}
		}
	}
}

func TestRecordsReadBack(t *testing.T) {
	r := &models.Record{Station: "青石县救助站", FoundDate: "2019-06-01", FoundPlace: models.Place{Text: "重庆市万州区"}, Status: models.RecordPlaced}
	r.ExternalID = "R-1"
	r.Person.Names = []models.PersonName{{Text: "刘望", Kind: models.NameHeard}}
	for _, f := range formats {
		var file bytes.Buffer
		w := must(f.Write(&file, models.Records, nil))(t)
		if err := errors.Join(w.Write(r), w.Close()); err != nil {
			t.Fatal(err)
		}
		if got := decoded(t, f.Records(&file, exchange.Options{})); len(got) != 1 || !got[0].Unedited || !reflect.DeepEqual(got[0].Subject, r) {
			t.Errorf("%s: %+v", f.Name, got)
		}
	}
}

func TestFields(t *testing.T) {
	var file bytes.Buffer
	w := must(csv.Format().Write(&file, models.Notices, []string{"sex", "name"}))(t)
	if err := errors.Join(w.Write(aNotice()), w.Close()); err != nil || !strings.HasPrefix(file.String(), "\uFEFF姓名,性别,Guitu校验\r\n柳望舒,女,") {
		t.Errorf("%q, %v", file.String(), err)
	}
	for side, field := range map[models.Kind]string{models.Notices: "no", models.Records: "contactPhone"} {
		if _, err := csv.Format().Write(io.Discard, side, []string{field}); !errors.Is(err, models.ErrInvalid) {
			t.Errorf("%s of %s: %v", field, side, err)
		}
	}
}

// A template brings no one in as it is, and everyone once the mark is off.
func TestTemplates(t *testing.T) {
	for _, f := range formats {
		if f.Template == nil {
			continue
		}
		for _, side := range []models.Kind{models.Notices, models.Records} {
			var file bytes.Buffer
			if err := f.Template(&file, side); err != nil {
				t.Fatal(err)
			}
			if n, err := f.Count(bytes.NewReader(file.Bytes()), exchange.Options{}); n != 0 || err != nil {
				t.Errorf("%s of %s: %d rows, %v", f.Name, side, n, err)
			}
			if f.Name != "CSV" {
				continue
			}
			rows := f.Notices(strings.NewReader(strings.ReplaceAll(file.String(), "示例", "N")), exchange.Options{})
			got := decoded(t, rows)
			if len(got) != 2 || side == models.Notices && (got[0].Subject.Person.Names[0].Text != "柳望舒" || got[0].Subject.Contacts[0].Phone != "000-1234567" || got[1].Subject.Person.HeightMaxCm != 170) {
				t.Errorf("%s of %s: %+v", f.Name, side, got)
			}
			for _, c := range rows.(exchange.Mapped).Columns() {
				if c.By != models.MappedByName || c.Certainty < .9 {
					t.Errorf("the template's own heading is not known: %+v", c)
				}
			}
		}
	}
}

// Rows that were not taken come back as they were, can be sent again, and say why.
func TestRejectedRows(t *testing.T) {
	for what, c := range map[string]struct{ file, delimiter, encoding string }{
		"UTF-8":     {"编号,姓名,失踪时间,档案袋\nN1,柳望舒,3/5/2019,=蓝\nN2,张三,2019,红\n", ",", "UTF-8"},
		"semicolon": {"编号;姓名;失踪时间\nN1;柳望舒;3/5/2019\n", ";", "UTF-8"},
	} {
		row := must(csv.Format().Notices(strings.NewReader(c.file), exchange.Options{}).Next())(t)
		source := row.Source()
		if source.Delimiter != c.delimiter || source.Encoding != c.encoding {
			t.Errorf("%s: %+v", what, source)
		}
		for _, f := range formats {
			if f.Name == "PFIF" {
				continue // which has no columns of its own
			}
			var file bytes.Buffer
			w := f.Rejected(&file)
			err := errors.Join(w.Write(2, source, []models.RowError{{Field: "missingDate", Reason: "分不清 (two dates)"}}), w.Write(3, nil, []models.RowError{{Reason: "引号 (quote)"}}), w.Close())
			if err != nil {
				t.Fatal(err)
			}
			again := f.Notices(bytes.NewReader(file.Bytes()), exchange.Options{})
			back := must(again.Next())(t)
			cells := back.Source().Cells
			if !strings.Contains(cells[0], "第 2 行：分不清") {
				t.Errorf("%s in %s: %q", what, f.Name, cells)
			}
			if _, err := back.Decode(); err == nil || !strings.Contains(err.Error(), "分不清") {
				t.Errorf("%s in %s again: %v", what, f.Name, err)
			}
			if f.Name == "CSV" {
				mended := strings.Replace(file.String(), "3/5/2019", "2019-05-03", 1)
				if got := decoded(t, f.Notices(strings.NewReader(mended), exchange.Options{})); len(got) != 1 || got[0].Subject.MissingDate != "2019-05-03" ||
					got[0].Hash != mendedHash(t, c.file) {
					t.Errorf("%s mended: %+v\n%s", what, got, mended)
				}
			}
		}
	}
}

// mendedHash is the hash of the first row, had it been right in the first place.
func mendedHash(t *testing.T, file string) string {
	t.Helper()
	return decoded(t, csv.Format().Notices(strings.NewReader(strings.Replace(file, "3/5/2019", "2019-05-03", 1)), exchange.Options{}))[0].Hash
}

// What columns mean is said with a certainty; a guess is not followed until a person says so.
func TestColumns(t *testing.T) {
	const file = "姓名,失踪人性别,个人证照号,当前体貌特征说明,档案袋颜色,身分证号\n柳望舒,女,11010519491231002X,左眉有疤,蓝,长发\n"
	rows := csv.Format().Notices(strings.NewReader(file), exchange.Options{Mapping: map[string]models.Meaning{"档案袋（颜色）": {Field: "ignore"}}})
	got := decoded(t, rows)[0].Subject
	want := []models.Column{
		{Heading: "姓名", Field: "name", By: models.MappedByName, Certainty: 1},
		{Heading: "失踪人性别", Field: "sex", By: models.MappedByName, Certainty: .95},
		{Heading: "个人证照号", Field: "text", By: models.MappedByGuess, Proposal: "idNumber", Certainty: .8},
		{Heading: "当前体貌特征说明", Field: "text", By: models.MappedByGuess, Proposal: "appearance", Certainty: .6},
		{Heading: "档案袋颜色", Field: "text", By: models.NotMapped},
		{Heading: "身分证号", Field: "text", By: models.MappedByGuess, Proposal: "idNumber", Certainty: .5},
	}
	if columns := rows.(exchange.Mapped).Columns(); !reflect.DeepEqual(columns, want) {
		t.Errorf("columns\n%+v\nwant\n%+v", columns, want)
	}
	if !strings.Contains(got.Circumstances, "档案袋颜色：蓝") || got.Person.BirthDate != "" {
		t.Errorf("read as %+v", got)
	}
	given := map[string]models.Meaning{"个人证照号": {Field: "idNumber", By: models.MappedByUser}, "档案袋颜色": {Field: "ignore", By: models.MappedByUser}, "姓名": {Field: "nickname", By: models.MappedBefore}}
	rows = csv.Format().Notices(strings.NewReader(file), exchange.Options{Mapping: given})
	got = decoded(t, rows)[0].Subject
	if got.Person.BirthDate != "1949-12-31" || strings.Contains(got.Circumstances, "蓝") || got.Person.Names[0].Kind != models.NameNickname {
		t.Errorf("with a mapping: %+v", got)
	}
	if c := rows.(exchange.Mapped).Columns(); c[0].By != models.MappedBefore || c[2].By != models.MappedByUser || c[2].Field != "idNumber" {
		t.Errorf("with a mapping: %+v", c)
	}
	if err := table.CheckMapping(map[string]string{"甲": "sex", "乙": "nothing"}); !errors.Is(err, models.ErrInvalid) || !strings.Contains(err.Error(), "“乙”") {
		t.Errorf("a field that is none: %v", err)
	}
	if err := table.CheckMapping(map[string]string{"甲": "ignore"}); err != nil {
		t.Error(err)
	}
}
