package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"github.com/guitu-project/guitu/api/gateway"
	"github.com/guitu-project/guitu/api/webhook"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store/ledger"
)

// headsFlags say where the signed head of the trail is sent on to. The one who can write the data
// folder and the audit key can write the trail anew; what was sent elsewhere tells.
type headsFlags struct {
	HeadFile  string        `type:"path" placeholder:"FILE" env:"GUITU_HEAD_FILE" help:"Add the signed head of the audit trail to this file at a fixed pace: best on a disk to which this machine can only add. See guitu audit verify --head."`
	HeadURL   string        `name:"head-url" placeholder:"URL" env:"GUITU_HEAD_URL" help:"POST the signed head of the audit trail to this address at a fixed pace: https, or http on this machine."`
	HeadEvery time.Duration `default:"1h" env:"GUITU_HEAD_EVERY" help:"That pace."`
}

// leastPace is the fastest pace at which heads are sent.
const leastPace = time.Second

// headTimeout is how long one sending may take.
const headTimeout = 30 * time.Second

// headSender sends the head of the trail on.
type headSender struct {
	headsFlags
	engine *engine
	log    *slog.Logger
	client *http.Client
	since  time.Time    // when it began
	sent   atomic.Int64 // seconds since 1970 when a head was last sent everywhere; 0 for never
}

// sendHeads sends heads in the background, if there is anywhere to send them to; the sender
// is nil otherwise. Errors: models.ErrInvalid.
func (e *engine) sendHeads(c headsFlags, log *slog.Logger) (*headSender, error) {
	if c.HeadFile == "" && c.HeadURL == "" {
		return nil, nil //nolint:nilnil // nothing is to be sent
	}
	if c.HeadEvery < leastPace {
		return nil, models.Invalid("head-every", "间隔太短", fmt.Sprintf("must be at least %v", leastPace))
	}
	if c.HeadURL != "" && !webhook.Takes(c.HeadURL) {
		return nil, models.Invalid("head-url", "应为 https 地址（本机可用 http）", "must be an https address, or http on this machine")
	}
	s := &headSender{headsFlags: c, engine: e, log: log, since: time.Now(), client: &http.Client{
		Timeout: headTimeout, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	e.once("heads", s.run)
	return s, nil
}

// run sends at the pace, also where the head did not move: that nothing comes is then a sign.
func (s *headSender) run(ctx context.Context) error {
	defer s.client.CloseIdleConnections()
	tick := time.NewTicker(s.HeadEvery)
	defer tick.Stop()
	for {
		switch err := s.send(ctx); {
		case err == nil:
			s.sent.Store(time.Now().Unix())
		case ctx.Err() == nil:
			s.log.Error("审计链头没有送出 (the head of the trail was not sent on)", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func (s *headSender) send(ctx context.Context) error {
	head, err := s.engine.store.AuditHead(ctx)
	if err != nil || head.Seq == 0 {
		return err
	}
	text, err := json.Marshal(s.engine.ledger.Sign(head, time.Now()))
	if err != nil {
		return err
	}
	if s.HeadFile != "" {
		err = ledger.AddLine(s.HeadFile, text)
	}
	if s.HeadURL != "" {
		err = errors.Join(err, s.post(ctx, text))
	}
	return err
}

func (s *headSender) post(ctx context.Context, body []byte) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.HeadURL, bytes.NewReader(body))
	if err != nil {
		return errors.New("address of --head-url")
	}
	req.Header.Set("Content-Type", "application/json")
	return webhook.Post(s.client, req)
}

// check says whether heads go out.
func (s *headSender) check() check {
	last := s.since
	if sent := s.sent.Load(); sent > 0 {
		last = time.Unix(sent, 0)
	}
	if late := time.Since(last); late > 2*s.HeadEvery+headTimeout {
		return check{"head", gateway.StateWarn, models.Text{
			Zh: "审计链头自 " + last.Format(time.DateTime) + " 起没有送出", En: "the head of the audit trail was not sent on since " + last.Format(time.DateTime),
		}}
	}
	return well("head")
}

// readHeads reads the heads that were sent to a file, one a line, and holds each against the
// key of this trail. Lines that are torn, as a crash leaves them, are left out and counted.
func readHeads(file string, own *ledger.Ledger) (heads []ledger.Head, torn int, err error) {
	text, err := os.ReadFile(file) //nolint:gosec // the operator names the file
	if err != nil {
		return nil, 0, err
	}
	for i, line := range bytes.Split(text, []byte{'\n'}) {
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		var h ledger.Head
		if err := json.Unmarshal(line, &h); err != nil {
			torn++
			continue
		}
		switch err := own.Check(h); {
		case err == nil:
		case h.Key != own.Key():
			return nil, 0, fmt.Errorf("%s 第 %d 行由另一把审计密钥签名：是别处的链头，或密钥被换过 (line %d is signed with another audit key: the head is another installation's, or the key was replaced): %w", file, i+1, i+1, err)
		default:
			return nil, 0, fmt.Errorf("%s 第 %d 行的签名不对，被改动过 (the signature of line %d is wrong: it was changed): %w", file, i+1, i+1, err)
		}
		if _, err := h.Audit(); err != nil {
			return nil, 0, fmt.Errorf("%s 第 %d 行 (line %d): %w", file, i+1, i+1, err)
		}
		heads = append(heads, h)
	}
	if len(heads) == 0 {
		return nil, 0, fmt.Errorf("%s 里没有链头 (there is no head in the file)", file)
	}
	return heads, torn, nil
}
