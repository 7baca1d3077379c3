package models

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Fingerprint holds what one device exported of a person's fingers: a finger minutiae record. It is
// biometric data like an embedding: never logged, never answered, never in an export.
type Fingerprint struct {
	Name      string       `json:"name,omitempty"` // fingerprints/…, below the name of its record or notice
	TakenDate Date         `json:"takenDate,omitempty"`
	Content   []byte       `json:"content,omitempty"` // the record: ISO/IEC 19794-2 or ANSI/INCITS 378
	Format    string       `json:"format,omitempty"`  // which of them, as package prints names it
	Views     []FingerView `json:"views,omitempty"`

	FromPicture bool   `json:"fromPicture,omitempty"` // the template was made from a picture
	Finger      Finger `json:"finger,omitempty"`      // in only: which one a picture shows
}

// FingerView describes one impression of one finger, as a reader is told of it.
type FingerView struct {
	Finger   Finger `json:"finger,omitempty"`   // empty if the device does not say
	Quality  int    `json:"quality,omitempty"`  // 1 … 100, 0 if the device does not say
	Minutiae int    `json:"minutiae,omitempty"` // how many points
}

// Finger names a position on the hands.
type Finger string

// Fingers are the positions by their number in a finger minutiae record; that of 0 is not known.
var Fingers = [...]Finger{"", "RIGHT_THUMB", "RIGHT_INDEX", "RIGHT_MIDDLE", "RIGHT_RING", "RIGHT_LITTLE",
	"LEFT_THUMB", "LEFT_INDEX", "LEFT_MIDDLE", "LEFT_RING", "LEFT_LITTLE"}

var fingerTexts = map[Finger]Text{
	"": {"手指不明", "a finger not named"}, "RIGHT_THUMB": {"右手拇指", "the right thumb"}, "RIGHT_INDEX": {"右手食指", "the right index finger"},
	"RIGHT_MIDDLE": {"右手中指", "the right middle finger"}, "RIGHT_RING": {"右手环指", "the right ring finger"}, "RIGHT_LITTLE": {"右手小指", "the right little finger"},
	"LEFT_THUMB": {"左手拇指", "the left thumb"}, "LEFT_INDEX": {"左手食指", "the left index finger"}, "LEFT_MIDDLE": {"左手中指", "the left middle finger"},
	"LEFT_RING": {"左手环指", "the left ring finger"}, "LEFT_LITTLE": {"左手小指", "the left little finger"},
}

// Text returns what people call a finger.
func (f Finger) Text() Text {
	if t, ok := fingerTexts[f]; ok {
		return t
	}
	return fingerTexts[""]
}

// The bounds of a person's fingerprints.
const (
	maxFingerprints = 20
	maxPrintBytes   = 8 << 20 // a picture of one finger; a finger minutiae record has its own bound
)

// FingerprintParent returns whose a fingerprint is by its name.
func FingerprintParent(name string) (parent string, ok bool) {
	parent, id, ok := strings.Cut(name, "/fingerprints/")
	_, of := KindOf(parent)
	return parent, ok && of && id != "" && !strings.Contains(id, "/")
}

// PrintSum returns the SHA-256 of the record, lower-case hex: it tells that the same was brought before.
func (f *Fingerprint) PrintSum() string {
	sum := sha256.Sum256(f.Content)
	return hex.EncodeToString(sum[:])
}

func (f *Fingerprint) check(v violations, now time.Time) {
	f.TakenDate.check(v, ".takenDate", now)
	if !slices.Contains(Fingers[:], f.Finger) {
		v.add(".finger", "手指名称应为 RIGHT_THUMB … LEFT_LITTLE", "finger must be RIGHT_THUMB … LEFT_LITTLE")
	}
	switch {
	case len(f.Content) == 0:
		v.add(".content", "指纹没有内容：请上传采集设备导出的指纹模板", "a fingerprint needs content: the template that the device exports")
	case len(f.Content) > maxPrintBytes:
		v.add(".content", fmt.Sprintf("指纹文件过大，最多 %d MB", maxPrintBytes>>20), fmt.Sprintf("the fingerprint is over %d MB", maxPrintBytes>>20))
	}
}
