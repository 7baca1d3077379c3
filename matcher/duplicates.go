package matcher

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// duplicateProbability is from when on another file is shown as one that may be of
// the same person: one in twenty, since a look costs a minute and a person searched
// for twice costs months.
const duplicateProbability = .05

// duplicateCandidates is how many files are weighed as duplicates: what is left out of
// those that Recast finds is far from any that may be one.
const duplicateCandidates = 300

// Duplicates finds other open files of the same side that may be of the same person:
// up to limit of them, best first. Those that people merged with it or told apart
// from it come with what was said. Errors: models.ErrNotFound.
func (r *Registry[T]) Duplicates(ctx context.Context, name string, limit int) ([]models.Duplicate, error) {
	s, err := r.load(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("duplicates of %s: %w", name, err)
	}
	candidates, err := r.index.Candidates(ctx, r.scorer.Probe(feature.Recast(s)), r.kind, duplicateCandidates)
	if err != nil {
		return nil, fmt.Errorf("duplicates of %s: %w", name, err)
	}
	said, err := r.saidOf(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("duplicates of %s: %w", name, err)
	}
	found := make([]models.Duplicate, 0, limit)
	names := make([]string, len(candidates))
	for i, c := range candidates {
		names[i] = c.Name
	}
	visible, err := r.seen(ctx, r.kind, names)
	if err != nil {
		return nil, fmt.Errorf("duplicates of %s: %w", name, err)
	}
	candidates = slices.DeleteFunc(candidates, func(c feature.Candidate) bool { return !slices.Contains(visible, c.Name) })
	for _, d := range r.scorer.Duplicates(s, candidates, r.index.OpenCount(r.kind), len(candidates)) {
		d.Link = said[d.Other]
		if len(found) < limit && (d.Probability >= duplicateProbability || d.Link != nil) {
			found = append(found, d)
		}
	}
	if err := r.showDuplicates(ctx, s, found); err != nil {
		return nil, fmt.Errorf("duplicates of %s: %w", name, err)
	}
	objects := []string{name}
	for _, d := range found {
		objects = append(objects, d.Other)
	}
	return found, r.audit(ctx, models.ActionMatch, "duplicates", objects...)
}

// saidOf returns what people said last about a file and each other of its side, also what
// follows: who is no record of the family's notice is no other record of it either.
func (d *core) saidOf(ctx context.Context, name string) (map[string]*models.Link, error) {
	said := map[string]*models.Link{}
	decided, err := d.decisionsOn(ctx, name)
	if err != nil {
		return nil, err
	}
	for other := range decided.excluded {
		said[other] = &models.Link{Kind: models.LinkDistinct, File: name, Of: other}
	}
	for _, other := range decided.merged {
		if other != name {
			said[other] = &models.Link{Kind: models.LinkSame, File: name, Of: other}
		}
	}
	links, err := d.store.Links(ctx, name)
	for _, t := range links {
		said[t.Other(name)] = &t
	}
	return said, err
}

// Merge says that two files of this side are of one person: file is marked as the
// same as of. Both are kept. Errors: models.ErrInvalid, models.ErrNotFound,
// models.ErrPrecondition (they are merged already, or known to be two people).
func (r *Registry[T]) Merge(ctx context.Context, file, of, reason string) (models.Link, error) {
	return r.link(ctx, models.Link{Kind: models.LinkSame, File: file, Of: of, Reason: reason})
}

// Unmerge takes back what was said about two files: that they are one person, or two.
// Errors: models.ErrInvalid, models.ErrNotFound, models.ErrPrecondition (nothing was).
func (r *Registry[T]) Unmerge(ctx context.Context, file, of, reason string) (models.Link, error) {
	return r.link(ctx, models.Link{Kind: models.LinkUndone, File: file, Of: of, Reason: reason})
}

// Distinguish says that two files of this side are of two people, however alike.
// Errors: as of Merge.
func (r *Registry[T]) Distinguish(ctx context.Context, file, of, reason string) (models.Link, error) {
	return r.link(ctx, models.Link{Kind: models.LinkDistinct, File: file, Of: of, Reason: reason})
}

