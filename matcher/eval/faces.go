package eval

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

// Portrait describes one photo of a person whose name is known, and the face in it.
type Portrait struct {
	Group  string  // of people that the person belongs to, "" for none
	Person string  // unique within the group
	Pixels float64 // how wide the face is, 0 unknown
	Taken  models.Date
	Born   models.Date // of the person; empty unknown, as Taken
	Face   models.Face
}

// FaceStudy compares photos of people who are known, each with each, by every model
// that describes them. The first photo of each person stands for a notice: these are the
// gallery that faces are looked up in, and the cohort that z is normalised against, by
// the normalisation of package feature itself. Photos of one person are never their
// own strangers.
type FaceStudy struct {
	photos   []Portrait
	person   []int32 // by photo: whose it is
	people   int
	first    []int32                      // by person: the first photo
	profiles []*feature.Profile           // by photo
	census   feature.CorpusStats          // of the gallery
	service  *feature.Scorer              // weighs as the service does
	measure  *feature.Scorer              // every model, normalised among few, too
	params   feature.Params               // of the service
	curves   map[string]feature.FaceCurve // of every model
	models   []string                     // what describes the photos, what describes most of them first
	cohorts  []int                        // by model: people in the gallery
	rows     []row
	pairs    []pair
	scores   [][]float32 // by row, by pair; NaN if the row says nothing
	complete bool        // whether pairs are all there are, else a sample
}

// pair are two photos.
type pair struct {
	a, b int32
	same bool
}

// row describes one way to tell people apart.
type row struct {
	model int // -1 all together
	kind  kind
}

type kind int

const (
	distance kind = iota // −d²
	unusual              // z
	weighed              // what the curve says in the service, poor photos less
	kinds
)

// Bounds of what is compared: z is told from so many people on, though the service only
// takes it from CohortParams.Fewest on; and of more pairs of a kind some are drawn.
const (
	fewestNormalised = 10
	mostPairs        = 250_000
)

// NewFaceStudy compares the photos, with the numbers of p. A model without a curve is
// measured, but weighs nothing. Errors: models.ErrInvalid if there are not two
// people, or no one has two photos; that of ctx.
func NewFaceStudy(ctx context.Context, photos []Portrait, p feature.Params) (*FaceStudy, error) {
	s := &FaceStudy{photos: photos, params: p}
	s.sortOut()
	switch {
	case s.people < 2:
		return nil, models.Invalid("photos", fmt.Sprintf("看到人脸的只有 %d 人，至少要有两人才能比较", s.people),
			fmt.Sprintf("a face was seen of %d people only: it takes two to compare", s.people))
	case s.people == len(photos):
		return nil, models.Invalid("photos", "没有人有两张看得到人脸的照片，无从比较同一人", "no person has two photos with a face: no pair of one person to compare")
	}
	s.prepare()
	s.draw()
	return s, s.compare(ctx)
}

// sortOut finds out who and which models there are.
func (s *FaceStudy) sortOut() {
	known, described := map[[2]string]int32{}, map[string]int{}
	for i := range s.photos {
		whose := [2]string{s.photos[i].Group, s.photos[i].Person}
		n, ok := known[whose]
		if !ok {
			n = int32(s.people)
			known[whose] = n
			s.first = append(s.first, int32(i))
			s.people++
		}
		s.person = append(s.person, n)
		for e := range s.photos[i].Face.Embeddings() {
			if described[e.Model]++; described[e.Model] == 1 {
				s.models = append(s.models, e.Model)
			}
		}
	}
	slices.SortStableFunc(s.models, func(a, b string) int { return cmp.Compare(described[b], described[a]) })
}

// prepare makes the profiles, the cohorts and the rows.
func (s *FaceStudy) prepare() {
	s.curves = maps.Clone(s.params.Face)
	s.cohorts = make([]int, len(s.models))
	for m, model := range s.models {
		if _, ok := s.curves[model]; !ok {
			curve := feature.DefaultParams().Face[models.ModelFR]
			curve.Beside = nil
			s.curves[model] = curve
		}
		for k := range kinds {
			s.rows = append(s.rows, row{m, k})
		}
		for _, i := range s.first {
			for e := range s.photos[i].Face.Embeddings() {
				if e.Model == model {
					s.cohorts[m]++
				}
			}
		}
	}
	if len(s.models) > 1 {
		s.rows = append(s.rows, row{-1, weighed})
	}
	for i := range s.photos {
		notice := &models.Notice{Entry: models.Entry{Name: fmt.Sprintf("notices/%d", s.person[i]), Photos: []models.Photo{{TakenDate: s.photos[i].Taken, Faces: []models.Face{s.photos[i].Face}}}}}
		notice.Person.BirthDate = s.photos[i].Born
		s.profiles = append(s.profiles, feature.ProfileOf(notice))
		if s.isFirst(i) {
			s.census.Add(s.profiles[i])
		}
	}
	s.weigh()
}

