package auth

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"net"
	"net/netip"
	"strings"
	"time"

	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// How many wrong passwords are free: for an account from one network, for an account
// from everywhere, and from a network, behind which a whole station may sit. Each one
// more doubles the wait, from firstWait to longestWait. After forgetAfter without one,
// all is forgotten.
//
// A network from which an account logged in within knownFor is held back by the first
// count alone, so that strangers who guess, elsewhere or behind the same proxy, lock
// out no one who works.
const (
	freeByPair    = 5
	freeByLogin   = 20
	freeByAddress = 50
	knownFor      = 90 * 24 * time.Hour
	firstWait     = 30 * time.Second
	longestWait   = 15 * time.Minute
	forgetAfter   = 24 * time.Hour
)

// loginKey returns what an account's throttle is kept under. What a person typed as a
// login may be their password, so it is hashed.
func loginKey(login string) string {
	sum := sha256.Sum256([]byte(login))
	return "login " + hex.EncodeToString(sum[:8])
}

func addressKey(network string) string { return "address " + network }

func pairKey(login, network string) string { return loginKey(login) + " from " + network }

func knownKey(login, network string) string { return "known " + pairKey(login, network) }

// networkOf returns what one subscriber may change at will of an address: nothing of
// IPv4, the lower half of IPv6.
func networkOf(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil || ip.Unmap().Is4() {
		return address
	}
	return netip.PrefixFrom(ip.WithZone(""), 64).Masked().String()
}

// limit is one count of wrong passwords.
type limit struct {
	key  string
	free int
}

// limitsOf returns the counts that hold a login from a network back.
func (a *Accounts) limitsOf(ctx context.Context, login, network string) ([]limit, error) {
	known, err := a.store.Throttle(ctx, knownKey(login, network))
	if err != nil {
		return nil, err
	}
	limits := []limit{{pairKey(login, network), freeByPair}}
	if known.Until.After(a.now()) {
		return limits, nil
	}
	return append(limits, limit{loginKey(login), freeByLogin}, limit{addressKey(network), freeByAddress}), nil
}

// reserve counts a try as failed before the password is looked at, so that tries side
// by side count, too. Errors: models.ErrThrottled with the time to wait.
func (a *Accounts) reserve(ctx context.Context, login, address string) error {
	return a.store.InTx(ctx, func(tx store.Tx) error { // writers come one at a time, so what is read here is current
		now := a.now()
		reset, err := a.store.Throttle(ctx, resetKey(login))
		if err != nil {
			return err
		}
		limits, err := a.limitsOf(ctx, login, networkOf(address))
		if err != nil {
			return err
		}
		for _, limit := range limits {
			t, err := a.store.Throttle(ctx, limit.key)
			if err != nil {
				return err
			}
			if wait := min(t.Until.Sub(now), longestWait); wait > 0 && !t.Last.Before(reset.Last) { // never longer, also when the clock went back
				return throttled(wait)
			}
			if now.Sub(t.Last) > forgetAfter || t.Last.Before(reset.Last) {
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

func resetKey(login string) string { return "reset " + loginKey(login) }

// forget lets everything that held the login back end now.
func (a *Accounts) forget(ctx context.Context, tx store.Tx, login string) error {
	now := a.now()
	return tx.PutThrottle(ctx, models.Throttle{Key: resetKey(login), Failures: 1, Last: now, Until: now.Add(longestWait)})
}

// forgive takes a try back that was right, forgets the account's failures from this
// network, and knows the network from now on.
func (a *Accounts) forgive(ctx context.Context, tx store.Tx, login, address string) error {
	network := networkOf(address)
	for _, key := range []string{addressKey(network), loginKey(login)} {
		t, err := a.store.Throttle(ctx, key)
		if err != nil {
			return err
		}
		t.Failures, t.Until = max(0, t.Failures-1), t.Last
		if err := tx.PutThrottle(ctx, t); err != nil {
			return err
		}
	}
	if err := tx.PutThrottle(ctx, models.Throttle{Key: pairKey(login, network)}); err != nil {
		return err
	}
	now := a.now()
	return tx.PutThrottle(ctx, models.Throttle{Key: knownKey(login, network), Failures: 1, Last: now, Until: now.Add(knownFor)})
}

func throttled(wait time.Duration) error {
	zh, en := fmt.Sprintf("%d 秒", int(math.Ceil(wait.Seconds()))), fmt.Sprintf("%d seconds", int(math.Ceil(wait.Seconds())))
	if wait > 2*time.Minute {
		zh, en = fmt.Sprintf("%d 分钟", int(math.Ceil(wait.Minutes()))), fmt.Sprintf("%d minutes", int(math.Ceil(wait.Minutes())))
	}
	return models.Throttled(wait, "密码错误次数过多，请 "+zh+"后再试", "too many wrong passwords: try again in "+en)
}

// addressOf returns the network address of the caller. What the gateway says of its own
// caller is believed only inside this process.
func addressOf(ctx context.Context) string {
	p, ok := peer.FromContext(ctx)
	if !ok {
		return ""
	}
	if p.Addr.Network() == InProcess {
		forwarded := strings.Join(metadata.ValueFromIncomingContext(ctx, "x-forwarded-for"), ",")
		return strings.TrimSpace(forwarded[strings.LastIndex(forwarded, ",")+1:]) // the one that the gateway saw
	}
	host, _, err := net.SplitHostPort(p.Addr.String())
	if err != nil {
		return p.Addr.String()
	}
	return host
}
