package feature

import (
	"reflect"
	"testing"

	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/models"
)

// keptPeople have something of everything that a profile knows.
func keptPeople() []*Profile {
	age, older := 70, 75
	photo := models.Photo{TakenDate: "2019-05", Faces: []models.Face{{
		Quality: .7, Embedding: unit(models.EmbeddingDim(models.ModelFR), 1), Model: models.ModelFR, ModelSHA256: "ab",
		Others: []models.Embedding{{Model: models.ModelDlib, Vector: unit(models.EmbeddingDim(models.ModelDlib), 2)}},
	}, {Embedding: unit(models.EmbeddingDim(models.ModelDlib), 3), Model: models.ModelDlib}}}
	record := &models.Record{FoundDate: "2021-03-04", FoundPlace: models.Place{Text: "广东省东莞市"}}
	record.Name, record.ExternalID, record.Photos = "records/r1", "R-1", []models.Photo{photo}
	record.Person = models.Person{
		Names: []models.PersonName{{Text: "徐花东", Kind: models.NameHeard}, {Text: "买买提·艾合买提"}, {Text: "Xu Huadong", Kind: models.NameOtherScript}},
		Sex:   models.Male, AgeMin: &age, AgeMax: &older, HeightMinCm: 165, HeightMaxCm: 170, Build: models.Thin, BloodType: models.BloodAB, Ethnicity: "汉族",
		NativePlace: models.Place{Text: "四川省成都市"}, Accent: "四川口音", HeardPlaces: []string{"白坡镇南村", "海东"},
		Marks: []models.Mark{{Text: "左眉上方一道3厘米疤痕"}, {Text: "右臂纹身龙"}}, Appearance: "花白短发，驼背", Clothing: "蓝色棉袄", Conditions: []string{"痴呆"},
		Relatives: []models.Relative{{Name: "徐大强", Relation: "儿子"}},
	}
	notice := &models.Notice{MissingDate: "2021", MissingPlace: models.Place{Text: "四川省成都市金堂县白果镇"}}
	notice.Name, notice.Photos = "notices/n1", []models.Photo{photo}
	notice.Person = models.Person{
		Names: []models.PersonName{{Text: "许华栋（小名：狗蛋）"}}, Sex: models.Male, BirthDate: "1950-03-04", HeightMinCm: 168, NativePlace: models.Place{Text: "某地小王庄"},
		Marks: []models.Mark{{Text: "额头有疤"}}, Relatives: []models.Relative{{Name: "许大强"}},
	}
	return []*Profile{ProfileOf(record), ProfileOf(notice), ProfileOf(&models.Notice{}), ProfileOf(&models.Record{})}
}

// unit is a vector of length 1.
func unit(dim, at int) []float32 {
	v := make([]float32, dim)
	v[at] = 1
	return v
}

// A profile that was kept is the same in everything, and weighs the same.
func TestKeep(t *testing.T) {
	w, people := NewScorer(DefaultParams()), keptPeople()
	var again []*Profile
	for _, p := range people {
		var to compact.Writer
		w.Encode(p, &to)
		from := compact.NewReader(to.Bytes)
		kept := w.Decode(from, p.Vectors)
		if from.Bad() || !reflect.DeepEqual(kept, p) {
			t.Errorf("%s, %v:\n%+v, want\n%+v", p.Name, from.Bad(), kept, p)
		}
		again = append(again, kept)
	}
	if a, b := w.Probe(people[0]).Score(people[1]), w.Probe(again[0]).Score(again[1]); a != b || a == 0 {
		t.Errorf("%v kept, %v before", b, a)
	}
}

// A face whose vectors are lost says nothing, and does not pass for another that lost its own.
func TestKeptWithoutVectors(t *testing.T) {
	w, people := NewScorer(DefaultParams()), keptPeople()
	var kept []*Profile
	for _, p := range people[:2] {
		var to compact.Writer
		w.Encode(p, &to)
		kept = append(kept, w.Decode(compact.NewReader(to.Bytes), func(string) [][]float32 { return nil }))
	}
	if f, ok := compareFace(w.Probe(kept[0]), kept[1]); ok {
		t.Errorf("faces without vectors weigh %v", f.bits)
	}
}

func FuzzKept(f *testing.F) {
	w := NewScorer(DefaultParams())
	for _, p := range keptPeople() {
		var to compact.Writer
		w.Encode(p, &to)
		f.Add(to.Bytes)
	}
	f.Fuzz(func(t *testing.T, bytes []byte) {
		from := compact.NewReader(bytes)
		p := w.Decode(from, func(string) [][]float32 { return nil })
		if from.Bad() {
			return
		}
		var to compact.Writer
		w.Encode(p, &to)
		if from := compact.NewReader(to.Bytes); w.Decode(from, func(string) [][]float32 { return nil }).Name != p.Name || from.Bad() {
			t.Error("what was read cannot be kept")
		}
	})
}
