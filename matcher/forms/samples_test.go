package forms_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"
	"time"

	"github.com/guitu-project/guitu/matcher/forms"
	"github.com/guitu-project/guitu/models"
)

var (
	noon  = time.Date(2026, 3, 2, 4, 5, 0, 0, time.UTC)
	clerk = models.Actor{ID: "users/an", Role: models.RoleStation, Station: "青石市救助管理站"}
)

// longName is as long a name as people have on paper.
const longName = "阿卜杜热合曼·买买提吐尔逊·阿卜力米提·艾则孜江·吐尔洪江·古丽巴哈尔·阿依"

func years(n int) *int { return &n }

func aRecord() *models.Record {
	return &models.Record{
		Entry: models.Entry{
			ExternalID: "QS-2026-0301", Circumstances: "群众在城南大桥下发现，报 110",
			Person: models.Person{
				Names: []models.PersonName{{Text: "徐华栋", Kind: models.NameHeard}, {Text: "栋娃子", Kind: models.NameNickname}}, Sex: models.Male, AgeMin: years(42), AgeMax: years(53),
				HeightMinCm: 167, HeightMaxCm: 173, Build: models.Thin, Ethnicity: "汉族", NativePlace: models.Place{Text: "四川省昭化县"}, Accent: "四川口音",
				Marks: []models.Mark{{Text: "左眉上方一道疤"}}, Clothing: "蓝色棉衣、黑裤", HeardPlaces: []string{"白坡镇南村", "沙溪"}, Relatives: []models.Relative{{Name: "徐大", Relation: "哥哥"}},
				Narrative: "说是坐火车出来打工，钱包丢了，不记得电话。",
			},
		},
		Station: clerk.Station, FoundDate: "2026-03-02", FoundPlace: models.Place{Text: "青石市城南大桥下", Code: "500103"},
	}
}

