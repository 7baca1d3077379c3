package models

import "time"

// The states of an identity request and of an inquiry.
const (
	RequestAsked    = "ASKED"
	RequestAnswered = "ANSWERED"
	RequestClosed   = "CLOSED"
)

// replyHours is within what time a station answers a hospital, if nothing else is said.
// 民发〔2014〕132号, article 4, has stations receive people around the clock; a time for the answer
// was not found in a text that could be read: the number is this program's own.
const replyHours = 24

// IdentityRequest describes a hospital's asking who its nameless patient is (身份甄别). Its patient is
// a record from the first moment, and matched as one.
type IdentityRequest struct {
	Docket
	Hospital      string    `json:"hospital,omitempty"` // whose request it is: it sees its own only
	Ward          string    `json:"ward,omitempty"`
	Person        Person    `json:"person,omitzero"` // in, and until there is a record
	Circumstances string    `json:"circumstances,omitempty"`
	Photos        []Photo   `json:"photos,omitempty"`
	Contact       Contact   `json:"contact,omitzero"`      // whom to call in the hospital
	ReplyTime     time.Time `json:"replyTime,omitzero"`    // asked for, in; 24 hours on if nothing is said
	AdmittedTime  time.Time `json:"admittedTime,omitzero"` // to the hospital
}

// ProceedingKind returns IdentityRequests.
func (*IdentityRequest) ProceedingKind() ProceedingKind { return IdentityRequests }

// Partner returns the hospital.
func (r *IdentityRequest) Partner() (string, Place) { return r.Hospital, Place{} }

// Ended reports whether the hospital has its answer and the station is done.
func (r *IdentityRequest) Ended() bool { return r.State == RequestClosed }

// Validate names every wrong field.
func (r *IdentityRequest) Validate(now time.Time) error {
	v := newViolations()
	r.check(v)
	required(v, "hospital", r.Hospital, "请写明医院", "name the hospital")
	required(v, "station", r.Station, "请写明向哪个救助站提出", "name the station that is asked")
	checkLen(v, "hospital", r.Hospital, maxLine)
	checkLen(v, "ward", r.Ward, maxLine)
	r.Person.check(v.at("person"), now)
	checkLen(v, "circumstances", r.Circumstances, maxProse)
	r.Contact.check(v.at("contact"))
	checkTime(v, "admittedTime", r.AdmittedTime, now)
	if len(r.Photos) > MaxPhotos {
		v.add("photos", "照片过多，最多 50 张", "over 50 photos")
	} else {
		checkItems(v, "photos", r.Photos, func(v violations, p Photo) { p.check(v, now) })
	}
	checkReply(v, r.ReplyTime, now)
	return v.err()
}

// checkReply holds the time by which an answer is asked for to what can be kept.
func checkReply(v violations, by, now time.Time) {
	if !by.IsZero() && (by.Year() < earliest || by.After(now.AddDate(1, 0, 0))) {
		v.add("replyTime", "答复时限应在一年以内", "must be within a year")
	}
}

func (r *IdentityRequest) act(a *Act) error {
	switch a.Kind {
	case ActAsk:
		if r.ReplyTime.IsZero() {
			r.ReplyTime = a.EnterTime.Add(replyHours * time.Hour)
		}
		a.Record = r.Record
		return r.move(a, RequestAsked, "")
	case ActAnswer:
		if isBlank(a.Note) {
			return Invalid("note", "请写明答复内容", "say what the answer is")
		}
		return r.move(a, RequestAnswered, RequestAsked, RequestAnswered)
	case ActClose:
		return r.move(a, RequestClosed, RequestAsked, RequestAnswered)
	}
	return unknownAct(a, ActAnswer, ActClose)
}

func (*IdentityRequest) settle() {}

func (r *IdentityRequest) deadline() time.Time {
	if r.State != RequestAsked {
		return time.Time{}
	}
	return r.ReplyTime
}

func (r *IdentityRequest) facts(a *Act) []Fact {
	if a.Kind != ActAsk && a.Kind != ActAnswer {
		return nil
	}
	return []Fact{{Measure: MeasureRequests, Key: string(a.Kind), Amount: 1}}
}

