package marks

// CorpusStats counts how many files note each kind of mark and where. The zero value is
// empty. It is not safe for concurrent use.
type CorpusStats struct {
	noted [kinds][regions]int
	files int
	old   float64 // the sum of how old their people are, 0 … 1 (see Between.aged)
}

// Count counts a file of a person of that age in years, 0 for unknown, by times.
func (c *CorpusStats) Count(list []Mark, age float64, by int) {
	b := Between{Age: age}
	c.files += by
	c.old += b.aged() * float64(by)
	var seen [kinds][regions]bool
	for i := range list {
		k, r := list[i].Kind, list[i].Site.row().region
		if !seen[k][r] {
			seen[k][r] = true
			c.noted[k][r] += by
		}
	}
}

// Shares are how often a file notes each kind of mark by region of the body, of a
// person of 30. They are never changed once made.
type Shares [kinds][regions]float64

// marksPrior is how many counted files the table of priors.go is worth: it is a guess,
// and files differ much in what they note.
const marksPrior = 500

// Shares returns the counted ones, drawn towards those of priors.go.
func (c *CorpusStats) Shares() *Shares {
	out := new(Shares)
	for k := range c.noted {
		files := float64(c.files)
		if more := natures[k].old; more > 1 {
			files += (more - 1) * c.old
		}
		for r, n := range c.noted[k] {
			out[k][r] = (marksPrior*byRegion[k][r] + float64(n)) / (marksPrior + files)
		}
	}
	return out
}

// Usual returns the shares if no file was counted.
func Usual() *Shares { return (*Shares)(&byRegion) }

// Merge adds what another counted, of other files.
func (c *CorpusStats) Merge(other *CorpusStats) {
	for k := range c.noted {
		for r, n := range other.noted[k] {
			c.noted[k][r] += n
		}
	}
	c.files, c.old = c.files+other.files, c.old+other.old
}
