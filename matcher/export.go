package matcher

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange"
	"github.com/guitu-project/guitu/models/store"
)

// exportStays is how long the file of an export is kept.
const exportStays = 24 * time.Hour

// mostExported is how many subjects an export may name: as many as the page lists.
const mostExported = 20_000

// StartExport takes an export on and returns it in state RUNNING; what it is asked for are
// Kind, Format, Status, Origin, OpenOnly, Names, Fields, Photos and Purpose (else that of
// the context). It holds who the actor may see, as the actor sees them. Errors:
// models.ErrInvalid (kind, format, fields, filter, photos, purpose), models.ErrPermission.
func (s *Service) StartExport(ctx context.Context, e *models.Export) error {
	a, err := accessOf(ctx)
	if err != nil {
		return err
	}
	if !a.Role.May(models.ReadPeople) {
		return models.Refused(models.ErrPermission, fmt.Sprintf("您的角色（%s）不能导出人员资料", a.Role), fmt.Sprintf("your role (%s) may not export people", a.Role))
	}
	if err := s.checkExport(ctx, e); err != nil {
		return err
	}
	e.Name, e.State, e.Actor = "exports/"+strings.ToLower(rand.Text()), models.ExportRunning, a.Actor
	if err := s.store.InTx(ctx, func(tx store.Tx) error { return tx.PutExport(ctx, e) }); err != nil {
		return fmt.Errorf("start export: %w", err)
	}
	s.exports.add(e.Name)
	return s.audit(models.WithPurpose(ctx, e.Purpose), models.ActionExport, fmt.Sprintf("begins, %s %s", e.Kind, e.Format), e.Name)
}

// checkExport returns what is wrong with what is asked for, and fills in what it leaves out.
func (s *Service) checkExport(ctx context.Context, e *models.Export) error {
	if err := mustBeSide(e.Kind); err != nil {
		return err
	}
	if err := checkNamed(e); err != nil {
		return err
	}
	f, err := s.format(e.Format)
	if err != nil {
		return err
	}
	e.Format = f.Name
	if f.Write == nil {
		return models.Invalid("format", "不能导出为这种格式", "files of this format are not written")
	}
	trial, err := f.Write(io.Discard, e.Kind, e.Fields)
	if err != nil {
		return err
	}
	if err := trial.Close(); err != nil {
		return err
	}
	if e.Photos && !f.Photos {
		return models.Invalid("photos", "这种格式不含照片，请用 JSONL", "files of this format hold no photos: use JSONL")
	}
	if e.Purpose = strings.TrimSpace(e.Purpose); e.Purpose == "" {
		e.Purpose = models.PurposeFrom(ctx)
	}
	return checkPurpose(e.Purpose)
}

// checkNamed returns what is wrong with the names of an export.
func checkNamed(e *models.Export) error {
	switch {
	case len(e.Names) == 0:
		return nil
	case len(e.Names) > mostExported:
		return models.Invalid("filter.names", fmt.Sprintf("一次最多导出 %d 人", mostExported), fmt.Sprintf("at most %d people are exported by name", mostExported))
	case e.Status != "" || e.Origin != "" || e.OpenOnly:
		return models.Invalid("filter", "已指定名单，不能再按状态或来源筛选", "a filter with names holds nothing else")
	}
	for i, name := range e.Names {
		if kind, ok := models.KindOf(name); !ok || kind != e.Kind {
			return models.Invalid(fmt.Sprintf("filter.names[%d]", i), "不是这一类的编号", "not the name of one of this kind")
		}
	}
	return nil
}

// Export reads how far an export is. Errors: models.ErrNotFound.
func (s *Service) Export(ctx context.Context, name string) (*models.Export, error) {
	actor, err := models.ActorFrom(ctx)
	if err != nil {
		return nil, err
	}
	e, err := s.store.Export(ctx, name)
	if err == nil && e.Actor.ID != actor.ID { // its file shows what its actor may see
		err = fmt.Errorf("another's export: %w", models.ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("export %s: %w", name, err)
	}
	s.addExportProgress(e)
	return e, nil
}

func (s *Service) addExportProgress(e *models.Export) {
	if done, runs := s.exports.progress(e.Name); runs {
		e.Done = done
		e.Pace = s.exports.pace(e.Name, done, e.Total, s.clock())
	}
	if e.State == models.ExportDone && !s.clock().Before(e.ExpireTime) {
		e.State = models.ExportExpired
	}
}

// Exports lists up to limit of the actor's own exports, newest first. before is the name of
// the last one that was listed, empty for the first.
func (s *Service) Exports(ctx context.Context, limit int, before string) ([]*models.Export, error) {
	actor, err := models.ActorFrom(ctx)
	if err != nil {
		return nil, err
	}
	list, err := s.store.Exports(ctx, store.ExportFilter{Actor: actor.ID, Before: before}, limit)
	if err != nil {
		return nil, fmt.Errorf("list exports: %w", err)
	}
	for _, e := range list {
		s.addExportProgress(e)
	}
	return list, nil
}

// EndExport stops an export that runs, and deletes the file of one that is done. It returns
// the export as it is then: CANCELLED follows when it has stopped.
// Errors: models.ErrNotFound.
func (s *Service) EndExport(ctx context.Context, name string) (*models.Export, error) {
	e, err := s.Export(ctx, name)
	if err != nil {
		return nil, err
	}
	switch e.State {
	case models.ExportRunning:
		if s.exports.cancel(name); s.shared {
			e.State = models.ExportCancelled
			if err := s.store.InTx(ctx, func(tx store.Tx) error { return tx.PutExport(ctx, e) }); err != nil {
				return nil, fmt.Errorf("end %s: %w", name, err)
			}
		}
	case models.ExportDone:
		if err := s.expireExport(ctx, e); err != nil {
			return nil, fmt.Errorf("end %s: %w", name, err)
		}
	default:
		return e, nil
	}
	return e, s.audit(ctx, models.ActionExport, "end", name)
}

// ExportFile opens the file of an export that is done. Errors: models.ErrNotFound,
// models.ErrPrecondition (not done, or deleted).
func (s *Service) ExportFile(ctx context.Context, name string) (*models.Export, exchange.Format, io.ReadCloser, error) {
	e, err := s.Export(ctx, name)
	if err != nil {
		return nil, exchange.Format{}, nil, err
	}
	f, err := s.format(e.Format)
	switch {
	case err != nil:
		return nil, f, nil, err
	case e.State == models.ExportExpired:
		return nil, f, nil, models.Refused(models.ErrPrecondition, "文件已到期删除，请重新导出", "the file was deleted after a day: export again")
	case e.State != models.ExportDone:
		return nil, f, nil, models.Refused(models.ErrPrecondition, "导出还没有完成", "the export is not done")
	}
	if err := s.audit(models.WithPurpose(ctx, e.Purpose), models.ActionExport, fmt.Sprintf("file, %d people", e.Done), name); err != nil {
		return nil, f, nil, err
	}
	file, err := s.store.Upload(ctx, name)
	if err != nil {
		return nil, f, nil, fmt.Errorf("file of %s: %w", name, err)
	}
	return e, f, file, nil
}

// expireExport deletes the file of an export.
func (s *Service) expireExport(ctx context.Context, e *models.Export) error {
	e.State = models.ExportExpired
	return errors.Join(
		s.store.InTx(ctx, func(tx store.Tx) error { return tx.PutExport(ctx, e) }),
		s.store.DropUpload(ctx, e.Name))
}
