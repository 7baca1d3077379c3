package faces

import (
	"bytes"
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
)

func TestOffDecodesAndSaysSo(t *testing.T) {
	reason := errors.New("nobody installed them")
	l := Off(Config{Workers: 1}, reason)
	if err := l.Err(); !errors.Is(err, models.ErrFacesOff) || !errors.Is(err, reason) {
		t.Errorf("Err is %v", err)
	}
	p := models.Photo{Name: "photos/1", Content: fixture(t, "face.webp")}
	if err := l.Analyze(context.Background(), &p); err != nil {
		t.Fatal(err)
	}
	if p.Finding != models.FindingFacesOff || p.Faces != nil || p.Width != 200 || p.Height != 200 ||
		p.ContentType != "image/webp" || p.Name != "photos/1" {
		t.Errorf("photo: %s %v %d×%d %s", p.Finding, p.Faces, p.Width, p.Height, p.ContentType)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal("closed twice:", err)
	}
	if err := l.Analyze(context.Background(), &p); !errors.Is(err, models.ErrUnavailable) {
		t.Errorf("after Close: %v", err)
	}
}

// HEIC comes in only if it is allowed; what is held is looked at and shown all the same.
func TestHEICIsTakenWhereAllowed(t *testing.T) {
	heic := fixture(t, "face.heic")
	mif1 := bytes.Replace(heic, []byte("ftypheic"), []byte("ftypmif1"), 1)
	l := Off(Config{}, models.ErrFacesOff)
	for title, file := range map[string][]byte{"heic": heic, "mif1 first": mif1} {
		err := l.Accepts(file)
		if refused, ok := errors.AsType[*models.RefusedError](err); !ok || !errors.Is(err, models.ErrUnreadable) || !strings.Contains(refused.Zh, "JPEG") {
			t.Errorf("%s: %v", title, err)
		}
	}
	for _, name := range []string{"face.webp", "face-cmyk.jpg"} {
		if err := l.Accepts(fixture(t, name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	p := models.Photo{Content: heic}
	if err := l.Analyze(t.Context(), &p); err != nil || p.ContentType != "image/heic" {
		t.Errorf("held: %s, %v", p.ContentType, err)
	}
	if _, contentType, err := l.Clean(t.Context(), heic); err != nil || contentType != "image/jpeg" {
		t.Errorf("shown: %s, %v", contentType, err)
	}
	if err := Off(Config{HEIC: true}, models.ErrFacesOff).Accepts(heic); err != nil {
		t.Errorf("allowed: %v", err)
	}
}

func TestErrorsLeaveThePhotoAlone(t *testing.T) {
	l := Off(Config{Workers: 1}, models.ErrFacesOff)
	full := models.Photo{
		Content: []byte("no picture"), ContentType: "image/png", Width: 7, Height: 8,
		Finding: models.FindingOneFace, Faces: []models.Face{{Quality: 0.5}},
	}
	p := full
	if err := l.Analyze(context.Background(), &p); !errors.Is(err, models.ErrUnreadable) {
		t.Fatalf("error %v", err)
	}
	if !reflect.DeepEqual(p, full) {
		t.Errorf("the photo became %+v", p)
	}
}

func TestLookWaitsNoLongerThanItsContext(t *testing.T) {
	l := Off(Config{Workers: 1}, models.ErrFacesOff)
	busy := <-l.pool
	defer func() { l.pool <- busy }()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	p := models.Photo{Content: fixture(t, "face.webp")}
	if err := l.Analyze(ctx, &p); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v, want context.Canceled", err)
	}
}
