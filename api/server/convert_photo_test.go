package server

import (
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
)

// The one who uploads a photo reads why its face counts for less, and what would help.
func TestFindingTextSaysWhyAFaceIsWeak(t *testing.T) {
	seen := map[models.Text]bool{}
	for weakness, says := range map[models.Weakness]string{
		"": "可以比对", models.WeakSmall: "24 像素", models.WeakTurned: "正面", models.WeakBlurred: "模糊", models.WeakUnclear: "遮挡",
		models.WeakEyesCovered: "墨镜", models.WeakMouthCovered: "口罩",
	} {
		text := findingText(models.Photo{Finding: models.FindingOneFace, Width: 240, Faces: []models.Face{{Weakness: weakness, Box: models.Box{Width: .1}}}})
		if !strings.Contains(text.Zh, says) || text.En == "" || seen[text] {
			t.Errorf("%s: %+v, want one that says %q", weakness, text, says)
		}
		seen[text] = true
	}
}

// What a face lacks is said of each face, from the left.
func TestInspectedFaces(t *testing.T) {
	out := inspectedOut(models.Photo{Width: 1000, Height: 500, Finding: models.FindingSeveralFaces, Faces: []models.Face{
		{Box: models.Box{X: .6, Width: .03}, Quality: .2, Weakness: models.WeakSmall}, {Box: models.Box{X: .1, Width: .3}, Quality: .9},
		{Box: models.Box{X: .3, Width: .3}, Quality: .3, Weakness: models.WeakTurned},
	}})
	advice := []string{}
	for _, f := range out.GetFaces() {
		advice = append(advice, f.GetAdvice())
	}
	if len(advice) != 3 || advice[0] != "" || !strings.Contains(advice[1], "正面") || !strings.Contains(advice[2], "30 像素") {
		t.Errorf("%q", advice)
	}
	if !strings.Contains(out.GetFindingText(), "3 张人脸") || out.GetFaces()[0].GetQuality() != .9 {
		t.Errorf("%v", out)
	}
}
