package server

import (
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
)

// Whoever uploads a photo reads why its face counts for less, and what would help.
func TestFindingTextSaysWhyAFaceIsWeak(t *testing.T) {
	seen := map[models.Text]bool{}
	for weakness, says := range map[models.Weakness]string{
		"": "可以比对", models.WeakSmall: "24 像素", models.WeakTurned: "正面", models.WeakBlurred: "模糊", models.WeakUnclear: "遮挡",
	} {
		text := findingText(models.Photo{Finding: models.FindingOneFace, Width: 240, Faces: []models.Face{{Weakness: weakness, Box: models.Box{Width: .1}}}})
		if !strings.Contains(text.Zh, says) || text.En == "" || seen[text] {
			t.Errorf("%s: %+v, want one that says %q", weakness, text, says)
		}
		seen[text] = true
	}
}
