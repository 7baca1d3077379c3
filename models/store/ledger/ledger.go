// Package ledger keeps, beside the key of the audit trail and outside the data folder, what
// the folder itself cannot know after an older copy of it was put back: how far the trail
// was, and who was erased. Both are signed with a key that is derived from the audit key, so
// a reader who has the public half can tell that a head is this service's.
package ledger

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/guitu-project/guitu/models"
)

// What is signed begins with one of these, so that no signature serves for the other.
const (
	headPurpose   = "guitu audit head signature 1"
	erasedPurpose = "guitu erased 1"
)

// Head holds the end of the trail at a time, signed. It names no one.
type Head struct {
	Seq       int64     `json:"seq"`
	Hash      string    `json:"hash"` // of the row, in hex
	Time      time.Time `json:"time"` // when it was signed
	Key       string    `json:"key"`  // the public key, in base64
	Signature string    `json:"signature"`
}

// Audit returns the head as the store has it. Errors: models.ErrDataLoss.
func (h Head) Audit() (head models.AuditHead, err error) {
	hash, err := hex.DecodeString(h.Hash)
	if err != nil || len(hash) != len(head.Hash) {
		return head, fmt.Errorf("%w: the hash of a head", models.ErrDataLoss)
	}
	head.Seq = h.Seq
	copy(head.Hash[:], hash)
	return head, nil
}

func (h Head) message() []byte {
	return fmt.Appendf(nil, "%s\n%d\n%s\n%s\n", headPurpose, h.Seq, h.Hash, h.Time.UTC().Format(time.RFC3339Nano))
}

// Ledger is the two files. It is safe for concurrent use.
type Ledger struct {
	headFile, erasedFile string
	key                  ed25519.PrivateKey

	mu    sync.Mutex
	known map[string]bool // names in erasedFile; nil before it was read
	torn  bool            // erasedFile ends within a line
}

// New returns the ledger beside the file of the audit key.
func New(auditKeyFile string, auditKey []byte) (*Ledger, error) {
	seed, err := hkdf.Key(sha256.New, auditKey, nil, "guitu ledger 1", ed25519.SeedSize)
	if err != nil {
		return nil, fmt.Errorf("key of the ledger: %w", err)
	}
	return &Ledger{headFile: auditKeyFile + ".head", erasedFile: auditKeyFile + ".erased", key: ed25519.NewKeyFromSeed(seed)}, nil
}

// Key returns the public key that heads are signed with, as Head has it.
func (l *Ledger) Key() string {
	public, _ := l.key.Public().(ed25519.PublicKey)
	return base64.StdEncoding.EncodeToString(public)
}

// Sign returns the head, signed.
func (l *Ledger) Sign(head models.AuditHead, now time.Time) Head {
	h := Head{Seq: head.Seq, Hash: head.Hash.String(), Time: now.UTC().Truncate(time.Second), Key: l.Key()}
	h.Signature = base64.StdEncoding.EncodeToString(ed25519.Sign(l.key, h.message()))
	return h
}

// Check returns models.ErrPermission unless the head was signed with this ledger's key.
func (l *Ledger) Check(h Head) error {
	signature, err := base64.StdEncoding.DecodeString(h.Signature)
	public, _ := l.key.Public().(ed25519.PublicKey)
	if err != nil || !ed25519.Verify(public, h.message(), signature) {
		return fmt.Errorf("%w: the head is not signed with the key of this trail", models.ErrPermission)
	}
	return nil
}

// Head returns the head that was kept last. Errors: models.ErrNotFound (none was),
// models.ErrDataLoss, models.ErrPermission (another person signed it).
func (l *Ledger) Head() (h Head, err error) {
	text, err := os.ReadFile(l.headFile)
	if errors.Is(err, fs.ErrNotExist) {
		return h, fmt.Errorf("head beside the audit key: %w", models.ErrNotFound)
	}
	if err != nil {
		return h, fmt.Errorf("head beside the audit key: %w", err)
	}
	if err := json.Unmarshal(text, &h); err != nil {
		return h, fmt.Errorf("%w: head beside the audit key: %w", models.ErrDataLoss, err)
	}
	return h, l.Check(h)
}

