package feature

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/matcher/prints"
	"github.com/guitu-project/guitu/matcher/prints/synthetic"
	"github.com/guitu-project/guitu/models"
)

// said are values of every field of a person that evidence tells apart. The first of each are
// one person's.
func said() map[string][]any {
	years := func(n int) *int { return &n }
	return map[string][]any{
		"Names":     {[]models.PersonName{{Text: "徐华栋"}}, []models.PersonName{{Text: "许花东（音）", Kind: models.NameHeard}, {Text: "狗蛋", Kind: models.NameNickname}}, []models.PersonName{{Text: "买买提·艾合买提"}}},
		"Sex":       {models.Male, models.Female},
		"BirthDate": {models.Date("1980-05-17"), models.Date("1980"), models.Date("2011-03"), models.Date("1944-11-02")},
		"AgeMin":    {years(40), years(8), years(71)}, "AgeMax": {years(45), years(41), years(10)},
		"HeightMinCm": {168, 120, 150}, "HeightMaxCm": {172, 121, 190},
		"WeightMinKg": {60., 25., 82.5}, "WeightMaxKg": {62.5, 90.}, "ShoeSize": {models.ShoeSize(42), models.ShoeSize(36.5), models.ShoeSize(215)},
		"Build": {models.Thin, models.Medium, models.Heavy}, "BloodType": {models.BloodA, models.BloodO, models.BloodAB},
		"Ethnicity":   {"彝族", "汉族", "维吾尔族"},
		"NativePlace": {models.Place{Text: "四川省成都市金堂县白果镇", Code: "510121"}, models.Place{Text: "四川省成都市", Code: "5101"}, models.Place{Text: "某地小王庄"}, models.Place{Text: "黑龙江省哈尔滨市", Code: "2301"}},
		"Accent":      {"四川口音", "湖北口音", "听不懂"},
		"Marks":       {[]models.Mark{{Text: "左眉上方一道疤"}}, []models.Mark{{Text: "右眉上方一道疤"}, {Text: "右臂纹身龙"}}, []models.Mark{{Text: "驼背"}}},
		"Appearance":  {"圆脸，短发，走路一瘸一拐像鸭子", "长脸，长发，口齿清晰"}, "Clothing": {"红色棉袄，黑布鞋", "蓝色夹克"}, "Belongings": {"身上带着收音机", "提着编织袋"},
		"Conditions": {[]string{"癫痫"}, []string{"痴呆", "聋哑"}}, "Narrative": {"我家门口有一棵大榕树", "家里养蚕"},
		"HeardPlaces": {[]string{"白果镇", "金堂"}, []string{"沙溪"}},
		"Relatives":   {[]models.Relative{{Name: "徐大强", Relation: "父亲"}}, []models.Relative{{Name: "李秀英", Relation: "母亲"}, {Name: "徐大强"}}},
	}
}

// events are dates and places of an event, the first ones the usual.
var (
	eventDates  = []models.Date{"2021-03-04", "2021-03-06", "2020", "2013-07"}
	eventPlaces = []models.Place{{Text: "四川省成都市武侯区", Code: "510107"}, {Text: "四川省", Code: "51"}, {Text: "河西走廊某处"}, {Text: "广东省东莞市", Code: "4419"}}
)

