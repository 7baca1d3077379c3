package storetest

import (
	"math"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// side holds what the tests need to know of one side of the search.
type side[T models.Subject] struct {
	kind   models.Kind
	files  func(store.Reader) store.Files[T]
	writer func(store.Tx) store.Writer[T]
	empty  func() T
	full   func(origin, externalID string) T // every field set, two photos with embeddings
	status func(s T, status string)
	closed string // a status that is not open
	opened string // what an empty status is read as
}

func records() side[*models.Record] {
	return side[*models.Record]{
		kind:   models.Records,
		files:  store.Reader.Records,
		writer: store.Tx.RecordWriter,
		empty:  func() *models.Record { return new(models.Record) },
		full: func(origin, externalID string) *models.Record {
			return &models.Record{
				Entry:       entry(externalID),
				Station:     origin,
				FoundDate:   "2019-11",
				FoundPlace:  models.Place{Text: "青石县客运站", Code: "999901", Latitude: 31.25, Longitude: 117.0625},
				Fingerprint: models.Sample{Status: models.SampleTaken, SampleID: "FP-77"},
				Status:      models.RecordPlaced,
			}
		},
		status: func(r *models.Record, status string) { r.Status = models.RecordStatus(status) },
		closed: string(models.RecordReunited),
		opened: string(models.RecordUnidentified),
	}
}

func notices() side[*models.Notice] {
	return side[*models.Notice]{
		kind:   models.Notices,
		files:  store.Reader.Notices,
		writer: store.Tx.NoticeWriter,
		empty:  func() *models.Notice { return new(models.Notice) },
		full: func(origin, externalID string) *models.Notice {
			return &models.Notice{
				Entry:        entry(externalID),
				Source:       origin,
				MissingDate:  "2003-02-01",
				MissingPlace: models.Place{Text: "白鹭镇"},
				Contacts:     []models.Contact{{Name: "柳小舟", Relation: "女儿", Phone: "000-1234"}, {Name: "柳二"}},
				Status:       models.NoticeOpen,
			}
		},
		status: func(n *models.Notice, status string) { n.Status = models.NoticeStatus(status) },
		closed: string(models.NoticeWithdrawn),
		opened: string(models.NoticeOpen),
	}
}

// entry returns an invented person with every field set.
func entry(externalID string) models.Entry {
	newborn, years := 0, 63
	return models.Entry{
		ExternalID: externalID,
		Person: models.Person{
			Names:       []models.PersonName{{Text: "柳望舒", Kind: models.NameHeard}, {Text: "阿舒"}},
			Sex:         models.Female,
			BirthDate:   "1956",
			AgeMin:      &newborn,
			AgeMax:      &years,
			HeightMinCm: 150, HeightMaxCm: 155, WeightMinKg: 47.5, WeightMaxKg: 50, ShoeSize: 36.5,
			Build:       models.Thin,
			BloodType:   models.BloodAB,
			Ethnicity:   "汉族",
			NativePlace: models.Place{Text: "白鹭镇 <南> & \"北\"", Code: "999902"},
			Accent:      "江淮官话",
			Marks:       []models.Mark{{Text: "左眉上方一道疤", Kind: "SCAR", Site: "EYEBROW", Side: "LEFT"}, {Text: "痣"}},
			Appearance:  "短发，\n花白\t\u2028𠮷",
			Clothing:    "蓝色棉袄",
			Belongings:  "布包\x00一个",
			Conditions:  []string{"听力差"},
			Narrative:   "我家门口有条河。",
			HeardPlaces: []string{"白坡", "海东"},
			Relatives:   []models.Relative{{Name: "大毛", Relation: "儿子"}},
		},
		Circumstances: "夜里在候车室",
		Photos: []models.Photo{
			{TakenDate: "2001-06", ContentType: "image/jpeg", Finding: models.FindingSeveralFaces, Width: 640, Height: 480,
				Faces: []models.Face{face(models.ModelDlib, 1), faceOfMany(2)}},
			{Finding: models.FindingOneFace, Faces: []models.Face{face(models.ModelDlib, 3)}},
		},
		DNA:        models.Sample{Status: models.SampleInDatabase, SampleID: "DNA-5"},
		UploadHash: "hash-of-row-5",
	}
}

// faceOfMany was described by several models.
func faceOfMany(seed uint32) models.Face {
	f := face(models.ModelFR, seed)
	f.Weakness, f.ModelSHA256, f.Metric = models.WeakTurned, "0123abcd", models.MetricL2
	f.Others = []models.Embedding{
		{Model: models.ModelDlib, SHA256: "4567ef", Metric: models.MetricL2, Vector: face(models.ModelDlib, seed+100).Embedding},
		{Model: "x-of-theirs", Vector: []float32{0.6, 0.8, float32(seed)}},
	}
	return f
}

// face has an embedding with values that a text form or a rounding would lose.
func face(model string, seed uint32) models.Face {
	e := make([]float32, models.EmbeddingDim(model))
	for i := range e {
		e[i] = math.Float32frombits(0x3D000001 + seed*7919 + uint32(i)*104729)
	}
	copy(e, []float32{float32(math.Copysign(0, -1)), math.SmallestNonzeroFloat32, -math.MaxFloat32, 1.0 / 3})
	return models.Face{
		Box:       models.Box{X: 0.1, Y: 1.0 / 3, Width: 0.25, Height: 0.5},
		Landmarks: []models.Point{{X: 0.2, Y: 0.4}, {X: 2.0 / 3, Y: 0.4}},
		Quality:   0.1 + 0.2,
		Embedding: e,
		Model:     model,
	}
}
