// Guitu (归途) tells a rescue station who the person in front of them may be.
//
// One binary: `guitu serve` is the service, the other commands work with the one
// that runs on the same data folder or, where none runs, start it for as long as
// they need it.
package main
