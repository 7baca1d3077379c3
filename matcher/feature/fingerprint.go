package feature

import (
	"fmt"

	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/matcher/prints"
	"github.com/guitu-project/guitu/models"
)

// fingerprintFeature is the fingerprints that devices took, minutia by minutia: see package prints,
// whose weights it takes as they are. They stand in no column: an index keeps a gallery of prints
// and asks for those alike (Probe.Prints).
var fingerprintFeature = Feature{
	Name:   featureFingerprint,
	read:   func(p *Profile, s models.Subject) { p.prints = printsOf(s.Common().Fingerprints) },
	encode: func(p *Profile, to *compact.Writer) { p.prints.Encode(to) },
	decode: func(p *Profile, from *compact.Reader) { p.prints = prints.DecodeHand(from) },

	compare: compareFingerprint, explain: explainFingerprint,
}

// featureFingerprint is what evidence of fingerprints is called.
const featureFingerprint = "fingerprint"

// printsOf prepares templates. One that cannot be read says nothing: it was read when it was kept.
func printsOf(list []models.Fingerprint) prints.Hand {
	var templates []*prints.Template
	for i := range list {
		if t, err := prints.Read(list[i].Content); err == nil {
			templates = append(templates, t)
		}
	}
	return prints.HandOf(templates...)
}

// Prints returns the profile's, nil for none.
func (p *Profile) Prints() prints.Hand { return p.prints }

func compareFingerprint(_ *basis, record, notice *Profile) (comparison, bool) {
	if len(record.prints) == 0 || len(notice.prints) == 0 {
		return comparison{}, false
	}
	v, ok := prints.CompareHands(record.prints, notice.prints)
	if !ok {
		return comparison{}, false
	}
	return comparison{bits: v.Bits, conflict: v.Bits < conflictBits, record: v.A, notice: v.B, detail: v.Paired<<8 | v.Agree}, true
}

func explainFingerprint(_ *Probe, record, notice *Profile, c comparison) words {
	a, b := fingerOf(record.prints[c.record]), fingerOf(notice.prints[c.notice])
	paired, agree := c.detail>>8, c.detail&0xff
	said := a
	if record.prints[c.record].Finger == prints.UnknownFinger {
		said = b
	}
	zh, en := fmt.Sprintf("%s指纹相符，%d 个特征点", said.Zh, paired), fmt.Sprintf("the prints of %s fit in %d minutiae", said.En, paired)
	if c.bits <= 0 {
		zh, en = fmt.Sprintf("%s指纹不符", said.Zh), fmt.Sprintf("the prints of %s differ", said.En)
		if c.conflict {
			zh, en = zh+"；手指可能标错，须由人核对", en+"; the finger may be labelled wrong, people must check"
		}
	} else {
		if record.prints[c.record].Finger != notice.prints[c.notice].Finger {
			zh += fmt.Sprintf("（一方标为%s，另一方标为%s）", a.Zh, b.Zh)
			en += fmt.Sprintf(" (labelled %s and %s)", a.En, b.En)
		}
		if agree > 1 {
			zh += fmt.Sprintf("；共 %d 指相符", agree)
			en += fmt.Sprintf("; %d fingers fit in all", agree)
		}
		zh += "；须由指纹鉴定人员核对"
		en += "; an examiner must confirm"
	}
	return words{a.Zh, b.Zh, models.Text{Zh: zh, En: en}}
}

func fingerOf(p *prints.Print) models.Text { return models.Fingers[p.Finger].Text() }
