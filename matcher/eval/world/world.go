package world

import (
	"fmt"

	"github.com/guitu-project/guitu/models"
)

// Options say which world to make.
type Options struct {
	Seed      uint64
	Split     Split
	Notices   int     // how many notices there are
	Records   int     // how many records
	Pairs     int     // how many of the records have their notice among them
	Photos    float64 // the share of people with a photo on both sides
	Gazetteer Gazetteer
}

// World is two sets of files and the truth about them.
type World struct {
	Notices []*models.Notice
	Records []*models.Record
	Truth   map[string]string // of a record's name the name of its notice; none for most
	Facts   []Facts           // of each record

	options   Options
	land      *land
	people    []*person // of the notices
	found     []*person // of the records
	reports   []*report
	sightings []*sighting
}

// Facts holds what kind of record it is, for measures by group.
type Facts struct {
	Area   string // where the person is from, by speech
	Name   string // whole, partial, false or none
	Marks  bool   // the station noted marks
	Places bool   // or places that the person named
	Photo  bool
	Years  float64 // from missing to found
}

// New makes a world. It panics if a gazetteer has no provinces.
func New(o Options) *World {
	w := &World{options: o, land: newLand(o.Gazetteer), Truth: map[string]string{}}
	o.Pairs = min(o.Pairs, o.Records, o.Notices)
	for i := range o.Records {
		d := w.dice("found", i)
		p := drawPerson(d, w.land)
		w.found = append(w.found, p)
		w.sightings = append(w.sightings, drawSighting(d, w.land, p))
	}
	w.people = append(w.people, w.found[:o.Pairs]...)
	w.distract()
	for i := len(w.people); i < o.Notices; i++ {
		w.people = append(w.people, drawPerson(w.dice("missing", i), w.land))
	}
	for i, p := range w.people {
		w.reports = append(w.reports, drawReport(w.dice("report", i), p))
	}
	w.drawSizes()
	w.write()
	if o.Photos > 0 {
		w.photos()
	}
	return w
}

func (w *World) dice(purpose string, n int) dice {
	return newDice(w.options.Seed, fmt.Sprint(purpose, w.options.Split), n)
}

// distract adds notices of people who are easily taken for one that was found: of
// the same name, of the same family, or much alike in all but the name. Most are made
// for the pairs, on whom ranking is judged; some for those without a notice, whom a
// namesake's must not seem to be (estimates: real ones are rarer).
func (w *World) distract() {
	for i, p := range w.found {
		d, often := w.dice("distractor", i), [3]float64{.45, .30, .90}
		if i >= w.options.Pairs {
			often = [3]float64{.01, .01, .05}
		}
		for k, another := range [3]func(dice, *land, *person) *person{namesake, relative, double} {
			if d.chance(often[k]) && len(w.people) < w.options.Notices {
				w.people = append(w.people, another(d, w.land, p))
			}
		}
	}
}

// namesake has the same name, or one that sounds the same, and the same sex.
func namesake(d dice, l *land, of *person) *person {
	p := drawPerson(d, l)
	p.sex = of.sex
	p.name = of.name
	if of.name.parts == nil && d.chance(.4) {
		given := append([]rune(nil), of.name.given...)
		i := d.IntN(len(given))
		if table := writers().given[sounds().of(given[i])]; table.total > 0 {
			given[i] = table.draw(d)
		}
		p.name.given = given
	}
	return p
}

// relative comes from the same village, with the same surname, often the same first
// character of the given name.
func relative(d dice, l *land, of *person) *person {
	p := &person{home: of.home, speech: of.speech, people: of.people, fate: drawFate(d), sex: d.IntN(2)}
	p.setTimes(d)
	p.name = book().draw(d, p.people, p.home.provinceCode(), p.sex, p.born.Year())
	if of.name.parts == nil && p.name.parts == nil {
		p.name.surname = of.name.surname
		if len(p.name.given) == 2 && len(of.name.given) == 2 && d.chance(.5) {
			p.name.given = []rune{of.name.given[0], p.name.given[1]}
		}
	}
	p.settle(d, l)
	return p
}

// double is of the same sex, age and region, missing in the same year.
func double(d dice, l *land, of *person) *person {
	p := &person{home: l.below(d, of.home.upTo(2)), speech: of.speech, people: of.people, fate: of.fate, sex: of.sex}
	p.missing = of.missing.AddDate(0, 0, d.IntN(300)-150)
	p.found, p.born = of.found, of.born.AddDate(0, 0, d.IntN(1400)-700)
	if p.found.Before(p.missing) {
		p.missing = p.found
	}
	p.name = book().draw(d, p.people, p.home.provinceCode(), p.sex, p.born.Year())
	p.settle(d, l)
	return p
}

// write puts all into words, in an order that tells nothing.
func (w *World) write() {
	w.Notices = make([]*models.Notice, len(w.reports))
	order := w.dice("order", 0).Perm(len(w.reports))
	for i, r := range w.reports {
		n := words{w.dice("notice words", i), w.options.Split}.notice(r)
		n.Name = fmt.Sprintf("notices/n%06d", order[i])
		n.ExternalID = n.Name[len("notices/"):]
		w.Notices[i] = &n
	}
	for i, s := range w.sightings {
		r := words{w.dice("record words", i), w.options.Split}.record(s)
		r.Name = fmt.Sprintf("records/r%06d", i)
		r.ExternalID = r.Name[len("records/"):]
		w.Records = append(w.Records, &r)
		w.Facts = append(w.Facts, factsOf(w.found[i], s))
		if i < min(w.options.Pairs, len(w.Notices)) {
			w.Truth[r.Name] = w.Notices[i].Name
		}
	}
}

func factsOf(p *person, s *sighting) Facts {
	return Facts{
		Area: areaNames[p.speech], Marks: len(s.marks) > 0, Places: len(s.heard) > 0, Years: p.found.Sub(p.missing).Hours() / 24 / 365.25,
		Name: [...]string{noName: "none", wholeName: "whole", onlySurname: "partial", onlyGiven: "partial", byName: "partial", falseName: "false"}[s.known],
	}
}
