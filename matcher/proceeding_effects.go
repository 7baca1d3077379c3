package matcher

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// beginIn does what comes before the first act, in its transaction: what the proceeding is
// about must be there and be free, and a hospital's patient becomes a record.
func (s *Service) beginIn(ctx context.Context, tx store.Tx, p models.Proceeding, names *changedNames) error {
	w := tx.ProceedingWriter()
	switch p := p.(type) {
	case *models.Lead:
		if p.Round == "" {
			return nil
		}
		_, err := proceedingOf(ctx, w, p.Round)
		return err
	case *models.Stay:
		if p.Record == "" {
			return nil
		}
		if _, err := changeable(ctx, tx.RecordWriter(), p.Record); err != nil {
			return err
		}
		return onlyOne(ctx, w, store.ProceedingFilter{Kind: models.Stays, Record: p.Record, Open: true}, "此人尚在站，请先办理离站", "the person is in care: let them leave first")
	case *models.Escort:
		stay, err := w.Proceeding(ctx, p.Stay)
		if err != nil {
			return err
		}
		if stay.Ended() {
			return models.Refused(models.ErrPrecondition, "此人已离站，不能再安排护送", "the person has left: no escort can be planned")
		}
		return onlyOne(ctx, w, store.ProceedingFilter{Kind: models.Escorts, Of: p.Stay, Open: true}, "此人已有未完成的护送", "there is an escort of the person already")
	case *models.IdentityRequest:
		return s.registerPatient(ctx, tx, p, names)
	case *models.Inquiry:
		if p.Case == "" {
			return nil
		}
		c, err := tx.CaseWriter().Case(ctx, p.Case)
		if err == nil { // another area's answers as if it had never been
			err = s.mustSeeCase(ctx, c)
		}
		if err == nil && c.Record != p.Record {
			err = models.Invalid("case", "该案件不是关于此人的", "the case is not about this record")
		}
		return err
	}
	return nil
}

func onlyOne(ctx context.Context, from store.Proceedings, f store.ProceedingFilter, zh, en string) error {
	held, _, err := from.ListProceedings(ctx, f, 1, "")
	if err == nil && len(held) > 0 {
		err = models.Refused(models.ErrPrecondition, fmt.Sprintf("%s（%s）", zh, held[0].Head().Name), fmt.Sprintf("%s (%s)", en, held[0].Head().Name))
	}
	return err
}

// registerPatient makes the record by which a hospital's patient is matched. It is the
// station's that is asked.
func (s *Service) registerPatient(ctx context.Context, tx store.Tx, p *models.IdentityRequest, names *changedNames) error {
	r := &models.Record{
		Entry:   models.Entry{Person: p.Person, Circumstances: p.Circumstances, Photos: slices.Clone(p.Photos)},
		Station: p.Station, FoundPlace: p.Place,
	}
	if !p.AdmittedTime.IsZero() {
		r.FoundDate = models.DayOf(p.AdmittedTime)
	}
	if err := s.understood(r); err != nil {
		return err
	}
	if err := s.Records.create(ctx, tx.RecordWriter(), r); err != nil {
		return err
	}
	p.Record, names.subjects = r.Name, true
	p.Person, p.Photos, p.Circumstances = models.Person{}, nil, "" // the record has them
	return nil
}

// understood completes a record that follows from a proceeding, and checks it.
func (s *Service) understood(r *models.Record) error {
	understand(r)
	r.Complete()
	return r.Validate(s.clock())
}

// beforeAct does what an act needs before it is done: a lead's record is made, or looked at.
func (s *Service) beforeAct(ctx context.Context, tx store.Tx, p models.Proceeding, act *models.Act, names *changedNames) error {
	l, isLead := p.(*models.Lead)
	switch {
	case !isLead:
		return nil
	case act.Kind == models.ActSame:
		_, err := proceedingOf(ctx, tx.ProceedingWriter(), act.Of)
		return err
	case act.Kind != models.ActRegister || l.Record != "":
		return nil
	case act.Record != "":
		_, err := changeable(ctx, tx.RecordWriter(), act.Record)
		return err
	}
	r := l.Sighting()
	for i := range r.Photos {
		r.Photos[i].Name = ""
	}
	if err := s.understood(r); err != nil {
		return err
	}
	if err := mustKeep(ctx, r); err != nil {
		return err
	}
	if err := s.Records.mustSpeakFor(ctx, r.Station, ""); err != nil {
		return err
	}
	if err := s.Records.create(ctx, tx.RecordWriter(), r); err != nil {
		return err
	}
	act.Record, names.subjects = r.Name, true
	return nil
}

