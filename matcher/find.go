package matcher

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

// Answer says who a person may be, and what was seen of the person.
type Answer struct {
	Matches []models.Match
	Photos  []models.Photo // of the person: what was found on them
	Remark  models.Text    // why there are no matches, or what they leave out; may be empty
}

// Matches ranks the open subjects of the other side against the stored subject of
// that name: up to limit matches, best first. Errors: models.ErrNotFound.
func (r *Registry[T]) Matches(ctx context.Context, name string, limit int) (Answer, error) {
	s, err := r.load(ctx, name)
	if err != nil {
		return Answer{}, fmt.Errorf("matches of %s: %w", name, err)
	}
	answer, err := r.answer(ctx, s, limit)
	if err != nil {
		return Answer{}, fmt.Errorf("matches of %s: %w", name, err)
	}
	return answer, r.audit(ctx, models.ActionMatch, useOf(s, answer.Matches), append([]string{name}, othersOf(answer.Matches, r.kind)...)...)
}

// Description is a person who is not registered: a probe for a search.
type Description struct {
	Person     models.Person
	Photo      *models.Photo // nil, or with content or faces
	Prints     []models.Fingerprint
	EventDate  models.Date
	EventPlace models.Place
}

// Search ranks the open subjects of one side against a description, which is not
// stored: up to limit matches, best first. Errors: models.ErrInvalid (also
// models.ErrUnreadable or models.ErrTooLarge).
func (s *Service) Search(ctx context.Context, d Description, side models.Kind, limit int) (Answer, error) {
	if _, err := models.ActorFrom(ctx); err != nil {
		return Answer{}, err
	}
	probe, err := s.unsaved(ctx, d, side.Opposite())
	if err != nil {
		return Answer{}, err
	}
	answer, err := s.answer(ctx, probe, limit)
	if err != nil {
		return Answer{}, fmt.Errorf("search: %w", err)
	}
	return answer, s.audit(ctx, models.ActionSearch, cmp.Or(useOf(probe, answer.Matches), "description"), othersOf(answer.Matches, side.Opposite())...)
}

// unsaved makes a checked, unnamed subject of the given side from a description.
func (s *Service) unsaved(ctx context.Context, d Description, kind models.Kind) (models.Subject, error) {
	entry := models.Entry{Person: d.Person}
	if d.Photo != nil {
		photo := *d.Photo
		if err := mustBring(ctx, []models.Photo{photo}); err != nil {
			return nil, err
		}
		if len(photo.Content) > 0 {
			if err := s.look(ctx, &photo, "photo.content"); err != nil {
				return nil, err
			}
		}
		entry.Photos = []models.Photo{photo}
	}
	entry.Fingerprints = slices.Clone(d.Prints)
	var probe models.Subject = &models.Notice{Entry: entry, MissingDate: d.EventDate, MissingPlace: d.EventPlace}
	if kind == models.Records {
		probe = &models.Record{Entry: entry, FoundDate: d.EventDate, FoundPlace: d.EventPlace}
	}
	if err := probe.Validate(s.clock()); err != nil {
		return nil, err
	}
	return probe, admitPrints(entry.Fingerprints)
}

// Compare weighs a stored record against a stored notice, open or not, with the
// record's best candidates as alternatives.
// Errors: models.ErrNotFound, models.ErrInvalid (a name of the wrong side).
func (s *Service) Compare(ctx context.Context, record, notice string) (models.Match, error) {
	match, err := s.weigh(ctx, record, notice)
	if err == nil {
		err = s.decide(ctx, &match)
	}
	shown := []models.Match{match}
	if err == nil {
		err = s.showMatches(ctx, shown)
	}
	if err != nil {
		return models.Match{}, fmt.Errorf("compare: %w", err)
	}
	return shown[0], s.audit(ctx, models.ActionCompare, useOfPair(shown[0]), record, notice)
}

// weigh weighs a stored record against a stored notice, both of which the actor may
// look at.
func (d *core) weigh(ctx context.Context, record, notice string) (models.Match, error) {
	if kind, _ := models.KindOf(record); kind != models.Records {
		return models.Match{}, models.Invalid("record", "应为 records/… 形式的名称", "must be a name records/…")
	}
	if kind, _ := models.KindOf(notice); kind != models.Notices {
		return models.Match{}, models.Invalid("notice", "应为 notices/… 形式的名称", "must be a name notices/…")
	}
	r, err := readable(ctx, d.store.Records(), record)
	if err != nil {
		return models.Match{}, err
	}
	n, err := readable(ctx, d.store.Notices(), notice)
	if err != nil {
		return models.Match{}, err
	}
	return d.compare(ctx, r, n)
}

// compare weighs a record against a notice, with the record's best candidates as
// alternatives.
func (d *core) compare(ctx context.Context, r *models.Record, n *models.Notice) (models.Match, error) {
	probe := d.scorer.Probe(d.profileOf(r))
	others, err := d.index.Candidates(ctx, probe, models.Notices, 1)
	if err != nil {
		return models.Match{}, err
	}
	return probe.Compare(feature.ProfileOf(n), others, d.index.OpenCount(models.Notices)), nil
}

// matchesFor ranks those whom the actor, who waits for them, may see, as the actor may see them.
func (d *core) matchesFor(ctx context.Context, s models.Subject, limit int) ([]models.Match, error) {
	by, err := d.viewer(ctx, s.Kind().Opposite())
	if err != nil {
		return nil, err
	}
	d.ranking.Add(1)
	defer d.ranking.Add(-1)
	matches, err := d.rank(ctx, s, limit, by)
	if err != nil {
		return nil, err
	}
	d.sayKin(matches, s.Kind())
	if err := d.sayFaces(ctx, s, matches); err != nil {
		return nil, err
	}
	return matches, d.showMatches(ctx, matches)
}

// othersOf names the far side of matches that were found for a subject of kind.
func othersOf(matches []models.Match, kind models.Kind) []string {
	names := make([]string, len(matches))
	for i := range matches {
		names[i] = otherOf(&matches[i], kind)
	}
	return names
}
