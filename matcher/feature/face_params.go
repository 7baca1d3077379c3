package feature

import (
	"math"

	"github.com/guitu-project/guitu/models"
)

// FaceCurve turns the squared distance d² of two embeddings of one model into a
// natural-log likelihood ratio: by z, how unusual the likeness is among the nearest
// strangers of either face (see gallery), else by d² itself.
type FaceCurve struct {
	Z   FaceLines // by z, which is higher the more alike
	Raw FaceLines // by d², while the gallery is small

	// ChildRaw takes Raw.Child for a child and the adult it became also if there is a z.
	ChildRaw bool

	// ByYears and ByQuality are the shares of the separation between one person's
	// pairs and strangers' that are left: by the years between the photos, and by the
	// poorer quality of the two faces.
	ByYears, ByQuality FaceShares

	Least, Most float64 // what a pair is bent into, softly
	Further     float64 // what each further photo's best pair counts by, where it speaks for the person
	Spread      float64 // the least standard deviation of d² that strangers are taken to have

	Beside map[string]FaceBlend // by lesser model: how much its curve counts beside this one and those before it
}

// FaceBlend weighs what the curves of two models say of the same two faces into one:
//
//	Own·(what this model's says) + Other·(what the other's says)
//
// before it is bent into Least … Most. The two err alike, so their sum would count
// much of it twice. Of two lesser models the better one's is weighed in first, and the
// other's beside what they then say.
type FaceBlend struct{ Own, Other float64 }

// FaceLines holds the lines of two photos of an adult, and of a child and the adult it
// became.
type FaceLines struct{ Adult, Child FaceLine }

// FaceLine is At0 + Slope·x. Where only a share k of the separation is left it
// becomes flatter and its zero moves towards the Pivot, the x of an average stranger:
//
//	k·Slope·(x − Pivot) + k²·(At0 + Slope·Pivot)
//
// as it does between two normals of one width whose means come k times as near.
type FaceLine struct{ At0, Slope, Pivot float64 }

// FaceShares is a broken line through points (x, share), sorted by x, flat beyond its
// ends; no points are a share of 1.
type FaceShares [][2]float64

// CohortParams say whom a face is normalised against.
type CohortParams struct {
	Fewest  int     // people with a face of the model in the gallery, below which none is
	Most    int     // how many of them are drawn
	Nearest int     // of Most drawn, how many are the nearest strangers; of fewer, by the square root of their share
	Renew   float64 // the share of those drawn that must be new for a new cohort
}

// growing up, for the lines of child to adult: until which age, and how many years of
// it between two photos make the change whole. In between the lines mix.
const (
	grownUpAt   = 18
	growingFull = 8
)

// defaultCohort: the z lines were fitted with the 60 nearest of about two thousand
// faces, which is the same share. On drawn faces of two groups (see the tests) 2,048
// people find 81.0 % at one false in a thousand, 1,024 find 80.6 and 512 79.7, at
// half the cost each; the 30 or the 60 nearest make no difference.
func defaultCohort() CohortParams {
	return CohortParams{Fewest: 500, Most: 1024, Nearest: 32, Renew: .5}
}