// people are subjects of one side: what everything is told of, children and the old, and for
// each field of a person others of whom it is told otherwise, or not at all.
func people(t *testing.T, kind models.Kind) (list []*Profile) {
	t.Helper()
	values := said()
	fields := reflect.VisibleFields(reflect.TypeFor[models.Person]())
	base := func() (p models.Person) {
		for _, f := range fields {
			if len(values[f.Name]) < 2 {
				t.Fatalf("the test has no two values of Person.%s", f.Name)
			}
			reflect.ValueOf(&p).Elem().FieldByIndex(f.Index).Set(reflect.ValueOf(values[f.Name][0]))
		}
		return p
	}
	add := func(p models.Person, date models.Date, place models.Place) {
		var s models.Subject
		if kind == models.Records {
			r := &models.Record{FoundDate: date, FoundPlace: place}
			s = r
		} else {
			s = &models.Notice{MissingDate: date, MissingPlace: place, Contacts: []models.Contact{{Name: "徐大强", Relation: "父亲"}, {Name: "徐小强", Relation: "哥哥"}}}
		}
		e := s.Common()
		e.Name, e.ExternalID, e.Person, e.Circumstances = string(kind)+"/x", "X-1", p, "在桥下被发现时抱着布娃娃"
		e.Photos = []models.Photo{{}, {TakenDate: "2019-05", Faces: []models.Face{{Quality: .7, Embedding: unit(models.EmbeddingDim(models.ModelFR), 1), Model: models.ModelFR, ModelSHA256: "ab",
			Others: []models.Embedding{{Model: models.ModelDlib, Vector: unit(models.EmbeddingDim(models.ModelDlib), 2)}}}}}}
		if len(list) == 0 { // one of each side: prints take long to compare
			e.Fingerprints = []models.Fingerprint{{Content: pressed(t, kind)}}
		}
		list = append(list, ProfileOf(s))
	}
	varied := []func(p *models.Person){
		func(*models.Person) {},
		func(p *models.Person) { p.BirthDate = "" },
		func(p *models.Person) { p.BirthDate, p.HeightMinCm, p.HeightMaxCm = "2011-03", 118, 122 },
		func(p *models.Person) { p.BirthDate, p.NativePlace = "1944-11-02", models.Place{} },
	}
	for _, as := range varied[:bases] {
		p := base()
		as(&p)
		for _, date := range append(eventDates, "") {
			add(p, date, eventPlaces[0])
		}
		for _, place := range append(eventPlaces, models.Place{}) {
			add(p, eventDates[0], place)
		}
		for _, f := range fields {
			for _, v := range append([]any{reflect.Zero(f.Type).Interface()}, values[f.Name]...) {
				other := p
				reflect.ValueOf(&other).Elem().FieldByIndex(f.Index).Set(reflect.ValueOf(v))
				add(other, eventDates[0], eventPlaces[0])
			}
		}
	}
	return append(list, ProfileOf(subjectOf(kind)))
}

// pressed is a template of an invented finger, the same one for both sides.
func pressed(t *testing.T, kind models.Kind) []byte {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 1))
	a, b := synthetic.NewFinger(r).Pair(r, synthetic.Usual())
	if kind == models.Notices {
		a = b
	}
	a.Finger = prints.RightIndex
	content, err := (&prints.Template{Format: prints.ANSI2009, Views: []prints.View{a}}).Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func subjectOf(kind models.Kind) models.Subject {
	if kind == models.Records {
		return &models.Record{}
	}
	return &models.Notice{}
}

// bothSides shows others of each side with probes of the other.
func bothSides(t *testing.T, w *Scorer, show func(t *testing.T, probes []*Probe, others []*Profile)) {
	t.Helper()
	records, notices := people(t, models.Records), people(t, models.Notices)
	for _, side := range [][2][]*Profile{{records, notices}, {notices, records}} {
		var probes []*Probe
		for _, p := range side[0] {
			probes = append(probes, w.Probe(p))
		}
		t.Run(string(side[1][0].Kind), func(t *testing.T) { show(t, probes, side[1]) })
	}
}

// rounding is how many bits apart profiles of one key may weigh in a column: what is rounded
// there. The people above are further apart in all else.
var rounding = map[string]float64{"birth": .05, "height": .3, "shoeSize": .05, "weight": .3}

