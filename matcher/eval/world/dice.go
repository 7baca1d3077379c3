package world

import (
	"hash/fnv"
	"math"
	"math/rand/v2"
)

// dice describes a source of chance that follows from a seed, a purpose and a number, so
// that a further draw in one place does not change the others.
type dice struct{ *rand.Rand }

func newDice(seed uint64, purpose string, n int) dice {
	h := fnv.New64a()
	_, _ = h.Write([]byte(purpose))                                                                       // never fails
	return dice{rand.New(rand.NewPCG(seed*0x9E3779B97F4A7C15+1, h.Sum64()^uint64(n)*0xBF58476D1CE4E5B9))} //nolint:gosec // chance, not secrets
}

func (d dice) chance(p float64) bool { return d.Float64() < p }

func (d dice) normal(mean, deviation float64) float64 { return mean + deviation*d.NormFloat64() }

// waiting returns an exponential time with the given mean.
func (d dice) waiting(mean float64) float64 { return mean * d.ExpFloat64() }

// either returns one of the list, all alike.
func either[T any](d dice, list []T) T { return list[d.IntN(len(list))] }

// shares holds values with their shares of a whole, which need not add up to one.
type shares[T comparable] struct {
	of    []T
	upTo  []float64
	total float64
	share map[T]float64
}

func newShares[T comparable]() *shares[T] { return &shares[T]{share: map[T]float64{}} }

func (s *shares[T]) add(v T, weight float64) {
	s.total += weight
	s.of = append(s.of, v)
	s.upTo = append(s.upTo, s.total)
	s.share[v] += weight
}

// p returns the probability of v.
func (s *shares[T]) p(v T) float64 { return s.share[v] / s.total }

func (s *shares[T]) draw(d dice) T {
	x := d.Float64() * s.total
	low, high := 0, len(s.upTo)-1
	for low < high {
		middle := (low + high) / 2
		if s.upTo[middle] > x {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return s.of[low]
}

// density returns that of a normal distribution.
func density(x, mean, deviation float64) float64 {
	z := (x - mean) / deviation
	return math.Exp(-z*z/2) / (deviation * math.Sqrt(2*math.Pi))
}
