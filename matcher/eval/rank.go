package eval

import (
	"context"
	"fmt"
	"time"

	"github.com/guitu-project/guitu/matcher/eval/world"
	"github.com/guitu-project/guitu/models"
)

// Ranker finds the notices that are most likely about the person of a record.
type Ranker interface {
	// Rank returns up to limit matches, best first. What gives no probabilities
	// leaves them 0 everywhere.
	Rank(ctx context.Context, record *models.Record, limit int) ([]models.Match, error)
}

// RankerFunc is a Ranker that is one function.
type RankerFunc func(ctx context.Context, record *models.Record, limit int) ([]models.Match, error)

// Rank implements Ranker.
func (f RankerFunc) Rank(ctx context.Context, record *models.Record, limit int) ([]models.Match, error) {
	return f(ctx, record, limit)
}

// Outcome holds what a ranker made of one record.
type Outcome struct {
	Record  *models.Record
	Facts   world.Facts
	Truth   string         // the name of its notice; empty if it has none
	Rank    int            // the place of that notice, from 1; 0 if it was not found
	Matches []models.Match // best first
	Took    time.Duration
}

// Depth says how many matches are asked for: for records with a notice, and for those
// without one; 0 leaves these out, as for a ranker without probabilities.
type Depth struct{ Paired, Others int }

// The depths in use: as deep as ablation re-ranks, one page, and the recall curve.
var (
	Full  = Depth{Paired: 300, Others: listed}
	Brief = Depth{Paired: curve, Others: listed}
	Bare  = Depth{Paired: curve}
)

// Run has the records of the world ranked, one after the other.
func Run(ctx context.Context, w *world.World, r Ranker, depth Depth) ([]Outcome, error) {
	list := make([]Outcome, 0, len(w.Records))
	for i, record := range w.Records {
		truth := w.Truth[record.Name]
		limit := depth.Paired
		if truth == "" {
			limit = depth.Others
		}
		if limit == 0 {
			continue
		}
		start := time.Now()
		matches, err := r.Rank(ctx, record, limit)
		if err != nil {
			return nil, fmt.Errorf("rank %s: %w", record.Name, err)
		}
		o := Outcome{Record: record, Facts: w.Facts[i], Truth: truth, Matches: matches, Took: time.Since(start)}
		for at := range matches {
			for i := range matches[at].Evidence {
				matches[at].Evidence[i].Reason = models.Text{} // no one reads it here, and it is most of the memory
			}
			if truth != "" && matches[at].Notice == truth {
				o.Rank = at + 1
			}
		}
		list = append(list, o)
	}
	return list, nil
}

// right returns the match with the record's notice, nil if it was not found.
func (o *Outcome) right() *models.Match {
	if o.Rank == 0 {
		return nil
	}
	return &o.Matches[o.Rank-1]
}

// bits returns the weights of a match by feature.
func bits(m *models.Match) map[string]float64 {
	sum := make(map[string]float64, len(m.Evidence))
	for _, e := range m.Evidence {
		sum[e.Feature] += e.Weight
	}
	return sum
}
