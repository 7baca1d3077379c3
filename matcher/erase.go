package matcher

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// eraseReasons are those that a caller may give.
var eraseReasons = []string{models.ReasonFamily, models.ReasonNotMissing, models.ReasonOrder, models.ReasonMistake}

// cleanWait is how long a caller waits for the files to be clean; a large index takes
// longer, and Retain finishes it.
const cleanWait = 20 * time.Second

// cleaner gets erased people out of the files, once at a time.
type cleaner struct {
	turn    chan struct{}  // holds a token while a person cleans
	cleaned map[int64]bool // jobs that only wait for an import to end; the turn's holder's
}

func newCleaner() cleaner {
	return cleaner{turn: make(chan struct{}, 1), cleaned: map[int64]bool{}}
}

// Erase deletes a record or a notice everywhere, photos, embeddings, contacts and texts,
// and leaves a placeholder. pending says that it is deleted and can be found no more, but
// that a file may still hold bytes of it: the service goes on with that by itself, also
// after a crash.
// Errors: models.ErrNotFound, models.ErrInvalid (the reason).
func (s *Service) Erase(ctx context.Context, name, reason string) (e *models.Erasure, pending bool, err error) {
	if !slices.Contains(eraseReasons, reason) {
		return nil, false, models.Invalid("reason", fmt.Sprintf("请说明原因，应为 %v 之一", eraseReasons), fmt.Sprintf("must be one of %v", eraseReasons))
	}
	kind, ok := models.KindOf(name)
	var job models.ErasureJob
	switch {
	case !ok:
		return nil, false, models.Invalid("name", "应为 records/… 或 notices/…", "must be records/… or notices/…")
	case kind == models.Records:
		job, err = s.Records.eraseAll(ctx, name, reason)
	default:
		job, err = s.Notices.eraseAll(ctx, name, reason)
	}
	if err != nil {
		return nil, false, fmt.Errorf("erase %s: %w", name, err)
	}
	wait, cancel := context.WithTimeout(ctx, cleanWait)
	defer cancel()
	if err := s.clean(wait); err != nil { // the rows are gone, and that must be said
		s.log.WarnContext(ctx, "erased, and a file may still hold something", "name", name, "err", err)
		return &job.Erasure, true, nil
	}
	return &job.Erasure, len(job.Imports) > 0, nil
}

// restoreActor is in whose name the erasures that an older backup lacks are made again.
var restoreActor = models.Actor{ID: "guitu/restore", Role: models.RoleAdmin, Areas: models.Nationwide}

// EraseAgain erases a person who was erased before and is back because an older backup was
// restored; the files are cleaned by and by. Errors: models.ErrNotFound (not there).
func (s *Service) EraseAgain(ctx context.Context, e models.Erasure) (err error) {
	ctx = models.WithActor(ctx, restoreActor)
	if e.Kind == models.Records {
		_, err = s.Records.eraseAll(ctx, e.Name, e.Reason)
	} else {
		_, err = s.Notices.eraseAll(ctx, e.Name, e.Reason)
	}
	if err != nil {
		return fmt.Errorf("erase %s again: %w", e.Name, err)
	}
	return nil
}

// Erasure reads what is left of a person who was erased. Errors: models.ErrNotFound.
func (s *Service) Erasure(ctx context.Context, name string) (*models.Erasure, error) {
	if err := mustBeNationwide(ctx); err != nil {
		return nil, err
	}
	e, err := s.store.Erasure(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("erasure: %w", err)
	}
	return e, s.audit(ctx, models.ActionRead, "erasure", name)
}

// Erasures lists who was erased, oldest first. Errors: models.ErrInvalid (the token).
func (s *Service) Erasures(ctx context.Context, limit int, token string) (page []models.Erasure, next string, err error) {
	if err := mustBeNationwide(ctx); err != nil {
		return nil, "", err
	}
	page, next, err = s.store.Erasures(ctx, limit, token)
	if err != nil {
		return nil, "", fmt.Errorf("erasures: %w", err)
	}
	return page, next, s.audit(ctx, models.ActionList, "erasures")
}

