package server

import (
	"fmt"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
)

// fingerprintOut writes the fingerprints of a parent. It leaves out the template, which is
// biometric data and no reader's.
func fingerprintOut(parent string) func(models.Fingerprint) *guituv1.Fingerprint {
	return func(f models.Fingerprint) *guituv1.Fingerprint {
		return &guituv1.Fingerprint{
			Name: parent + "/" + f.Name, TakenDate: string(f.TakenDate), Format: f.Format, Views: each(f.Views, fingerViewOut), FromPicture: f.FromPicture,
		}
	}
}

func fingerViewOut(v models.FingerView) *guituv1.FingerView {
	advice := fingerAdvice(v)
	return &guituv1.FingerView{
		Finger: valueOf[guituv1.FingerView_Finger](v.Finger), Quality: small(v.Quality), Minutiae: small(v.Minutiae),
		Advice: advice.Zh, AdviceEn: advice.En,
	}
}

// What a good view of a finger has at least: with fewer minutiae, or of lower quality, people are
// missed.
const (
	goodMinutiae      = 20
	goodFingerQuality = 40
)

// fingerAdvice says what would make a better view; nothing of a good one.
func fingerAdvice(v models.FingerView) models.Text {
	finger := v.Finger.Text()
	switch {
	case v.Minutiae < goodMinutiae:
		return models.Text{
			Zh: fmt.Sprintf("%s只有 %d 个特征点，请擦净手指和采集窗，用指腹按满后重采", finger.Zh, v.Minutiae),
			En: fmt.Sprintf("%s has only %d minutiae: clean the finger and the device, and press with the whole pad", finger.En, v.Minutiae),
		}
	case v.Quality > 0 && v.Quality < goodFingerQuality:
		return models.Text{
			Zh: fmt.Sprintf("%s质量偏低（%d），手指太干可哈气后重采", finger.Zh, v.Quality),
			En: fmt.Sprintf("%s is of low quality (%d): breathe on a dry finger and take it again", finger.En, v.Quality),
		}
	}
	return models.Text{}
}

func fingerprintIn(f *guituv1.Fingerprint) models.Fingerprint {
	return models.Fingerprint{TakenDate: models.Date(f.GetTakenDate()), Content: f.GetContent(), Finger: wordOf[models.Finger](f.GetFinger())}
}