// PutHead keeps the head in place of the one before.
func (l *Ledger) PutHead(h Head) error {
	text, err := json.Marshal(h)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := writeDurable(l.headFile+".new", append(text, '\n')); err != nil {
		return fmt.Errorf("keep the head: %w", err)
	}
	return os.Rename(l.headFile+".new", l.headFile)
}

// erasedLine describes one line of erasedFile.
type erasedLine struct {
	Name      string      `json:"name"`
	Kind      models.Kind `json:"kind"`
	Time      time.Time   `json:"time"`
	Reason    string      `json:"reason"`
	Signature string      `json:"signature"`
}

func (e erasedLine) message() []byte {
	return fmt.Appendf(nil, "%s\n%s\n%s\n%s\n%s\n", erasedPurpose, e.Name, e.Kind, e.Time.UTC().Format(time.RFC3339Nano), e.Reason)
}

// Erased returns everyone whose erasure was noted, oldest first. A line that is damaged, or
// that was not signed with the key, is left out and counted: it must erase no one.
func (l *Ledger) Erased() (list []models.Erasure, bad int, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.read()
}

func (l *Ledger) read() (list []models.Erasure, bad int, err error) {
	text, err := os.ReadFile(l.erasedFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, 0, fmt.Errorf("erased names: %w", err)
	}
	l.known, l.torn = map[string]bool{}, len(text) > 0 && text[len(text)-1] != '\n'
	public, _ := l.key.Public().(ed25519.PublicKey)
	lines := bufio.NewScanner(bytes.NewReader(text))
	for lines.Scan() {
		var e erasedLine
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			bad++
			continue
		}
		signature, err := base64.StdEncoding.DecodeString(e.Signature)
		if err != nil || !ed25519.Verify(public, e.message(), signature) {
			bad++
			continue
		}
		l.known[e.Name] = true
		list = append(list, models.Erasure{Name: e.Name, Kind: e.Kind, Time: e.Time, Reason: e.Reason})
	}
	return list, bad, lines.Err()
}

// AddErased notes erasures durably; one that is noted already is left out.
func (l *Ledger) AddErased(list ...models.Erasure) (err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.known == nil {
		if _, _, err := l.read(); err != nil {
			return err
		}
	}
	var text []byte
	for _, e := range list {
		if l.known[e.Name] {
			continue
		}
		line := erasedLine{Name: e.Name, Kind: e.Kind, Time: e.Time.UTC(), Reason: e.Reason}
		line.Signature = base64.StdEncoding.EncodeToString(ed25519.Sign(l.key, line.message()))
		encoded, err := json.Marshal(line)
		if err != nil {
			return err
		}
		text = append(append(text, encoded...), '\n')
	}
	if len(text) == 0 {
		return nil
	}
	if l.torn {
		text = append([]byte{'\n'}, text...)
	}
	file, err := os.OpenFile(l.erasedFile, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("note who was erased: %w", err)
	}
	_, err = file.Write(text)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("note who was erased: %w", err)
	}
	l.torn = false
	for _, e := range list {
		l.known[e.Name] = true
	}
	return nil
}

// AddLine adds a line to a file that only its owner may read, durably. Behind a line that a
// crash left torn it begins a new one.
func AddLine(name string, line []byte) error {
	file, err := os.OpenFile(filepath.Clean(name), os.O_CREATE|os.O_APPEND|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("add a line: %w", err)
	}
	text := append(bytes.Clone(line), '\n')
	end := make([]byte, 1)
	if size, err := file.Seek(0, io.SeekEnd); err == nil && size > 0 {
		if _, err := file.ReadAt(end, size-1); err == nil && end[0] != '\n' {
			text = append([]byte{'\n'}, text...)
		}
	}
	_, err = file.Write(text)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("add a line: %w", err)
	}
	return nil
}

func writeDurable(name string, text []byte) error {
	file, err := os.OpenFile(filepath.Clean(name), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	return errors.Join(err, file.Sync(), file.Close())
}
