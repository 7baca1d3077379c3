// Package matcher is what Guitu is for: who the person in front of a station may
// be. Each file tells one use case: register, change, find, compare, import …
//
// A use case checks its input, asks the store, the index and the eyes through the
// interfaces of ports.go, and leaves an audit row. Every call needs an actor in
// the context; without one it returns models.ErrUnauthenticated.
package matcher
