package auth

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// Calls of a key are written down a few at a time, beforehand: what a crash loses was counted,
// so that a quota is never gone over, and a key that calls all day costs few writes.
const (
	mostReserved  = 50
	reservedShare = 100 // of a quota: at most one part of so many is reserved
)

// meter remembers how many calls of each key are counted and not made yet. It is safe for
// concurrent use.
type meter struct {
	mu       sync.Mutex
	reserved map[string]reservation
}

type reservation struct {
	day  string
	left int64
}

// take takes one of the calls that are reserved for a key.
func (m *meter) take(key, day string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.reserved[key]
	if r.day != day || r.left == 0 {
		return false
	}
	r.left--
	m.reserved[key] = r
	return true
}

// put adds calls that were counted.
func (m *meter) put(key, day string, n int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.reserved == nil {
		m.reserved = map[string]reservation{}
	}
	r := m.reserved[key]
	if r.day != day {
		r = reservation{day: day}
	}
	r.left += n
	m.reserved[key] = r
}

// left returns how many calls of a key are counted and not made yet.
func (m *meter) left(key, day string) int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	if r := m.reserved[key]; r.day == day {
		return r.left
	}
	return 0
}

// keyOf returns the API key that the caller in ctx calls with, empty of any other.
func keyOf(ctx context.Context) (Caller, string) {
	c, err := CallerFrom(ctx)
	if err != nil || !strings.HasPrefix(c.Via, "apiKeys/") {
		return c, ""
	}
	return c, c.Via
}

// SpendRequest counts a call of the API key in ctx. Errors: models.ErrThrottled (its quota of
// the day is used up).
func (a *Accounts) SpendRequest(ctx context.Context) error {
	c, key := keyOf(ctx)
	day := a.day()
	if key == "" || a.meter.take(key, day) {
		return nil
	}
	n := int64(mostReserved)
	if c.Quota.Requests > 0 {
		n = max(1, min(n, c.Quota.Requests/reservedShare))
	}
	err := a.spend(ctx, key, day, n, 0)
	if errors.Is(err, models.ErrThrottled) && n > 1 {
		n = 1
		err = a.spend(ctx, key, day, n, 0)
	}
	if errors.Is(err, models.ErrThrottled) {
		return a.overQuota(fmt.Sprintf("此接口密钥今天的 %d 次请求已用完", c.Quota.Requests), fmt.Sprintf("the %d calls of this API key for today are used up", c.Quota.Requests))
	}
	if err == nil {
		a.meter.put(key, day, n-1)
	}
	return err
}

// SpendRows counts records and notices that the API key in ctx is about to write; all of them,
// or none. Errors: models.ErrThrottled (its quota of the day has not so many left).
func (a *Accounts) SpendRows(ctx context.Context, n int64) error {
	c, key := keyOf(ctx)
	if key == "" || n == 0 {
		return nil
	}
	err := a.spend(ctx, key, a.day(), 0, n)
	if errors.Is(err, models.ErrThrottled) {
		return a.overQuota(fmt.Sprintf("此接口密钥每天最多写入 %d 条，今天所剩不足 %d 条", c.Quota.Rows, n),
			fmt.Sprintf("this API key may write %d rows a day, and has not %d left for today", c.Quota.Rows, n))
	}
	return err
}

func (a *Accounts) spend(ctx context.Context, key, day string, requests, rows int64) error {
	err := a.store.InTx(ctx, func(tx store.Tx) error { return tx.Spend(ctx, key, day, requests, rows) })
	if err != nil {
		return fmt.Errorf("count a call of %s: %w", key, err)
	}
	return nil
}

// overQuota is an ErrThrottled that ends at midnight.
func (a *Accounts) overQuota(zh, en string) error {
	now := a.now().In(models.Zone)
	midnight := time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, models.Zone)
	return models.Throttled(midnight.Sub(now), zh+"，请明天再试，或请管理员调整配额", en+": try again tomorrow, or ask the administrator for more")
}

// day returns the day of quotas, which is China's wherever the server stands: what a key may do
// on a day begins when the day of its users does.
func (a *Accounts) day() string { return string(models.DayOf(a.now())) }

// SetQuota says how much a key may do on a day; what is nil stays as it is. It is for
// administrators. Errors: models.ErrPermission, models.ErrNotFound, models.ErrInvalid.
func (a *Accounts) SetQuota(ctx context.Context, name string, requests, rows *int64) (*models.APIKey, error) {
	k, err := a.key(ctx, name)
	if err != nil {
		return nil, err
	}
	q := k.Quota
	if requests != nil {
		q.Requests = *requests
	}
	if rows != nil {
		q.Rows = *rows
	}
	if err := admitQuota(ctx, q); err != nil {
		return nil, err
	}
	k.Quota = q
	err = a.store.InTx(ctx, func(tx store.Tx) error {
		return errors.Join(tx.PutQuota(ctx, k.Name, q), tx.AppendAudit(ctx, &models.Audit{Action: models.ActionUpdate, Objects: []string{k.Name, k.User}, Detail: quotaDetail(q)}))
	})
	if err != nil {
		return nil, fmt.Errorf("set quota: %w", err)
	}
	a.countReserved(k)
	return k, nil
}

func quotaDetail(q models.Quota) string {
	return fmt.Sprintf("quota of %d requests and %d rows a day", q.Requests, q.Rows)
}

// admitQuota returns nil if the actor may give a key that quota.
func admitQuota(ctx context.Context, q models.Quota) error {
	actor, err := models.ActorFrom(ctx)
	switch {
	case err != nil:
		return err
	case !actor.Role.May(models.Administer):
		return models.Refused(models.ErrPermission, "配额由管理员设置", "quotas are set by administrators")
	}
	for field, n := range map[string]int64{"requestsPerDay": q.Requests, "rowsPerDay": q.Rows} {
		if n < 0 || n > math.MaxInt32 {
			return models.Invalid(field, "应为 0（不限）或正整数", "must be 0, for any number, or more")
		}
	}
	return nil
}

// countReserved makes what a key did on its day what it really did, and of another day nothing.
func (a *Accounts) countReserved(keys ...*models.APIKey) {
	day := a.day()
	for _, k := range keys {
		if k.Usage.Day != day {
			k.Usage = models.Usage{Day: day}
		}
		k.Usage.Requests = max(0, k.Usage.Requests-a.meter.left(k.Name, day))
	}
}
