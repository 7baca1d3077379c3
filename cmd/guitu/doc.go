// Guitu (归途) tells a rescue station who the person in front of them may be.
//
// One binary: `guitu serve` is the service, the other commands work with the one
// that runs on the same data folder or, where none runs, start it for as long as
// they need it. `guitu reindex`, `guitu params learn` and `guitu params try` work on
// the folder itself and want the service stopped; `guitu params show` and `guitu
// params use` read and write parameter files, beside it or not.
package main
