package matcher

import (
	"context"
	"slices"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

// kinAmong is how many of the best matches are looked through for relatives of each
// other.
const kinAmong = 20

// rank weighs the other side's most likely candidates against a file in full, with
// what people have decided: whom they excluded is left out, files that they merged
// are one person, on both sides. Files that the viewer may not look at are not weighed, do
// not share the probability and speak for no one.
func (d *core) rank(ctx context.Context, s models.Subject, limit int, by viewer) ([]models.Match, error) {
	decided, err := d.decisionsOn(ctx, s.Common().Name)
	if err != nil {
		return nil, err
	}
	files, err := d.filesOf(ctx, s, decided.merged, by)
	if err != nil {
		return nil, err
	}
	found := make([]feature.Found, len(files))
	for i, file := range files {
		probe := d.scorer.Probe(d.profileOf(file))
		candidates, err := by.candidates(ctx, d.index, probe, s.Kind().Opposite(), limit+len(decided.excluded))
		if err != nil {
			return nil, err
		}
		found[i] = feature.Found{Probe: probe, Candidates: without(candidates, decided.excluded)}
	}
	open := d.index.OpenCount(models.Notices)
	ranked := feature.Rank(found, open)
	twice, same, err := d.twice(ctx, ranked, limit)
	if err != nil {
		return nil, err
	}
	if len(twice) > 0 {
		for i := range found {
			found[i].Candidates = without(found[i].Candidates, twice)
		}
		ranked = feature.Rank(found, open)
	}
	ranked = ranked[:min(limit, len(ranked))]
	matches := make([]models.Match, len(ranked))
	for i := range ranked {
		m := &matches[i]
		*m = ranked[i].Match()
		own(m, s)
		if m.Same, err = by.only(ctx, d, s.Kind().Opposite(), same[ranked[i].Name]); err != nil {
			return nil, err
		}
		decided.apply(m, ranked[i].Name)
	}
	return matches, nil
}

// without leaves some candidates out, by name.
func without[V any](candidates []feature.Candidate, names map[string]V) []feature.Candidate {
	return slices.DeleteFunc(candidates, func(c feature.Candidate) bool { _, out := names[c.Name]; return out })
}

// profileOf understands a file, with what the index has worked out of it already.
func (d *core) profileOf(s models.Subject) *feature.Profile {
	p := feature.ProfileOf(s)
	if before := d.index.Profile(p.Name); before != nil {
		p.Recall(before)
	}
	return p
}

// filesOf returns the stored files of those names that the viewer may look at, the first of
// which is s itself.
func (d *core) filesOf(ctx context.Context, s models.Subject, names []string, by viewer) ([]models.Subject, error) {
	files := []models.Subject{s}
	for _, name := range names[min(1, len(names)):] {
		other, err := d.get(ctx, name)
		if isGone(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if by.maySee(other) {
			files = append(files, other)
		}
	}
	return files, nil
}

// get reads a record or a notice.
func (d *core) get(ctx context.Context, name string) (models.Subject, error) {
	if kind, _ := models.KindOf(name); kind == models.Records {
		return d.store.Records().Get(ctx, name)
	}
	return d.store.Notices().Get(ctx, name)
}

// twice goes through the best until limit people are found, and returns the files that
// are merged with a better one, and those with whom each better one is.
func (d *core) twice(ctx context.Context, ranked []feature.Ranked, limit int) (twice map[string]bool, same map[string][]string, err error) {
	twice, same = map[string]bool{}, map[string][]string{}
	tied, asked, people := map[string]bool{}, 0, 0
	for i, r := range ranked {
		if twice[r.Name] {
			continue
		}
		if people++; people > limit {
			break
		}
		if i >= asked {
			asked = min(i+limit, len(ranked))
			if err := d.tied(ctx, ranked[i:asked], tied); err != nil {
				return nil, nil, err
			}
		}
		if !tied[r.Name] {
			continue
		}
		files, err := mergedWith(ctx, d.store, r.Name)
		if err != nil {
			return nil, nil, err
		}
		for _, name := range files[1:] {
			twice[name] = true
			same[r.Name] = append(same[r.Name], name)
		}
	}
	return twice, same, nil
}

// tied notes which of the ranked are merged with others.
func (d *core) tied(ctx context.Context, ranked []feature.Ranked, tied map[string]bool) error {
	names := make([]string, len(ranked))
	for i := range ranked {
		names[i] = ranked[i].Name
	}
	links, err := d.store.Links(ctx, names...)
	for _, t := range links {
		if t.Kind == models.LinkSame {
			tied[t.File], tied[t.Of] = true, true
		}
	}
	return err
}

// sayKin notes on each of the best matches which others of them may be of relatives
// who look alike. It says names and places in the list: the matches are those that the
// actor may see. kind is the side that they were found for.
func (d *core) sayKin(matches []models.Match, kind models.Kind) {
	best := matches[:min(kinAmong, len(matches))]
	profiles := make([]*feature.Profile, len(best))
	for i := range best {
		profiles[i] = d.index.Profile(otherOf(&best[i], kind))
	}
	for i, a := range profiles {
		for j, b := range profiles {
			if i == j || a == nil || b == nil {
				continue
			}
			if text, ok := feature.LookAlike(a, b, j+1); ok {
				best[i].Notes = append(best[i].Notes, text)
			}
		}
	}
}

// own makes a match one of s, whichever of its person's files spoke best.
func own(m *models.Match, s models.Subject) {
	e := s.Common()
	if s.Kind() == models.Records {
		m.Record, m.RecordExternalID = e.Name, e.ExternalID
		return
	}
	m.Notice, m.NoticeExternalID = e.Name, e.ExternalID
}

// otherOf returns the far side of a match that was found for a file of kind.
func otherOf(m *models.Match, kind models.Kind) string {
	if kind == models.Records {
		return m.Notice
	}
	return m.Record
}
