package matcher

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// RequestTakedown takes down who says of a notice that it is about them and that they
// are not missing, and what proves it. Nothing happens to the notice until another
// person has checked the identity.
// Errors: models.ErrInvalid, models.ErrNotFound (the notice).
func (s *Service) RequestTakedown(ctx context.Context, t *models.Takedown) (*models.Takedown, error) {
	actor, err := models.ActorFrom(ctx)
	if err != nil {
		return nil, err
	}
	for i := range t.Attachments { // whatever the caller says it is
		t.Attachments[i].ContentType = http.DetectContentType(t.Attachments[i].Content)
	}
	if err := t.Validate(); err != nil {
		return nil, err
	}
	if _, err := s.Notices.load(ctx, t.Notice); err != nil {
		return nil, fmt.Errorf("takedown: %w", err)
	}
	if err := s.mayRequest(ctx, actor, t.Notice); err != nil {
		return nil, fmt.Errorf("takedown: %w", err)
	}
	for i := range t.Attachments {
		a := &t.Attachments[i]
		if a.SHA256, err = s.store.PutBlob(ctx, a.Content); err != nil {
			return nil, fmt.Errorf("keep an attachment: %w", err)
		}
		a.Size, a.Content = int64(len(a.Content)), nil
	}
	t.Name, t.State, t.EnteredBy = "", models.TakedownRequested, actor.ID
	if err := s.store.InTx(ctx, func(tx store.Tx) error { return tx.PutTakedown(ctx, t, "") }); err != nil {
		return nil, fmt.Errorf("takedown: %w", err)
	}
	return t, nil
}

// AcceptTakedown says that a person other than who entered the request has checked the
// identity, and how. The notice is withdrawn at once, and erased when the time to undo it
// is over. Errors: models.ErrNotFound, models.ErrPermission (the same person),
// models.ErrPrecondition (decided before), models.ErrInvalid (how it was checked is missing).
func (s *Service) AcceptTakedown(ctx context.Context, name, how string) (*models.Takedown, error) {
	return s.decideTakedown(ctx, name, how, models.TakedownRequested, models.TakedownAccepted, func(t *models.Takedown, n *models.Notice) {
		t.Was, n.Status = n.Status, models.NoticeWithdrawn
		t.EraseTime = s.clock().Add(time.Duration(s.retention.TakedownHours) * time.Hour)
	})
}

// RefuseTakedown says why a request is not followed. Errors: as of AcceptTakedown.
func (s *Service) RefuseTakedown(ctx context.Context, name, why string) (*models.Takedown, error) {
	return s.decideTakedown(ctx, name, why, models.TakedownRequested, models.TakedownRefused, nil)
}

// UndoTakedown brings the notice back that an accepted takedown withdrew, as long as it
// is not erased. Errors: as of AcceptTakedown, but anyone may undo.
func (s *Service) UndoTakedown(ctx context.Context, name, why string) (*models.Takedown, error) {
	return s.decideTakedown(ctx, name, why, models.TakedownAccepted, models.TakedownUndone, func(t *models.Takedown, n *models.Notice) {
		n.Status, t.EraseTime = t.Was, time.Time{}
	})
}

// decideTakedown brings a takedown from one state to the next, and its notice with it.
func (s *Service) decideTakedown(ctx context.Context, name, said string, from, to models.TakedownState,
	edit func(*models.Takedown, *models.Notice),
) (*models.Takedown, error) {
	actor, err := models.ActorFrom(ctx)
	if err != nil {
		return nil, err
	}
	if said == "" {
		return nil, models.Invalid("reason", "请写明如何核验，或理由", "say how it was checked, or why")
	}
	t, err := s.store.Takedown(ctx, name)
	if err == nil {
		err = s.mustSeeTakedown(ctx, t)
	}
	switch {
	case err != nil:
		return nil, fmt.Errorf("takedown: %w", err)
	case t.State != from:
		return nil, models.Refused(models.ErrPrecondition, fmt.Sprintf("该申请现为 %s，不能这样处理", t.State), fmt.Sprintf("the takedown is %s", t.State))
	case from == models.TakedownRequested && t.EnteredBy == actor.ID:
		return nil, models.Refused(models.ErrPermission, "身份须由登记人以外的另一人核验", "another person than the one who entered the request must check the identity")
	}
	t.State, t.DecidedBy, t.Decision = to, actor.ID, said
	err = s.store.InTx(ctx, func(tx store.Tx) error {
		if edit != nil {
			n, err := tx.NoticeWriter().Get(ctx, t.Notice)
			if err != nil {
				return err
			}
			edit(t, n)
			if err := tx.NoticeWriter().Update(ctx, n); err != nil {
				return err
			}
		}
		return tx.PutTakedown(ctx, t, from)
	})
	if err != nil {
		return nil, fmt.Errorf("takedown: %w", err)
	}
	if edit != nil {
		s.publish(ctx)
	}
	return t, nil
}

// mustSeeTakedown returns nil if the actor keeps the notice that the request is about: to
// others it is as if there were none. Errors: models.ErrNotFound.
func (s *Service) mustSeeTakedown(ctx context.Context, t *models.Takedown) error {
	err := s.mustKeepNotice(ctx, t.Notice)
	if errors.Is(err, models.ErrPermission) {
		err = fmt.Errorf("of another area: %w", models.ErrNotFound)
	}
	return err
}

