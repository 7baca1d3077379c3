package feature

import (
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
)

func TestFaceAlone(t *testing.T) {
	item := func(feature string, bits float64) models.Evidence {
		return models.Evidence{Feature: feature, Weight: bits}
	}
	for what, c := range map[string]struct {
		items []models.Evidence
		alone bool
	}{
		"a face":                          {[]models.Evidence{item("face", 8)}, true},
		"and the sex and the age":         {[]models.Evidence{item("face", 8), item("sex", .9), item("age", 2)}, true},
		"a name against it":               {[]models.Evidence{item("name", -5), item("face", 8)}, true},
		"and a name":                      {[]models.Evidence{item("name", 9), item("face", 8)}, false},
		"and a scar":                      {[]models.Evidence{item("face", 8), item("marks", 3.6)}, false},
		"a face that speaks against them": {[]models.Evidence{item("face", -3)}, false},
		"no face":                         {[]models.Evidence{item("name", 9)}, false},
		"nothing":                         {nil, false},
	} {
		if got := FaceAlone(&models.Match{Evidence: c.items}); got != c.alone {
			t.Errorf("%s: alone %v", what, got)
		}
	}
}

// What is said of a match is what FaceAlone tells the case rules of it.
func TestFaceAloneIsWhatTheReasonSays(t *testing.T) {
	named, n := pair()
	for _, r := range []*models.Record{recordOf(1), named} {
		for _, shift := range []float32{.001, .09} {
			r.Photos, n.Photos = []models.Photo{photoOf("", .9, 0)}, []models.Photo{photoOf("", .9, shift)}
			m := match(r, n)
			e, _ := item(m, "face")
			if said := strings.Contains(e.Reason.Zh, "只凭人脸"); said != FaceAlone(&m) || said != (r != named && shift < .05) {
				t.Errorf("shift %.3f: %v, the reason is %s", shift, FaceAlone(&m), e.Reason.Zh)
			}
		}
	}
}
