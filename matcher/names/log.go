package names

import (
	"math"
	"sync"
)

// logs are log2(1 + i/256). A weight is a logarithm, and a search takes a million of
// them: math.Log2 was a quarter of its time.
type logs [1<<logBits + 1]float64

const (
	logBits     = 8
	mantissa    = 52
	withoutLogs = mantissa - logBits
)

var logTable = sync.OnceValue(func() *logs {
	t := new(logs)
	for i := range t {
		t[i] = math.Log2(1 + float64(i)/(1<<logBits))
	}
	return t
})

// Log2 is that of a positive number, 3 millionths too low at most: for who takes a
// million.
func Log2(x float64) float64 { return logTable().log2(x) }

// log2 is that of a positive number, 3 millionths too low at most: straight between two
// entries of the table.
func (t *logs) log2(x float64) float64 {
	b := math.Float64bits(x)
	exponent := float64(int(b>>mantissa) - 1023) //nolint:gosec // 11 bits
	i := b >> withoutLogs % (1 << logBits)
	part := float64(b%(1<<withoutLogs)) / (1 << withoutLogs)
	return exponent + t[i] + part*(t[i+1]-t[i])
}
