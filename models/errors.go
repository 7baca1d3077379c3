package models

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// The sentinels that a caller can test for with errors.Is. Every error that
// leaves a package of ours wraps one of them, or is an accident.
var (
	ErrInvalid         = errors.New("invalid")             // a field is wrong; errors.As a *InvalidError says which
	ErrNotFound        = errors.New("not found")           // no such subject, photo or import
	ErrExists          = errors.New("already exists")      // the same source and externalId are there
	ErrStale           = errors.New("changed by another")  // the etag is not the current one
	ErrUnauthenticated = errors.New("not authenticated")   // no one is in the context
	ErrPermission      = errors.New("not allowed")         // a person is, and may not
	ErrUnreadable      = errors.New("photo unreadable")    // the bytes are not a picture that we can decode
	ErrTooLarge        = errors.New("too large")           // over a limit of bytes or pixels
	ErrFacesOff        = errors.New("faces are off")       // built or started without face models
	ErrUnavailable     = errors.New("unavailable for now") // the same call may succeed later
	ErrBusy            = errors.New("data folder in use")  // another process holds the data folder
	ErrDataLoss        = errors.New("stored data damaged") // what was read back is not what was written
	ErrPrecondition    = errors.New("not in a state to")   // the object is not in the state that the call needs
	ErrThrottled       = errors.New("too many tries")      // the same call may succeed after a while
	ErrKey             = errors.New("master key")          // missing, wrong, damaged or not kept safe: the data folder stays closed
)

// ErrDiskFull is the ErrUnavailable of a store that has no room left for more: what is there
// can be read.
var ErrDiskFull = fmt.Errorf("%w: disk full", ErrUnavailable)

// Text describes one sentence for people: Chinese first, English too.
type Text struct{ Zh, En string }

// Violation says which field is wrong, what is wrong and what would be right.
// Field is a path in the contract's JSON names: person.names[0].text. Column is the
// heading of the cell that says it, of a table.
type Violation struct {
	Field  string
	Column string
	Text
}

// InvalidError describes an ErrInvalid with the fields that are wrong, in the order in
// which they were found. It always has at least one.
type InvalidError struct{ Violations []Violation }

// Invalid is an InvalidError about one field.
func Invalid(field, zh, en string) error {
	return &InvalidError{Violations: []Violation{{Field: field, Text: Text{Zh: zh, En: en}}}}
}

func (e *InvalidError) Error() string {
	parts := make([]string, len(e.Violations))
	for i, v := range e.Violations {
		parts[i] = fmt.Sprintf("%s: %s (%s)", v.Field, v.Zh, v.En)
	}
	return strings.Join(parts, "; ")
}

// Is makes errors.Is(err, ErrInvalid) true.
func (e *InvalidError) Is(target error) bool { return target == ErrInvalid }

// RefusedError describes a call that is well formed and not allowed as things stand, with
// what the caller is to be told. Kind is the sentinel, most often ErrPrecondition.
type RefusedError struct {
	Kind error
	Text
	RetryAfter time.Duration // when the same call may succeed; 0 if that is not known
}

// Refused is a RefusedError.
func Refused(kind error, zh, en string) error {
	return &RefusedError{Kind: kind, Text: Text{Zh: zh, En: en}}
}

// Throttled is an ErrThrottled that ends after wait.
func Throttled(wait time.Duration, zh, en string) error {
	return &RefusedError{Kind: ErrThrottled, Text: Text{Zh: zh, En: en}, RetryAfter: wait}
}

func (e *RefusedError) Error() string { return fmt.Sprintf("%v: %s (%s)", e.Kind, e.Zh, e.En) }

// Unwrap is the sentinel.
func (e *RefusedError) Unwrap() error { return e.Kind }

// violations collects what is wrong below one field path.
type violations struct {
	prefix string
	list   *[]Violation
}

func newViolations() violations { return violations{list: new([]Violation)} }

func (v violations) at(format string, args ...any) violations {
	v.prefix += fmt.Sprintf(format, args...)
	return v
}

func (v violations) add(field, zh, en string) {
	*v.list = append(*v.list, Violation{Field: v.prefix + field, Text: Text{Zh: zh, En: en}})
}

func (v violations) err() error {
	if len(*v.list) == 0 {
		return nil
	}
	return &InvalidError{Violations: *v.list}
}
