package server

import (
	"errors"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
)

func stored() *guituv1.Record {
	return &guituv1.Record{
		Name: "records/1", Etag: "e1", Station: "某站", Circumstances: "在车站",
		Person: &guituv1.Person{
			Sex: guituv1.Person_MALE, BirthDate: "1980", AgeMin: proto.Int32(40), Conditions: []string{"聋"},
			NativePlace: &guituv1.Place{Text: "成都市", Code: "5101", Latitude: 30, Longitude: 104},
		},
		Dna:    &guituv1.Sample{Status: guituv1.Sample_SAMPLED, SampleId: "D1"},
		Photos: []*guituv1.Photo{{Name: "photos/1"}},
	}
}

func TestPatch(t *testing.T) {
	for name, c := range map[string]struct {
		mask []string
		in   *guituv1.Record
		want func(*guituv1.Record)
	}{
		"one field": {[]string{"circumstances"}, &guituv1.Record{Circumstances: "x", Station: "ignored"},
			func(r *guituv1.Record) { r.Circumstances = "x" }},
		"cleared": {[]string{"circumstances"}, &guituv1.Record{}, func(r *guituv1.Record) { r.Circumstances = "" }},
		"nested, JSON name": {[]string{"person.birthDate"}, &guituv1.Record{Person: &guituv1.Person{BirthDate: "1981"}},
			func(r *guituv1.Record) { r.Person.BirthDate = "1981" }},
		"nested, proto name": {[]string{"person.birth_date"}, &guituv1.Record{Person: &guituv1.Person{BirthDate: "1981"}},
			func(r *guituv1.Record) { r.Person.BirthDate = "1981" }},
		"nested, cleared": {[]string{"person.age_min"}, &guituv1.Record{}, func(r *guituv1.Record) { r.Person.AgeMin = nil }},
		"zero is a value": {[]string{"person.age_min"}, &guituv1.Record{Person: &guituv1.Person{AgeMin: proto.Int32(0)}},
			func(r *guituv1.Record) { r.Person.AgeMin = proto.Int32(0) }},
		"a list as a whole": {[]string{"person.conditions"}, &guituv1.Record{Person: &guituv1.Person{Conditions: []string{"盲", "哑"}}},
			func(r *guituv1.Record) { r.Person.Conditions = []string{"盲", "哑"} }},
		"a message as a whole": {[]string{"dna"}, &guituv1.Record{Dna: &guituv1.Sample{SampleId: "D2"}},
			func(r *guituv1.Record) { r.Dna = &guituv1.Sample{SampleId: "D2"} }},
		"a place's text takes its code along": {[]string{"person.native_place.text"}, &guituv1.Record{Person: &guituv1.Person{NativePlace: &guituv1.Place{Text: "重庆市"}}},
			func(r *guituv1.Record) { r.Person.NativePlace = &guituv1.Place{Text: "重庆市"} }},
		"a place's text with its code": {[]string{"person.native_place.code", "person.native_place.text"},
			&guituv1.Record{Person: &guituv1.Person{NativePlace: &guituv1.Place{Text: "重庆市", Code: "50"}}},
			func(r *guituv1.Record) { r.Person.NativePlace = &guituv1.Place{Text: "重庆市", Code: "50"} }},
		"the server's fields": {[]string{"name", "etag", "create_time", "index_pending", "circumstances"}, &guituv1.Record{Name: "records/2", Etag: "e2", IndexPending: true},
			func(r *guituv1.Record) { r.Circumstances = "" }},
		"no mask: what is set": {nil, &guituv1.Record{Name: "records/1", Circumstances: "x", Dna: &guituv1.Sample{SampleId: "D2"}},
			func(r *guituv1.Record) { r.Circumstances, r.Dna.SampleId = "x", "D2" }},
		"star: all but photos": {[]string{"*"}, &guituv1.Record{Station: "另一站"},
			func(r *guituv1.Record) {
				*r = guituv1.Record{Name: r.Name, Etag: r.Etag, Photos: r.Photos, Station: "另一站"} //nolint:govet // no lock is copied
			}},
	} {
		t.Run(name, func(t *testing.T) {
			var mask *fieldmaskpb.FieldMask
			if c.mask != nil {
				mask = &fieldmaskpb.FieldMask{Paths: c.mask}
			}
			got, want := stored(), stored()
			if err := patch(got, c.in, mask); err != nil {
				t.Fatal(err)
			}
			if c.want(want); !proto.Equal(got, want) {
				t.Errorf("got  %v\nwant %v", got, want)
			}
		})
	}
}

func TestPatchRefuses(t *testing.T) {
	for mask, field := range map[string]string{
		"nose": "updateMask", "person.nose": "updateMask", "person.names.text": "updateMask", "station.x": "updateMask",
		"": "updateMask", "person.": "updateMask", "photos": "photos",
	} {
		err := patch(stored(), &guituv1.Record{}, &fieldmaskpb.FieldMask{Paths: []string{mask}})
		invalid, ok := errors.AsType[*models.InvalidError](err)
		if !ok || invalid.Violations[0].Field != field {
			t.Errorf("mask %q: got %v, want a violation of %s", mask, err, field)
		}
	}
}