// Forget takes out who the patient is, and whom to call.
func (r *IdentityRequest) Forget() bool {
	changed := !isNobody(&r.Person) || r.Circumstances+r.Ward != "" || r.Contact != (Contact{}) || len(r.Photos) > 0
	r.Person, r.Circumstances, r.Ward, r.Contact, r.Photos = Person{}, "", "", Contact{}, nil
	return r.forget() || changed
}

// InquiryTo says whom a station asks to look into something.
type InquiryTo string

// Whom a station asks.
const (
	ToStation InquiryTo = "STATION"
	ToCounty  InquiryTo = "COUNTY" // 县级民政部门、乡镇、村（居）委会
	ToPolice  InquiryTo = "POLICE"
)

// inquiryDays is within how many days an inquiry is answered, if nothing else is said.
// DB37/T 4544-2022 (救助管理机构寻亲服务规范), clause 6, has 协查 requests; of that clause only the
// heading could be read, so the number of days is this program's own.
const inquiryDays = 5

// Inquiry describes a station's asking another office about a person (协查): what, by when, and what
// came back. An answer becomes a verification item of the case that it is about.
type Inquiry struct {
	Docket
	Case        string    `json:"case,omitempty"` // cases/…
	To          InquiryTo `json:"to,omitempty"`
	ToUnit      string    `json:"toUnit,omitempty"` // the station or office, as its people's accounts name it
	Destination Place     `json:"destination,omitzero"`
	Question    string    `json:"question,omitempty"`
	ReplyTime   time.Time `json:"replyTime,omitzero"`
}

// ProceedingKind returns Inquiries.
func (*Inquiry) ProceedingKind() ProceedingKind { return Inquiries }

// Partner returns who is asked.
func (q *Inquiry) Partner() (string, Place) { return q.ToUnit, q.Destination }

// Ended reports whether nothing more is expected.
func (q *Inquiry) Ended() bool { return q.State == RequestClosed }

// Validate names every wrong field.
func (q *Inquiry) Validate(now time.Time) error {
	v := newViolations()
	q.check(v)
	need(v, "to", q.To, ToStation, ToCounty, ToPolice)
	if isBlank(q.ToUnit) && q.Destination.Code == "" {
		v.add("toUnit", "请写明协查单位，或协查地的行政区划代码", "name the office, or the area, that is asked")
	}
	checkLen(v, "toUnit", q.ToUnit, maxLine)
	q.Destination.check(v.at("destination"))
	required(v, "question", q.Question, "请写明协查事项", "say what is asked")
	checkLen(v, "question", q.Question, maxProse)
	if q.Record == "" {
		v.add("record", "请写明是哪位受助人员", "name the record that it is about")
	}
	checkReply(v, q.ReplyTime, now)
	return v.err()
}

func (q *Inquiry) act(a *Act) error {
	switch a.Kind {
	case ActAsk:
		if q.ReplyTime.IsZero() {
			y, m, d := a.EnterTime.In(Zone).Date()
			q.ReplyTime = time.Date(y, m, d+inquiryDays, 23, 59, 59, 0, Zone).UTC()
		}
		return q.move(a, RequestAsked, "")
	case ActAnswer:
		v := newViolations()
		required(v, "note", a.Note, "请写明协查结果", "say what came out")
		need(v, "result", a.Result, ResultSupports, ResultContradicts, ResultInconclusive)
		if s := a.Signed(SignReceiver); s == nil {
			v.add("signatures", "请由协查人签名", "who looked into it signs")
		}
		if err := v.err(); err != nil {
			return err
		}
		return q.move(a, RequestAnswered, RequestAsked, RequestAnswered)
	case ActClose:
		return q.move(a, RequestClosed, RequestAsked, RequestAnswered)
	}
	return unknownAct(a, ActAnswer, ActClose)
}

func (*Inquiry) settle() {}

func (q *Inquiry) deadline() time.Time {
	if q.State != RequestAsked {
		return time.Time{}
	}
	return q.ReplyTime
}

func (q *Inquiry) facts(a *Act) []Fact {
	if a.Kind != ActAsk && a.Kind != ActAnswer {
		return nil
	}
	return []Fact{{Measure: MeasureInquiries, Key: string(a.Kind), Amount: 1}}
}

// Forget takes out what was asked and answered.
func (q *Inquiry) Forget() bool {
	changed := q.Question != ""
	q.Question = ""
	return q.forget() || changed
}
