package auth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/guitu-project/guitu/models"
)

// tokenBytes is the randomness in a token: 256 bits, too many to guess.
const tokenBytes = 32

// minTokenLen is the shortest token, in characters, that a token file may hold: a
// file cut short by a full disk must not become a password.
const minTokenLen = 32

// AdminToken knows one token, which belongs to an administrator.
func AdminToken(token string) Tokens { return adminToken(sha256.Sum256([]byte(token))) }

type adminToken [sha256.Size]byte

// Admin is the administrator who holds the data folder's token.
var Admin = models.Actor{ID: "admin", Role: models.RoleAdmin, Areas: models.Nationwide}

// Caller compares hashes in constant time, so that an answer's delay tells nothing.
func (t adminToken) Caller(_ context.Context, token string) (Caller, error) {
	got := sha256.Sum256([]byte(token))
	if subtle.ConstantTimeCompare(got[:], t[:]) != 1 {
		return Caller{}, models.ErrUnauthenticated
	}
	return Caller{Actor: Admin}, nil
}

// EnsureAdminToken reads the token in the file at path. If there is no file it
// makes a random token and writes it, whole or not at all, readable by its owner
// only. A file that others may read is closed to them.
func EnsureAdminToken(path string) (string, error) { return EnsureSecret(path, "admin token") }

// EnsureSecret is EnsureAdminToken for any secret; what says which, in errors.
func EnsureSecret(path, what string) (string, error) {
	text, err := os.ReadFile(path) //nolint:gosec // the operator names the file
	if errors.Is(err, fs.ErrNotExist) {
		return createToken(path, what)
	}
	if err != nil {
		return "", fmt.Errorf("read %s: %w", what, err)
	}
	token := strings.TrimSpace(string(text))
	if len(token) < minTokenLen {
		return "", fmt.Errorf("%s in %s has under %d characters; delete the file to get a new one: %w", what, path, minTokenLen, models.ErrDataLoss)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return "", fmt.Errorf("close %s to others: %w", what, err)
	}
	return token, nil
}

// randomToken returns a token that no one can guess.
func randomToken(prefix string) string {
	random := make([]byte, tokenBytes)
	_, _ = rand.Read(random) // it never fails
	return prefix + base64.RawURLEncoding.EncodeToString(random)
}

func createToken(path, what string) (token string, err error) {
	token = randomToken("")
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*") // mode 0600
	if err != nil {
		return "", fmt.Errorf("make %s: %w", what, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("write %s: %w", what, err), os.Remove(file.Name()))
		}
	}()
	_, err = file.WriteString(token + "\n")
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return "", err
	}
	if err = os.Rename(file.Name(), path); err != nil {
		return "", err
	}
	return token, nil
}
