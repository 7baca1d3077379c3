package auth

import (
	"context"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// openedWithin is how far back it is counted whose contacts people opened.
const openedWithin = 7 * 24 * time.Hour

// Opened is what one person opened that is masked, within openedWithin.
type Opened struct {
	Notices int // whose contacts were shown
	Refused int // how often the hourly limit was met
}

// Opened returns, by account, what people opened that is masked.
func (a *Accounts) Opened(ctx context.Context) (map[string]Opened, error) {
	list, seen := map[string]Opened{}, map[[2]string]bool{}
	err := a.trail(ctx, models.ActionReveal, func(row models.Audit) {
		for _, notice := range row.Objects {
			if pair := [2]string{row.Actor.ID, notice}; !seen[pair] {
				seen[pair] = true
				o := list[row.Actor.ID]
				o.Notices++
				list[row.Actor.ID] = o
			}
		}
	})
	if err != nil {
		return nil, err
	}
	err = a.trail(ctx, models.ActionRefuse, func(row models.Audit) {
		if row.Detail == models.RevealLimit {
			o := list[row.Actor.ID]
			o.Refused++
			list[row.Actor.ID] = o
		}
	})
	return list, err
}

// trail calls row for each of the trail's rows of an action within openedWithin.
func (a *Accounts) trail(ctx context.Context, action models.Action, row func(models.Audit)) error {
	filter := store.AuditFilter{Action: action, From: a.now().Add(-openedWithin)}
	return store.AuditPages(ctx, a.store, filter, 0, func(rows []models.Audit) error {
		for _, r := range rows {
			row(r)
		}
		return nil
	})
}
