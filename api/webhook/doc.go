// Package webhook tells another system of every alert: a signed POST that holds no
// personal data, tried again until it is taken.
//
// A receiver takes an event only where Verify is nil for its own clock, and where it
// has not seen the event's id before: the signature covers the time, so that an event
// that was recorded on the way cannot be played again later, nor another be made of it.
package webhook
