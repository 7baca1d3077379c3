package matcher

import (
	"context"
	"fmt"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// What people decided reaches further than the pair it was decided about: if A is
// not B, and B is C, A is not C.

// mostFiles bounds how many files one person is believed to have.
const mostFiles = 1000

// mergedWith returns the files of one side that people merged with that one, itself first.
func mergedWith(ctx context.Context, cases store.Cases, file string) ([]string, error) {
	return closure(file, func(name string) ([]string, error) { return merged(ctx, cases, name) })
}

// personFiles returns all files of both sides that people say are of one person, the file
// itself first: merged, or in a settled case.
func personFiles(ctx context.Context, cases store.Cases, file string) ([]string, error) {
	return closure(file, func(name string) ([]string, error) {
		near, err := merged(ctx, cases, name)
		if err != nil {
			return nil, err
		}
		found, err := cases.CasesOf(ctx, name)
		if err != nil {
			return nil, err
		}
		for _, c := range found {
			if c.State.Settled() {
				near = append(near, c.Other(name))
			}
		}
		return near, nil
	})
}

// closure returns all that can be reached from a file.
func closure(from string, next func(name string) ([]string, error)) ([]string, error) {
	reached, seen := []string{from}, map[string]bool{from: true}
	for i := 0; i < len(reached) && len(reached) < mostFiles; i++ {
		near, err := next(reached[i])
		if err != nil {
			return nil, err
		}
		for _, name := range near {
			if !seen[name] {
				seen[name] = true
				reached = append(reached, name)
			}
		}
	}
	return reached, nil
}

func merged(ctx context.Context, cases store.Cases, file string) ([]string, error) {
	links, err := cases.Links(ctx, file)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, t := range links {
		if t.Kind == models.LinkSame {
			names = append(names, t.Other(file))
		}
	}
	return names, nil
}

// conflictingCases returns the cases, open or settled, that cannot be true beside c: they have one
// side in common with it, and not the other.
func conflictingCases(ctx context.Context, cases store.Cases, c *models.Case) ([]*models.Case, error) {
	records, err := mergedWith(ctx, cases, c.Record)
	if err != nil {
		return nil, err
	}
	notices, err := mergedWith(ctx, cases, c.Notice)
	if err != nil {
		return nil, err
	}
	isRecord, isNotice := set(records), set(notices)
	var found []*models.Case
	for _, file := range append(records, notices...) {
		list, err := cases.CasesOf(ctx, file)
		if err != nil {
			return nil, err
		}
		for _, o := range list {
			if isRecord[o.Record] != isNotice[o.Notice] && (o.State.Open() || o.State.Settled()) {
				found = append(found, o)
			}
		}
	}
	return found, nil
}

// ensureNoContradiction returns nil if no two of these files, one of either list, are known
// to be of two people. Errors: models.ErrPrecondition.
func ensureNoContradiction(ctx context.Context, cases store.Cases, mine, theirs []string) error {
	isTheirs := set(theirs)
	for _, name := range mine {
		links, err := cases.Links(ctx, name)
		if err != nil {
			return err
		}
		for _, t := range links {
			if other := t.Other(name); t.Kind == models.LinkDistinct && isTheirs[other] {
				return models.Refused(models.ErrPrecondition, fmt.Sprintf("%s 与 %s 已认定为不同的人", name, other),
					fmt.Sprintf("%s and %s are known to be two people", name, other))
			}
		}
		found, err := cases.CasesOf(ctx, name)
		if err != nil {
			return err
		}
		for _, c := range found {
			if c.State == models.CaseRejected && isTheirs[c.Other(name)] {
				return models.Refused(models.ErrPrecondition, fmt.Sprintf("案件 %s 已排除 %s 与 %s，请先撤销", c.Name, c.Record, c.Notice),
					fmt.Sprintf("case %s says that %s is not %s: undo it first", c.Name, c.Record, c.Notice))
			}
		}
	}
	return nil
}

func set(names []string) map[string]bool {
	out := make(map[string]bool, len(names))
	for _, n := range names {
		out[n] = true
	}
	return out
}

// decisions holds what people decided about a file.
type decisions struct {
	merged   []string                // files of its side that are of the same person, itself first
	cases    map[string]*models.Case // its cases, by the far side
	excluded map[string]*models.Case // who it is not, on either side, and the case that said so; nil if no case did
}

// decisionsOn reads what people decided about a file; of one that is not stored, nothing.
func (d *core) decisionsOn(ctx context.Context, file string) (decisions, error) {
	k := decisions{cases: map[string]*models.Case{}, excluded: map[string]*models.Case{}}
	if file == "" {
		return k, nil
	}
	kind, _ := models.KindOf(file)
	all, err := personFiles(ctx, d.store, file)
	if err != nil {
		return k, fmt.Errorf("what is known of %s: %w", file, err)
	}
	for _, name := range all {
		if err := d.addExclusions(ctx, &k, name); err != nil {
			return k, fmt.Errorf("what is known of %s: %w", file, err)
		}
		if of, _ := models.KindOf(name); of == kind {
			k.merged = append(k.merged, name)
		}
	}
	return k, nil
}

// addExclusions adds the cases of one file of a person, and whom they exclude.
func (d *core) addExclusions(ctx context.Context, k *decisions, name string) error {
	found, err := d.store.CasesOf(ctx, name)
	if err != nil {
		return err
	}
	for _, c := range found {
		other := c.Other(name)
		if had := k.cases[other]; had == nil || had.State == models.CaseRejected {
			k.cases[other] = c
		}
		if c.State != models.CaseRejected {
			continue
		}
		lapsed, err := d.lapsed(ctx, c)
		if err != nil {
			return err
		}
		if lapsed {
			continue
		}
		if err := d.exclude(ctx, k, other, c); err != nil {
			return err
		}
	}
	links, err := d.store.Links(ctx, name)
	if err != nil {
		return err
	}
	for _, t := range links {
		if t.Kind == models.LinkDistinct {
			if err := d.exclude(ctx, k, t.Other(name), nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// exclude adds a person, with all files, to those that a person is not.
func (d *core) exclude(ctx context.Context, k *decisions, file string, by *models.Case) error {
	files, err := personFiles(ctx, d.store, file)
	for _, name := range files {
		k.excluded[name] = by
	}
	return err
}

// lapsed reports whether a rejected pair has come back: what either side says of its
// person is not what it was when the pair was rejected.
func (d *core) lapsed(ctx context.Context, c *models.Case) (bool, error) {
	step := c.Exclusion()
	if step == nil {
		return false, nil
	}
	r, err := d.store.Records().Get(ctx, c.Record)
	if isGone(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	n, err := d.store.Notices().Get(ctx, c.Notice)
	if isGone(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return models.ContentHash(r) != step.RecordContentHash || models.ContentHash(n) != step.NoticeContentHash, nil
}

// decide fills in what people decided about a stored pair.
func (d *core) decide(ctx context.Context, m *models.Match) error {
	decided, err := d.decisionsOn(ctx, m.Record)
	if err == nil {
		decided.apply(m, m.Notice)
	}
	return err
}

// apply fills in what people decided about a match.
func (k *decisions) apply(m *models.Match, far string) {
	c := k.cases[far]
	if by, out := k.excluded[far]; out {
		m.Decision = models.DecidedRejected
		if c == nil {
			c = by
		}
	}
	if c == nil {
		return
	}
	m.Case = models.CaseRef{Name: c.Name, State: c.State}
	switch {
	case m.Decision != "":
	case c.State == models.CaseRejected, c.Returned():
		m.Decision = models.DecidedBefore
	case c.State.Settled(), c.State == models.CaseUnresolved:
		m.Decision = string(c.State)
	}
}
