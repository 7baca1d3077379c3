package main

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

// system answers about the service that runs on a data folder (server.System).
type system struct {
	engine    *engine
	folders   folders
	condition *condition
	started   time.Time
}

func newSystem(e *engine, f folders, c *condition) *system { return &system{e, f, c, time.Now()} }

// State returns how the service is now.
func (s *system) State(ctx context.Context) (*guituv1.System, error) {
	out := &guituv1.System{Version: strings.TrimPrefix(version(), "guitu "), StartTime: timestamppb.New(s.started)}
	var err error
	if out.Index, err = s.indexState(ctx); err != nil {
		return nil, err
	}
	for _, e := range s.engine.eyes.Embedders() {
		out.FaceModels = append(out.FaceModels, e.ID)
	}
	if missing := s.engine.eyes.Without(); missing != nil {
		out.FaceModelsMissing = missing.Error()
	}
	disk, err := diskOf(s.folders.Data)
	if err != nil {
		return nil, err
	}
	out.Disk = &guituv1.System_Disk{FreeBytes: disk.free, TotalBytes: disk.size, Full: s.engine.store.DiskFull()}
	out.DamagedRows = s.engine.store.Damaged()
	if b, ok := readBackupNote(s.folders.Data); ok {
		out.Backup = &guituv1.System_Backup{Time: timestamppb.New(b.Time), Verified: b.Verified, SizeBytes: b.Bytes}
	}
	for _, c := range s.condition.checks(ctx) {
		out.Checks = append(out.Checks, &guituv1.System_Check{Name: c.Name, State: c.State, Reason: c.Reason.Zh, ReasonEn: c.Reason.En})
	}
	if out.Parameters, err = s.parameters(); err != nil {
		return nil, err
	}
	out.Retention, err = s.retention()
	return out, err
}

func (s *system) indexState(ctx context.Context) (*guituv1.System_Index, error) {
	last, err := s.engine.store.LastChange(ctx)
	if err != nil {
		return nil, fmt.Errorf("last change: %w", err)
	}
	applied, failure := s.engine.index.Position()
	out := &guituv1.System_Index{
		OpenNotices: int32(s.engine.index.OpenCount(models.Notices)), OpenRecords: int32(s.engine.index.OpenCount(models.Records)),
		PendingChanges: max(0, last-applied), WordsReady: s.engine.index.HasWords(),
	}
	if failure != nil {
		out.Failure = failure.Error()
	}
	return out, nil
}

func (s *system) parameters() (*guituv1.Parameters, error) {
	p, err := s.folders.params()
	if err != nil {
		return nil, err
	}
	built := feature.DefaultParams()
	out := &guituv1.Parameters{Version: s.engine.weigher.Version(), BuiltIn: built.Version}
	if p.Learned != nil {
		out.LearnedDate, out.Confirmed, out.Rejected = p.Learned.Date, int32(p.Learned.Confirmed), int32(p.Learned.Rejected)
	}
	differing, err := differences(&built, &p.Params)
	if err != nil {
		return nil, err
	}
	for _, d := range differing {
		out.Changes = append(out.Changes, &guituv1.Parameters_Change{Path: d.path, BuiltIn: d.before, InForce: d.after})
	}
	kept, err := filepath.Glob(s.folders.keptFile("*"))
	if err != nil {
		return nil, fmt.Errorf("kept versions: %w", err)
	}
	for _, path := range kept {
		name := strings.TrimPrefix(filepath.Base(path), "params-")
		out.Kept = append(out.Kept, strings.TrimSuffix(name, ".json"))
	}
	return out, nil
}

func (s *system) retention() (*guituv1.Retention, error) {
	r, err := matcher.ReadRetention(filepath.Join(s.folders.Data, "retention.json"))
	if err != nil {
		return nil, err
	}
	out := &guituv1.Retention{
		TakedownHours: int32(r.TakedownHours), RefusedTakedownDays: int32(r.RefusedTakedownDays), ImportErrorDays: int32(r.ImportErrorDays),
	}
	for _, rule := range r.Rules {
		out.Rules = append(out.Rules, &guituv1.Retention_Rule{
			Id: rule.ID, Side: string(rule.Side), Statuses: rule.Statuses, Part: string(rule.Part), Days: int32(rule.Days), Reason: rule.Zh, ReasonEn: rule.En,
		})
	}
	return out, nil
}

// keptVersion is how a version is named from outside: no path.
var keptVersion = regexp.MustCompile(`^[\w-][\w.-]*$`)

// Try ranks a sample of the open records with a kept version of the parameters.
// Errors: models.ErrInvalid, models.ErrNotFound.
func (s *system) Try(ctx context.Context, named string, sample int) (*guituv1.TryParametersResponse, error) {
	if !keptVersion.MatchString(named) {
		return nil, models.Invalid("version", "应为另存的版本号，或 built-in", "must be a version that is kept, or built-in")
	}
	other := feature.File{Params: feature.DefaultParams()}
	if named != builtIn && named != other.Version {
		var err error
		if other, err = readParams(s.folders.keptFile(named)); err != nil {
			return nil, fmt.Errorf("parameters %s: %w", named, models.ErrNotFound)
		}
	}
	records, err := s.engine.sample(ctx, sample)
	if err != nil {
		return nil, err
	}
	shift, err := s.engine.shift(ctx, records, &other.Params, func() {})
	if err != nil {
		return nil, err
	}
	out := &guituv1.TryParametersResponse{
		Before: s.engine.weigher.Version(), After: cmp.Or(other.Version, named), Records: int32(shift.Records), Replaced: int32(shift.Replaced),
		RisenHalf: int32(shift.Half.Risen), FallenHalf: int32(shift.Half.Fallen), RisenSure: int32(shift.Sure.Risen), FallenSure: int32(shift.Sure.Fallen),
	}
	for _, m := range shift.Largest() {
		out.Moves = append(out.Moves, &guituv1.TryParametersResponse_Move{Record: m.Record, Notice: m.Notice, Before: &m.Before, After: &m.After})
	}
	return out, nil
}
