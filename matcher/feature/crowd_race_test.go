//go:build race

package feature

// With the race detector a comparison takes ten times as long: half of them.
const bases = 2