// drawn is a signature as a screen sends it: strokes on nothing.
func drawn(t testing.TB) []byte {
	t.Helper()
	pic := image.NewNRGBA(image.Rect(0, 0, 900, 300))
	for x := range 800 {
		y := 150 + (x%160-80)*(1-2*(x/160%2))
		for d := range 9 {
			pic.Set(50+x, y+d, color.NRGBA{B: 120, A: 255})
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, pic); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func by(kind models.SignerKind, name, unit string) models.Signature {
	return models.Signature{Kind: kind, Name: name, Unit: unit, Phone: "000-1234"}
}

func begun(t testing.TB, p models.Proceeding, name string, acts ...models.Act) models.Proceeding {
	t.Helper()
	for i, a := range acts {
		a.Time = noon.Add(time.Duration(i) * 25 * time.Hour)
		do := models.Do
		if i == 0 {
			do = models.Begin
		}
		if err := do(p, clerk, a, a.Time); err != nil {
			t.Fatalf("%s %s: %v", name, a.Kind, err)
		}
	}
	p.Head().Name = name
	return p
}

func docket() models.Docket {
	return models.Docket{Station: clerk.Station, Record: "records/r", Place: models.Place{Text: "青石市城南大桥下", Code: "500103"}}
}

func aStay(t testing.TB, arrival models.Arrival, of models.Category, acts ...models.Act) models.Proceeding {
	t.Helper()
	drawnSign := by(models.SignPerson, "徐华栋", "")
	drawnSign.Image = &models.File{SHA256: "drawn", ContentType: "image/png", Size: 1}
	first := models.Act{Kind: models.ActAdmit, Signatures: []models.Signature{
		by(models.SignBringer, "白警官", "城南派出所"), by(models.SignStaff, "安伟", clerk.Station), drawnSign,
	}}
	s := &models.Stay{
		Docket: docket(), Arrival: arrival, Categories: []models.Category{of}, Health: "手足冻伤，血压偏高，无外伤", Request: "务工不着，钱包遗失，请求帮助返乡。",
		Belongings: []models.Given{{Item: models.GivenOther, Name: "布包", Quantity: 1}, {Item: models.GivenClothes, Name: "棉衣", Quantity: 2}},
	}
	if len(acts) > 0 && (acts[0].Kind == models.ActRefuse) {
		return begun(t, s, "stays/hhqlbwpj7s5shws75bxr7w62ef", acts...)
	}
	return begun(t, s, "stays/hhqlbwpj7s5shws75bxr7w62ef", append([]models.Act{first}, acts...)...)
}

// sample is a form with what it is printed of.
type sample struct {
	form  forms.Form
	facts forms.Facts
}

// samples are every form, filled in as a station would have it.
func samples(t testing.TB) map[string]sample {
	t.Helper()
	ink, err := forms.Ink(drawn(t))
	if err != nil {
		t.Fatal(err)
	}
	of := func(form forms.Form, p models.Proceeding) sample {
		return sample{form, forms.Facts{Proceeding: p, Record: aRecord(), Picture: func(string) []byte { return ink }}}
	}
	things := []models.Given{{Item: models.GivenOther, Name: "布包", Quantity: 1}, {Item: models.GivenClothes, Name: "棉衣", Quantity: 2}}
	person := by(models.SignPerson, "徐华栋", "")
	person.Image = &models.File{SHA256: "drawn", ContentType: "image/png", Size: 1}
	family := models.Signature{Kind: models.SignCollector, Name: "徐大", Relation: "哥哥", IDKind: "居民身份证", IDNumber: "X", Proof: "户口簿", Phone: "000-5678"}
	staff := by(models.SignStaff, "安伟", clerk.Station)
	police := aStay(t, models.ArrivalPolice, models.CategoryOther,
		models.Act{Kind: models.ActHospital, Unit: "市三院", Note: "发热", Signatures: []models.Signature{staff}}, models.Act{Kind: models.ActBack, Note: "退热出院"},
		models.Act{Kind: models.ActLeave, Way: models.LeaveFamily, Given: things, Destination: models.Place{Text: "昭化县白坡镇"}, Signatures: []models.Signature{family, person, staff}})
	capable := aStay(t, models.ArrivalSelf, models.CategoryCapable,
		models.Act{Kind: models.ActLeave, Way: models.LeaveOwn, Given: things, Note: "联系到工友", Signatures: []models.Signature{person, staff}})
	escort := begun(t, &models.Escort{
		Docket: docket(), Stay: "stays/s", Destination: models.Place{Text: "云南省昭通市昭阳区", Code: "530602"}, PlannedDate: "2026-03-03", Transport: "火车 K1502 次，转汽车",
		Escorts: []string{"安伟", "卜青"}, SpecialNeeds: true, Health: "高血压，早晚各服一片降压药", Belongings: things, Costs: []models.Cost{{What: "车票", Fen: 62050}, {What: "餐费", Fen: 12000}},
		Receiver: models.Receiver{Kind: models.ReceiverStation, Unit: "白鹭市救助管理站", Name: "何松", Phone: "000-7777"},
	}, "escorts/c2d4lbwpj7s5shws75bxr7w62ef", models.Act{Kind: models.ActPlan}, models.Act{Kind: models.ActDepart},
		models.Act{Kind: models.ActHandOver, Signatures: []models.Signature{by(models.SignReceiver, "何松", "白鹭市救助管理站"), staff}})
	lead := &models.Lead{Docket: docket(), Source: models.SourceCitizen, Person: aRecord().Person, Circumstances: "零下五度，在桥下睡觉，只有一条薄被", Urgency: []models.Urgency{models.UrgentCold, models.UrgentOld}, Reporter: models.Contact{Name: "路人甲", Phone: "000-9"}}
	begun(t, lead, "leads/l2d4lbwpj7s5shws75bxr7w62ef", models.Act{Kind: models.ActReport}, models.Act{Kind: models.ActOutcome, Outcome: models.OutcomeHelped, Given: []models.Given{{Item: models.GivenBedding, Quantity: 1}, {Item: models.GivenFood, Quantity: 2}}})
	called := &models.Lead{Docket: docket(), Source: models.SourceHotline}
	begun(t, called, "leads/h2d4lbwpj7s5shws75bxr7w62ef", models.Act{Kind: models.ActReport, Reference: "录音 20260302-17"})
	round := begun(t, &models.Round{Docket: models.Docket{Station: clerk.Station, Place: docket().Place}, Team: []string{"安伟", "卜青", "何松"}, Vehicles: []string{"救助 1 号"}, WeatherAlert: "寒潮蓝色预警", Campaign: "寒冬送温暖"}, "rounds/o2d4lbwpj7s5shws75bxr7w62ef",
		models.Act{Kind: models.ActStart}, models.Act{Kind: models.ActRoute, Points: []models.RoutePoint{{Latitude: 29.5, Longitude: 106.5, Note: "火车站"}, {Latitude: 29.5, Longitude: 106.6, Note: "城南大桥"}}}, models.Act{Kind: models.ActEnd})
	patrol := of(forms.PatrolSheet, round)
	patrol.facts.Parts = []models.Proceeding{lead}
	g := &models.Registration{
		Docket: models.Docket{Station: "青石村", Place: models.Place{Text: "青石市城南区青石村", Code: "500103"}}, Person: aRecord().Person,
		Guardian: models.Contact{Name: "徐大", Relation: "哥哥", Phone: "000-5678"}, Village: models.Contact{Name: "村主任", Phone: "000-1"}, Habits: "常往火车站去", UsualPlaces: []string{"火车站", "菜市场"}, ConsentProof: "同意书 3 号",
	}
	asked := begun(t, &models.IdentityRequest{Docket: docket(), Hospital: "市三院", Circumstances: "120 送来，昏迷", Contact: models.Contact{Name: "护士站", Phone: "000-3"}}, "identityRequests/i2d4lbwpj7s5shws75bxr7w62ef", models.Act{Kind: models.ActAsk})
	inquiry := begun(t, &models.Inquiry{Docket: docket(), To: models.ToPolice, ToUnit: "昭化县公安局", Question: "辖区内是否有徐姓、四十余岁、左眉有疤的男子走失？"}, "inquiries/q2d4lbwpj7s5shws75bxr7w62ef", models.Act{Kind: models.ActAsk})
	out := map[string]sample{
		"request": of(forms.AssistanceRequest, police), "police": of(forms.PoliceHandOver, police), "treatment": of(forms.TreatmentLetter, police), "leaving": of(forms.ServiceAndLeaving, police),
		"declaration": of(forms.LeavingDeclaration, capable), "escort": of(forms.EscortSheet, escort), "lead": of(forms.LeadSheet, lead), "call": of(forms.LeadSheet, called), "patrol": patrol, "patient": of(forms.TreatmentLetter, asked), "inquiry": of(forms.InquiryLetter, inquiry),
		"refusal":  of(forms.RefusalNotice, aStay(t, models.ArrivalSelf, models.CategoryCapable, models.Act{Kind: models.ActRefuse, Note: "经核实，求助人在本市有固定住所和收入，自身有能力解决食宿。"})),
		"end":      of(forms.EndNotice, aStay(t, models.ArrivalSelf, models.CategoryCapable, models.Act{Kind: models.ActLeave, Way: models.LeaveAway, Note: "夜间未告知工作人员离开，至今未回。"})),
		"registry": of(forms.RegistryEntry, begun(t, g, "registrations/g2d4lbwpj7s5shws75bxr7w62ef", models.Act{Kind: models.ActSurvey, Signatures: []models.Signature{by(models.SignGuardian, "徐大", "")}})),
	}
	odd := aRecord()
	odd.Person.Names = []models.PersonName{{Text: "𬭩㐂𬀩𠮷"}, {Text: longName}, {Text: "مەمەت"}}
	odd.Person.Narrative = strings.Repeat("他说家在河边，门前有一棵大槐树，赶集要走半天山路，村里人都姓徐；", 60) + "🙂"
	rare := of(forms.AssistanceRequest, police)
	rare.facts.Record = odd
	out["rare and long"] = rare
	empty := sample{forms.AssistanceRequest, forms.Facts{Proceeding: &models.Stay{Docket: models.Docket{Name: "stays/e2d4lbwpj7s5shws75bxr7w62ef"}}}}
	out["empty"] = empty
	return out
}
