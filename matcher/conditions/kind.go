package conditions

import (
	"strings"

	"github.com/guitu-project/guitu/models"
)

// Kind is an illness or a disability, or several that files take for one another. The
// numbers are kept in the index: new ones go to the end.
type Kind uint8

// The kinds.
const (
	Dementia Kind = iota
	Mental
	Intellectual
	DeafMute
	Epilepsy
	Physical
	Blind
	Chronic // an illness that is not named
	Hypertension
	Diabetes
	Heart
	Tuberculosis
	Vitiligo
	Liver
	Lung
	Cancer
	HIV
	Parkinson
	Amnesia
	Autism
	Kidney
	Alcohol
	Drugs
	Stomach
	Joints
	Thyroid
	Skin
	Hernia
	Dwarfism
	Venereal
	Leprosy
	BrainInjury
	kinds
)

// kindTable holds what kinds are called, and how often a person in a station or a
// notice is said to have one: estimates, to be fitted on confirmed pairs.
var kindTable = [kinds]struct {
	is    models.Text
	share float64
}{
	Dementia:     {models.Text{Zh: "认知症", En: "dementia"}, .15},
	Mental:       {models.Text{Zh: "精神障碍", En: "mental illness"}, .25},
	Intellectual: {models.Text{Zh: "智力障碍", En: "intellectual disability"}, .15},
	DeafMute:     {models.Text{Zh: "聋哑", En: "deaf or mute"}, .06},
	Epilepsy:     {models.Text{Zh: "癫痫", En: "epilepsy"}, .03},
	Physical:     {models.Text{Zh: "肢体残疾", En: "physical disability"}, .07},
	Blind:        {models.Text{Zh: "视力障碍", En: "blindness"}, .03},
	Chronic:      {models.Text{Zh: "慢性病", En: "a chronic illness"}, .05},
	Hypertension: {models.Text{Zh: "高血压", En: "high blood pressure"}, .05},
	Diabetes:     {models.Text{Zh: "糖尿病", En: "diabetes"}, .03},
	Heart:        {models.Text{Zh: "心脏病", En: "heart disease"}, .02},
	Tuberculosis: {models.Text{Zh: "结核病", En: "tuberculosis"}, .006},
	Vitiligo:     {models.Text{Zh: "白癜风", En: "vitiligo"}, .004},
	Liver:        {models.Text{Zh: "肝病", En: "a liver disease"}, .006},
	Lung:         {models.Text{Zh: "慢性肺病", En: "a chronic lung disease"}, .01},
	Cancer:       {models.Text{Zh: "癌症", En: "cancer"}, .006},
	HIV:          {models.Text{Zh: "艾滋病", En: "HIV"}, .002},
	Parkinson:    {models.Text{Zh: "帕金森病", En: "Parkinson's disease"}, .006},
	Amnesia:      {models.Text{Zh: "失忆", En: "amnesia"}, .02},
	Autism:       {models.Text{Zh: "孤独症", En: "autism"}, .01},
	Kidney:       {models.Text{Zh: "肾病", En: "a kidney disease"}, .004},
	Alcohol:      {models.Text{Zh: "酗酒", En: "alcohol dependence"}, .01},
	Drugs:        {models.Text{Zh: "吸毒史", En: "drug use"}, .004},
	Stomach:      {models.Text{Zh: "胃病", En: "a stomach disease"}, .006},
	Joints:       {models.Text{Zh: "关节病", En: "a joint disease"}, .008},
	Thyroid:      {models.Text{Zh: "甲状腺疾病", En: "a thyroid disease"}, .004},
	Skin:         {models.Text{Zh: "皮肤病", En: "a skin disease"}, .008},
	Hernia:       {models.Text{Zh: "疝气", En: "a hernia"}, .004},
	Dwarfism:     {models.Text{Zh: "侏儒症", En: "dwarfism"}, .002},
	Venereal:     {models.Text{Zh: "性病", En: "a venereal disease"}, .002},
	Leprosy:      {models.Text{Zh: "麻风", En: "leprosy"}, .001},
	BrainInjury:  {models.Text{Zh: "脑外伤", En: "a brain injury"}, .01},
}

// Words returns what staff call the kind.
func (k Kind) Words() models.Text { return kindTable[min(k, kinds-1)].is }

// Share returns how often people have it, 0 to 1.
func (k Kind) Share() float64 { return kindTable[min(k, kinds-1)].share }

// Set is a set of kinds, a bit each.
type Set uint32

// Has reports whether the set holds a kind.
func (s Set) Has(k Kind) bool { return s>>k&1 != 0 }

// All yields the kinds in their order.
func (s Set) All(yield func(Kind) bool) {
	for k := range kinds {
		if s.Has(k) && !yield(k) {
			return
		}
	}
}

// Words returns what staff call the kinds, as a list.
func (s Set) Words() models.Text {
	var zh, en []string
	for k := range s.All {
		zh, en = append(zh, k.Words().Zh), append(en, k.Words().En)
	}
	return models.Text{Zh: strings.Join(zh, "、"), En: strings.Join(en, ", ")}
}

const (
	// Telling are the kinds that a file about a person who has one mostly tells.
	Telling Set = 1<<Dementia | 1<<Mental | 1<<Intellectual | 1<<DeafMute | 1<<Epilepsy | 1<<Physical | 1<<Blind
	// OnBody are the kinds that the marks of the body tell, too.
	OnBody Set = 1<<DeafMute | 1<<Physical | 1<<Blind | 1<<Vitiligo | 1<<Parkinson
)

// mistaken are the kinds that an observer takes for one another.
var mistaken = [...]Set{
	1<<Dementia | 1<<Mental, 1<<Mental | 1<<Intellectual, 1<<Dementia | 1<<Intellectual, 1<<Dementia | 1<<Amnesia, 1<<Intellectual | 1<<Autism, 1<<Mental | 1<<Autism,
	1<<Intellectual | 1<<DeafMute, 1<<Mental | 1<<Epilepsy, 1<<Physical | 1<<Parkinson, 1<<BrainInjury | 1<<Amnesia, 1<<BrainInjury | 1<<Mental, 1<<BrainInjury | 1<<Intellectual,
}

// Mistaken reports whether some kind of the one set may be some kind of the other.
func (s Set) Mistaken(o Set) bool {
	for _, m := range mistaken {
		if s&m != 0 && o&m != 0 && (s|o)&m == m {
			return true
		}
	}
	return false
}
