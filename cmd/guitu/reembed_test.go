//go:build !nodlib

package main

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Photos that dlib alone described are described by the networks, too, while the
// service serves: the better model then speaks for the pair. A second run finds
// nothing to do, and a notice that came as an embedding only stays as it is.
func TestReembedWhileServing(t *testing.T) {
	all, data := testCache(t, "models"), t.TempDir()
	old := t.TempDir()
	for _, name := range []string{"dlib_face_recognition_resnet_model_v1.dat", "mmod_human_face_detector.dat", "shape_predictor_5_face_landmarks.dat"} {
		if err := os.Symlink(filepath.Join(all, name), filepath.Join(old, name)); err != nil {
			t.Fatal(err)
		}
	}
	p := serve(t, data, old)
	her := [2][]byte{}
	for i, photo := range []struct {
		sample string
		face   int
	}{{"sample1", sheInSample1}, {"sample3", sheInSample3}} {
		her[i] = p.crops(t, readFile(t, testCache(t, "testdata", "faces", photo.sample+".jpg")))[photo.face]
	}
	record := str(p.must(http.MethodPost, "/v1/records", object{"externalId": "her", "station": "测试站", "photos": []object{{"content": her[0]}}}), "name")
	p.must(http.MethodPost, "/v1/notices", object{"externalId": "n1", "source": "测试", "photos": []object{{"content": her[1]}}})
	vector := make([]float64, 128)
	vector[0] = 1
	p.must(http.MethodPost, "/v1/notices", object{"externalId": "n2", "source": "测试", "photos": []object{{"faces": []object{{"embedding": vector, "model": "dlib-resnet-v1"}}}}})
	model := func() string {
		m := p.must(http.MethodGet, "/v1/"+record+"/matches", nil)
		if str(m, "matches.0.noticeExternalId") != "n1" {
			t.Fatalf("first is %v", at(m, "matches.0"))
		}
		return str(m, "matches.0.evidence.0.reason")
	}
	before := model()
	if !strings.Contains(before, "dlib-resnet-v1") {
		t.Errorf("before: %s", before)
	}
	if code, answer := p.call(http.MethodPost, "/v1/photos:reembed", object{"model": "fr-feature-v1"}); code != http.StatusBadRequest {
		t.Errorf("a model that is not there: %d %v", code, answer)
	}
	p.kill()

	p = serve(t, data, all)
	if before := model(); !strings.Contains(before, "dlib-resnet-v1") {
		t.Errorf("after the restart: %s", before)
	}
	reembed := func() string {
		var out, said bytes.Buffer
		m := Main{Args: []string{"faces", "reembed", "fr-feature-v1", "--data", data, "--models", all}, Stdout: &out, Stderr: &said}
		if code := m.Run(t.Context()); code != 0 {
			t.Fatalf("exit code %d: %s", code, said.String())
		}
		return out.String()
	}
	if got := reembed(); !strings.Contains(got, "3 records and notices, 2 photos described now, 0 before, 0 without a face, 0 unreadable") {
		t.Errorf("first run: %s", got)
	}
	if got := reembed(); !strings.Contains(got, "0 photos described now, 2 before") {
		t.Errorf("second run: %s", got)
	}
	after := model()
	if !strings.Contains(after, "（fr-feature-v1") || !strings.Contains(after, "dlib-resnet-v1") {
		t.Errorf("after: %s", after)
	}
	t.Logf("before: %s\nafter: %s", before, after)
	photos := p.must(http.MethodGet, "/v1/"+record, nil)
	if length(photos, "photos.0.faces") != 1 || str(photos, "photos.0.faces.0.model") != "fr-feature-v1" {
		t.Errorf("the record's photo: %v", at(photos, "photos.0"))
	}
}
