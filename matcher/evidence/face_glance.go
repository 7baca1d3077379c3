package evidence

import (
	"cmp"
	"math"
	"slices"
)

// FaceCell is what a first pass knows of the face that stands for a subject in one
// model, beside its distance.
type FaceCell struct {
	mean, perSpread float32 // of the nearest strangers: μ/σ and 1/σ; 0 where there are none
	year            float32
	quality         float32
	among           uint8
	young           bool // who is not known to be grown up on the photo
}

// FaceCells are the cells of a profile's faces by model, as normalised in the weigher's
// gallery.
func (w *Weigher) FaceCells(p *Profile) map[string]FaceCell {
	return w.cells(p, w.common.Load().gallery)
}

// FaceCellsIn are FaceCells in a gallery that is to be adopted.
func (w *Weigher) FaceCellsIn(g *Gallery, p *Profile) map[string]FaceCell { return w.cells(p, g.made) }

func (w *Weigher) cells(p *Profile, g *gallery) map[string]FaceCell {
	if len(p.faces) == 0 {
		return nil
	}
	cells, own := map[string]FaceCell{}, g.side(p)
	for i := range p.faces {
		f := &p.faces[i]
		if _, weighed := w.params.Face[f.model]; !weighed || !p.stands(i) {
			continue
		}
		c := FaceCell{year: float32(f.year), quality: float32(usable(f.quality)), among: uint8(min(f.among, math.MaxUint8))} //nolint:gosec // bounded
		c.young = !p.born.known || f.year == 0 || f.year-p.born.middle() < grownUpAt
		if n := own.norm(i); n != nil {
			spread := math.Max(n.deviation, w.params.Face[f.model].Spread)
			c.mean, c.perSpread = float32(n.mean/spread), float32(1/spread)
		}
		cells[f.model] = c
	}
	return cells
}

// Vectors are a profile's embeddings of a model.
func (p *Profile) Vectors(model string) (list [][]float32) {
	for i := range p.faces {
		if p.faces[i].model == model {
			list = append(list, p.faces[i].vector)
		}
	}
	return list
}

// FaceGlance weighs one of the probe's faces beside others by their distances.
type FaceGlance struct {
	Model  string
	Vector []float32

	probe *Probe
	curve FaceCurve
	cell  FaceCell
	floor float64 // z under which nothing but the floor is left of two adults
	share float64
}

// FaceGlances are looks at the probe's faces: those that stand for it in each model, the
// best model first.
func (p *Probe) FaceGlances() (list []FaceGlance) {
	cells := p.weigher.FaceCells(p.Profile)
	better := map[string]int{}
	for i := range p.faces {
		f := &p.faces[i]
		cell, weighed := cells[f.model]
		if !weighed || !p.stands(i) {
			continue
		}
		better[f.model] = len(f.better)
		g := FaceGlance{Model: f.model, Vector: f.vector, probe: p, curve: p.weigher.params.Face[f.model], cell: cell, share: p.share(featureFace)}
		// Where less of the separation is left the line is flatter, but its floor is higher.
		l := g.curve.Z.Adult
		g.floor = (g.curve.Least - 3 - l.At0) / l.Slope
		list = append(list, g)
	}
	slices.SortStableFunc(list, func(a, b FaceGlance) int { return cmp.Compare(better[a.Model], better[b.Model]) })
	return list
}

// Known tells whether the cell is of a face at all.
func (c *FaceCell) Known() bool { return c.among > 0 }

// Bits is about what the face weighs beside that of a cell at such a squared distance;
// born is the other's trait of birth.
func (g *FaceGlance) Bits(d2 float32, c *FaceCell, born *Profile) float32 {
	quality := g.curve.ByQuality.at(float64(min(g.cell.quality, c.quality)))
	s := FaceScore{X: float64(d2), Quality: quality, Years: 1}
	if g.cell.perSpread > 0 && c.perSpread > 0 {
		s.Normalised = true
		s.X = float64(g.cell.mean+c.mean-d2*(g.cell.perSpread+c.perSpread)) / 2
		if s.X < g.floor && !g.cell.young && !c.young {
			return float32(quality * quality * g.curve.Least / math.Ln2 * g.share)
		}
	}
	if g.cell.year > 0 && c.year > 0 {
		s.Years = g.curve.ByYears.at(math.Abs(float64(g.cell.year - c.year)))
		if g.cell.young || c.young {
			s.Grown = grownBetween(g.probe.Profile, born, float64(min(g.cell.year, c.year)), float64(max(g.cell.year, c.year)))
		}
	}
	among := float64(g.cell.among) * float64(c.among)
	ratio := math.Exp(g.curve.bend(g.curve.Straight(s), quality))
	return float32(math.Log2((ratio+(among-1)*math.Min(ratio, 1))/among) * g.share)
}
