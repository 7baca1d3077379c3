//go:build !nodlib

package main

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
)

// The group photos of @vladmandic/face-api: the tall blonde woman is the third face
// of sample1 and the second of sample3.
const (
	sheInSample1 = 2
	sheInSample3 = 1
)

// A notice with her face from one photo and notices with everyone else's, a record
// with her face from the other photo and no name: she comes first, by the face
// alone, and the reason says so.
func TestAFaceAloneFindsHer(t *testing.T) {
	p := serve(t, t.TempDir(), testCache(t, "models"))
	crops := map[string][][]byte{}
	for _, sample := range []string{"sample1", "sample3", "sample5"} {
		crops[sample] = p.crops(t, readFile(t, testCache(t, "testdata", "faces", sample+".jpg")))
	}
	for sample, faces := range crops {
		for i, crop := range faces {
			if sample == "sample3" && i == sheInSample3 {
				continue // this one is the record's
			}
			id := fmt.Sprintf("%s-%d", sample, i)
			answer := p.must(http.MethodPost, "/v1/notices", object{"externalId": id, "source": "测试", "photos": []object{{"content": crop}}})
			if str(answer, "photos.0.finding") != "ONE_FACE" {
				t.Errorf("%s: %v", id, at(answer, "photos.0.findingText"))
			}
		}
	}
	record := p.must(http.MethodPost, "/v1/records", object{"externalId": "her", "station": "测试站"})
	name := str(record, "name")
	photo := p.multipart(t, name, crops["sample3"][sheInSample3])
	if str(photo, "finding") != "ONE_FACE" || number(photo, "faces.0.quality") <= 0 || number(photo, "faces.0.box.width") <= 0 {
		t.Errorf("her photo: %v", photo)
	}
	matches := p.must(http.MethodGet, "/v1/"+name+"/matches", nil)
	first, second := at(matches, "matches.0"), at(matches, "matches.1")
	if want := fmt.Sprintf("sample1-%d", sheInSample1); str(first, "noticeExternalId") != want {
		t.Fatalf("first is %s, want %s: %v", str(first, "noticeExternalId"), want, matches)
	}
	if length(first, "evidence") != 1 || str(first, "evidence.0.feature") != "face" || !strings.Contains(str(first, "evidence.0.reason"), "只凭人脸") {
		t.Errorf("the evidence is %v", at(first, "evidence"))
	}
	if number(first, "weight")-number(second, "weight") < 3 {
		t.Errorf("she weighs %.1f bits, the next %.1f", number(first, "weight"), number(second, "weight"))
	}
	t.Logf("her: %v; the next: %v", at(first, "evidence.0.reason"), at(second, "evidence.0.reason"))

	// The same by an unsaved photo.
	found := p.must(http.MethodPost, "/v1/matches:search", object{"side": "NOTICES", "photo": object{"content": crops["sample3"][sheInSample3]}})
	if str(found, "matches.0.notice") != str(first, "notice") {
		t.Errorf("search by photo: %v", at(found, "matches.0"))
	}
	// A group photo: it is not known which face is meant, so it weighs less and says so.
	group := p.must(http.MethodPost, "/v1/matches:search", object{"side": "NOTICES", "photo": object{"content": readFile(t, testCache(t, "testdata", "faces", "sample3.jpg"))}})
	if !strings.Contains(fmt.Sprint(group), "张人脸") {
		t.Errorf("search by a group photo: %v", at(group, "matches.0"))
	}
}

// What is no usable photo gets a clear answer and leaves the service alive.
func TestBadPhotos(t *testing.T) {
	p := serve(t, t.TempDir(), testCache(t, "models"))
	record := p.must(http.MethodPost, "/v1/records", object{"station": "测试站"})
	whole := readFile(t, testCache(t, "testdata", "faces", "sample1.jpg"))
	for what, content := range map[string][]byte{
		"truncated": whole[:len(whole)/20], "no image": []byte("hello, I am no image at all"), "empty png": []byte("\x89PNG\r\n\x1a\n"),
		"1×1": encode(t, image.NewRGBA(image.Rect(0, 0, 1, 1))),
	} {
		code, answer := p.call(http.MethodPost, "/v1/"+str(record, "name")+"/photos", object{"content": content})
		if code != http.StatusBadRequest || !strings.Contains(fmt.Sprint(answer), "content") {
			t.Errorf("%s: %d %v", what, code, answer)
		}
	}
	nobody := p.must(http.MethodPost, "/v1/"+str(record, "name")+"/photos", object{"content": encode(t, image.NewRGBA(image.Rect(0, 0, 400, 300)))})
	if str(nobody, "finding") != "NO_FACE" || str(nobody, "findingText") == "" {
		t.Errorf("a picture of nobody: %v", nobody)
	}
	cut := p.must(http.MethodPost, "/v1/"+str(record, "name")+"/photos", object{"content": whole[:len(whole)-100]})
	if !strings.Contains(str(cut, "findingText"), "没有传完整") || length(cut, "faces") < 3 {
		t.Errorf("a picture that lacks its end: %v", cut)
	}
	group := p.must(http.MethodPost, "/v1/"+str(record, "name")+"/photos", object{"content": whole})
	if str(group, "finding") != "SEVERAL_FACES" || length(group, "faces") < 3 {
		t.Errorf("a group photo: %v", group)
	}
	if left := p.must(http.MethodGet, "/v1/"+str(record, "name"), nil); length(left, "photos") != 3 {
		t.Errorf("the record has %d photos, want the three that could be read", length(left, "photos"))
	}
}

// crops lets the service find the faces of a photo and cuts each out with some
// room around it.
func (p *process) crops(t *testing.T, photo []byte) [][]byte {
	t.Helper()
	r := p.must(http.MethodPost, "/v1/records", object{"photos": []object{{"content": photo}}})
	p.must(http.MethodDelete, "/v1/"+str(r, "name"), nil)
	whole, err := jpeg.Decode(bytes.NewReader(photo))
	if err != nil {
		t.Fatal(err)
	}
	w, h := float64(whole.Bounds().Dx()), float64(whole.Bounds().Dy())
	var list [][]byte
	for i := range length(r, "photos.0.faces") {
		box := at(r, fmt.Sprintf("photos.0.faces.%d.box", i))
		x, y, bw, bh := number(box, "x")*w, number(box, "y")*h, number(box, "width")*w, number(box, "height")*h
		const room = .35 // of the face on each side: no neighbour gets in
		cut := image.Rect(int(x-bw*room), int(y-bh*room), int(x+bw*(1+room)), int(y+bh*(1+room))).Intersect(whole.Bounds())
		crop := image.NewRGBA(image.Rect(0, 0, cut.Dx(), cut.Dy()))
		draw.Draw(crop, crop.Bounds(), whole, cut.Min, draw.Src)
		list = append(list, encode(t, crop))
	}
	if len(list) == 0 {
		t.Fatal("no faces to cut out")
	}
	return list
}

func (p *process) multipart(t *testing.T, subject string, picture []byte) object {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("photo", "她.jpg")
	if err == nil {
		_, err = part.Write(picture)
	}
	if err == nil {
		err = form.WriteField("takenDate", "2023-05")
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	code, raw := p.raw(http.MethodPost, "/v1/"+subject+"/photos", form.FormDataContentType(), body.Bytes())
	if code != http.StatusOK {
		t.Fatalf("multipart upload: %d %s", code, raw)
	}
	return decode(t, raw)
}

func encode(t testing.TB, picture image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
