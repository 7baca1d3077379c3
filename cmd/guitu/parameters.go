package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher/eval"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

// parameters holds the versions that are kept in a data folder while a service runs on it
// (server.Parameters). What is chosen is in force from the next start on.
type parameters struct {
	engine  *engine
	folders dataFlags
	mu      sync.Mutex // held while a version is learned or chosen
}

// choice says how people came to the version in force: DATA/params.choice.json.
type choice struct {
	Proposal *proposal      `json:"proposal,omitempty"`
	Last     *versionSwitch `json:"last,omitempty"`
}

// proposal describes a version that waits for another person.
type proposal struct {
	Version string    `json:"version"`
	Reason  string    `json:"reason"`
	By      string    `json:"by"` // an actor's id
	Time    time.Time `json:"time"`
}

// versionSwitch describes a change of the version in force.
type versionSwitch struct {
	Before     string    `json:"before"`
	After      string    `json:"after"`
	ProposedBy string    `json:"proposedBy,omitempty"` // an actor's id; empty if it was taken back
	By         string    `json:"by"`
	Time       time.Time `json:"time"`
}

func (f dataFlags) choiceFile() string { return filepath.Join(f.Data, "params.choice.json") }

// choice reads what was proposed and chosen last; the zero value if nothing ever was.
func (f dataFlags) choice() (c choice, err error) {
	text, err := os.ReadFile(f.choiceFile())
	switch {
	case errors.Is(err, os.ErrNotExist):
		return c, nil
	case err != nil:
		return c, fmt.Errorf("read the choice of parameters: %w", err)
	}
	if err := json.Unmarshal(text, &c); err != nil {
		return choice{}, fmt.Errorf("read the choice of parameters: %w", err)
	}
	return c, nil
}

func (f dataFlags) putChoice(c *choice) error {
	return replaceFile(f.choiceFile(), func(w io.Writer) error { return json.NewEncoder(w).Encode(c) })
}

// keptVersion is how a version is named from outside: no path.
var keptVersion = regexp.MustCompile(`^[\w-][\w.-]*$`)

// find reads a version that is kept, or the built-in one.
// Errors: models.ErrInvalid, models.ErrNotFound.
func (p *parameters) find(named string) (feature.File, error) {
	if !keptVersion.MatchString(named) {
		return feature.File{}, models.Invalid("version", "应为另存的版本号，或 built-in", "must be a version that is kept, or built-in")
	}
	if built := feature.DefaultParams(); named == builtIn || named == built.Version {
		return feature.File{Params: built}, nil
	}
	file, err := readParams(p.folders.keptFile(named))
	if errors.Is(err, os.ErrNotExist) {
		err = fmt.Errorf("parameters %s: %w", named, models.ErrNotFound)
	}
	return file, err
}

// state returns what is in force, kept, proposed and chosen.
func (p *parameters) state() (*guituv1.Parameters, error) {
	running, built := &p.engine.numbers, feature.DefaultParams()
	out := &guituv1.Parameters{Version: running.Version, BuiltIn: built.Version}
	if l := running.Learned; l != nil {
		out.LearnedDate, out.Confirmed, out.Rejected = l.Date, int32(l.Confirmed), int32(l.Rejected)
	}
	differing, err := differences(&built, &running.Params)
	if err != nil {
		return nil, err
	}
	for _, d := range differing {
		out.Changes = append(out.Changes, &guituv1.Parameters_Change{Path: d.path, BuiltIn: d.before, InForce: d.after})
	}
	next, err := p.folders.params()
	if err != nil {
		return nil, err
	}
	if next.Version != running.Version {
		out.Next = next.Version
	}
	if err := p.listKept(out); err != nil {
		return nil, err
	}
	c, err := p.folders.choice()
	if err != nil {
		return nil, err
	}
	if o := c.Proposal; o != nil && o.Version != next.Version {
		out.Proposal = &guituv1.Parameters_Proposal{Version: o.Version, Reason: o.Reason, ProposedBy: o.By, ProposeTime: timestamppb.New(o.Time)}
	}
	if l := c.Last; l != nil && l.After == next.Version {
		out.LastSwitch = &guituv1.Parameters_Switch{Before: l.Before, After: l.After, ProposedBy: l.ProposedBy, UsedBy: l.By, UseTime: timestamppb.New(l.Time)}
	}
	return out, nil
}

