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
	"github.com/guitu-project/guitu/models/exchange/table"
	"github.com/guitu-project/guitu/models/store"
)

// Upload says what a file that is uploaded holds and how to read it.
type Upload struct {
	Kind   models.Kind
	Format string // as an exchange.Format is named, in any case

	// Check only reads the file: every row is understood and compared with what is held, as
	// an import would; the counts and errors are those that it would have, and nothing is
	// written.
	Check bool

	// Mapping says what columns mean, the fields' names by headings; it is remembered for
	// later files of the same account and side.
	Mapping map[string]string

	// Admit, unless it is nil, is asked whether an import of so many rows may begin; not of a
	// check.
	Admit func(ctx context.Context, rows int64) error
}

// StartImport keeps the body as the file of a new import and returns it in state
// RUNNING: from then on no row of it is lost, whatever happens to the process.
// Rows are told apart by source and externalId; a row that was uploaded before
// changes nothing. Errors: models.ErrInvalid (kind, format, mapping, an empty file).
func (s *Service) StartImport(ctx context.Context, u Upload, body io.Reader) (*models.Import, error) {
	actor, err := models.ActorFrom(ctx)
	if err != nil {
		return nil, err
	}
	if err := mustBeSide(u.Kind); err != nil {
		return nil, err
	}
	if err := mustKeepSide(access{actor}, u.Kind); err != nil {
		return nil, err
	}
	f, err := s.format(u.Format)
	if err != nil {
		return nil, err
	}
	imp := &models.Import{Name: "imports/" + strings.ToLower(rand.Text()), Kind: u.Kind, Check: u.Check, Format: f.Name, State: models.ImportRunning, Actor: actor}
	if imp.Mapping, err = s.mapping(ctx, actor, u); err != nil {
		return nil, err
	}
	if err := s.keep(ctx, imp, f, body, u); err != nil {
		return nil, errors.Join(fmt.Errorf("start import: %w", err), s.store.DropUpload(context.WithoutCancel(ctx), imp.Name))
	}
	s.imports.add(imp.Name)
	return imp, s.audit(ctx, models.ActionImport, fmt.Sprintf("%d lines", imp.Total), imp.Name)
}

// mustBeSide returns nil if kind is a side. Errors: models.ErrInvalid (kind).
func mustBeSide(kind models.Kind) error {
	if kind != models.Records && kind != models.Notices {
		return models.Invalid("kind", "应为 NOTICES 或 RECORDS", "must be NOTICES or RECORDS")
	}
	return nil
}

// mapping returns what columns mean to an upload: what is said with it goes before what its
// account said earlier, and that before the operator's own table.
func (s *Service) mapping(ctx context.Context, actor models.Actor, u Upload) (map[string]models.Meaning, error) {
	if err := table.CheckMapping(u.Mapping); err != nil {
		return nil, err
	}
	before, err := s.store.Mapping(ctx, actor.ID, u.Kind)
	if err != nil {
		return nil, fmt.Errorf("start import: %w", err)
	}
	mapping := map[string]models.Meaning{}
	for _, from := range []struct {
		fields map[string]string
		by     models.MappedBy
	}{{s.headings, models.MappedByOperator}, {before, models.MappedBefore}, {u.Mapping, models.MappedByUser}} {
		for heading, field := range from.fields {
			mapping[heading] = models.Meaning{Field: field, By: from.by}
		}
	}
	return mapping, nil
}

// format returns the format of that name. Errors: models.ErrInvalid (format).
func (s *Service) format(name string) (exchange.Format, error) {
	var known []string
	for _, f := range s.formats {
		if strings.EqualFold(f.Name, name) {
			return f, nil
		}
		known = append(known, f.Name)
	}
	return exchange.Format{}, models.Invalid("format", "文件格式应为 "+strings.Join(known, "、"), "must be "+strings.Join(known, ", "))
}

