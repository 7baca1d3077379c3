package marks

import "github.com/guitu-project/guitu/models"

// Kind says what a mark is; 0 is none.
type Kind uint8

// The kinds of marks.
const (
	Scar Kind = iota + 1
	Burn
	Wound // fresh: it heals
	Mole
	Birthmark
	Tattoo
	Vitiligo
	Lump // wart, goitre, tumour
	Pocks
	Spots // freckles, age spots
	Piercing
	Missing   // a finger, a tooth, an eye, a limb
	Extra     // a sixth finger
	Deformed  // crooked, hunched, webbed, stunted
	Paralysed // one side of the body, or unable to walk
	Limp
	Tremor
	Blind
	Squint
	DoubleLid
	SingleLid
	Deaf
	Mute
	Stutter
	Slurred
	Cleft
	Dental // gold, false or braced teeth
	Underbite
	Buckteeth
	Bald
	Grey
	Dyed
	Dimple
	LeftHanded
	Whorl       // of the hair: 旋
	PalmCrease  // one line across the palm: 断掌
	PrintWhorls // of the fingers: 斗
	PrintLoops  // 簸箕
	EarTag      // 附耳, 拴马桩
	EarPit      // 耳前瘘管
	MongolSpot  // 蒙古斑
	Vaccination // the scar of one
	ToesOut     // 外八字
	ToesIn      // 内八字
	Implant     // a plate, a pacemaker: under the skin
	Stoma       // 造瘘口
	Callus      // 老茧
	BowLegs     // 罗圈腿
	KnockKnees  // X 型腿
	kinds       // how many there are, and one; their numbers are kept: new ones stand above
)

// kindRow holds what a kind is called. A kind with a home is always there and needs no
// site said; a kind at none has no site at all.
type kindRow struct {
	code, zh, en string
	home         Site
	none         bool
	skin         bool // lies on the skin, anywhere
}

var kindTable = [kinds]kindRow{
	Scar:        {code: "SCAR", zh: "疤痕", en: "scar", skin: true},
	Burn:        {code: "BURN", zh: "烧烫伤", en: "burn", skin: true},
	Wound:       {code: "WOUND", zh: "新伤", en: "fresh wound", skin: true},
	Mole:        {code: "MOLE", zh: "痣", en: "mole", skin: true},
	Birthmark:   {code: "BIRTHMARK", zh: "胎记", en: "birthmark", skin: true},
	Tattoo:      {code: "TATTOO", zh: "纹身", en: "tattoo", skin: true},
	Vitiligo:    {code: "VITILIGO", zh: "白癜风", en: "vitiligo", skin: true},
	Lump:        {code: "LUMP", zh: "肿块", en: "lump", skin: true},
	Pocks:       {code: "POCKMARKS", zh: "麻子", en: "pockmarks", home: Face},
	Spots:       {code: "SPOTS", zh: "斑点", en: "spots", skin: true},
	Piercing:    {code: "PIERCING", zh: "穿孔", en: "piercing", skin: true},
	Missing:     {code: "MISSING", zh: "缺失", en: "missing"},
	Extra:       {code: "EXTRA_DIGIT", zh: "多指（趾）", en: "extra digit", home: Finger},
	Deformed:    {code: "DEFORMED", zh: "畸形", en: "deformity"},
	Paralysed:   {code: "PARALYSED", zh: "瘫痪", en: "paralysis"},
	Limp:        {code: "LIMP", zh: "跛行", en: "limp", home: Leg},
	Tremor:      {code: "TREMOR", zh: "颤抖", en: "tremor", home: Hand},
	Blind:       {code: "BLIND", zh: "失明", en: "blind", home: Eye},
	Squint:      {code: "SQUINT", zh: "斜视", en: "squint", home: Eye},
	DoubleLid:   {code: "DOUBLE_EYELID", zh: "双眼皮", en: "double eyelids", home: Eye},
	SingleLid:   {code: "SINGLE_EYELID", zh: "单眼皮", en: "single eyelids", home: Eye},
	Deaf:        {code: "DEAF", zh: "听力障碍", en: "hard of hearing", home: Ear},
	Mute:        {code: "MUTE", zh: "不能言语", en: "mute", none: true},
	Stutter:     {code: "STUTTER", zh: "口吃", en: "stutter", none: true},
	Slurred:     {code: "SLURRED_SPEECH", zh: "口齿不清", en: "slurred speech", none: true},
	Cleft:       {code: "CLEFT_LIP", zh: "唇裂", en: "cleft lip", home: Mouth},
	Dental:      {code: "DENTAL_WORK", zh: "镶牙", en: "dental work", home: Tooth},
	Underbite:   {code: "UNDERBITE", zh: "地包天", en: "underbite", home: Tooth},
	Buckteeth:   {code: "BUCK_TEETH", zh: "龅牙", en: "buck teeth", home: Tooth},
	Bald:        {code: "BALD", zh: "秃发", en: "bald", home: Head},
	Grey:        {code: "GREY_HAIR", zh: "白发", en: "grey hair", home: Head},
	Dyed:        {code: "DYED_HAIR", zh: "染发", en: "dyed hair", home: Head},
	Dimple:      {code: "DIMPLE", zh: "酒窝", en: "dimples", home: Cheek},
	LeftHanded:  {code: "LEFT_HANDED", zh: "左撇子", en: "left-handed", none: true},
	Whorl:       {code: "HAIR_WHORL", zh: "发旋", en: "hair whorl", home: Head},
	PalmCrease:  {code: "PALM_CREASE", zh: "通贯掌", en: "single palm crease", home: Palm},
	PrintWhorls: {code: "PRINT_WHORLS", zh: "斗纹", en: "whorls of the fingers", home: Finger},
	PrintLoops:  {code: "PRINT_LOOPS", zh: "簸箕纹", en: "loops of the fingers", home: Finger},
	EarTag:      {code: "EAR_TAG", zh: "附耳", en: "ear tag", home: Ear},
	EarPit:      {code: "EAR_PIT", zh: "耳前瘘管", en: "ear pit", home: Ear},
	MongolSpot:  {code: "MONGOLIAN_SPOT", zh: "蒙古斑", en: "Mongolian spot", skin: true},
	Vaccination: {code: "VACCINATION_SCAR", zh: "种痘疤", en: "vaccination scar", home: UpperArm},
	ToesOut:     {code: "TOES_OUT", zh: "外八字", en: "toes turned out", home: Foot},
	ToesIn:      {code: "TOES_IN", zh: "内八字", en: "toes turned in", home: Foot},
	Implant:     {code: "IMPLANT", zh: "体内植入物", en: "implant"},
	Stoma:       {code: "STOMA", zh: "造瘘口", en: "stoma", home: Belly},
	Callus:      {code: "CALLUS", zh: "老茧", en: "callus", home: Palm},
	BowLegs:     {code: "BOW_LEGS", zh: "罗圈腿", en: "bow legs", home: Leg},
	KnockKnees:  {code: "KNOCK_KNEES", zh: "X 型腿", en: "knock knees", home: Leg},
}

