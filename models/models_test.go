package models

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"
)

var now = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func TestDateSpan(t *testing.T) {
	for _, c := range []struct {
		date        Date
		first, last string
		ok          bool
	}{
		{"1988", "1988-01-01", "1988-12-31", true}, {"1988-02", "1988-02-01", "1988-02-29", true}, {"1988-05-17", "1988-05-17", "1988-05-17", true},
		{"", "", "", false}, {"1988-13", "", "", false}, {"1988-02-30", "", "", false}, {"88", "", "", false}, {"yesterday", "", "", false},
		{"0001", "", "", false}, {"１９８８", "", "", false}, {"1988-5", "", "", false},
	} {
		first, last, ok := c.date.Span()
		if ok != c.ok || ok && (first.Format(isoDay) != c.first || last.Format(isoDay) != c.last) {
			t.Errorf("%q: %v … %v, %v", c.date, first, last, ok)
		}
	}
}

func age(n int) *int { return &n }

func TestValidateNamesTheField(t *testing.T) {
	face := func(n int, model string) Photo {
		return Photo{Faces: []Face{{Embedding: make([]float32, n), Model: model}}}
	}
	for _, c := range []struct {
		change func(*Record)
		field  string
	}{
		{func(r *Record) { r.Person.Sex = "X" }, "person.sex"},
		{func(r *Record) { r.Person.Build = "FAT" }, "person.build"},
		{func(r *Record) { r.Person.BloodType = "C" }, "person.bloodType"},
		{func(r *Record) { r.Person.Names = []PersonName{{Text: "王"}, {}} }, "person.names[1].text"},
		{func(r *Record) { r.Person.Names = []PersonName{{Text: "王", Kind: "REAL"}} }, "person.names[0].kind"},
		{func(r *Record) { r.Person.BirthDate = "1980-13" }, "person.birthDate"},
		{func(r *Record) { r.Person.BirthDate = "2031" }, "person.birthDate"},
		{func(r *Record) { r.Person.AgeMin, r.Person.AgeMax = age(50), age(40) }, "person.ageMax"},
		{func(r *Record) { r.Person.AgeMin = age(-1) }, "person.ageMin"},
		{func(r *Record) { r.Person.AgeMax = age(131) }, "person.ageMax"},
		{func(r *Record) { r.Person.HeightMinCm, r.Person.HeightMaxCm = 190, 100 }, "person.heightMaxCm"},
		{func(r *Record) { r.Person.HeightMinCm = 3 }, "person.heightMinCm"},
		{func(r *Record) { r.Person.WeightMinKg, r.Person.WeightMaxKg = 70, 60 }, "person.weightMaxKg"},
		{func(r *Record) { r.Person.WeightMinKg = .1 }, "person.weightMinKg"},
		{func(r *Record) { r.Person.WeightMaxKg = math.NaN() }, "person.weightMaxKg"},
		{func(r *Record) { r.Person.WeightMaxKg = math.Inf(1) }, "person.weightMaxKg"},
		{func(r *Record) { r.Person.ShoeSize = 14 }, "person.shoeSize"},
		{func(r *Record) { r.Person.ShoeSize = 60 }, "person.shoeSize"},
		{func(r *Record) { r.Person.ShoeSize = ShoeSize(math.NaN()) }, "person.shoeSize"},
		{func(r *Record) { r.Person.NativePlace.Code = "51x" }, "person.nativePlace.code"},
		{func(r *Record) { r.Person.NativePlace.Latitude = math.NaN() }, "person.nativePlace.latitude"},
		{func(r *Record) { r.Person.Appearance = strings.Repeat("疤", maxProse+1) }, "person.appearance"},
		{func(r *Record) { r.Person.Accent = "\xff" }, "person.accent"},
		{func(r *Record) { r.Person.Marks = make([]Mark, maxItems+1) }, "person.marks"},
		{func(r *Record) { r.FoundDate = "yesterday" }, "foundDate"},
		{func(r *Record) { r.FoundPlace.Longitude = 181 }, "foundPlace.longitude"},
		{func(r *Record) { r.Status = "LOST" }, "status"},
		{func(r *Record) { r.DNA.Status = "?" }, "dna.status"},
		{func(r *Record) { r.Fingerprint.Status = "?" }, "fingerprint.status"},
		{func(r *Record) { r.Photos = []Photo{{}} }, "photos[0].content"},
		{func(r *Record) { r.Photos = []Photo{face(128, "unknown")} }, "photos[0].faces[0].model"},
		{func(r *Record) { r.Photos = []Photo{face(127, ModelDlib)} }, "photos[0].faces[0].embedding"},
		{func(r *Record) { r.Photos = []Photo{face(128, ModelDlib)} }, "photos[0].faces[0].embedding"}, // all zeros
		{func(r *Record) { r.Photos = []Photo{face(1, "x-own")} }, "photos[0].faces[0].embedding"},
		{func(r *Record) { r.Photos = []Photo{face(3, "x-OWN")} }, "photos[0].faces[0].model"},
		{func(r *Record) {
			r.Photos = []Photo{{Faces: []Face{{Others: []Embedding{{Model: "x-own", Vector: []float32{1, 0}}, {Model: ModelFR, Vector: []float32{1}}}}}}}
		}, "photos[0].faces[0].others[1].embedding"},
		{func(r *Record) {
			r.Photos = []Photo{{Faces: []Face{{Model: "x-own", Metric: "cosine", Embedding: []float32{1, 0}}}}}
		}, "photos[0].faces[0].metric"},
		{func(r *Record) { r.Photos = make([]Photo, MaxPhotos+1) }, "photos"},
	} {
		r := &Record{}
		c.change(r)
		err := r.Validate(now)
		var invalid *InvalidError
		if !errors.Is(err, ErrInvalid) || !errors.As(err, &invalid) || invalid.Violations[0].Field != c.field {
			t.Errorf("want %s named, got %v", c.field, err)
			continue
		}
		if v := invalid.Violations[0]; v.Zh == "" || v.En == "" {
			t.Errorf("%s: no words: %+v", c.field, v)
		}
	}
}