// mostRequests is how many requests of one person may wait for a person to check them.
const mostRequests = 20

// mayRequest returns nil unless the actor has asked for the same, or for much else, that
// no one has checked yet. What others have asked for does not matter: it must not be told.
// Errors: models.ErrPrecondition, models.ErrThrottled.
func (s *Service) mayRequest(ctx context.Context, actor models.Actor, notice string) error {
	const page = 1000
	waiting := 0
	for token, more := "", true; more; more = token != "" {
		var list []*models.Takedown
		var err error
		if list, token, err = s.store.Takedowns(ctx, models.TakedownRequested, page, token); err != nil {
			return err
		}
		for _, t := range list {
			if t.EnteredBy != actor.ID {
				continue
			}
			if waiting++; t.Notice == notice {
				return models.Refused(models.ErrPrecondition, "您已为这份启事提出过申请，请等待核验", "you have asked for this notice already: wait until it is checked")
			}
		}
	}
	if waiting >= mostRequests {
		return models.Refused(models.ErrThrottled, fmt.Sprintf("您有 %d 份申请待核验，请稍后再提", waiting), fmt.Sprintf("%d of your requests wait to be checked: ask again later", waiting))
	}
	return nil
}

// Takedown reads a request. Errors: models.ErrNotFound.
func (s *Service) Takedown(ctx context.Context, name string) (*models.Takedown, error) {
	t, err := s.store.Takedown(ctx, name)
	if err == nil {
		err = s.mustSeeTakedown(ctx, t)
	}
	if err != nil {
		return nil, fmt.Errorf("takedown: %w", err)
	}
	return t, s.audit(ctx, models.ActionRead, "takedown", name, t.Notice)
}

// Takedowns lists the requests in a state, or all, oldest first.
func (s *Service) Takedowns(ctx context.Context, state models.TakedownState, limit int, token string) ([]*models.Takedown, string, error) {
	page, next, err := fillPage(limit, token, func(limit int, token string) ([]*models.Takedown, string, error) {
		return s.store.Takedowns(ctx, state, limit, token)
	}, func(t *models.Takedown) (bool, error) {
		err := s.mustKeepNotice(ctx, t.Notice)
		if errors.Is(err, models.ErrPermission) {
			return false, nil
		}
		return err == nil, err
	})
	if err != nil {
		return nil, "", fmt.Errorf("takedowns: %w", err)
	}
	names := make([]string, len(page))
	for i, t := range page {
		names[i] = t.Name
	}
	return page, next, s.audit(ctx, models.ActionList, "takedowns", names...)
}

// takedownPage is how many takedowns are looked at in one read.
const takedownPage = 100

// eraseTakenDown erases the notices whose takedown can be undone no more, and the
// evidence of requests that were refused or undone long ago.
func (s *Service) eraseTakenDown(ctx context.Context) error {
	now := s.clock()
	err := s.eachTakedown(ctx, models.TakedownAccepted, func(t *models.Takedown) error {
		if now.Before(t.EraseTime) {
			return nil
		}
		if _, err := s.Notices.eraseAll(ctx, t.Notice, models.ReasonNotMissing); err != nil && !isGone(err) {
			return err
		}
		return s.eraseEvidence(ctx, t, models.TakedownErased)
	})
	for _, state := range []models.TakedownState{models.TakedownRefused, models.TakedownUndone} {
		if err != nil {
			break
		}
		err = s.eachTakedown(ctx, state, func(t *models.Takedown) error {
			if now.Before(t.UpdateTime.AddDate(0, 0, s.retention.RefusedTakedownDays)) || t.Requester.Name == "" {
				return nil
			}
			return s.eraseEvidence(ctx, t, state)
		})
	}
	return err
}

// eraseEvidence takes out of a takedown who asked and what proved it. Who entered and
// who decided it stays.
func (s *Service) eraseEvidence(ctx context.Context, t *models.Takedown, to models.TakedownState) error {
	was := t.State
	job := models.ErasureJob{Erasure: models.Erasure{Name: t.Name, Kind: "takedowns", Reason: models.ReasonNotMissing}, Part: models.DataContacts}
	for _, a := range t.Attachments {
		job.Blobs = append(job.Blobs, a.SHA256)
	}
	t.State, t.Requester, t.Evidence, t.Attachments, t.Decision = to, models.Contact{}, "", nil, ""
	return s.store.InTx(ctx, func(tx store.Tx) error {
		if err := tx.PutTakedown(ctx, t, was); err != nil {
			return err
		}
		return tx.PutErasure(ctx, &job)
	})
}

func (s *Service) eachTakedown(ctx context.Context, state models.TakedownState, do func(*models.Takedown) error) error {
	for token := ""; ; {
		page, next, err := s.store.Takedowns(ctx, state, takedownPage, token)
		if err != nil {
			return err
		}
		for _, t := range page {
			if err := do(t); err != nil {
				return fmt.Errorf("%s: %w", t.Name, err)
			}
		}
		if next == "" {
			return nil
		}
		token = next
	}
}
