package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
)

// system answers about the service that runs on a data folder (server.System).
type system struct {
	engine    *engine
	folders   dataFlags
	condition *condition
	numbers   *parameters
	started   time.Time
}

func newSystem(e *engine, f dataFlags, c *condition, p *parameters) *system {
	return &system{e, f, c, p, time.Now()}
}

// State returns how the service is now.
func (s *system) State(ctx context.Context) (*guituv1.System, error) {
	out := &guituv1.System{Version: strings.TrimPrefix(version(), "guitu "), StartTime: timestamppb.New(s.started)}
	var err error
	if out.Index, err = s.indexState(ctx); err != nil {
		return nil, err
	}
	for _, e := range s.engine.photos.Embedders() {
		out.FaceModels = append(out.FaceModels, e.ID)
	}
	if missing := s.engine.photos.Without(); missing != nil {
		out.FaceModelsMissing = missing.Error()
	}
	disk, err := s.folders.disk()
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
	if out.Parameters, err = s.numbers.state(); err != nil {
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
