package evidence

import "github.com/guitu-project/guitu/models"

// Params are the numbers that decide about people: how often two files about one
// person agree, and how often two files about strangers do. Unless said otherwise
// they are estimates made by hand, to be fitted on confirmed and rejected pairs.
type Params struct {
	// FewestNotices is the least that the prior takes the open notices for: that only
	// three notices were uploaded yet does not mean that one of them is the person's.
	FewestNotices int

	Sex       AgreeParams
	Blood     ShareParams[models.BloodType]
	Ethnicity EthnicityParams
	Age       SpreadParams
	Birthday  float64 // bits of the same full date of birth: 0.75 · 25,000 days
	Height    SpreadParams
	Build     [3]float64 // bits by how many steps apart
	Dates     DateParams
	Origin    PlaceParams
	Event     PlaceParams
	Accent    [2]float64 // bits of the same province, of another
	Heard     float64    // bits of a heard place that sounds like a part of the notice's
	Marks     MarkParams
	Words     WordParams
	Relatives RelativeParams
	Face      map[string]FaceCurve // by model
}

// AgreeParams weigh a field with two values: the bits of agreement and of conflict.
type AgreeParams struct{ Same, Differ float64 }

// ShareParams weigh a field whose values are common or rare.
type ShareParams[T comparable] struct {
	Shares map[T]float64 // of the population
	Wrong  float64       // how often a file is wrong about it
}

// EthnicityParams weigh the ethnic group.
type EthnicityParams struct{ Han, Minority, Differ float64 }

// SpreadParams weigh two measures by their difference: a normal with the observers'
// spread where they are one person's, a wide normal where they are strangers'.
type SpreadParams struct {
	Observer  float64 // standard deviation of one guess by eye
	Paper     float64 // and of one read off a document
	Strangers float64 // of the difference between two strangers
	Wrong     float64 // how often a value is wrong beyond any spread
}

// DateParams weigh the time from missing to found, in bits.
type DateParams struct {
	Before, Month, Year, Later float64
	SlackDays                  int // "missing since" is often the day it was reported
}

// PlaceParams weigh two places by the lowest level at which they agree, in bits.
type PlaceParams struct {
	Province, City, County, Town, Village, Unnamed float64
	OtherProvince                                  float64
}

// MarkParams weigh marks of the body.
type MarkParams struct {
	Scar, Mole, Rare float64 // bits of a mark on the same site
	OtherSide        float64 // of a mark on the other side
	Unmatched        float64 // of a notice's mark that the record does not have
	Most, Least      float64 // of all marks together
}

// WordParams weigh what texts of appearance and clothing share.
type WordParams struct {
	PerPair    float64 // bits for a pair of characters that both texts hold
	Most       float64
	ClothesFor float64 // days after which clothes say nothing any more
}

// RelativeParams weigh names of relatives: a share of what the name says.
type RelativeParams struct{ Share, Most, Least float64 }

// FaceCurve turns a squared distance of embeddings into a natural-log likelihood
// ratio: At0 + Slope·d², bent softly into Least … Most.
type FaceCurve struct {
	At0, Slope  float64
	Least, Most float64
	PerYear     float64 // the weight is divided by 1 + PerYear·years between the photos
	FullQuality float64 // from which the weight counts in full
}

// DefaultParams are the numbers in force.
func DefaultParams() Params {
	return Params{
		FewestNotices: 1000,
		Sex:           AgreeParams{Same: 0.95, Differ: -5},
		// 中国汉族 ABO shares, rounded; a file is wrong about one in ten.
		Blood:     ShareParams[models.BloodType]{Shares: map[models.BloodType]float64{models.BloodA: .28, models.BloodB: .29, models.BloodO: .34, models.BloodAB: .09}, Wrong: .1},
		Ethnicity: EthnicityParams{Han: .1, Minority: 5, Differ: -3},
		// Apparent age is ±6 years in adults (design §2).
		Age:       SpreadParams{Observer: 6, Paper: .6, Strangers: 28, Wrong: .05},
		Birthday:  14.2,
		Height:    SpreadParams{Observer: 4, Paper: 2.5, Strangers: 11, Wrong: .05},
		Build:     [3]float64{.5, -.2, -1.2},
		Dates:     DateParams{Before: -5.5, Month: 3, Year: 1.5, Later: 0, SlackDays: 3},
		Origin:    PlaceParams{Province: 3, City: 5, County: 7, Town: 9, Village: 9, Unnamed: 5, OtherProvince: -2.5},
		Event:     PlaceParams{Province: 1.2, City: 3, County: 5, Town: 6, Village: 6, Unnamed: 3, OtherProvince: -.5},
		Accent:    [2]float64{2.5, -1.5},
		Heard:     6,
		Marks:     MarkParams{Scar: 4, Mole: 3.5, Rare: 6, OtherSide: -2.5, Unmatched: -.5, Most: 12, Least: -3},
		Words:     WordParams{PerPair: .5, Most: 3, ClothesFor: 30},
		Relatives: RelativeParams{Share: .7, Most: 10, Least: -1},
		Face: map[string]FaceCurve{
			// From the distances measured on East Asian faces: same person d² ≈ 0.12 ± 0.045,
			// strangers ≈ 0.28 ± 0.07, equal error at 0.19. Not normalised on a cohort.
			models.ModelDlib: {At0: 8, Slope: -42, Least: -4, Most: 7, PerYear: .1, FullQuality: .5},
			// The curve measured without a gallery to normalise on.
			models.ModelFR: {At0: 19.14, Slope: -18.06, Least: -4, Most: 7, PerYear: .05, FullQuality: .5},
		},
	}
}
