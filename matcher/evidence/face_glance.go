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

// HasFaces tells whether there is any face to lay beside another.
func (p *Profile) HasFaces() bool { return len(p.faces) > 0 }

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

	probe  *Probe
	cell   FaceCell
	scores *faceScores
	most   [2]*[zSteps]float32 // of adults, and of who may have grown up between
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
		scores := p.weigher.scores[f.model]
		list = append(list, FaceGlance{Model: f.model, Vector: f.vector, probe: p, cell: cell, scores: scores, most: [2]*[zSteps]float32{scores.most(cell.quality, false), scores.most(cell.quality, true)}})
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
	if !g.normal(c) {
		curve := &g.scores.curve
		s := FaceScore{X: float64(d2), Quality: curve.ByQuality.at(float64(quality)), Years: curve.ByYears.at(float64(years)), Grown: grown}
		if g.cell.perSpread > 0 && c.perSpread > 0 {
			s.X, s.Normalised = float64(g.z(d2, c)), true
		}
		return g.scores.bits(s, float64(g.cell.among)*float64(c.among))
	}
	return g.scores.at(g.z(d2, c), quality, years, grown)
}

// AtMost puts the most that Bits says of rows, whenever their photos were taken, into most:
// by it nearly all are known for strangers. Of a row there are its cell, whose face it is,
// and by that the distance; where the cell is of none most stays, and where there is no
// distance (math.MaxFloat32) it is 0.
func (g *FaceGlance) AtMost(rows []int32, cells []FaceCell, who []uint32, near, most []float32) {
	for _, i := range rows {
		c := &cells[i]
		if !c.Known() || int(who[i]) >= len(near) {
			continue
		}
		grows := 0
		if g.cell.young || c.young {
			grows = 1
		}
		switch d2 := near[who[i]]; {
		case d2 == math.MaxFloat32:
			most[i] = 0
		case !g.normal(c):
			most[i] = g.Most()
		default:
			most[i] = g.most[grows][stepOfZ(g.z(d2, c))]
		}
	}
}

// Most is the most that Bits says of any.
func (g *FaceGlance) Most() float32 { return g.scores.bound(g.cell.quality) }

// normal tells whether the two are looked up: each has strangers to be held against, and is
// alone on the photo.
func (g *FaceGlance) normal(c *FaceCell) bool {
	return g.cell.perSpread != 0 && c.perSpread != 0 && g.cell.among == 1 && c.among == 1
}

func (g *FaceGlance) z(d2 float32, c *FaceCell) float32 {
	return (g.cell.mean + c.mean - d2*(g.cell.perSpread+c.perSpread)) / 2
}
