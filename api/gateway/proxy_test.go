package gateway

import (
	"net/netip"
	"testing"
)

func TestCallerAddress(t *testing.T) {
	trusted := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	for _, tc := range []struct {
		what, remote string
		forwarded    []string
		want         string
	}{
		{"nothing forwarded", "192.0.2.1:99", nil, "192.0.2.1:99"},
		{"a stranger says whom they speak for", "192.0.2.1:99", []string{"10.1.1.1"}, "192.0.2.1:99"},
		{"a proxy says it", "10.0.0.1:99", []string{"192.0.2.1"}, "192.0.2.1:0"},
		{"two proxies", "10.0.0.1:99", []string{"192.0.2.1, 10.0.0.2"}, "192.0.2.1:0"},
		{"what the caller put before", "10.0.0.1:99", []string{"8.8.8.8, 192.0.2.1"}, "192.0.2.1:0"},
		{"two headers", "10.0.0.1:99", []string{"8.8.8.8", "192.0.2.1"}, "192.0.2.1:0"},
		{"with a port", "10.0.0.1:99", []string{"192.0.2.1:4711"}, "192.0.2.1:0"},
		{"IPv6", "[fd00::1]:99", []string{"2001:db8::5"}, "[2001:db8::5]:0"},
		{"rubbish", "10.0.0.1:99", []string{"192.0.2.1, unknown"}, "10.0.0.1:99"},
		{"proxies only", "10.0.0.1:99", []string{"10.0.0.2"}, "10.0.0.2:0"},
	} {
		if got := callerAddress(tc.remote, tc.forwarded, trusted); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.what, got, tc.want)
		}
	}
}
