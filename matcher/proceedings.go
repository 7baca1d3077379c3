package matcher

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// Opened describes a proceeding as it is answered to who began it or acted in it.
type Opened struct {
	models.Proceeding
	Matches   []models.Match    // notices that a lead or a patient may be
	Proposals []models.Proposal // other leads, records, or earlier stays of what may be the same person
	Known     []models.Proposal // entries of the registry that the person may be, with the guardian's contact
	Code      string            // the one-time code of an escort that departs: told once
}

// Begin makes a new proceeding with its first act. With a client id that the actor has used
// for the kind before, it answers what was made then, and nothing is made.
// Errors: models.ErrInvalid, models.ErrPermission, models.ErrNotFound (what it is about),
// models.ErrPrecondition.
func (s *Service) Begin(ctx context.Context, p models.Proceeding, first models.Act) (Opened, error) {
	actor, err := models.ActorFrom(ctx)
	if err != nil {
		return Opened{}, err
	}
	d := p.Head()
	if d.ClientID != "" {
		made, err := s.store.ClientProceeding(ctx, p.ProceedingKind(), actor.ID, d.ClientID)
		if err == nil { // they may have been moved to another area since
			made, err = proceedingOf(ctx, s.store, made.Head().Name)
			if err != nil {
				return Opened{}, fmt.Errorf("begin: %w", err)
			}
			return s.opened(ctx, made)
		}
		if !isGone(err) {
			return Opened{}, fmt.Errorf("begin: %w", err)
		}
	}
	if err := s.prepare(ctx, p, actor, &first); err != nil {
		return Opened{}, fmt.Errorf("begin: %w", err)
	}
	var names changedNames
	err = s.store.InTx(ctx, func(tx store.Tx) error {
		if err := s.beginIn(ctx, tx, p, &names); err != nil {
			return err
		}
		if err := models.Begin(p, actor, first, s.clock()); err != nil {
			return err
		}
		if err := s.effects(ctx, tx, p, &names); err != nil {
			return err
		}
		return tx.ProceedingWriter().PutProceeding(ctx, p)
	})
	if err != nil {
		return Opened{}, fmt.Errorf("begin: %w", err)
	}
	if names.subjects {
		s.publish(ctx)
	}
	return s.opened(ctx, p)
}

// changedNames notes what a transaction changed besides the proceeding itself.
type changedNames struct {
	subjects bool
	erase    *models.ErasureJob
}

// prepare fills in what the caller need not say, keeps the bytes that came, and checks that
// the actor may begin p.
func (s *Service) prepare(ctx context.Context, p models.Proceeding, actor models.Actor, first *models.Act) error {
	d := p.Head()
	if g, ok := p.(*models.Registration); ok {
		g.Notice = ""
	}
	if r, ok := p.(*models.IdentityRequest); ok {
		d.Record = ""
		if actor.Role.May(models.AskIdentity) {
			r.Hospital = actor.Station
		}
	} else if d.Station == "" {
		d.Station = actor.Station
	}
	if err := s.fillFrom(ctx, p); err != nil {
		return err
	}
	fillPlace(&d.Place)
	if err := p.Validate(s.clock()); err != nil {
		return err
	}
	if err := s.mustBegin(ctx, p); err != nil {
		return err
	}
	if photos := models.PhotosOf(p); photos != nil {
		if err := mustBring(ctx, *photos); err != nil {
			return err
		}
		for i := range *photos {
			if err := s.admitPhoto(ctx, &(*photos)[i], fmt.Sprintf("photos[%d].content", i)); err != nil {
				return err
			}
		}
	}
	return s.keepFiles(ctx, first)
}

// fillFrom takes over from what a proceeding is about what it does not say itself: an
// escort's record and place from its stay, a stay's place from its record.
func (s *Service) fillFrom(ctx context.Context, p models.Proceeding) error {
	d := p.Head()
	switch p := p.(type) {
	case *models.Escort:
		fillPlace(&p.Destination)
		if kind, _ := models.ProceedingKindOf(p.Stay); kind != models.Stays {
			return nil // Validate says so
		}
		stay, err := proceedingOf(ctx, s.store, p.Stay)
		if err != nil {
			return err
		}
		d.Record, d.Station, d.Place = stay.Head().Record, stay.Head().Station, stay.Head().Place
	case *models.Stay, *models.Inquiry:
		if q, ok := p.(*models.Inquiry); ok {
			fillPlace(&q.Destination)
		}
		if kind, _ := models.KindOf(d.Record); kind != models.Records {
			return nil
		}
		r, err := s.Records.load(ctx, d.Record)
		if err != nil {
			return err
		}
		if d.Place.IsZero() {
			d.Place = r.FoundPlace
		}
		if d.Station == "" {
			d.Station = r.Station
		}
	}
	return nil
}