// effects does what follows from the last act of p.
func (s *Service) effects(ctx context.Context, tx store.Tx, p models.Proceeding, names *changedNames) error {
	d := p.Head()
	act := d.History[len(d.History)-1]
	switch p := p.(type) {
	case *models.Stay:
		return s.stayEffects(ctx, tx, p, act)
	case *models.Escort:
		return s.escortEffects(ctx, tx, p, act)
	case *models.Inquiry:
		if act.Kind == models.ActAnswer && p.Case != "" {
			return s.answerCase(ctx, tx, p, act)
		}
	case *models.Registration:
		return s.registryEffects(ctx, tx, p, act, names)
	}
	return nil
}

// stayEffects: the admission begins the record's deadlines; who is placed is a PLACED record
// from then on, who is still looked for.
func (s *Service) stayEffects(ctx context.Context, tx store.Tx, p *models.Stay, act models.Act) error {
	if act.Kind == models.ActAdmit {
		if err := s.takeOverAdmission(ctx, tx, p.Record); err != nil {
			return err
		}
		return tx.AddStep(ctx, &models.RecordStep{Record: p.Record, Step: models.StepAdmitted, Time: act.Time, Note: p.Head().Name})
	}
	if act.Kind == models.ActLeave && act.Way == models.LeaveOwn && !p.Capable() {
		return mayGoAlone(ctx, tx, p, act.Time)
	}
	if act.Kind == models.ActLeave && act.Way == models.LeavePlaced {
		if _, err := setStatus(ctx, tx, p.Record, string(models.RecordPlaced)); err != nil {
			return err
		}
		return tx.AddStep(ctx, &models.RecordStep{Record: p.Record, Step: models.StepPlaced, Time: act.Time, Note: act.Reference})
	}
	if act.Kind != models.ActUndo {
		return nil
	}
	undone := p.History[act.Undoes-1]
	switch undone.Way {
	case models.LeavePlaced:
		_, err := setStatus(ctx, tx, p.Record, string(models.RecordUnidentified))
		return err
	case models.LeaveEscort:
		return models.Refused(models.ErrPrecondition, fmt.Sprintf("离站由护送 %s 的交接而来，请撤销该交接", undone.Of), fmt.Sprintf("the leaving follows from the hand-over of %s: undo that", undone.Of))
	}
	return nil
}

// mayGoAlone returns nil if the record says of a child that they are of the age at which who
// lives by their own work decides alone. Errors: models.ErrInvalid.
func mayGoAlone(ctx context.Context, tx store.Tx, p *models.Stay, left time.Time) error {
	r, err := tx.RecordWriter().Get(ctx, p.Record)
	if err != nil {
		return err
	}
	turned, known := r.Person.HasTurned(models.IncomeYears, left)
	switch {
	case !known:
		return models.Invalid("way", "档案中没有出生日期，不能确认已满十六周岁：请先核实并登记出生日期，或由亲属接领、护送",
			"the record has no date of birth: verify it and enter it first, or let the child be collected or escorted")
	case !turned:
		return models.Invalid("way", fmt.Sprintf("按登记的出生日期（%s）未满十六周岁，不能自行离站，请由亲属接领或护送", r.Person.BirthDate),
			fmt.Sprintf("born %s, the child is not 16 yet: they are collected or escorted", r.Person.BirthDate))
	}
	return nil
}

// escortEffects: a hand-over is the leaving, with what was deposited.
func (s *Service) escortEffects(ctx context.Context, tx store.Tx, p *models.Escort, act models.Act) error {
	undoes := act.Kind == models.ActUndo && p.History[act.Undoes-1].Kind == models.ActHandOver
	if act.Kind != models.ActHandOver && !undoes {
		return nil
	}
	w := tx.ProceedingWriter()
	held, err := w.Proceeding(ctx, p.Stay)
	if err != nil {
		return err
	}
	stay, ok := held.(*models.Stay)
	if !ok {
		return fmt.Errorf("%w: %s is no stay", models.ErrDataLoss, p.Stay)
	}
	by := models.Actor{ID: act.Actor, Role: act.Role, Station: act.By}
	next := models.Act{Kind: models.ActLeave, Way: models.LeaveEscort, Of: p.Head().Name, Time: act.Time, Signatures: act.Signatures, Given: stay.Kept()}
	if undoes {
		next = models.Act{Kind: models.ActUndo, Note: act.Note}
		if last := stay.Last(models.ActLeave); last == nil || last.Of != p.Head().Name {
			return models.Refused(models.ErrPrecondition, "离站登记已另行变更，请先核对在站救助记录", "the leaving was changed since: look at the stay first")
		}
	}
	if err := models.Do(stay, by, next, s.clock()); err != nil {
		return err
	}
	return w.PutProceeding(ctx, stay)
}