func (r *Registry[T]) link(ctx context.Context, t models.Link) (models.Link, error) {
	switch kind, _ := models.KindOf(t.Of); {
	case kind != r.kind:
		return t, models.Invalid("of", fmt.Sprintf("应为 %s/… 形式的名称", r.kind), fmt.Sprintf("must be a name %s/…", r.kind))
	case t.Of == t.File:
		return t, models.Invalid("of", "不能与自己合并", "a file is not a duplicate of itself")
	case strings.TrimSpace(t.Reason) == "":
		return t, models.Invalid("reason", "请写明理由", "say why")
	}
	err := r.store.InTx(ctx, func(tx store.Tx) error {
		for _, name := range []string{t.File, t.Of} {
			if _, err := changeable(ctx, r.writer(tx), name); err != nil {
				return err
			}
		}
		if err := linkAllowed(ctx, tx.CaseWriter(), t); err != nil {
			return err
		}
		return tx.CaseWriter().PutLink(ctx, &t)
	})
	if err != nil {
		return t, fmt.Errorf("%s %s: %w", t.Kind, t.File, err)
	}
	return t, nil
}

// linkAllowed holds what is to be said of two files against what is known.
func linkAllowed(ctx context.Context, cases store.Cases, t models.Link) error {
	last := models.LinkUndone
	links, err := cases.Links(ctx, t.File)
	if err != nil {
		return err
	}
	for _, said := range links {
		if said.Other(t.File) == t.Of {
			last = said.Kind
		}
	}
	switch {
	case last == t.Kind:
		return models.Refused(models.ErrPrecondition, "已是如此", "that is what is known already")
	case t.Kind == models.LinkUndone:
		return nil
	case last != models.LinkUndone:
		return models.Refused(models.ErrPrecondition, "此前的认定与此相反，请先撤销", "the opposite was said before: unmerge first")
	}
	mine, err := personFiles(ctx, cases, t.File)
	if err != nil {
		return err
	}
	theirs, err := personFiles(ctx, cases, t.Of)
	if err != nil {
		return err
	}
	if t.Kind == models.LinkDistinct {
		if set(mine)[t.Of] {
			return models.Refused(models.ErrPrecondition, "两份资料已通过其他资料或案件认定为同一人", "other files or a confirmed case make the two one person")
		}
		return nil
	}
	return oneSettled(ctx, cases, mine, theirs)
}

// oneSettled returns nil if two people's files can be one person's: nothing says that
// they are two, and they are not settled with different people.
func oneSettled(ctx context.Context, cases store.Cases, mine, theirs []string) error {
	if err := ensureNoContradiction(ctx, cases, mine, theirs); err != nil {
		return err
	}
	a, err := settled(ctx, cases, mine)
	if err != nil {
		return err
	}
	b, err := settled(ctx, cases, theirs)
	if err != nil {
		return err
	}
	if a != "" && b != "" && a != b {
		return models.Refused(models.ErrPrecondition, fmt.Sprintf("两份资料各有已确认的案件（%s、%s），请先撤销其一", a, b),
			fmt.Sprintf("each is in a confirmed case of its own (%s, %s): undo one first", a, b))
	}
	return nil
}

// settled returns the settled case of any of those files, empty if there is none.
func settled(ctx context.Context, cases store.Cases, files []string) (string, error) {
	for _, name := range files {
		found, err := cases.CasesOf(ctx, name)
		if err != nil {
			return "", err
		}
		for _, c := range found {
			if c.State.Settled() {
				return c.Name, nil
			}
		}
	}
	return "", nil
}

// showLinks says of files that the actor may not see that there is one, and nothing of it.
func (r *Registry[T]) showLinks(ctx context.Context, name string, links []models.Link) ([]models.Link, error) {
	others := make([]string, len(links))
	for i, t := range links {
		others[i] = t.Other(name)
	}
	visible, err := r.seen(ctx, r.kind, others)
	if err != nil {
		return nil, err
	}
	for i := range links {
		if slices.Contains(visible, others[i]) {
			continue
		}
		t := &links[i]
		t.Reason = "其他辖区的资料 (a file of another area)"
		if t.File == name {
			t.Of = ""
		} else {
			t.File = ""
		}
	}
	return links, nil
}

// Links returns all that was ever said about a file and others of its side, oldest first.
func (r *Registry[T]) Links(ctx context.Context, name string) ([]models.Link, error) {
	if _, err := r.load(ctx, name); err != nil {
		return nil, fmt.Errorf("links of %s: %w", name, err)
	}
	links, err := r.store.LinkHistory(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("links of %s: %w", name, err)
	}
	if links, err = r.showLinks(ctx, name, links); err != nil {
		return nil, fmt.Errorf("links of %s: %w", name, err)
	}
	return links, r.audit(ctx, models.ActionRead, "ties", name)
}
