package eval

import "math"

// last returns the row that says most: all together, or the only model's curve.
func (s *FaceStudy) last() int { return len(s.rows) - 1 }

func (s *FaceStudy) within(i int32, group string, all bool) bool {
	return all || s.photos[i].Group == group
}

func (s *FaceStudy) group(title string, all bool) FaceGroup {
	g := FaceGroup{Title: title}
	for i := range s.photos {
		if s.within(int32(i), title, all) {
			g.Photos++
			if s.isFirst(i) {
				g.People++
			}
		}
	}
	return g
}

// trials returns the pairs within a group that a row says something of, sorted.
func (s *FaceStudy) trials(r int, group string, all bool) trials {
	var list trials
	for k, p := range s.pairs {
		if score := s.scores[r][k]; score == score && s.within(p.a, group, all) && s.within(p.b, group, all) { // not NaN
			list = append(list, trial{score, p.same, s.person[p.a], s.person[p.b]})
		}
	}
	list.sort()
	return list
}

// measured are the shares of false accepts at which true ones are told.
var measured = []float64{1e-3, 1e-2}

// result measures a row within a group.
func (s *FaceStudy) result(r int, list trials, group string, all bool, ranks []ranked) FaceResult {
	out := FaceResult{Title: s.title(r)}
	out.Same, out.Strangers = list.count()
	if eer, accepts, ok := list.operate(measured, nil); ok {
		people, paired := list.people(s.people)
		var drawn [3][]float64
		redraw(people, s.people, func(times []float64) {
			if eer, accepts, ok := list.operate(measured, times); ok {
				drawn[0], drawn[1], drawn[2] = append(drawn[0], eer), append(drawn[1], accepts[0]), append(drawn[2], accepts[1])
			}
		})
		out.EER = interval(eer, drawn[0], paired)
		if float64(out.Strangers)*measured[0] >= 1 {
			out.At3 = interval(accepts[0], drawn[1], paired)
		}
		if float64(out.Strangers)*measured[1] >= 1 {
			out.At2 = interval(accepts[1], drawn[2], paired)
		}
		out.Curve, out.Bins = list.curve(), list.bins()
	}
	first, ten, tries := make([]float64, s.people), make([]float64, s.people), make([]float64, s.people)
	for i := range ranks {
		rank := ranks[i].all
		if !all {
			rank = ranks[i].group
		}
		if at := rank[r]; at > 0 && s.within(ranks[i].photo, group, all) {
			out.Probes++
			who := s.person[ranks[i].photo]
			tries[who]++
			first[who] += float64(class(at <= 1))
			ten[who] += float64(class(at <= 10))
		}
	}
	out.First, out.FirstTen = shareOf(first, tries), shareOf(ten, tries)
	return out
}

// people returns those of size who are in the pairs, and how many have a pair of their own.
func (t trials) people(size int) (list []int32, paired int) {
	in, own := make([]bool, size), make([]bool, size)
	for i := range t {
		in[t[i].a], in[t[i].b] = true, true
		own[t[i].a] = own[t[i].a] || t[i].same
	}
	for p := range in {
		if in[p] {
			list = append(list, int32(p))
		}
		paired += class(own[p])
	}
	return list, paired
}

// common returns what a group's pairs come to at a threshold of others.
func (t trials) common(limit float32) *Common {
	var above, all [2]float64
	for i := range t {
		k := class(t[i].same)
		all[k]++
		if t[i].score > limit {
			above[k]++
		}
	}
	return &Common{FAR: above[0] / math.Max(all[0], 1), TAR: above[1] / math.Max(all[1], 1)}
}

// The curve's false accepts, from 1e-4 to 1.
const decades, perDecade = 4, 25

func (t trials) curve() [][2]float64 {
	var fars []float64
	for k := range decades*perDecade + 1 {
		fars = append(fars, math.Pow(10, float64(k)/perDecade-decades))
	}
	fars[len(fars)-1] = 1
	_, accepts, _ := t.operate(fars, nil)
	_, strangers := t.count()
	var list [][2]float64
	for k, far := range fars {
		if far*float64(strangers) >= 1 { // below, there is no one to count
			list = append(list, [2]float64{far, accepts[k]})
		}
	}
	return list
}

// scoreBins is how many bins a histogram has.
const scoreBins = 40

// bins are from the least likely tenth of a percent to the other, what lies beyond in
// the outer ones.
func (t trials) bins() []ScoreBin {
	low, high := float64(t[len(t)-1-len(t)/1000].score), float64(t[len(t)/1000].score)
	width := (high - low) / scoreBins
	if width <= 0 {
		return nil
	}
	list := make([]ScoreBin, scoreBins)
	for k := range list {
		list[k].From, list[k].To = low+float64(k)*width, low+float64(k+1)*width
	}
	same, strangers := t.count()
	for i := range t {
		b := &list[min(max(int((float64(t[i].score)-low)/width), 0), scoreBins-1)]
		if t[i].same {
			b.Same += 1 / float64(same)
		} else {
			b.Strangers += 1 / float64(strangers)
		}
	}
	return list
}
