package seal

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/guitu-project/guitu/models"
)

// keysFile holds the wrapped data keys, in the data folder.
const keysFile = "keys.json"

// Keyring holds the keys of a data folder. It is safe for concurrent use.
type Keyring struct {
	keyFile string
	file    string
	made    bool
	given   bool // the master key came from elsewhere than a file: it is never written

	changing sync.Mutex // one change after the other
	state    atomic.Pointer[state]
}

// state holds what a Keyring holds; never changed once made.
type state struct {
	masters []master
	keys    map[keyID]*dataKey
	current *dataKey
	plain   bool // what was written before there were keys is not all sealed yet
}

// keyID names a data key in everything that it sealed.
type keyID [4]byte

type dataKey struct {
	id      keyID
	secret  []byte
	created string // RFC 3339 day
	rows    cipher.AEAD
}

func newDataKey(id keyID, secret []byte, created string) (*dataKey, error) {
	rows, err := Derived(secret, "guitu row")
	return &dataKey{id: id, secret: secret, created: created, rows: rows}, err
}

// Derived returns what seals for one purpose under a key that is derived from secret. It makes a
// random nonce of its own for each text, which stands before the sealed one.
func Derived(secret []byte, purpose string) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, secret, nil, purpose, keySize)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// file returns the AEAD of the file that has that salt.
func (k *dataKey) file(salt []byte) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, k.secret, salt, "guitu file", keySize)
	if err != nil {
		return nil, err
	}
	return newGCM(key)
}

