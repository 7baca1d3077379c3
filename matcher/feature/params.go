package feature

import (
	"github.com/guitu-project/guitu/matcher/marks"
	"github.com/guitu-project/guitu/models"
)

// Params holds the numbers that decide about people: how often two files about one
// person agree, and how often two files about strangers do. Unless said otherwise
// they are estimates made by hand, to be fitted on confirmed and rejected pairs.
//
// A file may replace any of them (ReadFile); Version then says which file it was,
// and every match names it.
type Params struct {
	Version string

	// Scale multiplies the weights of a feature, as guitu eval --fit finds it; 1 if
	// a feature is not listed.
	Scale map[string]float64

	// Coverage is how often a person in a station is among the open notices at all:
	// DefaultCoverage, in whose place the open stock says its own (CoverageOf), or a file's.
	Coverage float64

	// Discount is the share that every weight but that of faces counts by: pieces of evidence
	// hang together more than adding them assumes, and how a face looks hangs together with
	// nothing that is told. Fitted with Coverage on the benchmark's
	// train split.
	Discount float64

	// FewestNotices is the least that the prior takes the open notices for: that only
	// three notices were uploaded yet does not mean that one of them is the person's.
	FewestNotices int

	// Namesakes is how often a stranger's notice bears a name by more than the chance
	// of its characters.
	Namesakes float64

	Sex        AgreeParams
	Blood      ShareParams[models.BloodType]
	Ethnicity  EthnicityParams
	Age        SpreadParams
	Birthday   float64 // bits of the same full date of birth: 0.75 · 25,000 days
	ToldWrong  float64 // how often a person in a station tells a wrong own birth,
	ToldBy     float64 // and by how many years
	Height     SpreadParams
	TallMost   float64    // bits of two heights that are unusual
	Adults     [3]Heights // of unknown sex, men, women
	Build      [3]float64 // bits by how many steps apart
	Shoes      ShoeParams
	BodyWeight WeightParams
	Dates      DateParams
	Origin     OriginParams
	Event      PlaceParams
	Travel     TravelParams
	Marks      MarkParams
	Appearance WordParams
	Clothing   WordParams
	Garments   GarmentParams
	ClothesFor float64 // days after which half have other clothes
	Relatives  RelativeParams
	Conditions ConditionParams
	Face       map[string]FaceCurve // by model
	Cohort     CohortParams         // whom faces are normalised against
}

// AgreeParams weigh a field with two values: the bits of agreement and of conflict.
type AgreeParams struct{ Same, Differ float64 }

// ShareParams weigh a field whose values are common or rare.
type ShareParams[T comparable] struct {
	Shares map[T]float64 // of the population
	Wrong  float64       // how often a file is wrong about it
}

// EthnicityParams weigh the ethnic group: the shares of the majority and of a usual
// minority, until notices are counted, and how often a file is wrong about it.
type EthnicityParams struct{ Majority, Minority, Wrong float64 }

// SpreadParams weigh two measures by their difference: a normal with the observers'
// spread if they are one person's, as usual as the value is if they are strangers'.
type SpreadParams struct {
	Observer float64 // standard deviation of one guess by eye
	Paper    float64 // and of one read off a document
	Wrong    float64 // how often a value is wrong beyond any spread
}

// Heights holds the mean height of adults and its deviation, in cm.
type Heights struct{ Mean, Deviation float64 }

// DateParams weigh the time from missing to found (see waits). Soon sets how much
// likelier the first days are, and of the old OldSoon more are found within about OldDays
// (of people with dementia who wander off most are found within days, or not alive: Rowe
// and Glover 2001; stations' experience is that some stay for years); a file is Wrong this often, by up to WrongBy days, and
// has nothing to do with the person Never so often. Days, but for the shares.
type DateParams struct {
	Soon, Longest  float64
	OldSoon        float64
	OldDays        float64
	Wrong, WrongBy float64
	Never          float64
	SlackDays      int // "missing since" is often the day it was reported
}

// PlaceParams weigh two places by the lowest level at which they agree, in bits.
type PlaceParams struct {
	Province, City, County, Town, Village, Unnamed float64
	OtherProvince                                  float64
}

// TravelParams weigh how near the place found lies to the place last seen: Same is
// how often one person is found in the same county, else city, else province, or
// elsewhere; by the time between, within a month, within a year, later. A place in
// another province may still be Near (km), and one that is Far is less usual.
type TravelParams struct {
	Same      [3][levels]float64
	Near, Far float64
	NearBits  float64
	FarBits   float64
}

// OriginParams weigh where the person is from. OnMap is how often a notice's native
// place is the one that the gazetteer finds; LivedThere how often people speak like, and
// of, where they were last seen when that is elsewhere; AtHome how often they are from
// there, if that is all that is known; Town and Village
// the bits of one told that is the notice's, given the county: of a name that sounds
// alike from a likelihood ratio of Surely. Names and Heard are for places that are not
// on the map.
type OriginParams struct {
	OnMap                 float64
	LivedThere, AtHome    float64
	Town, Village, Surely float64
	Names                 PlaceParams
	Heard                 HeardParams
}

