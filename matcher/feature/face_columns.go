package feature

import "slices"

// FaceColumns holds the cells of some rows, and by column what a pass reads of all: all are as
// long.
type FaceColumns struct {
	Cells           []FaceCell
	Mean, PerSpread []float32
	Flags           []uint32 // see FaceAmong
}

// What flags of a cell are: FaceReach lies by the last two.
const (
	FaceAmong   = 0xff // how many are on the photo
	FaceYoung   = 1 << 8
	FaceQuality = (FaceQualities - 1) * 2 * FaceYoung // the step of the quality
)

func (c *FaceCell) flags() uint32 {
	flags := uint32(c.Among) | uint32(stepOfQuality(c.Quality))*2*FaceYoung
	if c.Young {
		flags |= FaceYoung
	}
	return flags
}

// NewFaceColumns have so many rows without a face.
func NewFaceColumns(rows int) *FaceColumns { return FaceColumnsOf(make([]FaceCell, rows)) }

// FaceColumnsOf has these cells, which it takes over.
func FaceColumnsOf(cells []FaceCell) *FaceColumns {
	f := &FaceColumns{Cells: cells, Mean: make([]float32, len(cells)), PerSpread: make([]float32, len(cells)), Flags: make([]uint32, len(cells))}
	for i := range cells {
		f.column(i)
	}
	return f
}

// Clone returns a copy.
func (f *FaceColumns) Clone() *FaceColumns {
	return &FaceColumns{slices.Clone(f.Cells), slices.Clone(f.Mean), slices.Clone(f.PerSpread), slices.Clone(f.Flags)}
}

// Set writes a row's cell.
func (f *FaceColumns) Set(i int, c FaceCell) {
	f.Cells[i] = c
	f.column(i)
}

func (f *FaceColumns) column(i int) {
	c := &f.Cells[i]
	f.Mean[i], f.PerSpread[i], f.Flags[i] = c.Mean, c.PerSpread, c.flags()
}
