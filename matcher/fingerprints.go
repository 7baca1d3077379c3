package matcher

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/guitu-project/guitu/matcher/prints"
	"github.com/guitu-project/guitu/models"
)

// AddFingerprint reads a fingerprint, keeps it and adds it to the subject of that name. One of the
// same bytes that the subject already has is returned as it is there.
// Errors: models.ErrNotFound, models.ErrInvalid, and models.ErrStale where others kept changing the
// subject.
func (r *Registry[T]) AddFingerprint(ctx context.Context, name string, f models.Fingerprint) (added models.Fingerprint, indexPending bool, err error) {
	one := []models.Fingerprint{f}
	if len(f.Content) > 0 { // what is missing, Change says
		if err := admitPrints(one); err != nil {
			return added, false, atField(err, "fingerprints[0].", "")
		}
	}
	sum, found := f.PrintSum(), 0
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
// that are held already have a format. Errors: models.ErrInvalid.
func admitPrints(list []models.Fingerprint) error {
	for i := range list {
		f := &list[i]
		if f.Format != "" {
			continue
		}
		t, err := prints.Read(f.Content)
		if err != nil {
			why, _ := strings.CutPrefix(err.Error(), models.ErrInvalid.Error()+": ")
			return models.Invalid(fmt.Sprintf("fingerprints[%d].content", i),
				"不是可用的指纹模板：应为采集设备导出的 ISO/IEC 19794-2 或 ANSI/INCITS 378 指纹特征点数据（"+why+"）",
				"no fingerprint template: export ISO/IEC 19794-2 or ANSI/INCITS 378 finger minutiae from the device ("+why+")")
		}
		f.Name, f.Format, f.Views = "fingerprints/"+strings.ToLower(rand.Text()), string(t.Format), nil
		for j := range t.Views {
			v := &t.Views[j]
			view := models.FingerView{Finger: models.Fingers[v.Finger], Minutiae: len(v.Minutiae)}
			if v.Quality != prints.Unknown {
				view.Quality = int(v.Quality)
			}
			f.Views = append(f.Views, view)
		}
	}
	return nil
}
