package names

// Merge adds what another counted, of other names.
func (c *CorpusStats) Merge(other *CorpusStats) {
	for t := range c.chars {
		c.chars[t] = merged(c.chars[t], other.chars[t])
		c.total[t] += other.total[t]
	}
	c.called, c.calls = merged(c.called, other.called), c.calls+other.calls
	c.givens, c.pairs = merged(c.givens, other.givens), c.pairs+other.pairs
}

func merged[K comparable](counts, other map[K]int) map[K]int {
	if counts == nil {
		counts = make(map[K]int, len(other))
	}
	for key, n := range other {
		counts[key] += n
	}
	return counts
}
