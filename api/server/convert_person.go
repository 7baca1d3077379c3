package server

import (
	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
)

func personOut(p *models.Person) *guituv1.Person {
	return &guituv1.Person{
		Names: each(p.Names, func(n models.PersonName) *guituv1.PersonName {
			return &guituv1.PersonName{Text: n.Text, Kind: valueOf[guituv1.PersonName_Kind](n.Kind)}
		}),
		Sex:         valueOf[guituv1.Person_Sex](p.Sex),
		BirthDate:   string(p.BirthDate),
		AgeMin:      yearsOut(p.AgeMin),
		AgeMax:      yearsOut(p.AgeMax),
		HeightMinCm: small(p.HeightMinCm),
		HeightMaxCm: small(p.HeightMaxCm),
		WeightMinKg: p.WeightMinKg,
		WeightMaxKg: p.WeightMaxKg,
		ShoeSize:    float64(p.ShoeSize),
		Build:       valueOf[guituv1.Person_Build](p.Build),
		BloodType:   valueOf[guituv1.Person_BloodType](p.BloodType),
		Ethnicity:   p.Ethnicity,
		NativePlace: placeOut(p.NativePlace),
		Accent:      p.Accent,
		Marks: each(p.Marks, func(m models.Mark) *guituv1.Mark {
			return &guituv1.Mark{Text: m.Text, Kind: m.Kind, Site: m.Site, Side: m.Side}
		}),
		Appearance:  p.Appearance,
		Clothing:    p.Clothing,
		Belongings:  p.Belongings,
		Conditions:  p.Conditions,
		Narrative:   p.Narrative,
		HeardPlaces: p.HeardPlaces,
		Relatives: each(p.Relatives, func(r models.Relative) *guituv1.Relative {
			return &guituv1.Relative{Name: r.Name, Relation: r.Relation}
		}),
	}
}

func personIn(p *guituv1.Person) models.Person {
	if p == nil {
		return models.Person{}
	}
	return models.Person{
		Names: each(p.GetNames(), func(n *guituv1.PersonName) models.PersonName {
			return models.PersonName{Text: n.GetText(), Kind: wordOf[models.NameKind](n.GetKind())}
		}),
		Sex:         wordOf[models.Sex](p.GetSex()),
		BirthDate:   models.Date(p.GetBirthDate()),
		AgeMin:      yearsIn(p.AgeMin),
		AgeMax:      yearsIn(p.AgeMax),
		HeightMinCm: int(p.GetHeightMinCm()),
		HeightMaxCm: int(p.GetHeightMaxCm()),
		WeightMinKg: p.GetWeightMinKg(),
		WeightMaxKg: p.GetWeightMaxKg(),
		ShoeSize:    models.ShoeSize(p.GetShoeSize()),
		Build:       wordOf[models.Build](p.GetBuild()),
		BloodType:   wordOf[models.BloodType](p.GetBloodType()),
		Ethnicity:   p.GetEthnicity(),
		NativePlace: placeIn(p.GetNativePlace()),
		Accent:      p.GetAccent(),
		Marks: each(p.GetMarks(), func(m *guituv1.Mark) models.Mark {
			return models.Mark{Text: m.GetText(), Kind: m.GetKind(), Site: m.GetSite(), Side: m.GetSide()}
		}),
		Appearance:  p.GetAppearance(),
		Clothing:    p.GetClothing(),
		Belongings:  p.GetBelongings(),
		Conditions:  p.GetConditions(),
		Narrative:   p.GetNarrative(),
		HeardPlaces: p.GetHeardPlaces(),
		Relatives: each(p.GetRelatives(), func(r *guituv1.Relative) models.Relative {
			return models.Relative{Name: r.GetName(), Relation: r.GetRelation()}
		}),
	}
}

func placeOut(p models.Place) *guituv1.Place {
	if p.IsZero() {
		return nil
	}
	return &guituv1.Place{Text: p.Text, Code: p.Code, Latitude: p.Latitude, Longitude: p.Longitude}
}

func placeIn(p *guituv1.Place) models.Place {
	return models.Place{Text: p.GetText(), Code: p.GetCode(), Latitude: p.GetLatitude(), Longitude: p.GetLongitude()}
}

func sampleOut(s models.Sample) *guituv1.Sample {
	if s == (models.Sample{}) {
		return nil
	}
	return &guituv1.Sample{Status: valueOf[guituv1.Sample_Status](s.Status), SampleId: s.SampleID}
}

func sampleIn(s *guituv1.Sample) models.Sample {
	return models.Sample{Status: wordOf[models.SampleStatus](s.GetStatus()), SampleID: s.GetSampleId()}
}
