package store

import (
	"context"
	"io"

	"github.com/guitu-project/guitu/models/store/seal"
)

// Keys is what an operator does with the keys that a store seals with; see package seal.
type Keys interface {
	// Keyring returns the keys, for what else seals in the same data folder.
	Keyring() *seal.Keyring

	// RotateKeys makes new keys, seals everything again and then forgets the old ones,
	// which open what is not sealed again yet. Cut off, it goes on when called again; the
	// store works all the while. report is told how much was gone through. What is damaged
	// stays as it is.
	RotateKeys(ctx context.Context, report func(done int)) error

	// Unsealed shows visit everything that the keys open, and where it is, and returns how
	// much could not be opened.
	Unsealed(ctx context.Context, visit func(where string, plain io.Reader) error) (unreadable int, err error)
}
