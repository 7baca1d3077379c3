package auth

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"net"
	"strings"
	"time"

	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// How many wrong passwords are free, for an account and from an address, behind which
// a whole station may sit. Each one more doubles the wait, from firstWait to
// longestWait. After forgetAfter without one, all is forgotten.
const (
	freeByLogin   = 5
	freeByAddress = 50
	firstWait     = 30 * time.Second
	longestWait   = 15 * time.Minute
	forgetAfter   = 24 * time.Hour
)

// loginKey is what an account's throttle is kept under. What somebody typed as a
// login may be their password, so it is hashed.
func loginKey(login string) string {
	sum := sha256.Sum256([]byte(login))
	return "login " + hex.EncodeToString(sum[:8])
}

func addressKey(address string) string { return "address " + address }

// reserve counts a try as failed before the password is looked at, so that tries side
// by side count, too. Errors: models.ErrThrottled with the time to wait.
func (a *Accounts) reserve(ctx context.Context, login, address string) error {
	return a.store.InTx(ctx, func(tx store.Tx) error { // writers come one at a time, so what is read here is current
		now := a.now()
		for _, limit := range []struct {
			key  string
			free int
		}{{loginKey(login), freeByLogin}, {addressKey(address), freeByAddress}} {
			t, err := a.store.Throttle(ctx, limit.key)
			if err != nil {
				return err
			}
			if wait := t.Until.Sub(now); wait > 0 {
				return throttled(wait)
			}
			if now.Sub(t.Last) > forgetAfter {
				t.Failures = 0
			}
			t.Failures, t.Last, t.Until = t.Failures+1, now, now
			if over := t.Failures - limit.free; over >= 0 {
				t.Until = now.Add(min(longestWait, firstWait<<min(over, 10)))
			}
			if err := tx.PutThrottle(ctx, t); err != nil {
				return err
			}
		}
		return nil
	})
}

// forgive takes a try back that was right, and the account's failures with it.
func (a *Accounts) forgive(ctx context.Context, tx store.Tx, login, address string) error {
	t, err := a.store.Throttle(ctx, addressKey(address))
	if err != nil {
		return err
	}
	t.Failures, t.Until = max(0, t.Failures-1), t.Last
	if err := tx.PutThrottle(ctx, t); err != nil {
		return err
	}
	return tx.PutThrottle(ctx, models.Throttle{Key: loginKey(login)})
}

func throttled(wait time.Duration) error {
	zh, en := fmt.Sprintf("%d 秒", int(math.Ceil(wait.Seconds()))), fmt.Sprintf("%d seconds", int(math.Ceil(wait.Seconds())))
	if wait > 2*time.Minute {
		zh, en = fmt.Sprintf("%d 分钟", int(math.Ceil(wait.Minutes()))), fmt.Sprintf("%d minutes", int(math.Ceil(wait.Minutes())))
	}
	return models.Refused(models.ErrThrottled, "密码错误次数过多，请 "+zh+"后再试", "too many wrong passwords: try again in "+en)
}

// addressOf is the network address of the caller. What the gateway says of its own
// caller is believed only inside this process.
func addressOf(ctx context.Context) string {
	p, ok := peer.FromContext(ctx)
	if !ok {
		return ""
	}
	if p.Addr.Network() == "bufconn" {
		forwarded := strings.Join(metadata.ValueFromIncomingContext(ctx, "x-forwarded-for"), ",")
		return strings.TrimSpace(forwarded[strings.LastIndex(forwarded, ",")+1:]) // the one that the gateway saw
	}
	host, _, err := net.SplitHostPort(p.Addr.String())
	if err != nil {
		return p.Addr.String()
	}
	return host
}