// defaultFaces are measured on photos of 72 Japanese women (752 photos), 413
// Taiwanese politicians and 1,003 Western children and adults.
//
// The lines are logistic regressions of same against stranger, classes weighed alike.
// ModelFR reaches 81 % true accepts at one false in a thousand within the first
// group, ModelDlib 40 % (44 with the mirror image); with all groups under one
// threshold z raises 77 to 91 and 24 to 75 %.
//
// ModelFR's line of z was fitted once more on photos that the first one had not seen, of
// 560 people held, most of them East Asian: what −2.15 + 1.35 z had called 5.5, 7.2 and 8.9
// bits (its Most of 7, discounted) was worth some 11, 12.6 and more than 17. −3.26 + 1.85 z
// says 8.3, 11.4 and 15.1 of the same; Most stays below what was seen, for two strangers who
// are look-alikes came to 13 bits on that scale. ModelDlib's was not fitted again.
//
// The pivot of ModelFR's z is where the line of adults, at a k of a third, becomes that of
// child to adult; an average stranger lies there, too: of 1,024 the nearest 32 of a normal
// have a mean of −2.3 deviations and spread by .38 of one, which is a z of −6.
//
// From child to adult z is worse than d² itself: among 1,003 the first ten have 61.6 % by z
// and 67.5 by d², so there d² counts (ChildRaw).
//
// ByYears: true accepts at one false in a thousand are 56 / 92 % (dlib / fr) up to 1.3
// years apart, 39 / 83 at 1.6–3.2, 22 / 67 at 3.5–5, 8 / 41 at 5.4–7.3. A share is the
// separation Φ⁻¹(accepts) + 3.09 over that of all pairs (40, 81 %), at most 1; that of
// 15 years is an estimate.
//
// Beside: within the first group ModelFR errs equally at 2.7 %, ModelDlib at 7.9 and both
// together at 2.5, which are separations of 3.85, 2.83 and 3.92 deviations. Normals
// that are so far apart hang together by r = .57, and these are then the weights of the
// likelihood ratio of both, (d₁ − r·d₂)/(1 − r²)/d₁ and (d₂ − r·d₁)/(1 − r²)/d₂. From
// child to adult both together put 47 % first among 1,003, ModelFR alone 43.
//
// ModelMobileFaceNet beside ModelFR raises true accepts at one false in a thousand among all
// groups of adults from 95.5 to 96.5 %. What it says was measured on 216 portraits of as many
// people and on five faults laid over each (a mask, dark glasses, a grey scan of 150 px and one
// of print, a face of 26 px): z of strangers and of the hardest tenth of the true ones lie as
// ModelFR's do (one stranger in a hundred is above .83, ModelFR's .73; in a thousand 2.79 and
// 2.65; one true pair in ten below 2.39 and 2.42), so its line of z is the same one. Its d² is
// ModelFR's by −.03 + 1.32 d² for adults (nearest strangers and true ones) and by .14 + .94 d²
// for child to adult (average strangers and true ones; no child was measured). Strangers'
// opinions hang together by r = .55; in .7·x + .3·y they spread .90 as far, hence .78 and .33.
// So weighed, true accepts of masked faces at one false in a thousand rise from 74 to 80 %, with
// dark glasses 90 to 96, scans 95 to 98; first of 216 from 171, 209, 201 to 180, 211, 203.
//
// ByQuality, the same: 33 / 74 % at faces 80 px wide, 24 / 65 at 48, 11 / 32 at 32 and
// 3 / 7 at 24 px, which are qualities of 1, .73, .33 and .09 (package faces).
func defaultFaces() map[string]FaceCurve {
	return map[string]FaceCurve{
		models.ModelDlib: {
			ChildRaw: true,
			Z:        FaceLines{Adult: FaceLine{-1.18, 1.34, -7.5}, Child: FaceLine{2.18, .49, -7.5}},
			// By hand, from one person's d² ≈ .12 ± .045 and strangers' .28 ± .07; child to
			// adult is that line at the k of z's.
			Raw:       FaceLines{Adult: FaceLine{8, -42, .28}, Child: FaceLine{3.8, -15.4, .28}},
			ByYears:   FaceShares{{2.2, 1}, {4.25, .82}, {6.35, .59}, {15, .42}},
			ByQuality: FaceShares{{0, .3}, {.09, .46}, {.33, .7}, {.73, .9}, {1, 1}},
			Least:     -4, Most: 7, Further: .25, Spread: .004,
		},
		models.ModelFR: {
			ChildRaw:  true,
			Z:         FaceLines{Adult: FaceLine{-3.26, 1.85, -6}, Child: FaceLine{2.05, .61, -6}},
			Raw:       FaceLines{Adult: FaceLine{19.14, -18.06, 2.35}, Child: FaceLine{14.71, -8.39, 2.35}},
			ByYears:   FaceShares{{2.4, 1}, {4.25, .89}, {6.35, .72}, {15, .55}},
			ByQuality: FaceShares{{0, .3}, {.09, .43}, {.33, .7}, {.73, .93}, {1, 1}},
			Least:     -4, Most: 10.5, Further: .25, Spread: .01,
			Beside: map[string]FaceBlend{models.ModelMobileFaceNet: {Own: .78, Other: .33}, models.ModelDlib: {Own: .87, Other: .32}},
		},
		models.ModelMobileFaceNet: {
			ChildRaw:  true,
			Z:         FaceLines{Adult: FaceLine{-3.26, 1.85, -6}, Child: FaceLine{2.05, .61, -6}},
			Raw:       FaceLines{Adult: FaceLine{19.7, -23.8, 1.8}, Child: FaceLine{13.57, -7.89, 2.35}},
			ByYears:   FaceShares{{2.4, 1}, {4.25, .89}, {6.35, .72}, {15, .55}},
			ByQuality: FaceShares{{0, .3}, {.09, .43}, {.33, .7}, {.73, .93}, {1, 1}},
			Least:     -4, Most: 7, Further: .25, Spread: .01,
			Beside: map[string]FaceBlend{models.ModelDlib: {Own: .87, Other: .32}},
		},
	}
}

// at returns the line where a share k of the separation is left.
func (l *FaceLine) at(x, k float64) float64 {
	return k*l.Slope*(x-l.Pivot) + k*k*(l.At0+l.Slope*l.Pivot)
}

func (s FaceShares) at(x float64) float64 {
	for i, p := range s {
		switch {
		case x >= p[0]:
		case i == 0:
			return p[1]
		default:
			q := s[i-1]
			return q[1] + (p[1]-q[1])*(x-q[0])/(p[0]-q[0])
		}
	}
	if len(s) == 0 {
		return 1
	}
	return s[len(s)-1][1]
}

// checkFaces refuses curves that would not fall with the distance, and models no one
// knows. A curve in a file replaces the whole one of that model.
func checkFaces(curves map[string]FaceCurve, c CohortParams) error {
	if c.Fewest < 2 || c.Most < c.Fewest || c.Nearest < 2 || c.Nearest > c.Most/2 || c.Renew <= 0 || c.Renew >= 1 {
		return models.Invalid("Cohort", "人脸对照组的数值不合理", "numbers of the cohort do not fit each other")
	}
	for model, f := range curves {
		bad := models.EmbeddingDim(model) == 0 && !models.OwnModel(model) || f.Least >= 0 || f.Most <= 0 || f.Spread <= 0 || f.Further < 0 || f.Further > 1
		for _, l := range []FaceLine{f.Z.Adult, f.Z.Child} {
			bad = bad || l.Slope <= 0
		}
		for _, l := range []FaceLine{f.Raw.Adult, f.Raw.Child} {
			bad = bad || l.Slope >= 0
		}
		for other, b := range f.Beside {
			bad = bad || other == model || b.Own <= 0 || b.Other < 0
		}
		for _, shares := range []FaceShares{f.ByYears, f.ByQuality} {
			last := math.Inf(-1)
			for _, p := range shares {
				bad, last = bad || p[0] <= last || p[1] <= 0 || p[1] > 1, p[0]
			}
		}
		if bad {
			return models.Invalid("Face."+model, "人脸曲线不完整或数值不合理", "the curve is incomplete, or does not fall with the distance")
		}
	}
	return nil
}