// keepFiles makes the files of an act durable.
func (s *Service) keepFiles(ctx context.Context, act *models.Act) error {
	for _, f := range act.AllFiles() {
		f.SHA256, f.Size = "", len(f.Content)
		if f.Size == 0 || f.Size > models.MaxAttachment {
			continue // the act's own check says so
		}
		f.ContentType = http.DetectContentType(f.Content)
		var err error
		if f.SHA256, err = s.store.PutBlob(ctx, f.Content); err != nil {
			return fmt.Errorf("keep a file: %w", err)
		}
		f.Content = nil
	}
	return nil
}

// Act does an act in a proceeding, with all that follows from it, or nothing. With a client
// id that stands in the history already, it answers the proceeding as it is.
// A non-empty etag must be the current one.
// Errors: models.ErrNotFound, models.ErrStale, models.ErrInvalid, models.ErrPermission,
// models.ErrPrecondition.
func (s *Service) Act(ctx context.Context, name, etag string, act models.Act) (Opened, error) {
	a, err := accessOf(ctx)
	if err != nil {
		return Opened{}, err
	}
	p, err := proceedingOf(ctx, s.store, name)
	if err == nil && act.ClientID != "" && slices.ContainsFunc(p.Head().History, func(h models.Act) bool { return h.ClientID == act.ClientID && h.Actor == a.ID }) {
		return s.opened(ctx, p)
	}
	if err == nil {
		err = s.mustAct(ctx, a, p, &act)
	}
	if err == nil {
		err = s.tryAct(p, a.Actor, act) // before bytes are kept that nothing will name
	}
	if err == nil {
		err = s.keepFiles(ctx, &act)
	}
	if err != nil {
		return Opened{}, s.actRefused(ctx, name, act, err)
	}
	var names changedNames
	var code string
	err = s.store.InTx(ctx, func(tx store.Tx) error {
		w := tx.ProceedingWriter()
		if p, err = proceedingOf(ctx, w, name); err != nil {
			return err
		}
		if etag != "" && etag != p.Head().Etag {
			return models.ErrStale
		}
		if err := s.beforeAct(ctx, tx, p, &act, &names); err != nil {
			return err
		}
		if err := models.Do(p, a.Actor, act, s.clock()); err != nil {
			return err
		}
		if e, ok := p.(*models.Escort); ok && act.Kind == models.ActDepart {
			if code, err = e.NewCode(); err != nil {
				return err
			}
		}
		if err := s.effects(ctx, tx, p, &names); err != nil || names.erase != nil {
			return err
		}
		return w.PutProceeding(ctx, p)
	})
	if err != nil {
		return Opened{}, s.actRefused(ctx, name, act, err)
	}
	if names.subjects {
		s.publish(ctx)
	}
	if names.erase != nil { // the rows are gone; the files follow
		if err := s.clean(ctx); err != nil {
			s.log.WarnContext(ctx, "withdrawn, and a file may still hold something", "name", name, "err", err)
		}
		p.Forget()
		return Opened{Proceeding: p}, nil
	}
	o, err := s.opened(ctx, p)
	o.Code = code
	return o, err
}

// tryAct tries an act on a copy of the proceeding.
func (s *Service) tryAct(p models.Proceeding, actor models.Actor, act models.Act) error {
	if len(act.AllFiles()) == 0 || act.Kind == models.ActRegister { // nothing to keep; a registration brings its record later
		return nil
	}
	act.Files, act.Signatures = slices.Clone(act.Files), slices.Clone(act.Signatures)
	for i := range act.Signatures {
		if image := act.Signatures[i].Image; image != nil {
			act.Signatures[i].Image = &models.File{Content: image.Content}
		}
	}
	for _, f := range act.AllFiles() {
		f.ContentType = http.DetectContentType(f.Content)
	}
	tried, err := models.Clone(p)
	if err != nil {
		return err
	}
	return models.Do(tried, actor, act, s.clock())
}