// weigh makes the weighers of the curves.
func (s *FaceStudy) weigh() {
	every := s.params
	every.Face, every.Cohort.Fewest = s.curves, min(s.params.Cohort.Fewest, fewestNormalised)
	s.service, s.measure = feature.NewScorer(s.params), feature.NewScorer(every)
	s.service.Learn(&s.census)
	s.measure.Learn(&s.census)
}

func (s *FaceStudy) isFirst(i int) bool { return int(s.first[s.person[i]]) == i }

// draw lists the pairs, or a uniform sample of them, the same one each time.
func (s *FaceStudy) draw() {
	var photos = make([]int, s.people)
	for _, p := range s.person {
		photos[p]++
	}
	same, all := 0, len(s.photos)*(len(s.photos)-1)/2
	for _, n := range photos {
		same += n * (n - 1) / 2
	}
	keep := map[bool]float64{true: mostPairs / float64(max(same, 1)), false: mostPairs / float64(max(all-same, 1))}
	s.complete = keep[true] >= 1 && keep[false] >= 1
	chance := rand.New(rand.NewPCG(1, 1)) //nolint:gosec // chance, not secrets
	for i := range s.photos {
		for j := i + 1; j < len(s.photos); j++ {
			one := s.person[i] == s.person[j]
			if k := keep[one]; k >= 1 || chance.Float64() < k {
				s.pairs = append(s.pairs, pair{int32(i), int32(j), one})
			}
		}
	}
}

// compare scores the pairs.
func (s *FaceStudy) compare(ctx context.Context) error {
	s.scores = make([][]float32, len(s.rows))
	for r := range s.rows {
		s.scores[r] = make([]float32, len(s.pairs))
	}
	return inParallel(ctx, 256, len(s.pairs), func(k int) {
		said := s.said(int(s.pairs[k].a), int(s.pairs[k].b))
		for r := range s.rows {
			s.scores[r][k] = said[r]
		}
	})
}

// said returns what every row says of two photos, higher the more alike.
func (s *FaceStudy) said(a, b int) []float32 {
	said := make([]float32, len(s.rows))
	for r := range said {
		said[r] = float32(math.NaN())
	}
	at := func(model string) int { return int(kinds) * slices.Index(s.models, model) }
	each, _ := s.measure.FaceScores(s.profiles[a], s.profiles[b])
	for i := range each {
		said[at(each[i].Model)+int(distance)] = float32(-each[i].D2)
		if each[i].Normalised {
			said[at(each[i].Model)+int(unusual)] = float32(each[i].X)
		}
	}
	each, together := s.service.FaceScores(s.profiles[a], s.profiles[b])
	for i := range each {
		curve := s.params.Face[each[i].Model]
		said[at(each[i].Model)+int(weighed)] = float32(curve.Straight(each[i]))
	}
	if len(s.models) > 1 && len(each) > 0 {
		said[len(said)-1] = float32(together)
	}
	return said
}

// title returns what a row is called.
func (s *FaceStudy) title(r int) string {
	if s.rows[r].model < 0 {
		return "all together, weighed"
	}
	return s.models[s.rows[r].model] + [...]string{" d²", " z", " weighed"}[s.rows[r].kind]
}

// inParallel does n things on all processors, step at a time, until ctx ends.
func inParallel(ctx context.Context, step, n int, do func(int)) error {
	var next atomic.Int64
	work, ctx := errgroup.WithContext(ctx)
	for range runtime.GOMAXPROCS(0) {
		work.Go(func() error {
			for from := int(next.Add(int64(step))) - step; from < n; from = int(next.Add(int64(step))) - step {
				if err := ctx.Err(); err != nil {
					return err
				}
				for i := from; i < min(from+step, n); i++ {
					do(i)
				}
			}
			return nil
		})
	}
	return work.Wait()
}
