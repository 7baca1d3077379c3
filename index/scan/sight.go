package scan

import (
	"context"
	"runtime"
	"slices"

	"github.com/guitu-project/guitu/index/scan/gather"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/matcher/marks"
	"github.com/guitu-project/guitu/models/concurrent"
)

// sight is what a query sees in each term of a view: the weights, looked up instead of
// worked out for each row.
type sight struct {
	probe  *feature.Probe
	kernel *gather.Kernel
	terms  *terms
	traits [feature.Traits][]float32 // bits; of the place see there
	said   []feature.Trait           // those whose bits are added as they are, and not all 0
	places []float32                 // by wait, and then by place
	waits  []feature.Wait            // by event
	after  []uint32                  // where the places of its wait begin, by event
	again  []float32                 // the chance of the same clothes, by event
	worn   []uint32                  // tellsAgain where there is any

	day         uint32    // one more than the number of the probe's day of birth, 0 for none
	birthday    float32   // what the same day weighs
	homes, seen []float32 // the two parts of the origin's ratio, by origin (below 0 where traits say it all) and by place; nil where they always do
	names, kin  []float32
	families    []float32 // what relatives' surnames say of a name; nil for nothing
	marks       [feature.Waits][]marks.Glance
	lone        [feature.Waits][]float32 // the probe's own marks
	hamlets     []float32

	appearance, belongings vocabulary
	dressed                bool // it is told what the probe's person wears
	looks                  []look
	most                   most

	rooms *rooms
	taken []*[]float32 // of those, to be given back
}

// room is a table that is the sight's as long as that is used, whatever is in it.
func (s *sight) room(numbers int) []float32 {
	room := s.rooms.get(numbers)
	s.taken = append(s.taken, room)
	return *room
}

// vocabulary are the words of the probe among those of a view.
type vocabulary struct {
	feature.Words
	own   []uint8   // by pair: one more than the number of the probe's, 0 for none
	gains []float32 // of the probe's; nil where they depend on the row
}

// part is how many terms are weighed at a time.
const part = 1024

// see weighs every term of a view for a probe, on all processors. numbers tells those of
// what the probe has.
func see(ctx context.Context, probe *feature.Probe, t *terms, numbers *lexicon, kernel *gather.Kernel, rooms *rooms) (*sight, error) {
	s := &sight{probe: probe, kernel: kernel, terms: t, rooms: rooms}
	var work, origins jobs
	tells := false
	work = append(work, func() error { // which takes longest where places were heard
		tells = probe.TellsOrigin()
		return nil
	})
	for trait := range feature.Traits {
		switch trait {
		case feature.TraitPlace:
			s.seePlaces(&work)
		case feature.TraitOutfit:
			s.dressed = probe.Dressed()
		case feature.TraitEvent:
			s.seeMoments(&work)
		case feature.TraitHeight:
			s.seeHeights(&work)
		case feature.TraitOrigin:
			s.seeTrait(trait, &origins)
		default:
			s.seeTrait(trait, &work)
		}
	}
	s.names = s.room(1 + t.names.Len())
	work.parts(t.names.Len(), probe.NameTable(t.names, kernel, s.names))
	if probe.TellsFamily() {
		s.families = s.room(1 + t.names.Len())
		work.parts(t.names.Len(), probe.FamilyTable(t.names, kernel, s.families))
	}
	if len(probe.Relatives()) > 0 {
		s.kin = s.room(1 + t.kin.Len())
		work.parts(t.kin.Len(), probe.RelativeTable(t.kin, kernel, s.kin))
	}
	s.seeMarks(&work)
	if probe.NamesHamlets() {
		s.hamlets = s.room(len(t.hamlets))
		work.each(len(t.hamlets), func(i int) { s.hamlets[i] = probe.HamletBits(&t.hamlets[i]) })
	}
	s.seeWords(numbers)
	if err := work.run(ctx); err != nil {
		return nil, err
	}
	if tells {
		s.seeOrigins(&origins)
	}
	if err := origins.run(ctx); err != nil {
		return nil, err
	}
	for t, bits := range s.traits {
		apart := feature.Trait(t) == feature.TraitOrigin && s.homes != nil
		if !apart && slices.ContainsFunc(bits, func(b float32) bool { return b != 0 }) {
			s.said = append(s.said, feature.Trait(t))
		}
	}
	return s, nil
}