// columnBits is all that a scan asks of a value of a column.
func columnBits(p *Probe, c Column, other *Profile) (bits []float64) {
	switch c.Role() {
	case ByGap:
		for _, b := range p.GapBits(c, other) {
			bits = append(bits, float64(b))
		}
		if j, ok := p.Joint(ColumnOf(Joint)); ok && j.Other == c {
			bits = append(bits, float64(j.OfOther(other)))
		}
		return bits
	case Late:
		return []float64{float64(p.LateBits(c, other, .7)), float64(p.LateBits(c, other, .1))}
	case Joint:
		if j, ok := p.Joint(c); ok {
			if own, parts := j.Own(other); parts {
				return []float64{float64(own)}
			}
		}
	case Event:
		events := c.Values()
		events.Append(other)
		gap, again := p.Gaps(events)(0)
		bits = []float64{float64(gap), float64(again)}
	}
	return append(bits, float64(p.ColumnBits(c, other)))
}

// TestKeysTellApart holds the key, the projection and the comparison of each column against each
// other: of profiles with one key any projection weighs as each of them does in full, beside
// everyone. A field that a feature compares and its key or its projection has not makes two
// people one.
func TestKeysTellApart(t *testing.T) {
	w := NewScorer(DefaultParams())
	bothSides(t, w, func(t *testing.T, probes []*Probe, others []*Profile) {
		for c := range Column(Columns()) {
			name, projections, keys := columns[c].name, map[string]*Profile{}, make([]string, len(others))
			for i, p := range others {
				keys[i] = string(c.AppendKey(nil, p))
				if projections[keys[i]] == nil {
					projections[keys[i]] = c.Project(p)
					if again := string(c.AppendKey(nil, projections[keys[i]])); again != keys[i] {
						t.Errorf("column %s: a projection has the key %q, want %q", name, again, keys[i])
					}
				}
			}
			if len(projections) < 3 {
				t.Errorf("column %s has %d keys: the people of the test are too much alike", name, len(projections))
			}
			says := false
			for _, probe := range probes {
				for i, p := range others {
					if exactlyAlike(c, probe, p) {
						continue // which weighs by itself
					}
					got, want := columnBits(probe, c, projections[keys[i]]), columnBits(probe, c, p)
					for k := range want {
						says = says || want[k] != 0
						if math.Abs(got[k]-want[k]) > rounding[name]+1e-5 {
							t.Fatalf("column %s: %v by the key %q, %v in full, of\n%+v beside\n%+v", name, got, keys[i], want, p, probe.Profile)
						}
					}
				}
			}
			if !says {
				t.Errorf("column %s says nothing of anybody", name)
			}
		}
	})
}

// exactlyAlike reports whether two have the same exact value of a feature of the column.
func exactlyAlike(c Column, probe *Probe, p *Profile) bool {
	for e := range Exact(Exacts()) {
		if e.Column() == c && e.Of(p) != "" && e.Of(p) == e.Of(probe.Profile) {
			return true
		}
	}
	return false
}

// TestFeaturesLookAtTheirColumn holds what features say of whole profiles against what they say
// of projections: none may look at more than its column has.
func TestFeaturesLookAtTheirColumn(t *testing.T) {
	w := NewScorer(DefaultParams())
	spoke := map[string]bool{}
	bothSides(t, w, func(t *testing.T, probes []*Probe, others []*Profile) {
		for i := range features {
			f := &features[i]
			var c Column = -1
			if f.column != "" && f.columnBits == nil && f.role != ByGap && f.role != Late && f.role != Joint { // of more than a column: see package scan
				c = columnOf(f.column)
			}
			for _, probe := range probes {
				for _, p := range others {
					record, notice := probe.sides(p)
					full, ok := probe.compare(i, record, notice, p)
					spoke[f.Name] = spoke[f.Name] || ok && full.bits != 0
					if c < 0 || exactlyAlike(c, probe, p) {
						continue
					}
					projection := c.Project(p)
					record, notice = probe.sides(projection)
					if found, clues := probe.compare(i, record, notice, projection); clues != ok || found.bits != full.bits {
						t.Fatalf("%s: %v by its column, %v in full, of\n%+v beside\n%+v", f.Name, found.bits, full.bits, p, probe.Profile)
					}
				}
			}
		}
	})
	for _, feature := range Features() {
		if !spoke[feature] {
			t.Errorf("%s says nothing of anybody", feature)
		}
	}
}

