package server

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
)

// words gives each enumeration of the models a value that the contract knows.
var words = map[string]string{
	"Sex": "FEMALE", "NameKind": "HEARD", "Build": "HEAVY", "BloodType": "AB", "SampleStatus": "SAMPLED",
	"RecordStatus": "PLACED", "NoticeStatus": "WITHDRAWN", "Finding": "SEVERAL_FACES", "ImportState": "CANCELLED", "ExportState": "DONE", "Kind": "notices",
	"Finger": "LEFT_RING",
}

// fill gives every field below v a value of its own.
func fill(t *testing.T, v reflect.Value, n *int) {
	t.Helper()
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("w%d", *n))
		if word, ok := words[v.Type().Name()]; ok {
			v.SetString(word)
		}
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Float32, reflect.Float64:
		v.SetFloat(float64(*n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Uint8:
		v.SetUint(uint64(*n % 200))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(t, v.Index(0), n)
		fill(t, v.Index(1), n)
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(t, key, n)
		fill(t, value, n)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Unix(int64(1e9+*n), 0).UTC()))
			return
		}
		for i := range v.NumField() {
			fill(t, v.Field(i), n)
		}
	default:
		t.Fatalf("the test does not know how to fill a %s", v.Type())
	}
}

// differences lists the paths in which a and b differ, list indices left out.
func differences(a, b reflect.Value, path string, out map[string]bool) {
	if a.Kind() == reflect.Struct && a.Type() != reflect.TypeFor[time.Time]() {
		for i := range a.NumField() {
			name := strings.TrimPrefix(path+"."+a.Type().Field(i).Name, ".")
			differences(a.Field(i), b.Field(i), strings.TrimPrefix(name, "Entry."), out)
		}
		return
	}
	if a.Kind() == reflect.Slice && a.Len() == b.Len() && a.Len() > 0 && a.Type().Elem().Kind() == reflect.Struct {
		for i := range a.Len() {
			differences(a.Index(i), b.Index(i), path, out)
		}
		return
	}
	if !reflect.DeepEqual(a.Interface(), b.Interface()) {
		out[path] = true
	}
}

// notFromCallers are the fields of the models that a caller cannot write over the
// contract: the store's, and what was seen on a photo.
var notFromCallers = []string{
	"CreateTime", "Etag", "Fingerprints.Content", "Fingerprints.Finger", "Fingerprints.Format", "Fingerprints.FromPicture", "Fingerprints.Name", "Fingerprints.Views", "IndexPending", "Name", "Owner", "Photos.Content", "Photos.Faces.Embedding",
	"Photos.Faces.Metric", "Photos.Faces.ModelSHA256", "Photos.Faces.Others", "Photos.Faces.Weakness", "Photos.Finding", "Photos.Height",
	"Photos.Name", "Photos.SHA256", "Photos.Short", "Photos.Width", "UpdateTime", "UploadHash",
}

func TestEveryModelFieldSurvivesTheContract(t *testing.T) {
	check := func(t *testing.T, before, after any, more ...string) {
		t.Helper()
		lost := map[string]bool{}
		differences(reflect.ValueOf(before).Elem(), reflect.ValueOf(after).Elem(), "", lost)
		var names []string
		for name := range lost {
			names = append(names, name)
		}
		slices.Sort(names)
		want := slices.Concat(notFromCallers, more)
		slices.Sort(want)
		if !slices.Equal(names, want) {
			t.Errorf("lost on the way out and in:\n%v\nwant\n%v", names, want)
		}
	}
	t.Run("record", func(t *testing.T) {
		r, n := &models.Record{}, 0
		fill(t, reflect.ValueOf(r).Elem(), &n)
		check(t, r, recordIn(recordOut(r)))
	})
	t.Run("notice", func(t *testing.T) {
		r, n := &models.Notice{}, 0
		fill(t, reflect.ValueOf(r).Elem(), &n)
		check(t, r, noticeIn(noticeOut(r)), "Masked")
	})
}

// unset lists the fields below m that have no value.
func unset(m protoreflect.Message, path string) (paths []string) {
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		fd := fields.Get(i)
		name := strings.TrimPrefix(path+"."+string(fd.Name()), ".")
		switch {
		case !m.Has(fd):
			paths = append(paths, name)
		case fd.IsList() && fd.Message() != nil:
			paths = append(paths, unset(m.Get(fd).List().Get(0).Message(), name)...)
		case fd.Message() != nil && strings.HasPrefix(string(fd.Message().FullName()), "guitu"):
			paths = append(paths, unset(m.Get(fd).Message(), name)...)
		}
	}
	return paths
}

