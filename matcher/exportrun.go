package matcher

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange"
	"github.com/guitu-project/guitu/models/store"
)

// expireEvery is how often files of exports are looked for whose day is over.
const expireEvery = 10 * time.Minute

// runExports works exports off, first those that an earlier process left running, which
// begin again, and deletes files whose day is over, until ctx ends.
func (s *Service) runExports(ctx context.Context) {
	s.resumeExports(ctx)
	expire := time.NewTicker(expireEvery)
	defer expire.Stop()
	for {
		for name, ok := s.exports.next(); ok && ctx.Err() == nil; name, ok = s.exports.next() {
			s.runExport(ctx, name)
		}
		if err := s.expireExports(ctx, func(e *models.Export) bool { return !s.clock().Before(e.ExpireTime) }); err != nil && ctx.Err() == nil {
			s.log.WarnContext(ctx, "files of exports stay", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-s.exports.wake:
			if s.shared {
				s.resumeExports(ctx)
			}
		case <-expire.C:
		}
	}
}

// resumeExports queues what runs by the store, and here does not.
func (s *Service) resumeExports(ctx context.Context) {
	running, err := s.store.Exports(ctx, store.ExportFilter{State: models.ExportRunning}, mostExports)
	if err != nil && ctx.Err() == nil {
		s.log.ErrorContext(ctx, "resume exports", "err", err)
	}
	for i := len(running) - 1; i >= 0; i-- {
		s.exports.add(running[i].Name)
	}
}

// mostExports is how many exports are looked through at once: more than a day's.
const mostExports = 10_000

// expireExports deletes the files of exports that are done and due.
func (s *Service) expireExports(ctx context.Context, due func(*models.Export) bool) error {
	done, err := s.store.Exports(ctx, store.ExportFilter{State: models.ExportDone}, mostExports)
	for _, e := range done {
		if err == nil && due(e) {
			err = s.expireExport(ctx, e)
		}
	}
	return err
}

// runExport takes one export to its end, or as far as the process lives.
func (s *Service) runExport(ctx context.Context, name string) {
	e, err := s.store.Export(ctx, name)
	if err != nil || e.State != models.ExportRunning {
		s.log.WarnContext(ctx, "export not taken on", "export", name, "err", err)
		return
	}
	job, ended := s.exports.begin(ctx, name, 0, s.clock())
	defer ended()
	asActor := models.WithPurpose(models.WithActor(job, e.Actor), e.Purpose)
	err = s.writeExport(asActor, e)
	if now, failed := s.store.Export(ctx, name); failed == nil && now.State == models.ExportCancelled { // at another process
		s.exports.cancel(name)
	}
	switch {
	case ctx.Err() != nil:
		return // the process ends: the export begins again with the next one
	case job.Err() != nil:
		e.State = models.ExportCancelled
	case errors.Is(err, errAccessEnded):
		e.State, e.Reason = models.ExportCancelled, models.Text{Zh: "账号已停用或权限已变更", En: "the account was disabled or may do other things now"}
	case err != nil:
		e.State, e.Reason = models.ExportFailed, models.Text{Zh: "导出中断，请重试", En: "the export broke off: try again"}
		s.log.ErrorContext(ctx, "export failed", "export", name, "err", err)
	default:
		e.State, e.ExpireTime = models.ExportDone, s.clock().Add(exportStays)
	}
	if err := s.endExport(models.WithPurpose(models.WithActor(ctx, e.Actor), e.Purpose), e); err != nil && ctx.Err() == nil {
		s.log.ErrorContext(ctx, "export ended, its state was not written", "export", name, "err", err)
	}
}

// endExport writes how an export ended, and with how many people.
func (s *Service) endExport(ctx context.Context, e *models.Export) error {
	e.Names = nil // the trail has them
	err := s.store.InTx(ctx, func(tx store.Tx) error {
		if err := tx.PutExport(ctx, e); err != nil {
			return err
		}
		return tx.AppendAudit(ctx, &models.Audit{Action: models.ActionExport, Objects: []string{e.Name}, Detail: fmt.Sprintf("%s, %s %s, %d people", e.State, e.Kind, e.Format, e.Done)})
	})
	if e.State != models.ExportDone {
		err = errors.Join(err, s.store.DropUpload(ctx, e.Name))
	}
	return err
}

// writeExport writes the file, sealed as it comes.
func (s *Service) writeExport(ctx context.Context, e *models.Export) error {
	f, err := s.format(e.Format)
	if err != nil {
		return err
	}
	out, in := io.Pipe()
	written, name := make(chan error, 1), e.Name
	go func() { // ends with the pipe, which KeepUpload reads to its end or closes; e is its own until then
		err := s.writeSubjects(ctx, e, f, in)
		written <- err
		_ = in.CloseWithError(err) // never fails
	}()
	counted := &counter{in: out}
	err = s.store.KeepUpload(ctx, name, counted)
	_ = out.CloseWithError(errors.Join(err, io.ErrClosedPipe)) // never fails
	err = errors.Join(<-written, err)
	e.Size = counted.n
	return err
}

// counter counts what is read.
type counter struct {
	in io.Reader
	n  int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	c.n += int64(n)
	return n, err
}

func (s *Service) writeSubjects(ctx context.Context, e *models.Export, f exchange.Format, out io.Writer) error {
	w, err := f.Write(out, e.Kind, e.Fields)
	if err != nil {
		return err
	}
	if e.Kind == models.Records {
		err = s.Records.export(ctx, e, w, &s.exports)
	} else {
		err = s.Notices.export(ctx, e, w, &s.exports)
	}
	return errors.Join(err, w.Close())
}

// exportPage is how many subjects are read at once.
const exportPage = 500

// export writes who the actor may see, page by page, each page a row in the trail.
func (r *Registry[T]) export(ctx context.Context, e *models.Export, w exchange.SubjectWriter, q *jobQueue) error {
	a, err := accessOf(ctx)
	if err != nil {
		return err
	}
	next, err := r.exportPages(ctx, e, a)
	if err != nil {
		return err
	}
	if err := r.store.InTx(ctx, func(tx store.Tx) error { return tx.PutExport(ctx, e) }); err != nil {
		return err
	}
	for more := true; more; {
		if err := r.stillAdmitted(ctx, e.Actor); err != nil {
			return err
		}
		var page []T
		page, more, err = next()
		if err == nil {
			err = r.show(ctx, page...)
		}
		if err == nil && len(page) > 0 {
			err = r.audit(ctx, models.ActionExport, e.Name, namesOf(page)...)
		}
		if err != nil {
			return err
		}
		for _, s := range page {
			if err := r.exportOne(ctx, e, w, s); err != nil {
				return err
			}
		}
		e.Done += int64(len(page))
		q.advance(e.Done)
	}
	return nil
}

// exportPages counts whom an export may hold and returns what reads them, a page at a
// time: those that it names, else those that its filter lets through. more is false with
// the last page.
func (r *Registry[T]) exportPages(ctx context.Context, e *models.Export, a access) (next func() (page []T, more bool, err error), err error) {
	if len(e.Names) > 0 {
		e.Total = int64(len(e.Names))
		rest := e.Names
		return func() (page []T, more bool, err error) {
			names := rest[:min(exportPage, len(rest))]
			rest = rest[len(names):]
			found, err := r.files.GetAll(ctx, names)
			byName := map[string]T{}
			for _, s := range found {
				byName[s.Common().Name] = s
			}
			for _, name := range names {
				if s, ok := byName[name]; ok && a.sees(s) {
					page = append(page, s)
				}
			}
			return page, len(rest) > 0, err
		}, nil
	}
	filter := store.Filter{Status: e.Status, Origin: e.Origin, OpenOnly: e.OpenOnly, Within: a.within(r.kind)}
	if e.Total, err = r.files.Count(ctx, filter); err != nil {
		return nil, err
	}
	token := ""
	return func() (page []T, more bool, err error) {
		page, token, err = r.files.List(ctx, filter, exportPage, token)
		return page, token != "", err
	}, nil
}

// exportOne writes a subject: its pictures as they may leave, if they were asked for, and
// nothing that describes a face or a finger.
func (r *Registry[T]) exportOne(ctx context.Context, e *models.Export, w exchange.SubjectWriter, s T) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	entry, photos := s.Common(), []models.Photo(nil)
	for _, p := range entry.Photos {
		if !e.Photos || p.SHA256 == "" {
			continue
		}
		file, err := r.blob(ctx, p.SHA256)
		if err == nil {
			file, _, err = r.photos.Clean(ctx, file)
		}
		if err != nil {
			return fmt.Errorf("%s of %s: %w", p.Name, entry.Name, err)
		}
		photos = append(photos, models.Photo{TakenDate: p.TakenDate, Content: file})
	}
	entry.Photos, entry.Fingerprints = photos, nil
	return w.Write(s)
}
