//go:build !race

package places

// people is how many are simulated, and slack how far a share may fall below what is
// wanted of so many.
const (
	people = 500
	slack  = 0
)
