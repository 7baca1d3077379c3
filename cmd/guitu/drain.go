package main

import (
	"context"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/guitu-project/guitu/api/gateway"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/concurrent"
)

// drainUsual is for how long a server of several serves on when it is told to stop: a balancer that
// asks /readyz every second or two has noticed by then.
const drainUsual = 5 * time.Second

// drain says that a server is about to stop. The zero value is one that is not.
type drain struct{ begun atomic.Bool }

// check fails once it has begun; there is none before.
func (d *drain) check() (check, bool) {
	return check{"stopping", gateway.StateFail, models.Text{Zh: "本服务器正在停止，请转到其他服务器", En: "this server is about to stop: go to another"}}, d.begun.Load()
}

// around has clients whose calls are answered since then come again by a new connection, which leads
// to another server.
func (d *drain) around(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if d.begun.Load() {
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
}

// drainFor returns for how long a server that is told to stop serves on.
func (c serveCmd) drainFor() time.Duration {
	switch {
	case c.Drain != nil:
		return max(0, *c.Drain)
	case c.Store != "":
		return drainUsual
	}
	return 0 // there is no other to go to
}

// Drain says in /readyz that this server stops, gives the jobs that run once back to the others, and
// serves on for a while, so that whoever spreads the calls has noticed before the first is refused.
func (s *Server) Drain(ctx context.Context, during time.Duration, log *slog.Logger) {
	s.drain.begun.Store(true)
	s.engine.giveBack()
	if during > 0 {
		log.Info("本服务器即将停止，其间继续应答 (this server is about to stop, and serves on meanwhile)", "for", during)
		concurrent.Sleep(ctx, during)
	}
}

// giveBack ends the jobs that run once, so that another server goes on with them; close does where
// there is none.
func (e *engine) giveBack() {
	if e.servers != nil {
		e.endOnce()
	}
}
