//go:build !race

package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// balancer spreads calls over the servers whose /readyz said 200, as a proxy before them does: a
// call that could not even be connected goes to another, any other is made once.
type balancer struct {
	*httptest.Server
	again atomic.Int64 // calls that went to another

	mu    sync.Mutex
	ready map[string]bool // by address
	next  int
	order []string // addresses, as they were added
}

// probeEvery is how often a balancer asks /readyz.
const probeEvery = 200 * time.Millisecond

// newBalancer returns one that asks until ctx ends. The caller closes it.
func newBalancer(ctx context.Context) *balancer {
	b := &balancer{ready: map[string]bool{}}
	proxy := &httputil.ReverseProxy{
		Rewrite:       func(r *httputil.ProxyRequest) { r.SetURL(&url.URL{Scheme: "http", Host: "server"}) },
		Transport:     b,
		FlushInterval: -1, // a watcher waits for each line
		ErrorHandler:  func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
	}
	b.Server = httptest.NewServer(proxy)
	go func() { // ends with ctx
		for ctx.Err() == nil {
			b.probe(ctx)
			time.Sleep(probeEvery)
		}
	}()
	return b
}

// add has a server be asked whether it is ready.
func (b *balancer) add(address string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.order = append(b.order, address)
}

// drop forgets a server.
func (b *balancer) drop(address string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.order = slices.DeleteFunc(slices.Clone(b.order), func(a string) bool { return a == address })
	delete(b.ready, address)
}

func (b *balancer) addresses() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.order)
}

// isReady reports what the server said last.
func (b *balancer) isReady(address string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.ready[address]
}

// mark notes what a server said, unless it was dropped meanwhile.
func (b *balancer) mark(address string, ready bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ready[address] = ready && slices.Contains(b.order, address)
}

// probe asks each server.
func (b *balancer) probe(ctx context.Context) {
	var all sync.WaitGroup
	for _, address := range b.addresses() {
		all.Go(func() { b.mark(address, asksReady(ctx, address) == nil) })
	}
	all.Wait()
}

var errNotReady = errors.New("not ready")

func asksReady(ctx context.Context, address string) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/readyz", nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		err = errNotReady
	}
	_, read := io.Copy(io.Discard, res.Body)
	return errors.Join(err, read, res.Body.Close())
}

// choose takes the servers that are ready in turns.
func (b *balancer) choose(not map[string]bool) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	for range b.order {
		b.next++
		if address := b.order[b.next%len(b.order)]; b.ready[address] && !not[address] {
			return address
		}
	}
	return ""
}

var errNoServer = errors.New("no server is ready")

// RoundTrip makes a call at a server that is ready.
func (b *balancer) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	for tried := map[string]bool{}; ; {
		address := b.choose(tried)
		if address == "" {
			return nil, errNoServer
		}
		tried[address] = true
		r.URL.Host, r.Body = address, io.NopCloser(bytes.NewReader(body))
		res, err := http.DefaultTransport.RoundTrip(r)
		var refused *net.OpError
		if err == nil || !errors.As(err, &refused) || refused.Op != "dial" {
			return res, err
		}
		b.mark(address, false)
		b.again.Add(1)
	}
}
