//go:build race

package places

// Under the race detector a Locate takes ten times as long: fewer people, and more
// slack for the chance in so few.
const (
	people = 60
	slack  = .1
)
