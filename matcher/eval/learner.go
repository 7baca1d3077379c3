package eval

import "math"

// learner does Learn's sums. Its parameters are the scales and, last, α.
type learner struct {
	choices []Choice
	prior   Scales
	firm    []float64 // h, by parameter
}

// believe finds how firmly the prior is believed, and on how many decided pairs each
// feature spoke.
func (l *learner) believe(pseudo float64) (spoke []int) {
	spoke, square := make([]int, len(l.prior.Scale)), make([]float64, len(l.prior.Scale))
	for _, c := range l.choices {
		for _, a := range c {
			if a.Verdict == Undecided {
				continue
			}
			for k, b := range a.Bits {
				if b != 0 {
					spoke[k]++
					square[k] += b * math.Ln2 * b * math.Ln2
				}
			}
		}
	}
	for k := range spoke {
		l.firm[k] = pseudo * max(1, math.Sqrt(square[k]/float64(max(spoke[k], 1))))
	}
	l.firm[len(spoke)] = pseudo
	return spoke
}

func (l *learner) thetaOf(s Scales) []float64 {
	return append(append(make([]float64, 0, len(s.Scale)+1), s.Scale...), s.Prior)
}

// utilities of a record's candidates.
func utilities(c Choice, theta, into []float64) []float64 {
	into = into[:0]
	last := len(theta) - 1
	for i := range c {
		u := 0.0
		for k, b := range c[i].Bits {
			u += theta[k] * b
		}
		into = append(into, theta[last]+u*math.Ln2)
	}
	return into
}

// logSum returns ln Σ exp u over the candidates that keep accepts and, if none may be,
// the 1 of none.
func logSum(u []float64, none bool, keep func(i int) bool) float64 {
	top := math.Inf(-1)
	if none {
		top = 0
	}
	for i := range u {
		if keep(i) {
			top = max(top, u[i])
		}
	}
	sum := 0.0
	if none {
		sum = math.Exp(-top)
	}
	for i := range u {
		if keep(i) {
			sum += math.Exp(u[i] - top)
		}
	}
	return top + math.Log(sum)
}

func all(int) bool { return true }

// loss returns minus the log likelihood of what was decided, in nats, with the belief.
func (l *learner) loss(theta []float64) float64 {
	sum, u := l.doubt(theta), []float64(nil)
	for _, c := range l.choices {
		u = utilities(c, theta, u)
		known := c.confirmed()
		sum += logSum(u, true, all) - logSum(u, !known, func(i int) bool { return c.possible(i, known) })
	}
	return sum
}

// doubt returns what parameters cost that are not those believed beforehand.
func (l *learner) doubt(theta []float64) (sum float64) {
	for k, believed := range l.thetaOf(l.prior) {
		sum += l.firm[k] / 2 * (theta[k] - believed) * (theta[k] - believed)
	}
	return sum
}

// expect gives each candidate its probability, after what was decided.
func (l *learner) expect(theta []float64) [][]float64 {
	q := make([][]float64, len(l.choices))
	for r, c := range l.choices {
		u := utilities(c, theta, make([]float64, 0, len(c)))
		known := c.confirmed()
		total := logSum(u, !known, func(i int) bool { return c.possible(i, known) })
		for i := range u {
			if u[i] = math.Exp(u[i] - total); !c.possible(i, known) {
				u[i] = 0
			}
		}
		q[r] = u
	}
	return q
}

// maximise is Newton's method with halved steps on M's objective, which is concave.
func (l *learner) maximise(theta []float64, q [][]float64) []float64 {
	loss := l.expected(theta, q)
	for range 20 {
		gradient, hessian := l.slopes(theta, q)
		step, before := solve(hessian, gradient), loss
		for size := 1.0; size > 1e-6; size /= 2 {
			next := make([]float64, len(theta))
			for k := range next {
				next[k] = theta[k] - size*step[k]
			}
			if better := l.expected(next, q); better < loss {
				theta, loss = next, better
				break
			}
		}
		if before-loss < 1e-9*(1+math.Abs(loss)) {
			break
		}
	}
	return theta
}

// expected returns minus M's objective.
func (l *learner) expected(theta []float64, q [][]float64) float64 {
	sum, u := l.doubt(theta), []float64(nil)
	for r, c := range l.choices {
		u = utilities(c, theta, u)
		sum += logSum(u, true, all)
		for i := range u {
			sum -= q[r][i] * u[i]
		}
	}
	return sum
}

// slopes returns the gradient and the Hessian of expected.
func (l *learner) slopes(theta []float64, q [][]float64) (gradient []float64, hessian [][]float64) {
	n := len(theta)
	gradient, hessian = make([]float64, n), make([][]float64, n)
	for k, believed := range l.thetaOf(l.prior) {
		gradient[k] = l.firm[k] * (theta[k] - believed)
		hessian[k] = make([]float64, n)
		hessian[k][k] = l.firm[k]
	}
	x, mean, u := make([]float64, n), make([]float64, n), []float64(nil)
	for r, c := range l.choices {
		u = utilities(c, theta, u)
		total := logSum(u, true, all)
		clear(mean)
		for i := range c {
			p := math.Exp(u[i] - total)
			for k, b := range c[i].Bits {
				x[k] = b * math.Ln2
			}
			x[n-1] = 1
			for k := range x {
				mean[k] += p * x[k]
				gradient[k] += (p - q[r][i]) * x[k]
				if x[k] == 0 {
					continue
				}
				for m := range k + 1 {
					hessian[k][m] += p * x[k] * x[m]
				}
			}
		}
		for k := range mean {
			for m := range k + 1 {
				hessian[k][m] -= mean[k] * mean[m]
			}
		}
	}
	for k := range n {
		for m := range k {
			hessian[m][k] = hessian[k][m]
		}
	}
	return gradient, hessian
}
