package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDemoPeople logs everyone of the demo in, after one start of it and after another.
func TestDemoPeople(t *testing.T) {
	data := t.TempDir()
	var passwords []string
	for range 2 {
		var out, trouble bytes.Buffer
		m := Main{Args: []string{"demo", "--once", "--data", data, "--models", t.TempDir(), "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0"}, Stdout: &out, Stderr: &trouble}
		if code := m.Run(context.Background()); code != 0 {
			t.Fatalf("%d %s %s", code, &out, &trouble)
		}
		text, err := os.ReadFile(filepath.Join(data, "demo.password"))
		if err != nil {
			t.Fatal(err)
		}
		passwords = append(passwords, strings.TrimSpace(string(text)))
	}
	if passwords[0] != passwords[1] || len(passwords[0]) < 10 {
		t.Errorf("the passwords are %v", passwords)
	}
	p := serve(t, data, t.TempDir())
	for _, person := range demoPeople {
		session := p.must("POST", "/v1/sessions", object{"login": person.GetLogin(), "password": passwords[0]})
		if at(session, "user.mustChangePassword") != nil || at(session, "user.role") != person.GetRole().String() {
			t.Errorf("%s: %v", person.GetLogin(), session)
		}
	}
}

func TestRandomPasswordsHoldNoLogin(t *testing.T) {
	for range 2000 {
		p := randomPassword(12)
		if len(p) != 12 {
			t.Fatalf("%q has %d characters", p, len(p))
		}
		for _, person := range demoPeople {
			if strings.Contains(p, person.GetLogin()) {
				t.Fatalf("%q holds %s", p, person.GetLogin())
			}
		}
	}
}
