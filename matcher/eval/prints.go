package eval

import (
	"context"
	"io"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/guitu-project/guitu/matcher/prints"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/concurrent"
)

// Impression describes one view of a finger.
type Impression struct {
	Finger string // which finger it is of; one name is one finger
	Path   string
	Print  *prints.Print
}

// PrintReport says how well prints of one finger are told from those of others.
type PrintReport struct {
	Fingers     int `json:"fingers"`
	Impressions int `json:"impressions"`
	Same        int `json:"same"`      // pairs of one finger: all there are
	Strangers   int `json:"strangers"` // pairs of two: their first impressions, each with each

	EER     float64 `json:"eer"`     // where as many strangers are taken for one finger as pairs of one are missed
	FMR100  float64 `json:"fmr100"`  // the share of one finger that is missed where 1 % of strangers are not told apart,
	FMR1000 float64 `json:"fmr1000"` // 0.1 %,
	ZeroFMR float64 `json:"zeroFmr"` // and none

	ROC     [][2]float64 `json:"roc"`     // the share of strangers taken for one finger, and of one finger missed, by rising score
	Score   float64      `json:"score"`   // of the EER
	Wrong   float64      `json:"wrong"`   // the share of strangers that weigh over 0 bits
	Missed  float64      `json:"missed"`  // and of one finger that weigh less
	Compare float64      `json:"compare"` // milliseconds a comparison, on one core
	Left    []LeftPhoto  `json:"left,omitempty"`
}

// mostStrangers bounds how many pairs of strangers are compared; of more, every so-manieth is.
const mostStrangers = 2_000_000

// MeasurePrints compares impressions as the Fingerprint Verification Competitions do: every pair of
// one finger, and the first impressions of each two fingers. Errors: models.ErrInvalid if there
// are no two fingers, or none with two impressions; that of ctx.
func MeasurePrints(ctx context.Context, list []Impression) (*PrintReport, error) {
	byFinger, first := map[string][]*prints.Print{}, []*prints.Print{}
	for _, i := range list {
		if len(byFinger[i.Finger]) == 0 {
			first = append(first, i.Print)
		}
		byFinger[i.Finger] = append(byFinger[i.Finger], i.Print)
	}
	var pairs [][2]*prints.Print
	for _, of := range byFinger {
		for i := range of {
			for j := range i {
				pairs = append(pairs, [2]*prints.Print{of[j], of[i]})
			}
		}
	}
	same := len(pairs)
	every := 1 + len(first)*(len(first)-1)/2/mostStrangers
	n := 0
	for i := range first {
		for j := range i {
			if n++; n%every == 0 {
				pairs = append(pairs, [2]*prints.Print{first[j], first[i]})
			}
		}
	}
	if same == 0 || same == len(pairs) {
		return nil, models.Invalid("DIR", "至少要有两个手指，其中一个有两次采集", "there must be two fingers at least, one of them with two impressions")
	}
	r := &PrintReport{Fingers: len(first), Impressions: len(list), Same: same, Strangers: len(pairs) - same}
	scores := make([]float64, len(pairs))
	workers, began := runtime.GOMAXPROCS(0), time.Now()
	err := concurrent.ForEach(ctx, workers, len(pairs), func(_, i int) error {
		scores[i] = prints.Compare(pairs[i][0], pairs[i][1]).Score
		return nil
	})
	if err != nil {
		return nil, err
	}
	r.Compare = time.Since(began).Seconds() * 1000 * float64(min(workers, len(pairs))) / float64(len(pairs))
	r.measure(scores[:same], scores[same:])
	return r, nil
}

// measure works out the shares of two lists of scores, which it sorts.
func (r *PrintReport) measure(same, strangers []float64) {
	slices.Sort(same)
	slices.Sort(strangers)
	below := func(list []float64, score float64) float64 {
		i, _ := slices.BinarySearch(list, score)
		return float64(i) / float64(len(list))
	}
	thresholds := slices.Concat(same, strangers)
	slices.Sort(thresholds)
	thresholds = append(slices.Compact(thresholds), thresholds[len(thresholds)-1]+1)
	r.EER, r.FMR100, r.FMR1000, r.ZeroFMR = 1, 1, 1, 1
	gap := 2.
	for _, t := range thresholds {
		missed, wrong := below(same, t), 1-below(strangers, t)
		if d := max(missed-wrong, wrong-missed); d < gap {
			gap, r.EER, r.Score = d, (missed+wrong)/2, t
		}
		for _, at := range []struct {
			most float64
			to   *float64
		}{{.01, &r.FMR100}, {.001, &r.FMR1000}, {0, &r.ZeroFMR}} {
			if wrong <= at.most {
				*at.to = min(*at.to, missed)
			}
		}
		if n := len(r.ROC); n == 0 || r.ROC[n-1][0]-wrong > 1e-4 || missed-r.ROC[n-1][1] > 1e-3 {
			r.ROC = append(r.ROC, [2]float64{wrong, missed})
		}
	}
	for _, s := range same {
		if prints.Bits(s) <= 0 {
			r.Missed += 1 / float64(len(same))
		}
	}
	for _, s := range strangers {
		if prints.Bits(s) > 0 {
			r.Wrong += 1 / float64(len(strangers))
		}
	}
}

// WriteText writes the report for a terminal.
func (r *PrintReport) WriteText(out io.Writer) error {
	p := printer{w: tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)}
	p.line("%d fingers, %d impressions: %d pairs of one finger, %d of strangers", r.Fingers, r.Impressions, r.Same, r.Strangers)
	p.line("EER\t%.2f %%\tat a score of %.1f", 100*r.EER, r.Score)
	p.line("FMR100\t%.2f %%\tof one finger are missed where 1 %% of strangers pass", 100*r.FMR100)
	p.line("FMR1000\t%.2f %%\twhere 0.1 %% do", 100*r.FMR1000)
	p.line("ZeroFMR\t%.2f %%\twhere none does", 100*r.ZeroFMR)
	p.line("over 0 bits\t%.3f %%\tof strangers, and %.2f %% of one finger are not", 100*r.Wrong, 100*r.Missed)
	p.line("a comparison\t%.2f ms\ton one core", r.Compare)
	p.left(r.Left)
	return p.end("report")
}
