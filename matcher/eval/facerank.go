package eval

import (
	"context"
	"math"
	"slices"
)

// ranked says where a photo finds its person, by row: 1 first, 0 if the row says nothing
// of the two.
type ranked struct {
	photo      int32
	all, group []int32
	beliefs    []belief
}

// belief holds the probability that a photo is a person's, and whether it is.
type belief struct {
	said float64
	same bool
}

// rank looks up every photo but the first of each person among these.
func (s *FaceStudy) rank(ctx context.Context) ([]ranked, error) {
	var list []ranked
	for i := range s.photos {
		if !s.isFirst(i) {
			list = append(list, ranked{int32(i), make([]int32, len(s.rows)), make([]int32, len(s.rows)), nil})
		}
	}
	err := inParallel(ctx, 4, len(list), func(k int) {
		i := int(list[k].photo)
		list[k].beliefs = s.beliefs(i)
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

// beliefs returns the probabilities that a photo is each person's of the gallery, by the evidence
// of faces alone, given that it is one of theirs and each as likely.
func (s *FaceStudy) beliefs(photo int) []belief {
	list, sum := make([]belief, 0, len(s.first)), 0.
	for person, j := range s.first {
		if bits, ok := s.service.FaceBits(s.profiles[photo], s.profiles[j]); ok {
			ratio := math.Exp2(bits)
			list, sum = append(list, belief{ratio, person == int(s.person[photo])}), sum+ratio
		}
	}
	for i := range list {
		list[i].said /= sum
	}
	return list
}

// beliefSteps are where what is said is put together.
var beliefSteps = []float64{0, .001, .003, .01, .03, .1, .3, .9, 1}

// believed lays what was said beside what was true.
func believed(ranks []ranked) []FaceBelief {
	list := make([]FaceBelief, len(beliefSteps)-1)
	for k := range list {
		list[k].From, list[k].To = beliefSteps[k], beliefSteps[k+1]
	}
	for i := range ranks {
		for _, b := range ranks[i].beliefs {
			k := 0
			for k < len(list)-1 && b.said >= list[k].To {
				k++
			}
			list[k].Pairs++
			list[k].Said += b.said
			list[k].True += float64(class(b.same))
		}
	}
	list = slices.DeleteFunc(list, func(b FaceBelief) bool { return b.Pairs == 0 })
	for k := range list {
		list[k].Said /= float64(list[k].Pairs)
		list[k].True /= float64(list[k].Pairs)
	}
	return list
}

// First returns how often the person of a photo is the first of the gallery by each model's curve alone,
// of models that weigh, and by all together; photos is how many were looked up.
// Errors: that of ctx.
func (s *FaceStudy) First(ctx context.Context) (alone map[string]float64, together float64, photos int, err error) {
	ranks, err := s.rank(ctx)
	if err != nil {
		return nil, 0, 0, err
	}
	first := func(row int) (share float64, tries int) {
		for i := range ranks {
			if at := ranks[i].all[row]; at > 0 {
				tries++
				share += float64(class(at == 1))
			}
		}
		return share / float64(max(tries, 1)), tries
	}
	alone = map[string]float64{}
	for r := range s.rows {
		if share, tries := first(r); s.rows[r].kind == weighed && s.rows[r].model >= 0 && tries > 0 {
			alone[s.models[s.rows[r].model]] = share
		}
	}
	together, photos = first(s.last())
	return alone, together, photos, nil
}
