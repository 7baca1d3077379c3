package models

// title returns what a number is called in the customary table (救助行动统计表).
func (c *StatisticCell) title() Text {
	t := measureTexts[c.Measure]
	if key, ok := keyTexts[c.Key]; ok {
		t.Zh, t.En = t.Zh+"："+key.Zh, t.En+": "+key.En
	} else if c.Key != "" {
		t.Zh, t.En = t.Zh+"："+c.Key, t.En+": "+c.Key
	}
	return t
}

// Cell returns a number with what it is called.
func Cell(m Measure, key string, amount int) StatisticCell {
	c := StatisticCell{Measure: m, Key: key, Amount: amount}
	t := c.title()
	c.Title, c.TitleEn = t.Zh, t.En
	return c
}

// KeyText returns what people call a value that is counted: a way of coming or leaving, a
// category, an outcome, an item.
func KeyText(key string) Text {
	if t, ok := keyTexts[key]; ok {
		return t
	}
	return Text{Zh: key, En: key}
}

var measureTexts = map[Measure]Text{
	MeasureRounds: {"街面巡查次数", "patrol rounds"}, MeasureRoundPeople: {"出动人次", "people out"}, MeasureRoundVehicles: {"出动车次", "vehicles out"},
	MeasureLeads: {"线索", "leads"}, MeasureOutcomes: {"线索处置", "outcomes of leads"}, MeasureGiven: {"街面发放物品", "given in the street"},
	MeasureAdmissions: {"在站救助人次", "admissions"}, MeasureCategories: {"在站救助类别", "people admitted"}, MeasureRefusals: {"不予救助", "refusals"},
	MeasureHospital: {"医疗救治人次", "hospital care"}, MeasureLeavings: {"离站", "leavings"}, MeasureLongStays: {"期末滞留人数（超过 10 天）", "in care for over ten days at the end"},
	MeasureEscorts: {"护送返乡", "escorts"}, MeasureFound: {"寻亲成功（线索来源）", "families found, by what pointed to them"},
	MeasureConfirmed: {"寻亲成功（确认依据）", "families found, by what confirmed it"},
	MeasureNotice24h: {"24 小时内发布寻亲公告", "first notices, within 24 hours"}, MeasureDNA7d: {"7 个工作日内报请采集 DNA", "first DNA requests, within 7 working days"},
	MeasureIdentityDays: {"查明身份累计天数", "days until the identity was known, summed"}, MeasureRequests: {"医院身份甄别", "hospitals' identity requests"},
	MeasureInquiries: {"协查", "inquiries"}, MeasureRegistry: {"易走失人员信息库", "registry of people likely to wander"},
}

var keyTexts = map[string]Text{
	"PATROL": {"街面巡查", "patrol"}, "HOTLINE": {"12349 热线", "hotline"}, "POLICE": {"公安机关", "police"}, "EMERGENCY": {"120", "ambulance"},
	"CITY": {"城管等部门", "city management"}, "CITIZEN": {"群众", "citizens"}, "HOSPITAL": {"医院", "hospital"}, "VILLAGE": {"村（居）委会", "village"},
	"PERSUADED": {"劝导进站", "persuaded"}, "ESCORTED_IN": {"护送进站", "escorted in"}, "HELPED_ON_SPOT": {"街面临时救助", "helped on the spot"},
	"SENT_TO_HOSPITAL": {"送医救治", "sent to hospital"}, "NOT_FOUND": {"未找到", "not found"}, "REFUSED": {"拒绝救助", "refused"}, "OTHER": {"其他", "other"},
	"FOOD": {"食品", "food"}, "CLOTHES": {"衣物", "clothes"}, "BEDDING": {"被褥", "bedding"}, "MEDICINE": {"药品", "medicine"}, "TICKET": {"车票", "tickets"}, "LEAFLET": {"救助引导卡", "leaflets"},
	"SELF": {"自行求助", "on their own"}, "STATION": {"其他救助站", "another station"},
	"CHILD": {"未成年人", "children"}, "OLD": {"老年人", "the old"}, "DISABLED": {"残疾人", "disabled"}, "MENTALLY_ILL": {"精神障碍患者", "mentally ill"},
	"CRITICALLY_ILL": {"危重病人", "critically ill"}, "INFECTIOUS": {"传染病人", "infectious"}, "FULL_CAPACITY": {"完全民事行为能力人", "of full capacity"},
	"ON_OWN": {"自行离站", "on their own"}, "FAMILY": {"亲属", "family"}, "WORK_UNIT": {"单位接回", "work unit"}, "ESCORT": {"护送返乡", "escorted home"},
	"OTHER_STATION": {"流出地救助站接回", "fetched by another station"}, "WELFARE": {"移交福利机构", "welfare institution"}, "PLACED": {"落户安置", "placed"},
	"DIED": {"死亡", "died"}, "WITHOUT_LEAVE": {"擅自离站", "without leave"}, "ENDED": {"终止救助", "ended"},
	"HANDED_OVER": {"已交接", "handed over"}, "FAILED": {"未成", "failed"},
	"FACE": {"人脸", "face"}, "NAME": {"姓名", "name"}, "MARKS": {"体貌特征", "marks"}, "PLACES": {"地名", "places"}, "DNA": {"DNA", "DNA"},
	"FINGERPRINT": {"指纹", "fingerprint"}, "DOCUMENTS": {"证件材料", "documents"},
	"YES": {"是", "yes"}, "NO": {"否", "no"}, "ASK": {"发出", "asked"}, "ANSWER": {"答复", "answered"},
	"KEEP": {"入库", "kept"}, "VISIT": {"走访", "visits"}, "MISSING": {"走失", "missing"},
}