// Code returns the kind in capitals as the contract writes it, empty for none.
func (k Kind) Code() string { return k.row().code }

// Words returns what people call the kind.
func (k Kind) Words() models.Text { return models.Text{Zh: k.row().zh, En: k.row().en} }

// fixed: the kind does not roam over the body.
func (k Kind) fixed() bool { return k.row().none || k.row().home != 0 }

func (k Kind) row() *kindRow { return &kindTable[min(k, kinds-1)] }

// Side of the body the mark is on, as the person's own; 0 is unknown.
type Side uint8

// The sides.
const (
	Left Side = iota + 1
	Right
	Both
	sides
)

var sideTable = [sides]struct{ code, zh, en string }{
	Left: {"LEFT", "左", "left"}, Right: {"RIGHT", "右", "right"}, Both: {"BOTH", "双", "both"},
}

// Code returns the side in capitals as the contract writes it, empty for unknown.
func (s Side) Code() string { return sideTable[min(s, sides-1)].code }

// Words returns what people call the side.
func (s Side) Words() models.Text {
	row := &sideTable[min(s, sides-1)]
	return models.Text{Zh: row.zh, En: row.en}
}

// against: one says left, the other right.
func (s Side) against(o Side) bool {
	return s|o == Left|Right && s != Both && o != Both && s != 0 && o != 0
}

// Colour of a mark; 0 is not said.
type Colour uint8

// The colours.
const (
	Black Colour = iota + 1
	Red
	Blue // 青 too
	Brown
	White
	Purple
	Yellow
	colours
)

var colourTable = [colours]models.Text{
	Black: {Zh: "黑色", En: "black"}, Red: {Zh: "红色", En: "red"}, Blue: {Zh: "青蓝色", En: "blue"}, Brown: {Zh: "褐色", En: "brown"},
	White: {Zh: "白色", En: "white"}, Purple: {Zh: "紫色", En: "purple"}, Yellow: {Zh: "黄色", En: "yellow"},
}

// Words returns what people call the colour.
func (c Colour) Words() models.Text { return colourTable[min(c, colours-1)] }