func TestEveryContractFieldIsFilled(t *testing.T) {
	record, notice, match, imp := &models.Record{}, &models.Notice{}, models.Match{}, &models.Import{}
	export := &models.Export{}
	for _, v := range []any{record, notice, &match, imp, export} {
		n := 0
		fill(t, reflect.ValueOf(v).Elem(), &n)
	}
	// Bytes and embeddings are never answered, a picture's hash only of proceedings; the rest a
	// handler adds.
	subject := []string{
		"photos.content", "photos.faces.embedding", "photos.index_pending", "photos.sha256", "matches",
		"fingerprints.content", "fingerprints.views.advice", "fingerprints.views.advice_en", "fingerprints.index_pending", "fingerprints.finger",
	}
	for _, c := range []struct {
		message proto.Message
		want    []string
	}{
		{recordOut(record), subject}, {noticeOut(notice), subject}, {matchOut(match), []string{"other"}}, {importOut(imp), []string{"preview", "likely"}}, // which hold a subject's JSON
		{exportOut(export), []string{"filter.names"}}, // which may be thousands
	} {
		if got := unset(c.message.ProtoReflect(), ""); !slices.Equal(got, c.want) {
			t.Errorf("%s leaves empty %v, want %v", c.message.ProtoReflect().Descriptor().Name(), got, c.want)
		}
	}
}

// The words of the two sides must be the same, or one would be lost silently.
func TestEveryEnumerationHasTheModelsWords(t *testing.T) {
	for _, c := range []struct {
		enum  protoreflect.Enum
		words []string
	}{
		{guituv1.Person_Sex(0), wordsOf(models.Male, models.Female)},
		{guituv1.Person_Build(0), wordsOf(models.Thin, models.Medium, models.Heavy)},
		{guituv1.Person_BloodType(0), wordsOf(models.BloodA, models.BloodB, models.BloodAB, models.BloodO)},
		{guituv1.PersonName_Kind(0), wordsOf(models.NameLegal, models.NameFormer, models.NameNickname, models.NameSelfReported, models.NameHeard, models.NameOtherScript)},
		{guituv1.Sample_Status(0), wordsOf(models.SampleNone, models.SampleRequested, models.SampleTaken, models.SampleInDatabase)},
		{guituv1.Record_Status(0), wordsOf(models.RecordUnidentified, models.RecordIdentified, models.RecordReunited, models.RecordPlaced, models.RecordClosed)},
		{guituv1.Notice_Status(0), wordsOf(models.NoticeOpen, models.NoticeClosed, models.NoticeWithdrawn, models.NoticeRegistered)},
		{guituv1.Photo_Finding(0), wordsOf(models.FindingOneFace, models.FindingNoFace, models.FindingSeveralFaces, models.FindingFacesOff)},
		{guituv1.FingerView_Finger(0), wordsOf(models.Fingers[1:]...)},
		{guituv1.Case_State(0), wordsOf(models.CaseProposed, models.CaseVerifying, models.CaseConfirmed, models.CaseReunited, models.CaseRejected, models.CaseUnresolved)},
		{guituv1.CaseItem_Kind(0), wordsOf(models.ItemFaceReview, models.ItemPhoneCall, models.ItemFamilyPhoto, models.ItemFamilyVisit, models.ItemDNA,
			models.ItemFingerprint, models.ItemPoliceRecord, models.ItemDocuments)},
		{guituv1.CaseItem_Result(0), wordsOf(models.ResultSupports, models.ResultContradicts, models.ResultInconclusive)},
		{guituv1.CaseStep_Kind(0), wordsOf(models.StepPropose, models.StepVerify, models.StepItem, models.StepConfirm, models.StepReject, models.StepUnresolve,
			models.StepReunite, models.StepReopen, models.StepReturn, models.StepUndo, models.StepAssign)},
		{guituv1.Tie_Kind(0), wordsOf(models.LinkSame, models.LinkUndone, models.LinkDistinct)},
		{guituv1.Delivery_State(0), wordsOf(models.DeliveryWaiting, models.DeliveryDone, models.DeliveryDead)},
		{guituv1.Export_State(0), wordsOf(models.ExportRunning, models.ExportDone, models.ExportFailed, models.ExportCancelled, models.ExportExpired)},
		{guituv1.Import_State(0), wordsOf(models.ImportRunning, models.ImportDone, models.ImportFailed, models.ImportCancelled, models.ImportUndoing, models.ImportUndone)},
	} {
		var got []string
		values := c.enum.Descriptor().Values()
		for i := 1; i < values.Len(); i++ {
			got = append(got, string(values.Get(i).Name()))
		}
		if !slices.Equal(got, c.words) {
			t.Errorf("%s has %v, the models have %v", c.enum.Descriptor().FullName(), got, c.words)
		}
	}
}

func wordsOf[T ~string](list ...T) []string { return each(list, func(w T) string { return string(w) }) }

func TestAnUnknownNumberIsRefusedNotDropped(t *testing.T) {
	err := recordIn(&guituv1.Record{Person: &guituv1.Person{Sex: 7}}).Validate(time.Now())
	if err == nil || !strings.Contains(err.Error(), "person.sex") {
		t.Errorf("got %v", err)
	}
}