// keep makes the file durable, counts its rows and writes the import, and what was said
// with it of columns.
func (s *Service) keep(ctx context.Context, imp *models.Import, f exchange.Format, body io.Reader, u Upload) error {
	passing, counted := io.Pipe()
	unfit := make(chan error, 1)
	go func() { // ends with what passes
		var err error
		imp.Total, err = f.Count(passing, exchange.Options{Mapping: imp.Mapping, Upload: imp.Name})
		_, _ = io.Copy(io.Discard, passing) // what a reader that gave up leaves must still be kept
		unfit <- err
	}()
	err := s.store.KeepUpload(ctx, imp.Name, io.TeeReader(body, counted))
	_ = counted.CloseWithError(err) // never fails
	wrong := <-unfit                // an error of the body is what KeepUpload returns
	if err != nil {
		return err
	}
	if errors.Is(wrong, models.ErrInvalid) {
		return wrong
	}
	if imp.Total == 0 {
		return models.Invalid("body", "文件是空的", "the file is empty")
	}
	if u.Admit != nil && !u.Check {
		if err := u.Admit(ctx, imp.Total); err != nil {
			return err
		}
	}
	return s.store.InTx(ctx, func(tx store.Tx) error {
		if err := tx.PutMapping(ctx, imp.Actor.ID, imp.Kind, u.Mapping); err != nil {
			return err
		}
		return tx.PutImport(ctx, imp)
	})
}

