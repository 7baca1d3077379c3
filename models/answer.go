package models

import "time"

// KeptAnswer holds what a call with an idempotency key was answered: the same call again is
// answered the same, and does nothing.
type KeptAnswer struct {
	Key     string // identifies the caller and its key, and tells neither
	Subject string // records/… or notices/…, which the answer shows; empty if it shows none
	Time    time.Time
	Request [32]byte // SHA-256 of the call
	Content []byte   // the answer; empty once what it shows was deleted or erased in part
}
