package eval

import (
	"context"
	"math"
)

// ranked is where a photo finds its person, by row: 1 first, 0 where the row says nothing
// of the two.
type ranked struct {
	photo      int32
	all, group []int32
}

// rank looks up every photo but the first of each person among these.
func (s *FaceStudy) rank(ctx context.Context) ([]ranked, error) {
	var list []ranked
	for i := range s.photos {
		if !s.isFirst(i) {
			list = append(list, ranked{int32(i), make([]int32, len(s.rows)), make([]int32, len(s.rows))})
		}
	}
	err := inParallel(ctx, 4, len(list), func(k int) {
		i := int(list[k].photo)
		right := s.said(i, int(s.first[s.person[i]]))
		for r, own := range right {
			if own == own { // not NaN
				list[k].all[r], list[k].group[r] = 1, 1
			}
		}
		for person, j := range s.first {
			if person == int(s.person[i]) {
				continue
			}
			for r, score := range s.said(i, int(j)) {
				if score >= right[r] { // equals count as before it
					list[k].all[r]++
					if s.photos[i].Group == s.photos[j].Group {
						list[k].group[r]++
					}
				}
			}
		}
	})
	return list, err
}

// widthSteps are where faces begin to say less (package faces).
var widthSteps = []float64{0, 32, 48, 80, math.Inf(1)}

// widths are the true pairs by the narrower face.
func (s *FaceStudy) widths() []FaceWidth {
	r := s.last()
	all := s.trials(r, "", true)
	limits := []float32{all.limit(measured[1]), all.limit(measured[0])}
	_, strangers := all.count()
	var list []FaceWidth
	for k := range len(widthSteps) - 1 {
		w := FaceWidth{From: widthSteps[k], To: widthSteps[k+1]}
		hits, tries := [2][]float64{make([]float64, s.people), make([]float64, s.people)}, make([]float64, s.people)
		for i, p := range s.pairs {
			width := min(s.photos[p.a].Pixels, s.photos[p.b].Pixels)
			score := s.scores[r][i]
			if !p.same || score != score || width <= 0 || width < w.From || width >= w.To {
				continue
			}
			w.Same++
			tries[s.person[p.a]]++
			for l, limit := range limits {
				hits[l][s.person[p.a]] += float64(class(score > limit))
			}
		}
		if w.Same == 0 {
			continue
		}
		if math.IsInf(w.To, 1) {
			w.To = 0
		}
		w.At2 = shareOf(hits[0], tries)
		if float64(strangers)*measured[0] >= 1 {
			w.At3 = shareOf(hits[1], tries)
		}
		list = append(list, w)
	}
	return list
}