// Import reads how far an import is. Errors: models.ErrNotFound.
func (s *Service) Import(ctx context.Context, name string) (*models.Import, error) {
	actor, err := models.ActorFrom(ctx)
	if err != nil {
		return nil, err
	}
	imp, err := s.store.Import(ctx, name)
	if err == nil && imp.Actor.ID != actor.ID && (!actor.Role.May(models.Administer) || !actor.Areas.Includes(imp.Actor.Areas)) { // its errors quote people
		err = fmt.Errorf("another's import: %w", models.ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("import %s: %w", name, err)
	}
	s.addPace(imp)
	return imp, nil
}

// progressOf returns how many rows an import, or its undoing, is done with, and of how many.
func progressOf(imp *models.Import) (done, of int64) {
	if imp.State == models.ImportUndoing {
		return imp.Undone + imp.Kept, imp.Created + imp.Updated
	}
	return imp.Processed(), imp.Total
}

// addPace says how fast an import goes on.
func (s *Service) addPace(imp *models.Import) {
	if done, of := progressOf(imp); !imp.State.Ended() {
		imp.Pace = s.imports.pace(imp.Name, done, of, s.clock())
	}
}

// Imports lists up to limit imports, newest first: the actor's own, an administrator's
// view of all. before is the name of the last one that was listed, empty for the first.
func (s *Service) Imports(ctx context.Context, state models.ImportState, limit int, before string) ([]*models.Import, error) {
	actor, err := models.ActorFrom(ctx)
	if err != nil {
		return nil, err
	}
	f := store.ImportFilter{Actor: actor.ID, State: state, Before: before}
	if actor.Role == models.RoleAdmin && actor.Areas == models.Nationwide {
		f.Actor = ""
	}
	list, err := s.store.Imports(ctx, f, limit)
	if err != nil {
		return nil, fmt.Errorf("list imports: %w", err)
	}
	for _, imp := range list {
		s.addPace(imp)
	}
	return list, nil
}

// CancelImport stops an import after the rows at hand; those that are done stay. It
// returns the import as it is now: CANCELLED follows when it has stopped. One that
// has ended stays as it is. Errors: models.ErrNotFound.
func (s *Service) CancelImport(ctx context.Context, name string) (*models.Import, error) {
	imp, err := s.Import(ctx, name)
	if err != nil || imp.State != models.ImportRunning {
		return imp, err
	}
	if s.imports.cancel(name); s.shared {
		if err := s.store.InTx(ctx, func(tx store.Tx) error { return tx.CancelImport(ctx, name) }); err != nil {
			return imp, err
		}
	}
	return imp, s.audit(ctx, models.ActionImport, "cancel", name)
}

// sweepEvery is how often bytes that no photo names are looked for.
const sweepEvery = time.Hour

// Run works imports and exports off, first those that an earlier process left running, and
// sweeps up what crashes left behind, until ctx ends.
func (s *Service) Run(ctx context.Context) error {
	if err := s.resumeImports(ctx); err != nil {
		return err
	}
	exported := make(chan struct{})
	go func() { // ends with ctx
		defer close(exported)
		s.runExports(ctx)
	}()
	defer func() { <-exported }()
	sweep := time.NewTicker(sweepEvery)
	defer sweep.Stop()
	for {
		for name, ok := s.imports.next(); ok && ctx.Err() == nil; name, ok = s.imports.next() {
			s.runImport(ctx, name)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-s.imports.wake:
			if s.shared {
				if err := s.resumeImports(ctx); err != nil {
					s.log.WarnContext(ctx, "look for imports", "err", err)
				}
			}
		case <-sweep.C:
			if n, err := s.store.SweepBlobs(ctx); err != nil {
				s.log.WarnContext(ctx, "sweep photos", "err", err)
			} else if n > 0 {
				s.log.InfoContext(ctx, "swept photos without an owner", "photos", n)
			}
		}
	}
}

// resumeImports queues what runs by the store, and here does not: of an earlier process, or begun
// at another.
func (s *Service) resumeImports(ctx context.Context) error {
	running, err := s.store.RunningImports(ctx)
	if err != nil && ctx.Err() == nil { // else it ended before it began
		return fmt.Errorf("resume imports: %w", err)
	}
	for _, imp := range running {
		s.imports.add(imp.Name)
	}
	return nil
}

// runImport takes one import, or its undoing, to its end, or as far as the process lives.
func (s *Service) runImport(ctx context.Context, name string) {
	s.bulk.Add(1)
	defer s.bulk.Add(-1)
	imp, err := s.store.Import(ctx, name)
	if err != nil {
		if ctx.Err() == nil {
			s.log.ErrorContext(ctx, "import not read", "import", name, "err", err)
		}
		return
	}
	before, _ := progressOf(imp)
	job, ended := s.imports.begin(ctx, imp.Name, before, s.clock())
	defer ended()
	switch imp.State {
	case models.ImportRunning:
		s.endImport(ctx, job, imp, s.importRows(models.WithActor(job, imp.Actor), imp))
	case models.ImportUndoing:
		s.endUndo(ctx, imp, s.undoRows(models.WithActor(ctx, imp.UndoneBy), imp))
	}
}

// endImport writes how an import ended; job is its context, which a caller may have cancelled.
func (s *Service) endImport(ctx, job context.Context, imp *models.Import, err error) {
	if ctx.Err() != nil {
		return // the process ends: the import goes on with the next one
	}
	if s.shared && errors.Is(err, models.ErrPrecondition) { // cancelled at another process
		if now, failed := s.store.Import(ctx, imp.Name); failed == nil && now.State == models.ImportCancelled {
			if err := s.store.DropUpload(ctx, imp.Name); err != nil {
				s.log.WarnContext(ctx, "upload of an import that ended stays", "import", imp.Name, "err", err)
			}
			return
		}
	}
	var wrong []models.RowError
	switch {
	case job.Err() != nil:
		imp.State = models.ImportCancelled
	case errors.Is(err, errAccessEnded):
		imp.State = models.ImportCancelled
		wrong = []models.RowError{{Reason: "上传者的账号已停用或权限已变更，导入已停止 (the uploader's account was disabled or may do other things now: the import was stopped)"}}
	case errors.Is(err, models.ErrInvalid): // the file cannot be read from here on
		imp.State = models.ImportFailed
		wrong = rowErrors(err)
	case err != nil:
		imp.State = models.ImportFailed
		wrong = []models.RowError{{Reason: "导入中断，请重新上传同一文件继续 (the import broke off here: upload the same file again to go on)"}}
		s.log.ErrorContext(ctx, "import failed", "import", imp.Name, "line", imp.Line, "err", err)
	default:
		s.publish(ctx)
		imp.State = models.ImportDone
	}
	err = s.store.InTx(ctx, func(tx store.Tx) error {
		if len(wrong) > 0 {
			if err := tx.PutImportRows(ctx, imp.Name, models.ImportRow{Line: imp.Line + 1, Outcome: models.RowFailed, Errors: wrong}); err != nil {
				return err
			}
		}
		return tx.PutImport(ctx, imp)
	})
	if err != nil {
		s.log.ErrorContext(ctx, "import ended, its state was not written", "import", imp.Name, "err", err)
		return
	}
	if err := s.store.DropUpload(ctx, imp.Name); err != nil {
		s.log.WarnContext(ctx, "upload of an import that ended stays", "import", imp.Name, "err", err)
	}
}

// importRows takes the rows that are left of an import.
func (s *Service) importRows(ctx context.Context, imp *models.Import) error {
	f, err := s.format(imp.Format)
	if err != nil {
		return err
	}
	if imp.Kind == models.Records {
		return s.Records.importAll(ctx, imp, f.Records)
	}
	return s.Notices.importAll(ctx, imp, f.Notices)
}
