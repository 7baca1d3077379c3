package gateway

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// proxied makes the caller's address that of the last hop that is no trusted proxy, and
// drops what else the request says of hops. Login attempts are counted by it.
func (g *gateway) proxied(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.RemoteAddr = callerAddress(r.RemoteAddr, r.Header.Values("X-Forwarded-For"), g.TrustedProxies)
		r.Header.Del("X-Forwarded-For")
		next.ServeHTTP(w, r)
	})
}

// callerAddress returns remote ("host:port"), or, when remote is a trusted proxy, the
// hop nearest to it that is none.
func callerAddress(remote string, forwarded []string, trusted []netip.Prefix) string {
	hops := strings.Split(strings.Join(forwarded, ","), ",")
	for hop := remote; ; hops = hops[:len(hops)-1] {
		ip, ok := hostOf(hop)
		if !ok || !slices.ContainsFunc(trusted, func(p netip.Prefix) bool { return p.Contains(ip) }) {
			return remote
		}
		if len(hops) == 0 {
			return remote
		}
		hop = strings.TrimSpace(hops[len(hops)-1])
		if ip, ok = hostOf(hop); !ok {
			return remote // what a trusted proxy passed on is no address
		}
		remote = net.JoinHostPort(ip.String(), "0")
	}
}

// hostOf returns the address of "host", "host:port" or "[host]:port".
func hostOf(hop string) (netip.Addr, bool) {
	if host, _, err := net.SplitHostPort(hop); err == nil {
		hop = host
	}
	ip, err := netip.ParseAddr(strings.Trim(hop, "[]"))
	return ip.Unmap(), err == nil
}