// actRefused adds what an act was to the error, and counts a wrong code: those who guess
// must not have more tries than five.
func (s *Service) actRefused(ctx context.Context, name string, act models.Act, refused error) error {
	if act.Kind == models.ActHandOver && act.Code != "" {
		err := s.store.InTx(ctx, func(tx store.Tx) error {
			p, err := proceedingOf(ctx, tx.ProceedingWriter(), name) // strangers must not use its tries up
			if err != nil {
				return nil //nolint:nilerr // there is nothing to count
			}
			if e, ok := p.(*models.Escort); ok && e.WrongCode(&act) {
				return tx.ProceedingWriter().PutProceeding(ctx, e)
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("%s %s: %w", act.Kind, name, err)
		}
	}
	return fmt.Errorf("%s %s: %w", act.Kind, name, refused)
}

// Proceeding reads a proceeding of that kind. Errors: models.ErrNotFound.
func (s *Service) Proceeding(ctx context.Context, name string) (Opened, error) {
	p, err := proceedingOf(ctx, s.store, name)
	if err != nil {
		return Opened{}, fmt.Errorf("get %s: %w", name, err)
	}
	if err := s.audit(ctx, models.ActionRead, "", objectsOf(p)...); err != nil {
		return Opened{}, err
	}
	return s.opened(ctx, p)
}

func objectsOf(p models.Proceeding) []string {
	objects := []string{p.Head().Name}
	if of := models.SubjectOf(p); of != "" {
		objects = append(objects, of)
	}
	return objects
}

// Proceedings lists those that the actor may see, the newest first.
// Errors: models.ErrInvalid (pageToken, pageSize).
func (s *Service) Proceedings(ctx context.Context, filter store.ProceedingFilter, limit int, token string) ([]models.Proceeding, string, error) {
	a, err := accessOf(ctx)
	if err != nil {
		return nil, "", err
	}
	filter.Within = a.proceedings()
	page, next, err := s.store.ListProceedings(ctx, filter, limit, token)
	if err != nil {
		return nil, "", fmt.Errorf("list %s: %w", filter.Kind, err)
	}
	if err := s.nameRegistered(ctx, page...); err != nil {
		return nil, "", fmt.Errorf("list %s: %w", filter.Kind, err)
	}
	names := make([]string, len(page))
	for i, p := range page {
		s.show(p)
		names[i] = p.Head().Name
	}
	return page, next, s.audit(ctx, models.ActionList, string(filter.Kind), names...)
}

// File reads a file of a proceeding: a photo, a signature, a proof. Errors: models.ErrNotFound.
func (s *Service) File(ctx context.Context, name, sha256 string) (content []byte, contentType string, err error) {
	p, err := proceedingOf(ctx, s.store, name)
	if err != nil {
		return nil, "", fmt.Errorf("file of %s: %w", name, err)
	}
	if !slices.Contains(models.FilesOf(p), sha256) {
		return nil, "", fmt.Errorf("file of %s: %w", name, models.ErrNotFound)
	}
	if err := s.audit(ctx, models.ActionRead, "file", objectsOf(p)...); err != nil {
		return nil, "", err
	}
	if content, err = s.blob(ctx, sha256); err != nil {
		return nil, "", fmt.Errorf("file of %s: %w", name, err)
	}
	if contentType = http.DetectContentType(content); contentType == "application/pdf" {
		return content, contentType, nil
	}
	return s.photos.Clean(ctx, content)
}

// nameRegistered fills in who an entry of the registry is about, which its notice has from
// when it is kept: those who see the entry have surveyed or checked it.
func (s *Service) nameRegistered(ctx context.Context, page ...models.Proceeding) error {
	var notices []string
	for _, p := range page {
		if g, ok := p.(*models.Registration); ok && g.Notice != "" {
			notices = append(notices, g.Notice)
		}
	}
	if len(notices) == 0 {
		return nil
	}
	found, err := s.store.Notices().GetAll(ctx, notices)
	if err != nil {
		return err
	}
	people := make(map[string]models.Person, len(found))
	for _, n := range found {
		people[n.Name] = n.Person
	}
	for _, p := range page {
		if g, ok := p.(*models.Registration); ok && g.Notice != "" {
			g.Person = people[g.Notice]
		}
	}
	return nil
}

// show takes out of p what is not for its readers: embeddings, and the code's hash.
func (s *Service) show(p models.Proceeding) {
	if photos := models.PhotosOf(p); photos != nil {
		for i := range *photos {
			(*photos)[i].Faces = nil
		}
	}
	switch p := p.(type) {
	case *models.Escort:
		p.CodeHash = ""
	case *models.Stay:
		p.LongStay = p.Overlong(s.clock())
	}
}