// HeardParams weigh place names that the person spoke: how often one is among the
// places of the notice, the chance of a syllable in a stranger's place name, and the
// most that one name may be worth (a county is one of 3,000).
type HeardParams struct {
	AtHome, Syllable, Rarest float64
	Most, Least              float64 // bits, all together
}

// ConditionParams weigh illnesses and disabilities: how often one that a person has
// is noted by either side, and bits for one that only one side notes.
// Nothing is for two files that share none.
// Denied is for one that the other side denies.
type ConditionParams struct{ Seen, OnlyOne, Nothing, Most, Denied float64 }

// MarkParams weigh marks of the body.
type MarkParams struct {
	marks.Params
	Most, Least float64 // bits of all marks together
}

// WordParams weigh the pairs of characters that two texts share: Again is how often
// what one file says is in the other one too, in the same words; Share what each pair
// of characters counts by, since pairs hang together in words; all within Least … Most.
// Of clothing, Again is how often the same is still worn on the same day.
type WordParams struct {
	Again, Share, Least, Most float64
}

// GarmentParams weigh one garment against itself as another tells it: how often its
// colour, and what it is, are told alike; and the ratios of colours that are taken for
// one another, of other colours, and of another kind of garment.
type GarmentParams struct {
	SameColour, NearColour, OtherColour float64
	SameType, OtherType                 float64
}

// RelativeParams weigh names of relatives: how often a relative whom the person named
// is one that the notice names, if there is but one of that relation, if there may
// be several, and if a side does not say which relation it is (shared among those of
// the notice that it may be); how often a father's surname is the person's; and the
// least bits of all.
type RelativeParams struct{ OnlyOne, SameKin, SomeKin, Surname, Least float64 }

// builtIn begins the names of the versions that are built in; no file takes one of them.
const builtIn = "built-in-"

// DefaultParams returns the numbers in force.
func DefaultParams() Params {
	return Params{
		Version:       builtIn + "4",
		Coverage:      DefaultCoverage,
		Discount:      .88,
		FewestNotices: 1000,
		Namesakes:     1e-5,
		Sex:           AgreeParams{Same: 0.95, Differ: -5.8},
		// 中国汉族 ABO shares, rounded; a file is wrong about one in ten.
		Blood:     ShareParams[models.BloodType]{Shares: map[models.BloodType]float64{models.BloodA: .28, models.BloodB: .29, models.BloodO: .34, models.BloodAB: .09}, Wrong: .1},
		Ethnicity: EthnicityParams{Majority: .91, Minority: .005, Wrong: .03}, // seventh census 2020: 91.1 % Han
		// Apparent age is ±6 years in adults: a first estimate, until a fit replaces it.
		Age:       SpreadParams{Observer: 6, Paper: .6, Wrong: .02},
		Birthday:  14.2,
		ToldWrong: .25, ToldBy: 3,
		Height:   SpreadParams{Observer: 3.8, Paper: 2.5, Wrong: .025},
		TallMost: 6,
		// 中国居民营养与慢性病状况报告 (2020) for adults of all ages, rounded, less 1 cm.
		Adults: [3]Heights{{163, 8}, {168, 6.5}, {157, 6}},
		Build:  [3]float64{.5, -.2, -1.2},
		Shoes:  defaultShoes(), BodyWeight: defaultWeights(),
		Dates: DateParams{Soon: 3, Longest: 50 * daysPerYear, OldSoon: .4, OldDays: 10, Wrong: .05, WrongBy: 365, Never: .01, SlackDays: 3},
		Origin: OriginParams{
			OnMap: .95, LivedThere: .1, AtHome: .6, Town: 3, Village: 5, Surely: 100,
			Names: PlaceParams{Province: 3, City: 5, County: 7, Town: 9, Village: 9, Unnamed: 5, OtherProvince: -2.5},
			Heard: HeardParams{AtHome: .6, Syllable: .006, Rarest: 2000, Most: 16, Least: -2.5},
		},
		Event: PlaceParams{Province: 1.2, City: 3, County: 5, Town: 6, Village: 6, Unnamed: 3, OtherProvince: -.5},
		Travel: TravelParams{
			Same: [3][levels]float64{{.10, .28, .30, .32}, {.07, .16, .28, .49}, {.05, .12, .26, .57}},
			Near: 150, Far: 1000, NearBits: 1, FarBits: -.4,
		},
		Marks:      MarkParams{Params: marks.DefaultParams(), Most: 12, Least: -3},
		Appearance: WordParams{Again: .25, Share: .5, Least: -3, Most: 6},
		Clothing:   WordParams{Again: .8, Share: .7, Least: -3.5, Most: 12},
		Garments:   GarmentParams{SameColour: .75, NearColour: .5, OtherColour: .1, SameType: .7, OtherType: .25},
		ClothesFor: 12,
		Conditions: ConditionParams{Seen: .6, OnlyOne: -.4, Nothing: -2.5, Most: 4, Denied: -1},
		Relatives:  RelativeParams{OnlyOne: .85, SameKin: .5, SomeKin: .3, Surname: .95, Least: -3},
		Face:       defaultFaces(),
		Cohort:     defaultCohort(),
	}
}
