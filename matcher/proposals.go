package matcher

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

const (
	// leadDays is how long a lead is compared with new ones: people stay in a part of a city
	// for weeks. leadPool is how many are compared, the newest first, and how many people in
	// need a city's streets are taken to have, the prior that two sightings are of one. Both
	// are this program's own estimates.
	leadDays = 60
	leadPool = 300

	mostProposals = 5

	// recognised is from what probability on the guardian of a registered person is told to
	// the station that has admitted a person: likelier this person than not. A call too many
	// costs a guardian a minute, one too few a person a night.
	recognised = .5
)

// opened adds to a proceeding what it may be about, as the actor may see it.
func (s *Service) opened(ctx context.Context, p models.Proceeding) (Opened, error) {
	a, err := accessOf(ctx)
	if err != nil {
		return Opened{}, err
	}
	o := Opened{Proceeding: p}
	switch p := p.(type) {
	case *models.Lead:
		err = s.proposeLead(ctx, a, p, &o)
	case *models.Stay:
		err = s.proposeStay(ctx, a, p, &o)
	case *models.Registration:
		err = s.nameRegistered(ctx, p)
	case *models.IdentityRequest:
		if a.Role.May(models.ReadPeople) && p.Record != "" && !p.Ended() {
			var found Answer
			found, err = s.Records.Matches(ctx, p.Record, mostProposals)
			o.Matches = found.Matches
		}
	}
	if err != nil && ctx.Err() == nil { // what was done is done, and that must be said
		s.log.WarnContext(ctx, "done, and not compared", "name", p.Head().Name, "err", err)
		err = nil
	}
	s.show(p)
	return o, err
}

// proposeLead finds who a lead may be: the person of other leads nearby, a record, a notice.
func (s *Service) proposeLead(ctx context.Context, a access, l *models.Lead, o *Opened) error {
	if l.Record != "" || l.SameAs != "" {
		return nil
	}
	sighting := l.Sighting()
	sighting.Name = l.Name
	area := l.Place.Code[:min(4, len(l.Place.Code))]
	others, _, err := s.store.ListProceedings(ctx, store.ProceedingFilter{
		Kind: models.Leads, Area: area, Since: s.clock().AddDate(0, 0, -leadDays), Within: a.proceedings(),
	}, leadPool, "")
	if err != nil {
		return err
	}
	var pool []feature.Candidate
	for _, other := range others {
		if other, ok := other.(*models.Lead); ok && other.Name != l.Name && other.SameAs != l.Name {
			r := other.Sighting()
			r.Name = other.Name
			pool = append(pool, feature.Candidate{Profile: feature.ProfileOf(r)})
		}
	}
	s.addDuplicates(o, s.scorer.Duplicates(sighting, pool, leadPool, len(pool)))
	if !a.Role.May(models.ReadPeople) {
		return nil
	}
	records, err := s.index.Candidates(ctx, s.scorer.Probe(feature.Recast(sighting)), models.Records, duplicateCandidates)
	if err != nil {
		return err
	}
	if pool, err = s.seenCandidates(ctx, models.Records, records); err != nil {
		return err
	}
	s.addDuplicates(o, s.scorer.Duplicates(sighting, pool, s.index.OpenCount(models.Records), len(pool)))
	sighting.Name = ""
	o.Matches, err = s.matchesFor(ctx, sighting, mostProposals)
	if err != nil {
		return err
	}
	return s.audit(ctx, models.ActionMatch, useOf(sighting, o.Matches), append([]string{l.Name}, othersOf(o.Matches, models.Records)...)...)
}

// seenCandidates returns those of a side's candidates whom the actor may see.
func (s *Service) seenCandidates(ctx context.Context, kind models.Kind, found []feature.Candidate) (list []feature.Candidate, err error) {
	names := make([]string, len(found))
	for i, c := range found {
		names[i] = c.Name
	}
	visible, err := s.seen(ctx, kind, names)
	if err != nil {
		return nil, err
	}
	isVisible := set(visible)
	for _, c := range found {
		if isVisible[c.Name] {
			list = append(list, c)
		}
	}
	return list, nil
}

