package faces

import (
	"math"
	"slices"

	"github.com/guitu-project/guitu/models"
)

// An aligned face (see template) in cells of cellSide px: the eyes lie in row 6, the nose
// ends in row 8, the mouth lies in row 11.
const (
	cellSide = 8
	cells    = templateSide / cellSide
)

// region is the cells of some rows and columns.
type region struct{ rows, columns []int }

var (
	forehead  = region{[]int{3, 4}, []int{5, 6, 7, 8}}
	upperFace = []region{{[]int{7}, []int{3, 4, 5, 8, 9, 10}}, {[]int{3}, []int{5, 6, 7, 8}}} // under the eyes, and over the brows
	bothEyes  = [2]region{{[]int{5, 6, 7}, []int{2, 3, 4, 5}}, {[]int{5, 6, 7}, []int{8, 9, 10, 11}}}
	underNose = region{[]int{9}, []int{4, 5, 8, 9}}
	lowCheeks = region{[]int{10, 11}, []int{3, 4, 9, 10}}
	mouthArea = region{[]int{10, 11, 12}, []int{4, 5, 6, 7, 8, 9}}
)

// What covers a face. Chosen on 59 faces of some 38 people, from the front and half turned,
// in pictures that packages for finding faces come with, and measured on the same ones: as
// they are, in grey, blurred to 48 px and in light from the side, 2 of the 236 count as
// covered. Of the same faces with a drawn mask, shaded and folded, 93 % (blue), 97 (black)
// and 76 (white) are said to have their mouth covered; in grey pictures 95 % with a black
// mask, 5 with a blue one. Dark glasses are told for 97 %, in grey as well, brown ones for
// 83; hands and scarves of the colour of skin for one in eight.
const (
	darkGlass    = .45 // the light of a cell of an eye, over that of the skin, below which glass may cover it
	darkShare    = .38 // the share of such cells about either eye
	otherColour  = .30 // how far the lower face's colour is from the upper's: log ratios of red and blue to green
	flat         = .07 // the spread of light within cells of the mouth, over its mean, of what has no lips
	flatColour   = .12 // the colour's distance, of what is flat
	flatLight    = .20 // the logarithm of the light's ratio, of what is flat
	somewhatFlat = .20 // the same, of what shows a little
	muchLight    = .60 // the logarithm of the light's ratio, of that
)

// coveredQuality is the most that a face counts with its eyes or its mouth covered. Of 40
// photos searched for among some 560 people 37 were found first, with dark glasses 21, with
// a mask 8: that is .68 and .47 of the separation, which a quality of these is worth
// (feature.FaceCurve.ByQuality).
var coveredQuality = map[models.Weakness]float64{models.WeakEyesCovered: .31, models.WeakMouthCovered: .12}

// cell is one part of an aligned face: its mean colour, and the standard deviation of its
// light, 0 … 255.
type cell struct {
	red, green, blue float64
	spread           float64
}

func (c cell) light() float64 { return .299*c.red + .587*c.green + .114*c.blue }

// darkest keeps logarithms of black finite.
const darkest = 4

// colourFrom returns how far two cells' colours are from each other, whatever their light.
func (c cell) colourFrom(o cell) float64 {
	ratio := func(a, b float64) float64 { return math.Log(max(darkest, a) / max(darkest, b)) }
	return math.Hypot(ratio(c.red, c.green)-ratio(o.red, o.green), ratio(c.blue, c.green)-ratio(o.blue, o.green))
}

// lightFrom returns the logarithm of a cell's light over another's.
func (c cell) lightFrom(o cell) float64 { return math.Log(max(1, c.light()) / max(1, o.light())) }

type cellGrid [cells][cells]cell

// gridOf sums up an aligned face: planes of red, green and blue, 0 … 255.
func gridOf(planes [3][]float32) *cellGrid {
	var grid cellGrid
	for i := range cells * cells {
		var channels [3]moments
		var light moments
		for j := range cellSide * cellSide {
			at := (i/cells*cellSide+j/cellSide)*templateSide + i%cells*cellSide + j%cellSide
			p := cell{red: float64(planes[0][at]), green: float64(planes[1][at]), blue: float64(planes[2][at])}
			for k, x := range [3]float64{p.red, p.green, p.blue} {
				channels[k].add(x)
			}
			light.add(p.light())
		}
		grid[i/cells][i%cells] = cell{channels[0].mean(), channels[1].mean(), channels[2].mean(), math.Sqrt(max(0, light.variance()))}
	}
	return &grid
}

func (g *cellGrid) in(regions ...region) []cell {
	var list []cell
	for _, r := range regions {
		for _, row := range r.rows {
			for _, column := range r.columns {
				list = append(list, g[row][column])
			}
		}
	}
	return list
}

// middle returns the median of each channel of some regions.
func (g *cellGrid) middle(regions ...region) cell {
	list := g.in(regions...)
	median := func(of func(cell) float64) float64 {
		values := make([]float64, len(list))
		for i, c := range list {
			values[i] = of(c)
		}
		slices.Sort(values)
		n := len(values)
		return (values[(n-1)/2] + values[n/2]) / 2
	}
	return cell{
		red:   median(func(c cell) float64 { return c.red }),
		green: median(func(c cell) float64 { return c.green }),
		blue:  median(func(c cell) float64 { return c.blue }),
	}
}

// covered returns what of a face cannot be seen: its eyes, or its mouth; empty if both
// can.
func (g *cellGrid) covered() models.Weakness {
	switch {
	case g.darkEyes():
		return models.WeakEyesCovered
	case g.maskedMouth():
		return models.WeakMouthCovered
	}
	return ""
}

// darkEyes reports whether something dark lies over both eyes.
func (g *cellGrid) darkEyes() bool {
	skin := max(g.middle(forehead).light(), g.middle(mouthArea).light())
	for _, eye := range bothEyes {
		dark, list := 0, g.in(eye)
		for _, c := range list {
			if c.light() < darkGlass*skin {
				dark++
			}
		}
		if float64(dark) <= darkShare*float64(len(list)) {
			return false
		}
	}
	return true
}

// maskedMouth reports whether what lies under the nose, on the mouth and on the lower
// cheeks is of another colour or light than the face above, or has no lips.
func (g *cellGrid) maskedMouth() bool {
	upper := g.middle(upperFace...)
	nose, cheeks, mouth := g.middle(underNose), g.middle(lowCheeks), g.middle(mouthArea)
	colour := min(nose.colourFrom(upper), cheeks.colourFrom(upper), mouth.colourFrom(upper))
	light := 0.0
	if a, b := nose.lightFrom(upper), cheeks.lightFrom(upper); a*b > 0 { // both lighter, or both darker
		light = min(math.Abs(a), math.Abs(b))
	}
	spread, mean := 0.0, 0.0
	for _, c := range g.in(mouthArea) {
		spread, mean = spread+c.spread, mean+c.light()
	}
	spread /= max(1, mean)
	return colour > otherColour ||
		spread < flat && (colour > flatColour || light > flatLight) ||
		spread < somewhatFlat && light > muchLight
}
