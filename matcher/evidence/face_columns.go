package evidence

import "slices"

// FaceColumns are cells by column, as a pass reads them: all are as long.
type FaceColumns struct {
	Mean, PerSpread, Year, Quality []float32
	Flags                          []uint32 // Among, and FaceYoung
}

// What flags of a cell are.
const (
	FaceAmong = 0xff // how many are on the photo
	FaceYoung = 1 << 8
)

// NewFaceColumns have so many rows without a face.
func NewFaceColumns(rows int) *FaceColumns {
	f := &FaceColumns{Flags: make([]uint32, rows)}
	for _, column := range f.Numbers() {
		*column = make([]float32, rows)
	}
	return f
}

// Numbers are the columns but for the flags, in one order.
func (f *FaceColumns) Numbers() []*[]float32 {
	return []*[]float32{&f.Mean, &f.PerSpread, &f.Year, &f.Quality}
}

// Clone is a copy.
func (f *FaceColumns) Clone() *FaceColumns {
	own := *f
	for _, column := range own.Numbers() {
		*column = slices.Clone(*column)
	}
	own.Flags = slices.Clone(own.Flags)
	return &own
}

// At is a row's cell.
func (f *FaceColumns) At(i int) FaceCell {
	return FaceCell{
		Mean: f.Mean[i], PerSpread: f.PerSpread[i], year: f.Year[i], quality: f.Quality[i],
		Among: uint8(f.Flags[i] & FaceAmong), Young: f.Flags[i]&FaceYoung != 0,
	}
}

// Set writes a row's cell.
func (f *FaceColumns) Set(i int, c FaceCell) {
	f.Mean[i], f.PerSpread[i], f.Year[i], f.Quality[i] = c.Mean, c.PerSpread, c.year, c.quality
	if f.Flags[i] = uint32(c.Among); c.Young {
		f.Flags[i] |= FaceYoung
	}
}
