package world

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/guitu-project/guitu/models"
)

// Oracle weighs a record against a notice by the models that made both: the ceiling
// for any matcher on this data. For each field it knows
//
//	ln P(what the station notes | what the family says) − ln P(what the station notes)
//
// with the truth between the two summed out, and adds. It is a near-oracle: fields are
// taken for independent given the notice, and that some notices were made to mislead
// ([World.distract]) it does not know.
type Oracle struct {
	w       *World
	claims  []claim // of each notice
	census  *census
	sounds  *hearsay
	tree    *tree
	marks   *markModel
	faces   *faceModel // nil without photos
	records map[string]int
	prior   float64 // that a record has its notice among these
}

// NewOracle prepares what is asked of every record.
func NewOracle(w *World) *Oracle {
	o := &Oracle{w: w, census: newCensus(w), sounds: newHearsay(), tree: newTree(w.land), marks: newMarkModel(), records: map[string]int{}}
	o.prior = float64(len(w.Truth)) / float64(max(1, len(w.Records)))
	if w.options.Photos > 0 {
		o.faces = newFaceModel(w.options.Seed)
	}
	for i, r := range w.Records {
		o.records[r.Name] = i
	}
	for _, r := range w.reports {
		o.claims = append(o.claims, o.claimOf(r))
	}
	return o
}

// field says what the oracle weighs by itself; they have the names of the features of
// package feature.
type field int

const (
	nameField field = iota
	sexField
	ageField
	heightField
	buildField
	bloodField
	ethnicityField
	datesField
	originField
	eventPlaceField
	marksField
	appearanceField
	clothingField
	conditionsField
	relativesField
	shoeField
	weightField
	faceField
	fields // how many
)

var fieldNames = [fields]string{"name", "sex", "age", "height", "build", "bloodType", "ethnicity", "dates", "origin", "eventPlace", "marks", "appearance", "clothing", "conditions", "relatives", "shoeSize", "weight", "face"}

// weights holds the natural-log ratios of each field.
type weights [fields]float64

func (w weights) sum() float64 {
	sum := 0.0
	for _, x := range w {
		sum += x
	}
	return sum
}

// evidence returns what the fields say, in bits.
func (w weights) evidence() []models.Evidence {
	var list []models.Evidence
	for f, x := range w {
		if x != 0 {
			list = append(list, models.Evidence{Feature: fieldNames[f], Weight: x / math.Ln2})
		}
	}
	return list
}

// Rank weighs every notice against a record of this world. At most one notice is
// right, so their probabilities share one, less what remains for no notice at all.
func (o *Oracle) Rank(ctx context.Context, record *models.Record, limit int) ([]models.Match, error) {
	i, ok := o.records[record.Name]
	if !ok {
		return nil, fmt.Errorf("oracle: %s is of another world: %w", record.Name, models.ErrNotFound)
	}
	probe := o.probeOf(record, i)
	type scored struct {
		ln     float64
		notice int
	}
	all := make([]scored, len(o.claims))
	group, ctx := errgroup.WithContext(ctx)
	for from := 0; from < len(all); from += block {
		group.Go(func() error {
			for j := from; j < min(from+block, len(all)); j++ {
				all[j] = scored{o.weigh(probe, &o.claims[j], o.w.Notices[j]).sum(), j}
			}
			return ctx.Err()
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	total, each := 1-o.prior, o.prior/float64(len(all))
	for _, s := range all {
		total += math.Exp(s.ln) * each
	}
	slices.SortFunc(all, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.ln, a.ln), cmp.Compare(a.notice, b.notice))
	})
	matches := make([]models.Match, min(limit, len(all)))
	for k, s := range all[:len(matches)] {
		n := o.w.Notices[s.notice]
		matches[k] = models.Match{Record: record.Name, Notice: n.Name, NoticeExternalID: n.ExternalID, Weight: s.ln / math.Ln2, Probability: math.Exp(s.ln) * each / total,
			Evidence: o.weigh(probe, &o.claims[s.notice], n).evidence()}
	}
	return matches, nil
}

// block is how many notices one goroutine weighs.
const block = 5000