func TestValidateTakesWhatIsPossible(t *testing.T) {
	embedding := make([]float32, 128)
	embedding[0] = 1
	for i, s := range []Subject{
		&Record{}, &Notice{},
		&Record{Entry: Entry{Person: Person{AgeMin: age(0), AgeMax: age(0), HeightMaxCm: 50}}}, // a newborn
		&Record{FoundDate: "2026-11-22"}, // already tomorrow east of here
		&Notice{MissingDate: "1950", Contacts: []Contact{{Name: "王某", Phone: "138"}}},
		&Notice{Entry: Entry{Photos: []Photo{{Faces: []Face{{Embedding: embedding, Model: ModelDlib}}}}}},
	} {
		if err := s.Validate(now); err != nil {
			t.Errorf("%d: %v", i, err)
		}
	}
	if err := (&Notice{MissingDate: "soon", Source: strings.Repeat("x", maxLine+1), Status: "?"}).Validate(now); err == nil || strings.Count(err.Error(), ";") != 2 {
		t.Errorf("three wrong fields of a notice: %v", err)
	}
}

func TestSubjects(t *testing.T) {
	for name, want := range map[string]Kind{"records/a": Records, "notices/b": Notices, "records/": "", "photos/a": "", "records": ""} {
		if kind, ok := KindOf(name); ok != (want != "") || ok && kind != want {
			t.Errorf("KindOf(%q) = %q, %v", name, kind, ok)
		}
	}
	if Records.Opposite() != Notices || Notices.Opposite() != Records {
		t.Error("the sides are not opposite")
	}
	r, n := &Record{}, &Notice{}
	r.Complete()
	n.Complete()
	if r.Status != RecordUnidentified || n.Status != NoticeOpen || !r.Open() || !n.Open() {
		t.Errorf("%s, %s", r.Status, n.Status)
	}
	for status, open := range map[RecordStatus]bool{RecordUnidentified: true, RecordPlaced: true, RecordIdentified: false, RecordReunited: false, RecordClosed: false} {
		if (&Record{Status: status}).Open() != open {
			t.Errorf("a record %s is open: %v", status, !open)
		}
	}
	fresh := &Notice{}
	fresh.Inherit(&Notice{Entry: Entry{Name: "notices/x", Etag: "e", Photos: []Photo{{Name: "photos/p"}}}, Status: NoticeClosed})
	if fresh.Status != NoticeClosed || fresh.Name != "notices/x" || fresh.Etag != "e" || len(fresh.Photos) != 1 {
		t.Errorf("an upload that does not say the status reopens the notice: %+v", fresh)
	}
}

func TestActor(t *testing.T) {
	ctx := context.Background()
	if _, err := ActorFrom(ctx); !errors.Is(err, ErrUnauthenticated) {
		t.Errorf("nobody: %v", err)
	}
	if a, err := ActorFrom(WithActor(ctx, Actor{ID: "u1", Role: RolePolice})); err != nil || a.Role != RolePolice {
		t.Errorf("%+v, %v", a, err)
	}
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"1988", "1988-05", "1988-05-17", "9999-12-31", "-001"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if first, last, ok := Date(s).Span(); ok && (last.Before(first) || fmt.Sprint(first.Year())[:1] == "-") {
			t.Errorf("%q: %v … %v", s, first, last)
		}
	})
}
