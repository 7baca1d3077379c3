package matcher

import (
	"context"
	"fmt"

	"github.com/guitu-project/guitu/models"
)

// What is about a pair (cases, alerts, likely pairs) is for those who may look at the
// record, and for those who keep the notice.

// seesPair reports whether the actor in ctx may know of a pair.
func (d *core) seesPair(ctx context.Context, record, notice string) (bool, error) {
	a, err := accessOf(ctx)
	if err != nil {
		return false, err
	}
	if a.within(models.Records) == nil {
		return true, nil
	}
	if visible, err := d.seen(ctx, models.Records, []string{record}); err != nil || len(visible) > 0 {
		return err == nil, err
	}
	n, err := d.store.Notices().Get(ctx, notice)
	if isGone(err) {
		return false, nil
	}
	return err == nil && a.keeps(n), err
}

// mustSeeCase returns nil if the actor in ctx may know of the case.
// Errors: models.ErrNotFound.
func (d *core) mustSeeCase(ctx context.Context, c *models.Case) error {
	ok, err := d.seesPair(ctx, c.Record, c.Notice)
	if err == nil && !ok {
		err = fmt.Errorf("of another area: %w", models.ErrNotFound)
	}
	return err
}

// mustKeepNotice returns nil if the actor in ctx keeps the notice; one that is gone is
// kept by those who work for the whole country.
// Errors: models.ErrNotFound, models.ErrPermission.
func (d *core) mustKeepNotice(ctx context.Context, name string) error {
	n, err := d.store.Notices().Get(ctx, name)
	if isGone(err) {
		return mustBeNationwide(ctx)
	}
	if err != nil {
		return err
	}
	return mustKeep(ctx, n)
}

// mustBeNationwide returns nil if the actor in ctx works for the whole country.
func mustBeNationwide(ctx context.Context) error {
	a, err := accessOf(ctx)
	if err == nil && a.Areas != models.Nationwide {
		err = models.Refused(models.ErrPermission, "此项不分辖区，需要全国范围的权限", "this is of the whole country, and your areas are not")
	}
	return err
}

// fillPage reads pages until limit things that the actor may see are found, or there
// are no more: a page is as full as it can be, within what the store gives at a time
// (store.PageBytes).
func fillPage[T any](limit int, token string, read func(limit int, token string) ([]T, string, error), sees func(T) (bool, error)) ([]T, string, error) {
	var page []T
	for {
		ask := limit - len(page)
		found, next, err := read(ask, token)
		if err != nil {
			return nil, "", err
		}
		for _, x := range found {
			ok, err := sees(x)
			if err != nil {
				return nil, "", err
			}
			if ok {
				page = append(page, x)
			}
		}
		full := len(page) >= limit || len(found) < ask && len(page) > 0
		if token = next; token == "" || full {
			return page, token, nil
		}
	}
}
