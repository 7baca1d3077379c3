package names

import (
	"math"
	"sync"
)

// Logs are log2(1 + i/256), and 2^(i/256). A weight is a logarithm, and a search takes a
// million of them: math.Log2 was a quarter of its time.
type Logs struct{ logs, powers [1<<logBits + 1]float64 }

const (
	logBits     = 8
	mantissa    = 52
	withoutLogs = mantissa - logBits
)

var logTable = sync.OnceValue(func() *Logs {
	t := new(Logs)
	for i := range t.logs {
		part := float64(i) / (1 << logBits)
		t.logs[i], t.powers[i] = math.Log2(1+part), math.Exp2(part)
	}
	return t
})

// LogTable returns the logarithms, for who takes a million of them.
func LogTable() *Logs { return logTable() }

// Log2 returns that of a positive number, 3 millionths too low at most: straight between two
// entries of the table.
func (t *Logs) Log2(x float64) float64 {
	b := math.Float64bits(x)
	exponent := float64(int(b>>mantissa) - 1023)
	i := b >> withoutLogs % (1 << logBits)
	part := float64(b%(1<<withoutLogs)) / (1 << withoutLogs)
	return exponent + t.logs[i] + part*(t.logs[i+1]-t.logs[i])
}

// Exp2 returns 2^x, too high by a millionth part at most; 0 for less than 2^−1000, and never more
// than 2^1000.
func (t *Logs) Exp2(x float64) float64 {
	const end = 1000
	if x < -end {
		return 0
	}
	steps := (min(x, end) + end) * (1 << logBits)
	whole := int(steps)
	i, part := whole%(1<<logBits), steps-float64(whole)
	return math.Float64frombits(uint64(whole>>logBits-end+1023)<<mantissa) * (t.powers[i] + part*(t.powers[i+1]-t.powers[i]))
}
