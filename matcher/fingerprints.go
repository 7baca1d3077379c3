package matcher

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/guitu-project/guitu/matcher/prints"
	"github.com/guitu-project/guitu/matcher/prints/picture"
	"github.com/guitu-project/guitu/models"
)

// AddFingerprint reads a fingerprint, keeps it and adds it to the subject of that name. One of the
// same bytes that the subject already has is returned as it is there.
// Errors: models.ErrNotFound, models.ErrInvalid, and models.ErrStale if others kept changing the
// subject.
func (r *Registry[T]) AddFingerprint(ctx context.Context, name string, f models.Fingerprint) (added models.Fingerprint, indexPending bool, err error) {
	one := []models.Fingerprint{f}
	if len(f.Content) > 0 { // what is missing, Change says
		if err := admitPrints(one); err != nil {
			return added, false, atField(err, "fingerprints[0].", "")
		}
	}
	sum, found := one[0].PrintSum(), 0 // of a picture, of the template that it became
	s, err := r.Change(ctx, name, "", func(s T) error {
		e := s.Common()
		found = slices.IndexFunc(e.Fingerprints, func(held models.Fingerprint) bool { return held.PrintSum() == sum })
		if found < 0 {
			found = len(e.Fingerprints)
			e.Fingerprints = append(e.Fingerprints, one[0])
		}
		return nil
	})
	if err != nil {
		return added, false, atField(err, fmt.Sprintf("fingerprints[%d].", found), "")
	}
	return s.Common().Fingerprints[found], s.Common().IndexPending, nil
}

// RemoveFingerprint takes a fingerprint off its subject, by its whole name.
// Errors: models.ErrNotFound.
func (s *Service) RemoveFingerprint(ctx context.Context, name string) (indexPending bool, err error) {
	parent, ok := models.FingerprintParent(name)
	if !ok {
		return false, fmt.Errorf("remove fingerprint: %w", models.ErrNotFound)
	}
	if kind, _ := models.KindOf(parent); kind == models.Records {
		return s.Records.removeFingerprint(ctx, parent, name)
	}
	return s.Notices.removeFingerprint(ctx, parent, name)
}

func (r *Registry[T]) removeFingerprint(ctx context.Context, parent, name string) (indexPending bool, err error) {
	s, err := r.Change(ctx, parent, "", func(s T) error {
		e := s.Common()
		at := slices.IndexFunc(e.Fingerprints, func(f models.Fingerprint) bool { return parent+"/"+f.Name == name })
		if at < 0 {
			return fmt.Errorf("%s: %w", name, models.ErrNotFound)
		}
		e.Fingerprints = slices.Delete(e.Fingerprints, at, at+1)
		return nil
	})
	return err == nil && s.Common().IndexPending, err
}

// supportingBits is what fingerprints must weigh to support a pair by themselves: fewer than one pair
// of strangers in ten thousand does.
const supportingBits = 8

// fillFingerprint fills in what the comparison of the fingerprints of a case's two files finds, if
// an item of them says neither note nor result. It never contradicts: an examiner does.
func (w *Casework) fillFingerprint(ctx context.Context, name string, item *models.Item) error {
	if item.Kind != models.ItemFingerprint || item.Note != "" || item.Result != "" {
		return nil
	}
	c, err := w.caseOf(ctx, name)
	if err != nil {
		return err
	}
	m, err := w.weigh(ctx, c.Record, c.Notice)
	if isGone(err) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range m.Evidence {
		if e.Feature != usePrints {
			continue
		}
		item.Note, item.Result = "系统比对："+e.Reason.Zh, models.ResultInconclusive
		if e.Weight >= supportingBits {
			item.Result = models.ResultSupports
		}
	}
	return w.audit(ctx, models.ActionCompare, useOfPair(m), c.Record, c.Notice)
}

// atField names the fields of an error below another path.
func atField(err error, from, to string) error {
	invalid, ok := errors.AsType[*models.InvalidError](err)
	if !ok {
		return err
	}
	named := &models.InvalidError{Violations: slices.Clone(invalid.Violations)}
	for i := range named.Violations {
		v := &named.Violations[i]
		if rest, ok := strings.CutPrefix(v.Field, from); ok {
			v.Field = to + rest
		}
	}
	return named
}

// admitPrints reads the fingerprints that came with content, and says of each what is in it; those
// that are held already have a format. Of a picture only the template is kept that is made from it.
// Errors: models.ErrInvalid.
func admitPrints(list []models.Fingerprint) error {
	for i := range list {
		if list[i].Format != "" {
			continue
		}
		if err := admitPrint(&list[i], fmt.Sprintf("fingerprints[%d].content", i)); err != nil {
			return err
		}
	}
	return nil
}

func admitPrint(f *models.Fingerprint, field string) error {
	if picture.Is(f.Content) {
		if err := fromPicture(f); err != nil {
			return refusedPrint(field, err, "照片里读不出指纹：应为单个手指的灰度图（PNG、BMP 或 TIFF，500 dpi，纹线为深色），最好改用采集设备导出的模板",
				"no fingerprint can be read from the picture: it should be grey, of one finger, PNG, BMP or TIFF, 500 dpi, ridges dark; the device's own template is better")
		}
	}
	t, err := prints.Read(f.Content)
	if err != nil {
		return refusedPrint(field, err, "不是可用的指纹模板：应为采集设备导出的 ISO/IEC 19794-2 或 ANSI/INCITS 378 指纹特征点数据",
			"no fingerprint template: export ISO/IEC 19794-2 or ANSI/INCITS 378 finger minutiae from the device")
	}
	f.Name, f.Format, f.Views, f.Finger = "fingerprints/"+strings.ToLower(rand.Text()), string(t.Format), nil, ""
	for i := range t.Views {
		v := &t.Views[i]
		view := models.FingerView{Finger: models.Fingers[v.Finger], Minutiae: len(v.Minutiae)}
		if v.Quality != prints.Unknown {
			view.Quality = int(v.Quality)
		}
		f.Views = append(f.Views, view)
	}
	return nil
}

// fromPicture makes a template of a picture of one finger.
func fromPicture(f *models.Fingerprint) error {
	v, err := picture.View(f.Content)
	if err != nil {
		return err
	}
	v.Finger = prints.Finger(max(0, slices.Index(models.Fingers[:], f.Finger)))
	t := prints.Template{Format: prints.ISO2011, Views: []prints.View{*v}}
	content, err := t.Append(nil)
	if err == nil {
		f.Content, f.FromPicture = content, true
	}
	return err
}

// refusedPrint says in both languages what would be right, and what is wrong.
func refusedPrint(field string, err error, zh, en string) error {
	why, _ := strings.CutPrefix(err.Error(), models.ErrInvalid.Error()+": ")
	return models.Invalid(field, zh+"（"+why+"）", en+" ("+why+")")
}
