package ledger_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store/ledger"
)

func open(t *testing.T, file, key string) *ledger.Ledger {
	t.Helper()
	l, err := ledger.New(file, []byte(key))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// A head is kept and read back, and what another key signed or a person changed is not taken.
func TestHead(t *testing.T) {
	file := filepath.Join(t.TempDir(), "audit-key")
	l := open(t, file, "one key")
	if _, err := l.Head(); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("before the first: %v", err)
	}
	signed := l.Sign(models.AuditHead{Seq: 7, Hash: models.ChainHash{1, 2}}, time.Date(2031, 1, 1, 0, 0, 0, 5, time.UTC))
	if err := l.PutHead(signed); err != nil {
		t.Fatal(err)
	}
	got, err := l.Head()
	if err != nil || got != signed {
		t.Errorf("kept %+v, read %+v, %v", signed, got, err)
	}
	if head, err := got.Audit(); err != nil || head.Seq != 7 || head.Hash != (models.ChainHash{1, 2}) {
		t.Errorf("the head is %+v, %v", head, err)
	}
	for name, change := range map[string]func(*ledger.Head){
		"number": func(h *ledger.Head) { h.Seq++ },
		"hash":   func(h *ledger.Head) { h.Hash = strings.Repeat("00", 32) },
		"time":   func(h *ledger.Head) { h.Time = h.Time.Add(time.Second) },
		"sign":   func(h *ledger.Head) { h.Signature = "" },
	} {
		forged := signed
		change(&forged)
		if err := l.Check(forged); !errors.Is(err, models.ErrPermission) {
			t.Errorf("another %s: %v", name, err)
		}
	}
	if _, err := open(t, file, "another key").Head(); !errors.Is(err, models.ErrPermission) {
		t.Errorf("with another key: %v", err)
	}
}

// Who was erased is noted once, in order; a line that was forged or damaged erases no one.
func TestErased(t *testing.T) {
	file := filepath.Join(t.TempDir(), "audit-key")
	at := time.Date(2031, 1, 1, 8, 0, 0, 12345, time.FixedZone("CST", 8*3600))
	one := models.Erasure{Name: "notices/a", Kind: models.Notices, Time: at, Reason: models.ReasonFamily}
	two := models.Erasure{Name: "records/b", Kind: models.Records, Time: at, Reason: models.ReasonOrder}
	l := open(t, file, "one key")
	for _, list := range [][]models.Erasure{{one}, {one, two}, {two}} {
		if err := l.AddErased(list...); err != nil {
			t.Fatal(err)
		}
	}
	if err := open(t, file, "another key").AddErased(models.Erasure{Name: "notices/forged"}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file + ".erased")
	if err == nil {
		text = append([]byte(strings.Replace(string(text), "notices/a", "notices/c", 1)), "half a li"...)
		err = os.WriteFile(file+".erased", text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := open(t, file, "one key").AddErased(models.Erasure{Name: "notices/after"}); err != nil {
		t.Fatal(err)
	}
	list, bad, err := open(t, file, "one key").Erased()
	if err != nil || bad != 3 || len(list) != 2 || list[1].Name != "notices/after" || list[0].Name != two.Name || !list[0].Time.Equal(at) || list[0].Reason != two.Reason {
		t.Errorf("noted are %+v, %d bad, %v", list, bad, err)
	}
}