// answerCase makes an inquiry's answer a verification item of its case, if that is being
// worked on; else the answer stands by itself.
func (s *Service) answerCase(ctx context.Context, tx store.Tx, p *models.Inquiry, act models.Act) error {
	c, err := tx.CaseWriter().Case(ctx, p.Case)
	if isGone(err) {
		return nil
	}
	if err != nil || c.State != models.CaseVerifying && c.State != models.CaseConfirmed {
		return err
	}
	kind := map[models.InquiryTo]models.ItemKind{
		models.ToPolice: models.ItemPoliceRecord, models.ToStation: models.ItemDocuments, models.ToCounty: models.ItemFamilyVisit,
	}[p.To]
	signer := act.Signed(models.SignReceiver)
	item := models.Item{
		Kind: kind, Result: act.Result, DoneBy: p.ToUnit, Reference: act.Reference, Note: act.Note, Signature: signer.Name,
	}
	if len(act.Files) > 0 {
		f := act.Files[0]
		item.Attachment = &models.Attachment{SHA256: f.SHA256, ContentType: f.ContentType, Size: int64(f.Size)}
	}
	actor, err := models.ActorFrom(ctx)
	if err != nil {
		return err
	}
	if err := c.Apply(models.Step{Kind: models.StepItem, Item: &item, Actor: actor, Time: s.clock()}); err != nil {
		return err
	}
	return tx.CaseWriter().UpdateCase(ctx, c)
}

// registryEffects: an entry that is kept is a notice for matching; it goes with its consent.
func (s *Service) registryEffects(ctx context.Context, tx store.Tx, p *models.Registration, act models.Act, names *changedNames) error {
	switch act.Kind {
	case models.ActKeep:
		n := p.AsNotice()
		understand(n)
		if err := s.Notices.create(ctx, tx.NoticeWriter(), n); err != nil {
			return err
		}
		p.Notice, p.Person, p.Photos, names.subjects = n.Name, models.Person{}, nil, true
	case models.ActMissing, models.ActFound:
		n, err := tx.NoticeWriter().Get(ctx, p.Notice)
		if err != nil {
			return err
		}
		n.Status, n.MissingDate, n.MissingPlace = models.NoticeRegistered, "", p.Place
		if act.Kind == models.ActMissing {
			place := act.Destination
			fillPlace(&place)
			n.Status, n.MissingDate, n.MissingPlace = models.NoticeOpen, models.DayOf(act.Time), place
		}
		names.subjects = true
		return tx.NoticeWriter().Update(ctx, n)
	case models.ActWithdraw:
		return s.withdrawRegistration(ctx, tx, p, names)
	case models.ActUndo:
		if k := p.History[act.Undoes-1].Kind; k != models.ActVisit {
			return models.Refused(models.ErrPrecondition, "此步骤不能撤销：走失请登记找回，入库请撤回", "this cannot be undone: say that the person is back, or withdraw the entry")
		}
	}
	return nil
}

// withdrawRegistration erases an entry with its notice, and notes what the files hold.
func (s *Service) withdrawRegistration(ctx context.Context, tx store.Tx, p *models.Registration, names *changedNames) error {
	w := tx.ProceedingWriter()
	if err := w.PutProceeding(ctx, p); err != nil { // its last act is counted and audited
		return err
	}
	job := models.ErasureJob{Erasure: models.Erasure{Name: p.Name, Kind: models.Kind(models.Registrations), Reason: models.ReasonFamily}, Part: models.DataContacts}
	if p.Notice != "" {
		n, err := tx.NoticeWriter().Get(ctx, p.Notice)
		if err != nil && !isGone(err) {
			return err
		}
		if err == nil {
			job = models.ErasureJob{Erasure: models.Erasure{Name: p.Notice, Kind: models.Notices, Reason: models.ReasonFamily}, Part: models.DataAll, Blobs: models.BlobsOf(n)}
			if err := tx.NoticeWriter().Delete(ctx, p.Notice, ""); err != nil {
				return err
			}
			names.subjects, names.erase = true, &job
			return tx.PutErasure(ctx, &job) // which drops the entry, too
		}
	}
	files, err := w.DropProceeding(ctx, p.Name)
	if err != nil {
		return err
	}
	job.Blobs, names.erase = files, &job
	return tx.PutErasure(ctx, &job)
}
