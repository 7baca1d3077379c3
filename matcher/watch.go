package matcher

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// watchPage is how many alerts a watcher is told at a time.
const watchPage = 100

// Watch hands every alert after the one of that id to send, or after the newest if
// it is nil, until ctx ends or send fails; nil now and every beat without an alert.
// Each watcher reads the store at its own pace: a slow one holds up no one, and none
// misses anything.
func (a *Alerts) Watch(ctx context.Context, after *int64, beat time.Duration, send func(*models.Alert) error) error {
	if _, err := models.ActorFrom(ctx); err != nil {
		return err
	}
	position, err := a.from(ctx, after)
	if err == nil {
		err = send(nil)
	}
	for err == nil {
		wake := a.raised.Changed()
		var page []models.Alert
		if page, err = a.store.Alerts(ctx, position, watchPage); err != nil {
			break
		}
		var visible []models.Alert
		if visible, err = a.visible(ctx, page); err != nil {
			break
		}
		for i := range visible {
			if err = send(&visible[i]); err != nil {
				return err
			}
		}
		if len(page) > 0 {
			position = page[len(page)-1].ID
		}
		if len(page) == watchPage {
			continue
		}
		select {
		case <-ctx.Done():
			err = ctx.Err()
		case <-wake:
		case <-time.After(beat):
			err = send(nil)
		}
	}
	return err
}

func (a *Alerts) from(ctx context.Context, after *int64) (int64, error) {
	last, err := a.store.LastAlert(ctx)
	switch {
	case err != nil || after == nil:
		return last, err
	case *after < 0:
		return 0, models.Invalid("after", "应为事件编号，不能为负", "must be the id of an alert, not below 0")
	}
	return min(*after, last), nil // the newest may have been erased, or the store restored
}

// List reads up to limit alerts after the one of that id.
func (a *Alerts) List(ctx context.Context, after int64, limit int) ([]models.Alert, error) {
	var page []models.Alert
	for len(page) < limit {
		found, err := a.store.Alerts(ctx, after, limit-len(page))
		if err != nil {
			return nil, fmt.Errorf("list alerts: %w", err)
		}
		if len(found) == 0 {
			break
		}
		after = found[len(found)-1].ID
		visible, err := a.visible(ctx, found)
		if err != nil {
			return nil, err
		}
		page = append(page, visible...)
	}
	return page, nil
}

// visible returns those of the alerts that the actor may know of, as the actor may see
// them. It audits that they were read.
func (a *Alerts) visible(ctx context.Context, all []models.Alert) (page []models.Alert, err error) {
	for _, alert := range all {
		ok, err := a.seesPair(ctx, alert.Match.Record, alert.Match.Notice)
		if err != nil {
			return nil, fmt.Errorf("list alerts: %w", err)
		}
		if !ok {
			continue
		}
		match := []models.Match{alert.Match}
		if err := a.showMatches(ctx, match); err != nil {
			return nil, fmt.Errorf("list alerts: %w", err)
		}
		alert.Match = match[0]
		page = append(page, alert)
	}
	if len(page) == 0 {
		return nil, nil
	}
	objects := make([]string, 0, 3*len(page))
	for _, alert := range page {
		objects = append(objects, alert.Case, alert.Match.Record, alert.Match.Notice)
	}
	return page, a.audit(ctx, models.ActionRead, "alerts", objects...)
}

// Deliveries reads up to limit alerts on their way to the webhook.
func (a *Alerts) Deliveries(ctx context.Context, state models.DeliveryState, limit int) ([]models.Delivery, error) {
	if _, err := models.ActorFrom(ctx); err != nil {
		return nil, err
	}
	found, err := a.store.Deliveries(ctx, state, limit)
	if err != nil {
		return nil, fmt.Errorf("list deliveries: %w", err)
	}
	return found, nil
}

// Retry has a dead delivery sent again. Errors: models.ErrNotFound (none is dead).
func (a *Alerts) Retry(ctx context.Context, alert int64) (models.Delivery, error) {
	dead, err := a.Deliveries(ctx, models.DeliveryDead, mostDead)
	if err != nil {
		return models.Delivery{}, err
	}
	for _, d := range dead {
		if d.Alert != alert {
			continue
		}
		d.State, d.Attempts, d.Next = models.DeliveryWaiting, 0, a.clock()
		err := a.store.InTx(ctx, func(tx store.Tx) error { return tx.AlertWriter().PutDelivery(ctx, &d) })
		if err != nil {
			return d, fmt.Errorf("retry: %w", err)
		}
		return d, a.audit(ctx, models.ActionUpdate, "retry delivery", "alerts/"+strconv.FormatInt(alert, 10))
	}
	return models.Delivery{}, fmt.Errorf("dead delivery of alert %d: %w", alert, models.ErrNotFound)
}

// mostDead is how many dead deliveries are looked through.
const mostDead = 10_000