// eraseAll deletes the rows, and notes in the same transaction what the files hold.
func (r *Registry[T]) eraseAll(ctx context.Context, name, reason string) (models.ErasureJob, error) {
	job := models.ErasureJob{Erasure: models.Erasure{Name: name, Kind: r.kind, Reason: reason}, Part: models.DataAll}
	err := r.store.InTx(ctx, func(tx store.Tx) error {
		w := r.writer(tx)
		s, err := changeable(ctx, w, name)
		if err != nil {
			return err
		}
		job.Blobs = models.BlobsOf(s)
		job.Origin, job.ExternalID = s.Origin(), s.Common().ExternalID
		running, err := r.store.RunningImports(ctx)
		if err != nil {
			return err
		}
		for _, imp := range running {
			if imp.Kind == r.kind && imp.State == models.ImportRunning && job.ExternalID != "" { // undoing one brings no one back
				job.Imports = append(job.Imports, imp.Name)
			}
		}
		if err := w.Delete(ctx, name, ""); err != nil {
			return err
		}
		return tx.PutErasure(ctx, &job)
	})
	return job, err
}

// clean gets everyone who is erased out of the blobs, the index and the store's files.
// What an import that still runs may hold stays noted.
func (s *Service) clean(ctx context.Context) error {
	select {
	case s.cleaner.turn <- struct{}{}:
		defer func() { <-s.cleaner.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	jobs, err := s.store.ErasureJobs(ctx)
	if err != nil || len(jobs) == 0 {
		return err
	}
	fresh := slices.DeleteFunc(slices.Clone(jobs), func(j models.ErasureJob) bool { return s.cleaner.cleaned[j.ID] })
	if len(fresh) > 0 {
		if err := s.scour(ctx, fresh); err != nil {
			return err
		}
	}
	for _, job := range jobs {
		if err := s.endErasure(ctx, job); err != nil {
			return err
		}
	}
	return s.store.Scrub(ctx) // of the jobs themselves
}

// scour takes the bytes of the erased out of every file but those of running imports.
func (s *Service) scour(ctx context.Context, jobs []models.ErasureJob) error {
	if !s.publish(ctx) {
		return fmt.Errorf("the index is behind: %w", models.ErrUnavailable)
	}
	var names, blobs []string
	for _, job := range jobs {
		names, blobs = append(names, job.Name), append(blobs, job.Blobs...)
	}
	if err := s.expireExports(ctx, func(*models.Export) bool { return true }); err != nil {
		return fmt.Errorf("erase exports: %w", err)
	}
	if err := s.store.DropBlobs(ctx, blobs); err != nil {
		return fmt.Errorf("erase pictures: %w", err)
	}
	if err := s.index.Purge(ctx, names); err != nil {
		return fmt.Errorf("erase from the index: %w", err)
	}
	if err := s.store.Scrub(ctx); err != nil {
		return fmt.Errorf("erase rows: %w", err)
	}
	return nil
}

// endErasure forgets the job, unless an import that held the subject still runs. What
// such an import brought back is erased again.
func (s *Service) endErasure(ctx context.Context, job models.ErasureJob) error {
	s.cleaner.cleaned[job.ID] = true
	for _, name := range job.Imports {
		imp, err := s.store.Import(ctx, name)
		if err != nil && !isGone(err) {
			return err
		}
		if err == nil && imp.State == models.ImportRunning {
			return nil
		}
	}
	if len(job.Imports) > 0 {
		if err := s.eraseAgain(ctx, job); err != nil {
			return err
		}
	}
	delete(s.cleaner.cleaned, job.ID)
	return s.store.InTx(ctx, func(tx store.Tx) error { return tx.EndErasure(ctx, job.ID) })
}

func (s *Service) eraseAgain(ctx context.Context, job models.ErasureJob) error {
	var err error
	if job.Kind == models.Records {
		err = s.Records.eraseUploaded(ctx, job)
	} else {
		err = s.Notices.eraseUploaded(ctx, job)
	}
	if isGone(err) {
		return nil
	}
	return err
}

// eraseUploaded erases whom an upload brought back under the same origin and id.
func (r *Registry[T]) eraseUploaded(ctx context.Context, job models.ErasureJob) error {
	s, err := r.files.Lookup(ctx, job.Origin, job.ExternalID)
	if err != nil || s.Common().UploadHash == "" {
		return err
	}
	_, err = r.eraseAll(ctx, s.Common().Name, job.Reason)
	return err
}
