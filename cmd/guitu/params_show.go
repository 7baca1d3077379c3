package main

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"path/filepath"
	"slices"

	"github.com/guitu-project/guitu/matcher/feature"
)

type paramsShowCmd struct{ dataFlags }

// Run prints the version in force, where it comes from and what it changes.
func (c *paramsShowCmd) Run(m *Main) error {
	p, err := c.params()
	if err != nil {
		return err
	}
	built := feature.DefaultParams()
	differing, err := differences(&built, &p.Params)
	if err != nil {
		return err
	}
	kept, err := filepath.Glob(c.keptFile("*"))
	if err != nil {
		return fmt.Errorf("kept versions: %w", err)
	}
	t := table{out: m.Stdout}
	t.line("现用参数 (in force)  %s", p.Version)
	if l := p.Learned; l != nil {
		t.line("%s 在 %s 下学自 %d 对确认、%d 对排除 (learned from %d confirmed and %d rejected pairs)", l.Date, l.Under, l.Confirmed, l.Rejected, l.Confirmed, l.Rejected)
	}
	t.faces(p.Faces)
	t.line("%s", c.readCoverage(slog.New(slog.DiscardHandler)).line(&p.Params))
	if len(differing) == 0 {
		t.line("与内置参数相同 (no number differs from the built-in ones)")
	} else {
		t.line("\n与内置参数 %s 不同之处 (what differs from the built-in numbers)", built.Version)
	}
	for _, d := range differing {
		t.line("  %-28s %s → %s", d.path, d.before, d.after)
	}
	if len(kept) > 0 {
		t.line("\n另存的版本 (kept; guitu params use FILE puts one in force)")
	}
	for _, path := range kept {
		t.line("  %s", path)
	}
	return t.err
}

// difference describes a number that two sets of parameters do not share, as JSON.
type difference struct{ path, before, after string }

func differences(a, b *feature.Params) ([]difference, error) {
	before, after := map[string]string{}, map[string]string{}
	for _, side := range []struct {
		p    *feature.Params
		into map[string]string
	}{{a, before}, {b, after}} {
		text, err := json.Marshal(side.p.Whole())
		if err != nil {
			return nil, fmt.Errorf("compare parameters: %w", err)
		}
		var tree map[string]any
		if err := json.Unmarshal(text, &tree); err != nil {
			return nil, fmt.Errorf("compare parameters: %w", err)
		}
		delete(tree, "Version")
		leaves("", tree, side.into)
	}
	paths := maps.Clone(before)
	maps.Copy(paths, after)
	var list []difference
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		if before[path] != after[path] {
			list = append(list, difference{path, said(before[path]), said(after[path])})
		}
	}
	return list, nil
}

// said returns a number, or that there is none.
func said(number string) string {
	if number == "" {
		return "–"
	}
	return number
}

// leaves writes the numbers of a tree of JSON under their paths.
func leaves(path string, v any, into map[string]string) {
	switch v := v.(type) {
	case map[string]any:
		for key, child := range v {
			if path != "" {
				key = path + "." + key
			}
			leaves(key, child, into)
		}
	case []any:
		for i, child := range v {
			leaves(fmt.Sprintf("%s[%d]", path, i), child, into)
		}
	case nil:
	default:
		into[path] = fmt.Sprint(v)
	}
}
