package eval

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/guitu-project/guitu/models"
)

// FaceReport holds what a study of faces found.
type FaceReport struct {
	Title    string      `json:"title"`
	People   int         `json:"people"`
	Photos   int         `json:"photos"`
	Models   []FaceModel `json:"models"`
	Complete bool        `json:"complete"` // whether all pairs were compared, else a sample
	Fewest   int         `json:"fewest"`   // people from whom on the service normalises
	Groups   []FaceGroup `json:"groups"`   // all mixed first
	WidthsOf string      `json:"widthsOf"` // the row that Widths are of
	Widths   []FaceWidth `json:"widths"`   // none if widths are not known
	Cuts     []FaceCut   `json:"cuts"`     // of WidthsOf, too: by years, age, quality, weakness
	// Reliability is what the evidence of faces alone says of who of the gallery a photo is of, and
	// how often it is.
	Reliability []FaceBelief `json:"reliability"`
	Left        []LeftPhoto  `json:"left"`         // not measured, and why
	OneOfMany   int          `json:"oneOfSeveral"` // photos with several faces, of which the largest was taken
}

// FaceModel says how many photos, and people in the gallery, a model describes.
type FaceModel struct {
	Model   string `json:"model"`
	Photos  int    `json:"photos"`
	Gallery int    `json:"gallery"`
}

// LeftPhoto describes a file that was not measured.
type LeftPhoto struct {
	Path   string      `json:"path"`
	Reason models.Text `json:"reason"`
}

// FaceGroup holds what was found among some people: a gallery of their own, thresholds of
// their own.
type FaceGroup struct {
	Title   string       `json:"title"`
	People  int          `json:"people"`
	Photos  int          `json:"photos"`
	Results []FaceResult `json:"results"`
}

// FaceResult says how well one row tells people apart. Shares of true pairs accepted are
// nil if there are too few strangers for so rare an error.
type FaceResult struct {
	Title     string    `json:"title"`
	Same      int       `json:"same"`      // pairs of one person
	Strangers int       `json:"strangers"` // pairs
	EER       *Interval `json:"eer"`
	At2       *Interval `json:"tarAtFar1e2"`
	At3       *Interval `json:"tarAtFar1e3"`
	Common    *Common   `json:"common,omitempty"` // of a group among several
	Probes    int       `json:"probes"`
	First     *Interval `json:"rank1"`
	FirstTen  *Interval `json:"rank10"`

	Curve [][2]float64 `json:"roc"` // (FAR, TAR), by rising FAR
	Bins  []ScoreBin   `json:"scores"`
}

// Common holds what becomes of a group at the threshold that accepts one stranger in a
// thousand of all mixed.
type Common struct {
	FAR float64 `json:"far"`
	TAR float64 `json:"tar"`
}

// ScoreBin holds the share of pairs whose score lies within From … To.
type ScoreBin struct {
	From      float64 `json:"from"`
	To        float64 `json:"to"`
	Same      float64 `json:"same"`
	Strangers float64 `json:"strangers"`
}

// FaceWidth holds the pairs whose narrower face is From … To px wide, at thresholds of all.
type FaceWidth struct {
	From float64   `json:"from"`
	To   float64   `json:"to"` // 0 none
	Same int       `json:"same"`
	At2  *Interval `json:"tarAtFar1e2"`
	At3  *Interval `json:"tarAtFar1e3"`
}

// FaceCut holds the true pairs that have something in common, at thresholds of all. By is years
// (between two photos of adults), child (and the adult it became, by the child's age), quality (of
// the poorer face) or weakness.
type FaceCut struct {
	By       string          `json:"by"`
	From     float64         `json:"from"`
	To       float64         `json:"to"` // 0 none
	Weakness models.Weakness `json:"weakness,omitempty"`
	Same     int             `json:"same"`
	At2      *Interval       `json:"tarAtFar1e2"`
	At3      *Interval       `json:"tarAtFar1e3"`
}

// FaceBelief holds the pairs of a photo and a person of the gallery of which was said between From
// and To: what was said in the mean, and how often it was so.
type FaceBelief struct {
	From  float64 `json:"from"`
	To    float64 `json:"to"`
	Said  float64 `json:"said"`
	True  float64 `json:"true"`
	Pairs int     `json:"pairs"`
}

// everyone is the title of all groups mixed.
const everybody = "all"

// Report measures. Errors: that of ctx.
func (s *FaceStudy) Report(ctx context.Context) (*FaceReport, error) {
	r := &FaceReport{People: s.people, Photos: len(s.photos), Complete: s.complete, Fewest: s.params.Cohort.Fewest}
	for m, model := range s.models {
		one := FaceModel{Model: model, Gallery: s.cohorts[m]}
		for i := range s.photos {
			for e := range s.photos[i].Face.Embeddings() {
				if e.Model == model {
					one.Photos++
				}
			}
		}
		r.Models = append(r.Models, one)
	}
	by := strings.Join(s.models, ", ")
	r.Title = fmt.Sprintf("人脸评测：%d 人、%d 张照片 (faces of %d people in %d photos by %s)", s.people, len(s.photos), s.people, len(s.photos), by)
	ranks, err := s.rank(ctx)
	if err != nil {
		return nil, err
	}
	limits := make([]float32, len(s.rows)) // of all, at the rarest of measured
	for k, title := range s.groupTitles() {
		g := s.group(title, k == 0)
		g.Results = make([]FaceResult, len(s.rows))
		err := inParallel(ctx, 1, len(s.rows), func(row int) {
			list := s.trials(row, title, k == 0)
			g.Results[row] = s.result(row, list, title, k == 0, ranks)
			if k == 0 {
				limits[row] = list.limit(measured[0])
			} else if len(list) > 0 {
				g.Results[row].Common = list.common(limits[row])
			}
		})
		if err != nil {
			return nil, err
		}
		g.Results = slices.DeleteFunc(g.Results, func(x FaceResult) bool { return x.Same == 0 && x.Probes == 0 })
		r.Groups = append(r.Groups, g)
	}
	r.WidthsOf = s.title(s.last())
	r.Widths, r.Cuts, r.Reliability = s.widths(), s.cuts(), believed(ranks)
	return r, nil
}

// groupTitles returns everyone and, if there are several, each group.
func (s *FaceStudy) groupTitles() []string {
	groups := []string{everybody}
	for _, i := range s.first {
		if g := s.photos[i].Group; !slices.Contains(groups[1:], g) {
			groups = append(groups, g)
		}
	}
	if len(groups) == 2 {
		groups = groups[:1]
	}
	return groups
}
