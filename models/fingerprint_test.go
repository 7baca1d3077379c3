package models

import (
	"strings"
	"testing"
	"time"
)

func TestFingerprints(t *testing.T) {
	with := func(f ...Fingerprint) *Record { return &Record{Entry: Entry{Fingerprints: f}} }
	r := with(Fingerprint{Content: []byte("FMR"), Finger: "LEFT_INDEX"})
	if err := r.Validate(time.Now()); err != nil {
		t.Error(err)
	}
	if ContentHash(r) == ContentHash(with()) || ContentHash(r) == ContentHash(with(Fingerprint{Content: []byte("FMS")})) {
		t.Error("what the fingerprints are does not count")
	}
	if !Strip(r, DataBiometrics) || len(r.Fingerprints) > 0 || Strip(r, DataBiometrics) {
		t.Error("fingerprints are left when the biometrics are erased")
	}
	r.Inherit(with(Fingerprint{Content: []byte("FMR")}))
	if len(r.Fingerprints) != 1 {
		t.Error("an upload without fingerprints takes those off that are held")
	}
	for field, bad := range map[string]*Record{
		"fingerprints[0].content": with(Fingerprint{}), "fingerprints[0].finger": with(Fingerprint{Content: []byte("x"), Finger: "TOE"}),
		"fingerprints[0].takenDate": with(Fingerprint{Content: []byte("x"), TakenDate: "2999-01"}), "fingerprints": with(make([]Fingerprint, maxFingerprints+1)...),
	} {
		if err := bad.Validate(time.Now()); err == nil || !strings.Contains(err.Error(), field+":") {
			t.Errorf("%s: %v", field, err)
		}
	}
	for name, want := range map[string]bool{"records/a/fingerprints/b": true, "records/a": false, "photos/a/fingerprints/b": false, "records/a/fingerprints/": false, "notices/a/fingerprints/b/c": false} {
		if _, ok := FingerprintParent(name); ok != want {
			t.Errorf("%s: %v, want %v", name, ok, want)
		}
	}
}
