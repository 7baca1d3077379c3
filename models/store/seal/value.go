package seal

import (
	"fmt"

	"github.com/guitu-project/guitu/models"
)

// A sealed value is valueVersion, the key's id, nonce, ciphertext and tag.
const (
	valueVersion = 1
	valueHeader  = 1 + len(keyID{})

	// Overhead is how many bytes longer a sealed value is. It is odd, so that no sealed
	// embedding is as long as a plain one.
	Overhead = valueHeader + 12 + 16
)

// Seal appends plain, sealed, to dst. about says what it belongs to: the same must be
// said to Open it. Nothing stays nothing.
func (r *Keyring) Seal(dst, plain []byte, about string) []byte {
	if len(plain) == 0 {
		return dst
	}
	k := r.state.Load().current
	dst = append(append(dst, valueVersion), k.id[:]...)
	return k.rows.Seal(dst, nil, plain, []byte(about)) //nolint:gosec // this AEAD makes its own nonce
}

// Unseal appends what was sealed to dst. Errors: models.ErrDataLoss (damaged, of
// something else, or under a key that is not held).
func (r *Keyring) Unseal(dst, sealed []byte, about string) ([]byte, error) {
	if len(sealed) == 0 {
		return dst, nil
	}
	k, err := r.keyOf(sealed)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", models.ErrDataLoss, about, err)
	}
	plain, err := k.rows.Open(dst, nil, sealed[valueHeader:], []byte(about))
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", models.ErrDataLoss, about, err)
	}
	return plain, nil
}

func (r *Keyring) keyOf(sealed []byte) (*dataKey, error) {
	if len(sealed) < Overhead || sealed[0] != valueVersion {
		return nil, fmt.Errorf("%d bytes that are no sealed value", len(sealed))
	}
	id := keyID(sealed[1:])
	if k := r.state.Load().keys[id]; k != nil {
		return k, nil
	}
	return nil, fmt.Errorf("sealed with key %x, which is not held", id)
}

// Current reports whether a value needs no sealing again: it is empty, or sealed with
// the current key.
func (r *Keyring) Current(sealed []byte) bool {
	if len(sealed) == 0 {
		return true
	}
	k, err := r.keyOf(sealed)
	return err == nil && k == r.state.Load().current
}

// Holds reports whether the key that a value says it is sealed with is held; true of nothing.
func (r *Keyring) Holds(sealed []byte) bool {
	_, err := r.keyOf(sealed)
	return len(sealed) == 0 || err == nil
}