// listKept adds the versions that are kept, and where they come from. One that cannot be
// read is named only.
func (p *parameters) listKept(out *guituv1.Parameters) error {
	paths, err := filepath.Glob(p.folders.keptFile("*"))
	if err != nil {
		return fmt.Errorf("kept versions: %w", err)
	}
	for _, path := range paths {
		name := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(path), "params-"), ".json")
		v := &guituv1.Parameters_Version{Version: name}
		if file, err := readParams(path); err == nil {
			if l := file.Learned; l != nil {
				v.LearnedDate, v.Confirmed, v.Rejected = l.Date, int32(l.Confirmed), int32(l.Rejected)
			}
			if f := file.Faces; f != nil {
				v.FacesDate, v.FacePhotos = f.Date, int32(f.Photos)
			}
		}
		out.Kept, out.Versions = append(out.Kept, name), append(out.Versions, v)
	}
	return nil
}

// Try ranks a sample of the open records with a kept version of the parameters.
func (p *parameters) Try(ctx context.Context, named string, sample int) (*guituv1.TryParametersResponse, error) {
	other, err := p.find(named)
	if err != nil {
		return nil, err
	}
	records, err := p.engine.sample(ctx, sample)
	if err != nil {
		return nil, err
	}
	shift, err := p.engine.shift(ctx, records, &other.Params, func() {})
	if err != nil {
		return nil, err
	}
	out := &guituv1.TryParametersResponse{
		Before: p.engine.scorer.Version(), After: cmp.Or(other.Version, named), Records: int32(shift.Records), Replaced: int32(shift.Replaced),
		RisenHalf: int32(shift.Half.Risen), FallenHalf: int32(shift.Half.Fallen), RisenSure: int32(shift.Sure.Risen), FallenSure: int32(shift.Sure.Fallen),
	}
	for _, m := range shift.Largest() {
		out.Moves = append(out.Moves, &guituv1.TryParametersResponse_Move{Record: m.Record, Notice: m.Notice, Before: &m.Before, After: &m.After})
	}
	return out, nil
}

// usualFirm is how many decisions the scales believed beforehand count for: as guitu params
// learn takes it by default.
const usualFirm = 20

// Learn learns a version from the cases that were decided, and keeps it.
func (p *parameters) Learn(ctx context.Context) (*guituv1.LearnParametersResponse, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	decisions, err := p.engine.caseDecisions(ctx)
	if err != nil {
		return nil, fmt.Errorf("cases: %w", err)
	}
	if !ofBothKinds(decisions) {
		return nil, models.Refused(models.ErrPrecondition, "至少要有一个已确认和一个已排除的案件，才能学习", "nothing to learn from: at least one confirmed and one rejected case are needed")
	}
	files, err := p.engine.fileDecisions(ctx, decisions)
	if err != nil {
		return nil, fmt.Errorf("decisions: %w", err)
	}
	before := &p.engine.numbers
	after, err := p.engine.learn(ctx, files, before, usualFirm, func() {})
	if err != nil {
		return nil, err
	}
	if err := p.note(ctx, models.ActionCreate, after.Version, "params learn"); err != nil {
		return nil, err
	}
	if err := keep(p.folders.keptFile(after.Version), &after.File); err != nil {
		return nil, err
	}
	out := &guituv1.LearnParametersResponse{
		Version: after.Version, Confirmed: int32(after.Learned.Confirmed), Rejected: int32(after.Learned.Rejected),
		CoverageBefore: &before.Coverage, CoverageAfter: &after.Coverage,
	}
	for _, s := range after.scales(before) {
		out.Scales = append(out.Scales, &guituv1.LearnParametersResponse_Scale{Feature: s.feature, Pairs: int32(s.pairs), Before: &s.before, After: &s.after, Bounded: s.bounded})
	}
	return out, nil
}

// ofBothKinds reports whether pairs were confirmed and pairs were rejected.
func ofBothKinds(decisions []decision) bool {
	kinds := map[eval.Verdict]bool{}
	for _, d := range decisions {
		kinds[d.verdict] = true
	}
	return len(kinds) == 2
}

// note writes into the trail what is about to be done to a version.
func (p *parameters) note(ctx context.Context, action models.Action, version, what string) error {
	return p.engine.store.AppendAudit(ctx, &models.Audit{Action: action, Objects: []string{"parameters/" + version}, Detail: what})
}