func (s *Service) addDuplicates(o *Opened, found []models.Duplicate) {
	for i, d := range found {
		if i < mostProposals && d.Probability >= duplicateProbability {
			o.Proposals = append(o.Proposals, models.Proposal{Name: d.Other, Probability: d.Probability, Weight: d.Weight, Evidence: d.Evidence})
		}
	}
}

// proposeStay finds earlier stays of what may be the same person, and entries of the registry
// that the person may be: 查寻 on admission of DB37/T 4544-2022. The guardian's contact is
// opened to the station at once, and why is in the trail.
func (s *Service) proposeStay(ctx context.Context, a access, p *models.Stay, o *Opened) error {
	if p.Record == "" || p.Ended() || !a.Role.May(models.ReadPeople) {
		return nil
	}
	if err := s.earlierStays(ctx, p, models.Proposal{Name: p.Record, Probability: 1}, o); err != nil {
		return err
	}
	twins, err := s.Records.Duplicates(ctx, p.Record, mostProposals)
	if err != nil {
		return err
	}
	for _, d := range twins {
		from := models.Proposal{Name: d.Other, Probability: d.Probability, Weight: d.Weight, Evidence: d.Evidence}
		if err := s.earlierStays(ctx, p, from, o); err != nil {
			return err
		}
	}
	found, err := s.Records.Matches(ctx, p.Record, mostProposals)
	if err != nil {
		return err
	}
	o.Matches = found.Matches
	return s.recognise(ctx, a.ID, o)
}

// earlierStays adds the other stays of a record.
func (s *Service) earlierStays(ctx context.Context, p *models.Stay, from models.Proposal, o *Opened) error {
	held, _, err := s.store.ListProceedings(ctx, store.ProceedingFilter{Kind: models.Stays, Record: from.Name}, mostProposals, "")
	for _, h := range held {
		if earlier, ok := h.(*models.Stay); ok && earlier.Name != p.Name {
			found := from
			found.Name, found.Title = earlier.Name, stayTitle(earlier)
			o.Proposals = append(o.Proposals, found)
		}
	}
	return err
}

func stayTitle(p *models.Stay) string {
	title := fmt.Sprintf("%s %s 入站", p.Station, models.DayOf(p.When()))
	if last := p.Last(models.ActLeave); last != nil {
		title += fmt.Sprintf("，%s 离站", models.DayOf(last.Time))
	}
	return title
}

// recognise adds the registered people among the matches, with whom to call: made-up admissions
// open no more contacts than anyone may.
func (s *Service) recognise(ctx context.Context, actor string, o *Opened) error {
	for _, m := range o.Matches {
		if m.Probability < recognised {
			continue
		}
		n, err := s.store.Notices().Get(ctx, m.Notice)
		if isGone(err) {
			continue
		}
		if err != nil {
			return err
		}
		if n.Status != models.NoticeRegistered || len(n.Contacts) == 0 {
			continue
		}
		known := models.Proposal{Name: n.Name, Probability: m.Probability, Weight: m.Weight, Evidence: m.Evidence}
		switch err := s.admitReveal(ctx, actor, n.Name); {
		case err == nil:
			row := models.Audit{Action: models.ActionReveal, Objects: []string{n.Name, o.Head().Record}, Purpose: "入站时识别易走失登记人员，联系监护人"}
			if err := s.store.AppendAudit(ctx, &row); err != nil {
				return err
			}
			known.Contact = n.Contacts[0]
		case !errors.Is(err, models.ErrThrottled): // else the person is told, and whom to call is not
			return err
		}
		if len(n.Person.Names) > 0 {
			known.Title = strings.TrimSpace("易走失登记：" + n.Person.Names[0].Text)
		}
		o.Known = append(o.Known, known)
	}
	return nil
}