func (s *sight) seeMoments(work *jobs) {
	list, moments := s.terms.moments, s.probe.Moments()
	bits := s.room(len(list))
	s.traits[feature.TraitEvent] = bits
	s.waits, s.after = make([]feature.Wait, len(list)), make([]uint32, len(list))
	s.again, s.worn = s.room(len(list)), make([]uint32, len(list))
	places := uint32(len(s.terms.traits[feature.TraitPlace]))
	work.each(len(list), func(i int) {
		m := &list[i]
		bits[i], s.waits[i], s.again[i] = moments.Bits(m), moments.Wait(m), moments.ClothesAgain(m)
		s.after[i] = uint32(s.waits[i]) * places
		if s.again[i] > 0 {
			s.worn[i] = tellsAgain
		}
	})
}

// seeTrait asks for each value of a trait.
func (s *sight) seeTrait(trait feature.Trait, work *jobs) {
	list := s.terms.traits[trait]
	bits := s.room(len(list))
	s.traits[trait] = bits
	work.each(len(list), func(i int) { bits[i] = s.probe.TraitBits(trait, list[i]) })
}

// seeHeights asks for each height, of which there are most, in a way that is made for many
// where there is one.
func (s *sight) seeHeights(work *jobs) {
	statures, many := s.probe.Statures()
	if !many {
		s.seeTrait(feature.TraitHeight, work)
		return
	}
	bits := s.room(len(s.terms.statures))
	s.traits[feature.TraitHeight] = bits
	work.each(len(bits), func(i int) { bits[i] = statures.Bits(&s.terms.statures[i]) })
}

func (s *sight) seePlaces(work *jobs) {
	list := s.terms.traits[feature.TraitPlace]
	s.places = s.room(int(feature.Waits) * len(list))
	work.each(len(list), func(i int) {
		for w, bits := range s.probe.PlaceBits(list[i]) {
			s.places[w*len(list)+i] = bits
		}
	})
}

// seeOrigins looks up the parts of what a record tells of where the person is from.
func (s *sight) seeOrigins(work *jobs) {
	homes, places := s.terms.traits[feature.TraitOrigin], s.terms.traits[feature.TraitPlace]
	s.homes, s.seen = s.room(len(homes)), s.room(len(places))
	work.each(len(homes), func(i int) {
		home, parts := s.probe.OriginShare(homes[i])
		if s.homes[i] = home; !parts {
			s.homes[i] = -1
		}
	})
	work.each(len(places), func(i int) { s.seen[i] = s.probe.SeenShare(places[i]) })
}

func (s *sight) seeMarks(work *jobs) {
	own := s.probe.Marks()
	if len(own) == 0 {
		return
	}
	for w := range feature.Waits {
		s.marks[w] = make([]marks.Glance, len(s.terms.marks))
		for i := range own {
			s.lone[w] = append(s.lone[w], s.probe.MarkAlone(i, w))
		}
	}
	work.each(len(s.terms.marks), func(i int) {
		for w := range feature.Waits {
			s.marks[w][i] = s.probe.MarkGlance(&s.terms.marks[i], w)
		}
	})
}

func (s *sight) seeWords(numbers *lexicon) {
	pairs := len(s.terms.pairs)
	known := func(pair uint64) bool {
		n, ok := numbers.pairs.find(pair)
		return ok && int(n) < pairs
	}
	s.appearance = vocabularyOf(s.probe.AppearanceWords(known), pairs, numbers)
	s.belongings = vocabularyOf(s.probe.BelongingWords(known), pairs, numbers)
	again := s.appearance.Again()
	for i := range s.appearance.Own {
		s.appearance.gains = append(s.appearance.gains, s.appearance.Gain(i, again))
	}
	if day := s.probe.Birthday(); day != "" {
		if n, ok := numbers.days.find(day); ok {
			s.day, s.birthday = n+1, s.probe.BirthdayBits()
		}
	}
}

func vocabularyOf(w feature.Words, pairs int, numbers *lexicon) vocabulary {
	v := vocabulary{Words: w}
	if len(w.Own) == 0 {
		return v
	}
	v.own = make([]uint8, pairs)
	for i, pair := range w.Own {
		if n, ok := numbers.pairs.find(pair); ok && int(n) < pairs {
			v.own[n] = uint8(i + 1)
		}
	}
	return v
}

// jobs are things to do, in any order.
type jobs []func() error

func (j *jobs) parts(n int, do func(from, to int)) {
	for from := 0; from < n; from += part {
		*j = append(*j, func() error { do(from, min(from+part, n)); return nil })
	}
}

func (j *jobs) each(n int, do func(i int)) {
	j.parts(n, func(from, to int) {
		for i := from; i < to; i++ {
			do(i)
		}
	})
}

// run does them on all processors.
func (j jobs) run(ctx context.Context) error {
	return concurrent.ForEach(ctx, min(runtime.GOMAXPROCS(0), len(j)), len(j), func(_, i int) error { return j[i]() })
}