func newGCM(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// keyringFile holds what keys.json does.
type keyringFile struct {
	Version int          `json:"version"`
	Current string       `json:"current"`
	Plain   bool         `json:"plain,omitempty"`
	Keys    []wrappedKey `json:"keys"`
}

type wrappedKey struct {
	ID         string `json:"id"`
	Master     string `json:"master"`
	Wrapped    []byte `json:"wrapped"`
	CreateTime string `json:"createTime"`
}

const keysVersion = 1

// RingFile returns the place of the data keys of a data folder.
func RingFile(dataDir string) string { return filepath.Join(dataDir, keysFile) }

// WriteRing puts the data keys, as another process of the same data wrote them, into a data folder.
// Errors: models.ErrKey (the folder has keys of which these have none: other data may be sealed with them).
func WriteRing(dataDir string, text []byte) error {
	held, err := os.ReadFile(RingFile(dataDir))
	switch {
	case err == nil && bytes.Equal(held, text):
		return nil
	case err == nil && !shareKeys(held, text):
		return fmt.Errorf("%w: %s 不属于此数据库，或早于上次更换密钥；若确为后者，请移走它并复制最新的 .key 文件 (the file is not this database's, or is of before its keys were rotated: if so, move it away and copy the newest .key file)", models.ErrKey, RingFile(dataDir))
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w: %w", models.ErrKey, err)
	}
	if err := writeDurably(RingFile(dataDir), text); err != nil {
		return fmt.Errorf("%w: %w", models.ErrKey, err)
	}
	return nil
}

// shareKeys reports whether two keyrings have a data key in common.
func shareKeys(a, b []byte) bool {
	var one, other keyringFile
	if json.Unmarshal(a, &one) != nil || json.Unmarshal(b, &other) != nil {
		return false
	}
	return slices.ContainsFunc(one.Keys, func(k wrappedKey) bool {
		return slices.ContainsFunc(other.Keys, func(o wrappedKey) bool { return o.ID == k.ID })
	})
}

// Open reads the keys of the data folder, which exists. keyFile is the master key's
// place, empty for DefaultKeyFile. A folder without keys gets some, and the master key
// is made if it is missing; held says that the folder holds data already, which is
// then Plain. today is noted with keys that are made.
// Errors: models.ErrKey (missing, wrong, damaged, inside the data folder or readable by
// others); nothing is then touched.
func Open(dataDir, keyFile string, held bool, today string) (*Keyring, error) {
	if keyFile == "" {
		keyFile = DefaultKeyFile(dataDir)
	}
	r := &Keyring{keyFile: keyFile, file: RingFile(dataDir)}
	if err := checkPlace(dataDir, keyFile); err != nil {
		return nil, err
	}
	text, err := os.ReadFile(r.file)
	fresh := errors.Is(err, fs.ErrNotExist)
	if err != nil && !fresh {
		return nil, fmt.Errorf("%w: %w", models.ErrKey, err)
	}
	masters, err := readMasters(keyFile)
	return r, r.open(text, fresh, masters, err, held, today)
}

// OpenGiven is Open with a master key that a command or the environment gave: text is what the key file would hold, and name
// is where it came from. Nothing of it is written. Errors: models.ErrKey.
func OpenGiven(dataDir, name string, text []byte, held bool, today string) (*Keyring, error) {
	r := &Keyring{keyFile: name, file: RingFile(dataDir), given: true}
	ring, err := os.ReadFile(r.file)
	fresh := errors.Is(err, fs.ErrNotExist)
	if err != nil && !fresh {
		return nil, fmt.Errorf("%w: %w", models.ErrKey, err)
	}
	masters, err := parseMasters(name, text)
	return r, r.open(ring, fresh, masters, err, held, today)
}

// NewMaster returns the text of a new master key.
func NewMaster() string { return newMaster().line() }

// open begins with the master keys that were read, or with why they were not.
func (r *Keyring) open(ring []byte, fresh bool, masters []master, err error, held bool, today string) error {
	switch {
	case errors.Is(err, fs.ErrNotExist) && fresh:
		masters, r.made = []master{newMaster()}, true
		if err := writeMasters(r.keyFile, masters); err != nil {
			return err
		}
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w: 找不到主密钥文件 %s，没有它无法读取数据；请从您另存的副本恢复，或用 --key 指明位置 (the key file is missing: restore it from your copy, or name it with --key)", models.ErrKey, r.keyFile)
	case err != nil:
		return err
	}
	if fresh {
		return r.begin(masters, held, today)
	}
	return r.read(ring, masters)
}

// begin makes the first data key.
func (r *Keyring) begin(masters []master, plain bool, today string) error {
	k, err := makeDataKey(today)
	if err != nil {
		return err
	}
	return r.write(&state{masters: masters, keys: map[keyID]*dataKey{k.id: k}, current: k, plain: plain})
}

func makeDataKey(today string) (*dataKey, error) {
	var id keyID
	secret := make([]byte, keySize)
	_, _ = rand.Read(id[:]) // never fails
	_, _ = rand.Read(secret)
	return newDataKey(id, secret, today)
}

func (r *Keyring) read(text []byte, masters []master) error {
	var k keyringFile
	if err := json.Unmarshal(text, &k); err != nil || k.Version != keysVersion {
		return fmt.Errorf("%w: %s 已损坏，或由更新的版本写成 (damaged, or of a newer version)", models.ErrKey, r.file)
	}
	s := &state{masters: masters, keys: make(map[keyID]*dataKey, len(k.Keys)), plain: k.Plain}
	for _, one := range k.Keys {
		key, err := unwrap(one, masters)
		if err != nil {
			return fmt.Errorf("%w: 主密钥文件 %s 与数据目录不符 (the key file is not this data folder's): %w", models.ErrKey, r.keyFile, err)
		}
		s.keys[key.id] = key
		if one.ID == k.Current {
			s.current = key
		}
	}
	if s.current == nil {
		return fmt.Errorf("%w: %s 已损坏 (damaged)", models.ErrKey, r.file)
	}
	r.state.Store(s)
	return nil
}

func unwrap(one wrappedKey, masters []master) (*dataKey, error) {
	at := slices.IndexFunc(masters, func(m master) bool { return m.id == one.Master })
	if at < 0 {
		return nil, fmt.Errorf("no master key %s", one.Master)
	}
	id, err := hex.DecodeString(one.ID)
	if err != nil || len(id) != len(keyID{}) {
		return nil, fmt.Errorf("data key %q", one.ID)
	}
	gcm, err := wrapper(masters[at])
	if err != nil {
		return nil, err
	}
	secret, err := gcm.Open(nil, nil, one.Wrapped, []byte(one.ID))
	if err != nil || len(secret) != keySize {
		return nil, fmt.Errorf("data key %s does not open", one.ID)
	}
	return newDataKey(keyID(id), secret, one.CreateTime)
}

func wrapper(m master) (cipher.AEAD, error) {
	block, err := aes.NewCipher(m.key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// write makes s durable, wrapped by its first master key, and then the ring's state.
func (r *Keyring) write(s *state) error {
	gcm, err := wrapper(s.masters[0])
	if err != nil {
		return err
	}
	k := keyringFile{Version: keysVersion, Current: hex.EncodeToString(s.current.id[:]), Plain: s.plain}
	for _, key := range s.keys {
		id := hex.EncodeToString(key.id[:])
		k.Keys = append(k.Keys, wrappedKey{ID: id, Master: s.masters[0].id, Wrapped: gcm.Seal(nil, nil, key.secret, []byte(id)), CreateTime: key.created}) //nolint:gosec // this AEAD makes its own nonce
	}
	text, err := json.MarshalIndent(k, "", "  ")
	if err != nil {
		return err
	}
	if err := writeDurably(r.file, text); err != nil {
		return fmt.Errorf("%w: %w", models.ErrKey, err)
	}
	r.state.Store(s)
	return nil
}

// Given reports whether the master key came from elsewhere than a file, which a rotation does not change.
func (r *Keyring) Given() bool { return r.given }

// KeyFile returns where the master key lies; made tells whether Open made it.
func (r *Keyring) KeyFile() (file string, made bool) { return r.keyFile, r.made }

// HasPlaintext reports whether the folder still holds what was written before it had keys.
func (r *Keyring) HasPlaintext() bool { return r.state.Load().plain }

// Rotating reports whether a rotation has begun and not ended.
func (r *Keyring) Rotating() bool {
	s := r.state.Load()
	return len(s.keys) > 1 || len(s.masters) > 1
}

// Sealed notes that nothing plain is left.
func (r *Keyring) Sealed() error {
	return r.change(func(s *state) error { s.plain = false; return nil })
}

// BeginRotation begins a rotation, or goes on with one that was cut off: from now on a new
// data key seals, wrapped by a new master key, and the old ones still open.
func (r *Keyring) BeginRotation(today string) error {
	if r.given && len(r.state.Load().masters) == 1 && len(r.state.Load().keys) == 1 {
		return fmt.Errorf("%w: 请先用 guitu key new 生成新主密钥，写在 %s 中旧密钥的前面，再运行一次 (make a new master key with guitu key new, put it in front of the old one there, and start again)", models.ErrKey, r.keyFile)
	}
	if !r.given && len(r.state.Load().masters) == 1 {
		masters := append([]master{newMaster()}, r.state.Load().masters...)
		if err := writeMasters(r.keyFile, masters); err != nil { // before anything is wrapped by it
			return err
		}
		if err := r.change(func(s *state) error { s.masters = masters; return nil }); err != nil {
			return err
		}
	}
	if len(r.state.Load().keys) > 1 {
		return nil
	}
	return r.change(func(s *state) error {
		k, err := makeDataKey(today)
		if err != nil {
			return err
		}
		s.keys[k.id], s.current = k, k
		return nil
	})
}

// FinishRotation ends a rotation: it forgets all keys but the current ones. Everything must
// have been sealed again.
func (r *Keyring) FinishRotation() error {
	err := r.change(func(s *state) error {
		s.keys = map[keyID]*dataKey{s.current.id: s.current}
		return nil
	})
	if err != nil {
		return err
	}
	masters := r.state.Load().masters[:1]
	if !r.given {
		if err := writeMasters(r.keyFile, masters); err != nil {
			return err
		}
	}
	return r.change(func(s *state) error { s.masters = masters; return nil })
}

// change makes edit of a copy of the state durable.
func (r *Keyring) change(edit func(*state) error) error {
	r.changing.Lock()
	defer r.changing.Unlock()
	next := *r.state.Load()
	keys := make(map[keyID]*dataKey, len(next.keys)+1)
	for id, k := range next.keys {
		keys[id] = k
	}
	next.keys = keys
	if err := edit(&next); err != nil {
		return err
	}
	return r.write(&next)
}