// TestEveryFieldIsEvidence tells that a change of any field of a person changes what they weigh
// beside a person: none is forgotten by ProfileOf.
func TestEveryFieldIsEvidence(t *testing.T) {
	w := NewScorer(DefaultParams())
	fields := reflect.VisibleFields(reflect.TypeFor[models.Person]())
	for _, kind := range []models.Kind{models.Records, models.Notices} {
		var probes []*Probe
		for _, p := range people(t, map[models.Kind]models.Kind{models.Records: models.Notices, models.Notices: models.Records}[kind]) {
			probes = append(probes, w.Probe(p))
		}
		for _, f := range fields {
			clues, others := subjectOf(kind), []*Profile{}
			person := &clues.Common().Person
			for _, v := range append([]any{reflect.Zero(f.Type).Interface()}, said()[f.Name]...) {
				*person = models.Person{}
				if f.Name != "BirthDate" {
					person.BirthDate = "1980"
				}
				if f.Name == "AgeMin" || f.Name == "AgeMax" {
					person.BirthDate = ""
				}
				reflect.ValueOf(person).Elem().FieldByIndex(f.Index).Set(reflect.ValueOf(v))
				switch s := clues.(type) {
				case *models.Record:
					s.FoundDate = eventDates[0]
				case *models.Notice:
					s.MissingDate = eventDates[0]
				}
				others = append(others, ProfileOf(clues))
			}
			changed := slices.ContainsFunc(probes, func(p *Probe) bool {
				first := p.Score(others[0])
				return slices.ContainsFunc(others[1:], func(o *Profile) bool { return p.Score(o) != first })
			})
			ofRecords := f.Name == "Accent" || f.Name == "HeardPlaces" // what is told of where a person is from
			if !changed && (kind == models.Records || !ofRecords) {
				t.Errorf("%s: Person.%s changes no weight", kind, f.Name)
			}
		}
	}
}

// TestCodec writes and reads everyone again: nothing is another, and nothing weighs otherwise. Every field of
// a profile, and of what profiles are made of, must be told of a person, or the test could not know.
func TestCodec(t *testing.T) {
	w := NewScorer(DefaultParams())
	clues := map[string]bool{}
	bothSides(t, w, func(t *testing.T, probes []*Probe, others []*Profile) {
		for _, p := range people(t, others[0].Kind) { // whom no one was laid beside, which leaves caches
			var to compact.Writer
			w.Encode(p, &to)
			from := compact.NewReader(to.Bytes)
			again := w.Decode(from, p.Vectors)
			if from.Bad() || !reflect.DeepEqual(again, p) {
				t.Fatalf("%v:\n%+v, want\n%+v", from.Bad(), again, p)
			}
			for _, probe := range probes[:40] {
				if got, want := probe.Score(again), probe.Score(p); got != want {
					t.Fatalf("%v bits, want %v, of\n%+v", got, want, p)
				}
			}
			tell(reflect.ValueOf(p).Elem(), "", clues)
		}
	})
	for field, some := range clues {
		if !some && field != ".event.guessed" { // only ages are guessed
			t.Errorf("%s is told of nobody in this test", field)
		}
	}
}

// tell notes which fields below v are told: those of this package's types.
func tell(v reflect.Value, path string, clues map[string]bool) {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type().PkgPath() != reflect.TypeFor[Profile]().PkgPath() {
			clues[path] = clues[path] || !v.IsZero()
			return
		}
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.Name != "normed" && f.Name != "once" && f.Name != "apart" && f.Name != "byHeard" { // caches
				tell(v.Field(i), path+"."+f.Name, clues)
			}
		}
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Struct {
			for i := range v.Len() {
				tell(v.Index(i), path+"[]", clues)
			}
		}
		clues[path] = clues[path] || !v.IsZero()
	case reflect.Pointer:
		if clues[path] = clues[path] || !v.IsNil(); !v.IsNil() {
			tell(v.Elem(), path, clues)
		}
	default:
		clues[path] = clues[path] || !v.IsZero()
	}
}
