package names

// Shorts holds what a query says of short forms of names, by their parts: ShortBits for each
// of three units, some of which there may not be, and what follows them.
type Shorts struct {
	Best  [mostPlaced][]float32           // by place and unit: the most bits that it may agree in; before them, of no third and no second
	Bias  [3]float32                      // what is added if the best one, two or all units count: 0 if they may
	Kinds [1 << (64 - 3*ShortBits)]uint32 // by what follows the units: which of Low
	Low   [kinds * LowSteps]float32       // by kind: what a name weighs that agrees in Promising bits, or so many steps less

	Elsewhere float32 // what of the bits is to be taken for agreeing at another place
}

// How a short form and what is said of it are divided.
const (
	ShortBits   = 18
	LowSteps    = 128
	StepsPerBit = 4
)

// Kernel looks at many short forms at once. It raises weights to what names weigh that agree
// in too few bits to be promising, and lists, in their order, those that may be, and those
// that have no short form; it tells how many it listed. There is room for all.
type Kernel interface {
	Look(short []uint64, s *Shorts, weights []float32, listed []int32) int
}

// ScalarKernel holds the Kernel that needs no help of the processor.
type ScalarKernel struct{}

// Look implements Kernel. Which names are listed no processor can foresee: so each is, and
// the next one over it if it is not meant.
func (ScalarKernel) Look(short []uint64, s *Shorts, weights []float32, listed []int32) (n int) {
	weights = weights[:len(short)]
	for i, form := range short {
		a, b, c := s.Best[0][form%shortUnits], s.Best[1][form>>ShortBits%shortUnits], s.Best[2][form>>(2*ShortBits)%shortUnits]
		all := a + b + c
		est := max(all+s.Bias[2], all-min(a, b, c)+s.Bias[1], max(a, b, c)+s.Bias[0])
		kind := s.Kinds[form>>shortShapeAt]
		listed[n] = int32(i)
		if est >= Promising || form == 0 {
			n++
			kind = unsaid // yet
		}
		weights[i] = max(weights[i], s.Low[LowAt(kind, est-s.Elsewhere)])
	}
	return n
}

// LowAt returns the place of a kind and so many bits in Low.
func LowAt(kind uint32, bits float32) int {
	return int(kind)*LowSteps + min(max(int((Promising-bits)*StepsPerBit), 0), LowSteps-1)
}
