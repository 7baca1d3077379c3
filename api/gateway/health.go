package gateway

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// Check says how one part of the service is. It is told to everyone: State and nothing of
// why.
type Check struct {
	Name  string `json:"name"`
	State string `json:"state"` // StateOK, StateWarn or StateFail
}

// The states of a part.
const (
	StateOK   = "OK"
	StateWarn = "WARN" // it works, and an operator should look
	StateFail = "FAIL" // the service is not ready because of it
)

// serveHealth answers that the service is alive: that it is not ready is no reason to start
// it again.
func (g *gateway) serveHealth(w http.ResponseWriter, r *http.Request) {
	g.answerHealth(w, r, http.StatusOK, map[string]any{"status": "SERVING"})
}

// serveReadiness answers whether the service can take what people bring, by part.
func (g *gateway) serveReadiness(w http.ResponseWriter, r *http.Request) {
	code, status, checks := http.StatusOK, "READY", []Check{}
	if g.Checks != nil {
		checks = append(checks, g.Checks(r.Context())...)
	}
	for _, c := range checks {
		if c.State == StateFail {
			code, status = http.StatusServiceUnavailable, "NOT_READY"
		}
	}
	g.answerHealth(w, r, code, map[string]any{"status": status, "checks": checks})
}

func (g *gateway) answerHealth(w http.ResponseWriter, r *http.Request, code int, health map[string]any) {
	text, err := json.Marshal(health)
	if err != nil {
		g.fail(w, r, fmt.Errorf("encode health: %w", err))
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	g.write(r, w, text)
}