// claim describes a notice prepared for weighing.
type claim struct {
	*report
	born     []point // when born, in years, with weights
	gone     []point // the day missing, counted back from today, with weights
	goneRate float64 // how often strangers are missing on such a day
	fates    [4]float64
	breadth  [len(breadths)]float64
	speech   area // or unknown
	name     spoken
	former   spoken
	kin      []kinName
	marks    []int // numbers of the model
	home     int   // node of the tree, -1 unknown
	city     int   // where last seen
}

// point describes a value and its weight.
type point struct{ x, weight float64 }

// probe describes a record prepared for weighing.
type probe struct {
	*sighting
	names  *nameProbe
	kin    *nameProbe
	born   []float64 // ln ratio by birth, in steps of the census
	found  float64   // days before today
	blur   float64   // how far off that may be
	middle float64   // age at the time, unknown negative
	places *placeProbe
	marks  []int   // numbers of the model
	alone  float64 // −ln P(those marks | a stranger), but for how many
	city   int     // node of the city found in
	native int     // node said to be home, -1 unknown
	photos []models.Photo
}

func (o *Oracle) claimOf(r *report) claim {
	c := claim{report: r, speech: unknown}
	if len(r.home) > 0 {
		c.speech = areaOf(r.home.code())
	}
	c.born = bornPoints(r)
	c.gone = gonePoints(r.missing)
	c.goneRate = o.census.missingOn(c.gone)
	c.fates = fatesOf(r, c.born)
	c.breadth = breadthOf(1970)
	if len(c.born) > 0 {
		c.breadth = breadthOf(int(c.born[0].x))
	}
	c.name, c.former = spokenOf(r.name), spokenOf(r.former)
	for _, k := range r.kin {
		if k.name.parts == nil {
			c.kin = append(c.kin, kinName{k.relation, spokenOf(k.name)})
		}
	}
	for _, m := range r.marks {
		c.marks = append(c.marks, o.marks.number[m])
	}
	c.home, c.city = o.tree.node(r.home.code()), o.tree.node(r.lastSeen.upTo(2).code())
	return c
}

func (o *Oracle) probeOf(record *models.Record, i int) *probe {
	s := o.w.sightings[i]
	p := &probe{sighting: s, middle: unknown, photos: record.Photos}
	if s.youngest != unknown {
		p.middle = float64(s.youngest+s.oldest) / 2
	} else if s.born.year > 0 {
		p.middle = float64(s.found.year - s.born.year)
	}
	day := s.found
	if day.day == 0 {
		day.day, p.blur = 15, 15
	}
	p.found = daysAgo(day)
	p.born = o.census.bornRatios(s, p.found)
	p.names, p.kin = o.nameProbeOf(record, s), o.kinProbeOf(s)
	p.places = o.placeProbeOf(s)
	p.city, p.native = o.tree.node(s.foundAt.upTo(2).code()), o.tree.node(s.native.code())
	for _, m := range s.marks {
		p.marks = append(p.marks, o.marks.number[m])
		p.alone -= math.Log(o.marks.stranger(m))
	}
	return p
}

// weigh returns what every field says of the pair.
func (o *Oracle) weigh(p *probe, c *claim, n *models.Notice) weights {
	w := weights{
		nameField: o.nameRatio(p, c), sexField: sexRatio(p, c), ageField: o.census.bornRatio(p, c), heightField: heightRatio(p, c),
		buildField: buildRatio(p, c), bloodField: bloodRatio(p, c), ethnicityField: o.census.peopleRatio(p, c), datesField: o.census.timeRatio(p, c),
		originField: o.originRatio(p, c), eventPlaceField: o.foundRatio(p, c), marksField: o.marks.ratio(p, c), appearanceField: looksRatio(p, c),
		clothingField: clothesRatio(p, c), conditionsField: o.census.sicknessRatio(p, c), relativesField: kinRatio(p, c),
		shoeField: shoeRatio(p, c), weightField: weightRatio(p, c),
	}
	if o.faces != nil {
		w[faceField] = o.faces.ratio(p.photos, n.Photos)
	}
	return w
}

// never keeps a ratio of what cannot be from minus infinity: the models of this file
// leave out a thing or two.
const never = 1e-6

func ln(ratio float64) float64 { return math.Log(math.Max(ratio, never)) }
