package gateway_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// memory is an index that weighs everyone.
type memory struct {
	source store.Reader
	mu     sync.Mutex
	seq    int64
	all    map[string]models.Subject
}

func (m *memory) CatchUp(ctx context.Context, seq int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for m.seq < seq {
		changes, err := m.source.Changes(ctx, m.seq, 100)
		if err != nil {
			return err
		}
		for _, c := range changes {
			m.seq = c.Seq
			delete(m.all, c.Name)
			if c.Op == models.OpDelete {
				continue
			}
			kind, _ := models.KindOf(c.Name)
			if kind == models.Records {
				if r, err := m.source.Records().Get(ctx, c.Name); err == nil {
					m.all[c.Name] = r
				}
			} else if n, err := m.source.Notices().Get(ctx, c.Name); err == nil {
				m.all[c.Name] = n
			}
		}
	}
	return nil
}

func (m *memory) NoteWritten([]models.Subject) {}

func (m *memory) Profile(string) *feature.Profile { return nil }

func (m *memory) each(side models.Kind, visit func(models.Subject)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range m.all {
		if s.Kind() == side {
			visit(s)
		}
	}
}

func (m *memory) Candidates(_ context.Context, probe *feature.Probe, side models.Kind, _ int) (found []feature.Candidate, err error) {
	m.each(side, func(s models.Subject) {
		if s.Open() {
			found = append(found, probe.Weigh(feature.ProfileOf(s))...)
		}
	})
	return found, nil
}

func (m *memory) CandidatesAmong(ctx context.Context, probe *feature.Probe, side models.Kind, limit int, names []string) ([]feature.Candidate, error) {
	found, err := m.Candidates(ctx, probe, side, limit)
	return slices.DeleteFunc(found, func(c feature.Candidate) bool { return !slices.Contains(names, c.Name) }), err
}

func (m *memory) SearchAmong(_ context.Context, query string, subjects []models.Subject) (names []string, err error) {
	for _, s := range subjects {
		if strings.Contains(fmt.Sprintf("%+v", s.Common().Person), query) {
			names = append(names, s.Common().Name)
		}
	}
	return names, nil
}

func (m *memory) SearchText(_ context.Context, side models.Kind, query string, limit int) (names []string, err error) {
	m.each(side, func(s models.Subject) {
		if strings.Contains(fmt.Sprintf("%+v", s.Common().Person), query) {
			names = append(names, s.Common().Name)
		}
	})
	slices.Sort(names)
	return names[:min(limit, len(names))], nil
}

func (m *memory) OpenCount(side models.Kind) (n int) {
	m.each(side, func(s models.Subject) {
		if s.Open() {
			n++
		}
	})
	return n
}

// jpeg begins like a JPEG, which is all that these eyes look at.
var jpeg = append([]byte("\xff\xd8\xff\xe0"), bytes.Repeat([]byte("picture"), 100)...)

type eyes struct{}

func (eyes) Clean(_ context.Context, file []byte) ([]byte, string, error) {
	return file, "image/jpeg", nil
}

// heic begins like a HEIC picture, which these eyes do not take from outside.
var heic = []byte("\x00\x00\x00\x18ftypheic")

func (eyes) Accepts(file []byte) error {
	if bytes.HasPrefix(file, heic) {
		return models.Refused(models.ErrUnreadable, "请存成 JPEG 再传", "send it as JPEG")
	}
	return nil
}

func (eyes) Embedders() []models.Embedder { return nil }

func (eyes) Analyze(_ context.Context, p *models.Photo) error {
	if !bytes.HasPrefix(p.Content, jpeg[:4]) {
		return models.ErrUnreadable
	}
	p.ContentType, p.Width, p.Height, p.Finding, p.Faces = "image/jpeg", 640, 480, models.FindingNoFace, nil
	return nil
}

func (m *memory) Purge(context.Context, []string) error { return nil }
