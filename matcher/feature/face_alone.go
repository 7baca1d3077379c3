package feature

import (
	"slices"

	"github.com/guitu-project/guitu/models"
)

// aloneBits is what one other piece of evidence must weigh for a face not to stand
// alone: more than that the sex and the age fit.
const aloneBits = 3.5

// FaceAlone reports whether a match rests on a face and nothing else: the face speaks
// for the pair, and no other evidence of weight does. Faces rank, they never decide:
// such a match may be looked into, and is never to be confirmed by its evidence.
func FaceAlone(m *models.Match) bool {
	face := slices.IndexFunc(m.Evidence, func(e models.Evidence) bool { return e.Feature == featureFace })
	return face >= 0 && m.Evidence[face].Weight > 0 &&
		!slices.ContainsFunc(m.Evidence, func(e models.Evidence) bool { return e.Feature != featureFace && e.Weight > aloneBits })
}

// sayFaceAlone adds to the reason of a face that nothing else speaks for the pair.
func sayFaceAlone(m *models.Match) {
	if !FaceAlone(m) {
		return
	}
	for i := range m.Evidence {
		if e := &m.Evidence[i]; e.Feature == featureFace {
			e.Reason.Zh += "；本匹配只凭人脸"
			e.Reason.En += "; this match rests on the face alone"
		}
	}
}
