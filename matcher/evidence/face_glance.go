package evidence

import (
	"cmp"
	"math"
	"slices"
	"sync/atomic"
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
	share float64
	known []atomic.Uint32 // bits as they were worked out, see at; 0 is not yet
}

// Scores are rounded to so many steps, within which the weights differ by a tenth of a
// bit: z from −zEnd to zEnd, the poorer quality, the years between and the share of
// growing up between.
const (
	zSteps, zEnd                        = 256, 8
	qualitySteps, yearSteps, grownSteps = 8, 16, 5
)

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
		g := FaceGlance{Model: f.model, Vector: f.vector, probe: p, curve: p.weigher.params.Face[f.model], cell: cell, share: p.share(forFace)}
		g.known = make([]atomic.Uint32, zSteps*qualitySteps*yearSteps*grownSteps)
		list = append(list, g)
	}
	slices.SortStableFunc(list, func(a, b FaceGlance) int { return cmp.Compare(better[a.Model], better[b.Model]) })
	return list
}

// Known tells whether the cell is of a face at all.
func (c *FaceCell) Known() bool { return c.among > 0 }

// Bits is about what the face weighs beside that of a cell at such a squared distance;
// born is the other's trait of birth. Several goroutines may ask.
func (g *FaceGlance) Bits(d2 float32, c *FaceCell, born *Profile) float32 {
	quality, years, grown := min(g.cell.quality, c.quality), float32(0), 0.0
	if g.cell.year > 0 && c.year > 0 {
		years = max(g.cell.year-c.year, c.year-g.cell.year)
		if g.cell.young || c.young {
			grown = grownBetween(g.probe.Profile, born, float64(min(g.cell.year, c.year)), float64(max(g.cell.year, c.year)))
		}
	}
	if g.cell.perSpread == 0 || c.perSpread == 0 || g.cell.among > 1 || c.among > 1 {
		s := FaceScore{X: float64(d2), Quality: g.curve.ByQuality.at(float64(quality)), Years: g.curve.ByYears.at(float64(years)), Grown: grown}
		if g.cell.perSpread > 0 && c.perSpread > 0 {
			s.X, s.Normalised = float64(g.z(d2, c)), true
		}
		return g.bits(s, float64(g.cell.among)*float64(c.among))
	}
	return g.at(g.z(d2, c), quality, years, grown)
}

// Most is the most that Bits says of any.
func (g *FaceGlance) Most() float32 {
	own := float64(g.cell.quality)
	own = max(own, (min(math.Floor(own*qualitySteps), qualitySteps-1)+.5)/qualitySteps) // rounded, as at does
	quality := g.curve.ByQuality.at(own)
	for _, point := range g.curve.ByQuality {
		if point[0] <= own {
			quality = max(quality, point[1])
		}
	}
	return float32(max(0, quality*quality*g.curve.Most/math.Ln2*g.share))
}

func (g *FaceGlance) z(d2 float32, c *FaceCell) float32 {
	return (g.cell.mean + c.mean - d2*(g.cell.perSpread+c.perSpread)) / 2
}

// at looks the weight of a rounded score up, and works it out the first time.
func (g *FaceGlance) at(z, quality, years float32, grown float64) float32 {
	zi := min(max(int((z+zEnd)*(zSteps/(2*zEnd))), 0), zSteps-1)
	qi, yi, gi := min(max(int(quality*qualitySteps), 0), qualitySteps-1), min(int(years), yearSteps-1), int(grown*(grownSteps-1)+.5)
	slot := &g.known[((gi*yearSteps+yi)*qualitySteps+qi)*zSteps+zi]
	if known := slot.Load(); known != 0 {
		return math.Float32frombits(known)
	}
	s := FaceScore{
		Normalised: true, X: (float64(zi)+.5)/(zSteps/(2*zEnd)) - zEnd, Grown: float64(gi) / (grownSteps - 1),
		Quality: g.curve.ByQuality.at((float64(qi) + .5) / qualitySteps), Years: g.curve.ByYears.at(float64(yi) + .5),
	}
	bits := g.bits(s, 1)
	slot.Store(math.Float32bits(bits))
	return bits
}

func (g *FaceGlance) bits(s FaceScore, among float64) float32 {
	ratio := math.Exp(g.curve.bend(g.curve.Straight(s), s.Quality))
	return float32(math.Log2((ratio+(among-1)*math.Min(ratio, 1))/among) * g.share)
}
