package server

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
)

// fieldsOf returns the JSON names of a struct's fields, those of embedded structs too.
func fieldsOf(t reflect.Type) []string {
	var names []string
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous:
			names = append(names, fieldsOf(f.Type)...)
		case name != "" && name != "-":
			names = append(names, name)
		}
	}
	return names
}

// Proceedings are converted by their JSON: a field that has another name on one side would be
// lost in silence.
func TestProceedingsKeepEveryField(t *testing.T) {
	ofContract := []string{"stateTitle", "first", "proposals", "matches", "known", "title", "titleEn", "recordSummary"} // filled in beside
	ofModel := []string{"role", "codeHash", "codeTries"}                                                                // never shown
	for _, pair := range []struct {
		message proto.Message
		model   any
	}{
		{new(guituv1.Round), models.Round{}}, {new(guituv1.Lead), models.Lead{}}, {new(guituv1.Stay), models.Stay{}},
		{new(guituv1.Escort), models.Escort{}}, {new(guituv1.IdentityRequest), models.IdentityRequest{}}, {new(guituv1.Inquiry), models.Inquiry{}},
		{new(guituv1.Registration), models.Registration{}}, {new(guituv1.Act), models.Act{}}, {new(guituv1.Given), models.Given{}},
		{new(guituv1.RoutePoint), models.RoutePoint{}}, {new(guituv1.Signature), models.Signature{}}, {new(guituv1.ActFile), models.File{}},
		{new(guituv1.Receiver), models.Receiver{}}, {new(guituv1.Cost), models.Cost{}}, {new(guituv1.Statistics), models.Statistics{}},
		{new(guituv1.StatisticRow), models.StatisticRow{}}, {new(guituv1.StatisticCell), models.StatisticCell{}}, {new(guituv1.Correction), models.Correction{}},
		{new(guituv1.Contact), models.Contact{}}, {new(guituv1.Place), models.Place{}}, {new(guituv1.Person), models.Person{}},
	} {
		held := fieldsOf(reflect.TypeOf(pair.model))
		fields := pair.message.ProtoReflect().Descriptor().Fields()
		name := pair.message.ProtoReflect().Descriptor().Name()
		var offered []string
		for i := range fields.Len() {
			offered = append(offered, fields.Get(i).JSONName())
		}
		for _, f := range held {
			if !slices.Contains(offered, f) && !slices.Contains(ofModel, f) {
				t.Errorf("%s of the model is no field of %s", f, name)
			}
		}
		for _, f := range offered {
			if !slices.Contains(held, f) && !slices.Contains(ofContract, f) && (name != "Escort" || f != "code") {
				t.Errorf("%s of %s is no field of the model", f, name)
			}
		}
	}
}
