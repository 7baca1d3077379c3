package feature

import (
	"cmp"
	"math"
	"slices"
)

// FaceCell holds what a first pass knows of the face that stands for a subject in one
// model, beside its distance.
type FaceCell struct {
	Mean, PerSpread float32 // of the nearest strangers: μ/σ and 1/σ; 0 if there are none
	year            float32
	Quality         float32 // that was measured, or what stands for it
	Among           uint8   // how many are on the photo, 0 for no face
	Young           bool    // who may not have been grown up on the photo, where its year is known
}

// FaceCells returns the cells of a profile's faces by model, as normalised in the scorer's
// gallery.
func (w *Scorer) FaceCells(p *Profile) map[string]FaceCell {
	return w.cells(p, w.common.Load().gallery)
}

// FaceCellsIn are FaceCells in a gallery that is to be adopted.
func (w *Scorer) FaceCellsIn(g *Gallery, p *Profile) map[string]FaceCell { return w.cells(p, g.made) }

func (w *Scorer) cells(p *Profile, g *gallery) map[string]FaceCell {
	if len(p.faces) == 0 {
		return nil
	}
	cells, own := map[string]FaceCell{}, g.side(p)
	for i := range p.faces {
		f := &p.faces[i]
		if _, weighed := w.params.Face[f.model]; !weighed || !p.stands(i) {
			continue
		}
		c := FaceCell{year: float32(f.year), Quality: float32(usable(f.quality)), Among: uint8(min(f.among, math.MaxUint8))}
		c.Young = f.year > 0 && (!p.born.known || f.year-p.born.middle() < grownUpAt)
		if n := own.norm(i); n != nil {
			spread := math.Max(n.deviation, w.params.Face[f.model].Spread)
			c.Mean, c.PerSpread = float32(n.mean/spread), float32(1/spread)
		}
		cells[f.model] = c
	}
	return cells
}

// HasFaces reports whether there is any face to lay beside another.
func (p *Profile) HasFaces() bool { return len(p.faces) > 0 }

// Vectors returns a profile's embeddings of a model.
func (p *Profile) Vectors(model string) (list [][]float32) {
	for i := range p.faces {
		if p.faces[i].model == model {
			list = append(list, p.faces[i].vector)
		}
	}
	return list
}

// ProbeFace weighs one of the probe's faces beside others by their distances.
type ProbeFace struct {
	Model  string
	Vector []float32

	probe  *Probe
	cell   FaceCell
	scores *faceScores
}

// ProbeFaces are looks at the probe's faces: those that stand for it in each model, the
// best model first.
func (p *Probe) ProbeFaces() (list []ProbeFace) {
	cells := p.scorer.FaceCells(p.Profile)
	better := map[string]int{}
	for i := range p.faces {
		f := &p.faces[i]
		cell, weighed := cells[f.model]
		if !weighed || !p.stands(i) {
			continue
		}
		better[f.model] = len(f.better)
		list = append(list, ProbeFace{Model: f.model, Vector: f.vector, probe: p, cell: cell, scores: p.scorer.scores[f.model]})
	}
	slices.SortStableFunc(list, func(a, b ProbeFace) int { return cmp.Compare(better[a.Model], better[b.Model]) })
	return list
}

// Known reports whether the cell is of a face at all.
func (c *FaceCell) Known() bool { return c.Among > 0 }

// Bits is about what the face weighs beside that of a cell at such a squared distance;
// born is the other's trait of birth. Several goroutines may ask.
func (g *ProbeFace) Bits(d2 float32, c *FaceCell, born *Profile) float32 {
	quality, years, grown := min(g.cell.Quality, c.Quality), float32(0), 0.0
	if g.cell.year > 0 && c.year > 0 {
		years = max(g.cell.year-c.year, c.year-g.cell.year)
		if g.cell.Young || c.Young {
			grown = grownBetween(g.probe.Profile, born, float64(min(g.cell.year, c.year)), float64(max(g.cell.year, c.year)))
		}
	}
	curve := &g.scores.curve
	s := FaceScore{X: float64(d2), D2: float64(d2), Quality: curve.ByQuality.at(float64(quality)), Years: curve.ByYears.at(float64(years)), Grown: grown}
	if g.cell.PerSpread > 0 && c.PerSpread > 0 {
		s.X, s.Normalised = float64(g.z(d2, c)), true
	}
	return g.scores.bits(s, float64(g.cell.Among)*float64(c.Among))
}

// FaceReach holds the most that Bits says of others whenever their photos were taken: by it
// nearly all are known for strangers.
type FaceReach struct {
	Mean, PerSpread float32 // as of a FaceCell; PerSpread is 0 if no z is looked up
	Most            float32 // of others that have no z, or are not alone on their photo

	// Bits is by step of the other's quality, of adults and then of who may have grown up between,
	// by step of z.
	Bits [FaceQualities * 2 * FaceSteps]float32

	// Children is by step of the other's quality and of d² what may be said of who may have grown up
	// between, where that goes by d²; nil if Bits have it. YoungProbe has everyone grow.
	Children   *[FaceQualities * FaceSteps]float32
	YoungProbe bool
}

// FaceSteps is how many steps of z there are, from −FaceEnd to FaceEnd, and of d², from 0 to
// FaceFarthest; FaceQualities is how many of the quality.
const (
	FaceSteps     = zSteps
	FaceEnd       = zEnd
	FaceFarthest  = d2End
	FaceQualities = qualitySteps
)

// Reach returns the most that the face says.
func (g *ProbeFace) Reach() *FaceReach {
	r := &FaceReach{Most: g.scores.bound(g.cell.Quality), YoungProbe: g.cell.Young}
	if g.cell.Among == 1 {
		r.Mean, r.PerSpread = g.cell.Mean, g.cell.PerSpread
	}
	if g.scores.curve.ChildRaw {
		r.Children = new([FaceQualities * FaceSteps]float32)
	}
	own := stepOfQuality(g.cell.Quality)
	for quality := range FaceQualities {
		poorer := min(own, quality)
		copy(r.Bits[2*quality*FaceSteps:], g.scores.most(poorer, g.cell.Young)[:])
		copy(r.Bits[(2*quality+1)*FaceSteps:], g.scores.most(poorer, true)[:])
		if r.Children != nil {
			copy(r.Children[quality*FaceSteps:], g.scores.children(poorer)[:])
		}
	}
	return r
}

// Of returns the most that Bits says of a cell at a squared distance; 0 of no face, and where
// there is no distance (below 0 or math.MaxFloat32).
func (r *FaceReach) Of(d2 float32, c *FaceCell) float32 {
	switch {
	case c.Among == 0 || d2 < 0 || d2 == math.MaxFloat32:
		return 0
	case c.Among != 1 || c.PerSpread == 0 || r.PerSpread == 0:
		return r.Most
	}
	flags := c.flags()
	bits := r.Bits[int(flags&(FaceYoung|FaceQuality))+stepOfZ(zOf(d2, r.Mean, r.PerSpread, c))]
	if r.Children != nil && (c.Young || r.YoungProbe) {
		bits = max(bits, r.Children[int(flags&FaceQuality)/2+stepOfD2(d2)])
	}
	return bits
}

func (g *ProbeFace) z(d2 float32, c *FaceCell) float32 {
	return zOf(d2, g.cell.Mean, g.cell.PerSpread, c)
}

// zOf returns how unusual a distance is among the nearest strangers of either face: the mean of what
// it is among each one's.
func zOf(d2, mean, perSpread float32, c *FaceCell) float32 {
	return (mean + c.Mean - d2*(perSpread+c.PerSpread)) / 2
}
