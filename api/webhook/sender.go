package webhook

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// MinSecret is the shortest secret in bytes that may sign as it stands.
const MinSecret = 32

// worker is the sender's name for its position among the alerts.
const worker = "webhook"

// backoff is how long a delivery waits after each attempt that failed; after the last
// it is dead. Together a day and a half: a weekend's outage is seen to on Monday by
// hand, from the list of the dead.
var backoff = []time.Duration{
	10 * time.Second, time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 8 * time.Hour, 24 * time.Hour,
}

// Bounds of sending.
const (
	sendTimeout = 15 * time.Second
	page        = 100
	lookEvery   = time.Second
)

// Config holds what a Sender works with. All fields but Clock and Log are needed.
type Config struct {
	URL    string // https, or http on this machine
	Secret []byte // whsec_ and base64, or at least MinSecret bytes
	Store  store.Store
	Clock  func() time.Time // time.Now if nil
	Log    *slog.Logger     // slog.Default if nil
}

// Sender sends every alert that is raised.
type Sender struct {
	Config
	key    []byte // of Secret
	client *http.Client
}

// New returns a Sender that sends while Run runs. Errors: models.ErrInvalid.
func New(cfg Config) (*Sender, error) {
	if !Takes(cfg.URL) {
		return nil, models.Invalid("webhook-url", "应为 https 地址（本机可用 http）", "must be an https address, or http on this machine")
	}
	key, err := keyOf(cfg.Secret)
	if err != nil {
		return nil, models.Invalid("webhook-secret",
			fmt.Sprintf("密钥应为 %s 加 base64（%d–%d 字节），或至少 %d 字节的文字", secretPrefix, minKey, maxKey, MinSecret),
			fmt.Sprintf("the secret is neither %s and the base64 of %d to %d bytes, nor a text of %d bytes or more (%v)", secretPrefix, minKey, maxKey, MinSecret, err))
	}
	if cfg.Clock == nil {
		cfg.Clock = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	client := &http.Client{Timeout: sendTimeout, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return &Sender{Config: cfg, key: key, client: client}, nil
}

// Takes reports whether an address may be posted to: https, or http on this machine.
func Takes(address string) bool {
	to, err := url.Parse(address)
	return err == nil && to.Host != "" && (to.Scheme == "https" || to.Scheme == "http" && isHere(to.Hostname()))
}

func isHere(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Run sends until ctx ends. The first Run of a store begins with the next alert.
func (s *Sender) Run(ctx context.Context) error {
	ctx = models.WithActor(ctx, models.System())
	for ctx.Err() == nil {
		busy, err := s.step(ctx)
		if err != nil && ctx.Err() == nil {
			s.Log.WarnContext(ctx, "webhook is behind", "err", err)
		}
		if busy && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
		case <-time.After(lookEvery):
		}
	}
	s.client.CloseIdleConnections()
	return nil
}

// step queues the alerts that are new, and sends what is due; busy says that there may
// be more.
func (s *Sender) step(ctx context.Context) (busy bool, err error) {
	more, err := s.queue(ctx)
	if err != nil {
		return false, err
	}
	waiting, err := s.Store.Deliveries(ctx, models.DeliveryWaiting, page)
	if err != nil {
		return false, err
	}
	for _, d := range waiting {
		if d.Next.After(s.Clock()) {
			return more, nil // the others are due later still
		}
		if err := s.deliver(ctx, d); err != nil {
			return false, err
		}
	}
	return more || len(waiting) == page, nil
}

func (s *Sender) queue(ctx context.Context) (more bool, err error) {
	position, began, err := s.Store.Position(ctx, worker)
	if err != nil {
		return false, err
	}
	if !began {
		if position, err = s.Store.LastAlert(ctx); err != nil {
			return false, err
		}
		return false, s.Store.InTx(ctx, func(tx store.Tx) error { return tx.AlertWriter().PutPosition(ctx, worker, position) })
	}
	fresh, err := s.Store.Alerts(ctx, position, page)
	if err != nil || len(fresh) == 0 {
		return false, err
	}
	return len(fresh) == page, s.Store.InTx(ctx, func(tx store.Tx) error {
		w := tx.AlertWriter()
		for _, a := range fresh {
			if err := w.PutDelivery(ctx, &models.Delivery{Alert: a.ID, State: models.DeliveryWaiting, Next: s.Clock()}); err != nil {
				return err
			}
		}
		return w.PutPosition(ctx, worker, fresh[len(fresh)-1].ID)
	})
}

// deliver makes one attempt and writes down how it ended.
func (s *Sender) deliver(ctx context.Context, d models.Delivery) error {
	found, err := s.Store.Alerts(ctx, d.Alert-1, 1)
	if err != nil {
		return err
	}
	if len(found) == 0 || found[0].ID != d.Alert {
		return fmt.Errorf("alert %d: %w", d.Alert, models.ErrNotFound)
	}
	failure := s.post(ctx, found[0])
	if ctx.Err() != nil {
		return ctx.Err() // not the receiver's fault
	}
	d.Attempts++
	switch {
	case failure == nil:
		d.State, d.Error = models.DeliveryDone, ""
	case d.Attempts > len(backoff):
		d.State, d.Error = models.DeliveryDead, failure.Error()
		s.Log.ErrorContext(ctx, "an alert was not taken and is given up", "alert", d.Alert, "err", failure)
	default:
		d.Error, d.Next = failure.Error(), s.Clock().Add(backoff[d.Attempts-1])
	}
	return s.Store.InTx(ctx, func(tx store.Tx) error { return tx.AlertWriter().PutDelivery(ctx, &d) })
}

// event holds the body: what to ask for, and nothing personal.
type event struct {
	ID          int64   `json:"id"`
	Type        string  `json:"type"`
	Time        string  `json:"time"`
	Case        string  `json:"case"`
	Record      string  `json:"record"`
	Notice      string  `json:"notice"`
	Probability float64 `json:"probability"`
}

var errStatus = errors.New("the receiver answered")

func (s *Sender) post(ctx context.Context, a models.Alert) error {
	body, err := json.Marshal(event{
		ID: a.ID, Type: "match.proposed", Time: a.Time.Format(time.RFC3339), Case: a.Case,
		Record: a.Match.Record, Notice: a.Match.Notice, Probability: a.Match.Probability,
	})
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL, bytes.NewReader(body))
	if err != nil {
		return err
	}
	id, timestamp := strconv.FormatInt(a.ID, 10), strconv.FormatInt(s.Clock().Unix(), 10)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set(IDHeader, id)
	req.Header.Set(TimestampHeader, timestamp)
	req.Header.Set(SignatureHeader, sign(s.key, id, timestamp, body))
	return Post(s.client, req)
}

// Post sends a request and returns an error unless the receiver takes it. No error names the
// address, which may hold a token.
func Post(client *http.Client, req *http.Request) error {
	res, err := client.Do(req) //nolint:gosec // to an address that the operator named
	if err != nil {
		if cause, ok := errors.AsType[*url.Error](err); ok {
			return cause.Err
		}
		return err
	}
	_, _ = io.CopyN(io.Discard, res.Body, 4096) // so that the connection is used again
	if err := res.Body.Close(); err != nil {
		return err
	}
	if res.StatusCode < 200 || res.StatusCode > 299 {
		return fmt.Errorf("%w %d", errStatus, res.StatusCode)
	}
	return nil
}
