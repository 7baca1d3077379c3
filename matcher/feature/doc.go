// Package feature weighs what a record and a notice say against each other.
//
// Every [Feature] (one a file, listed in features.go) compares two values and gives a weight in bits,
//
//	log2 of P(these two values | same person) / P(these two values | two strangers)
//
// and a sentence that says why, or nothing if a side is missing: a missing value
// is never evidence. No feature removes a pair: fields are often wrong, so the
// strongest contradiction is a conflict that is shown, with a weight that a rare name
// and a face can still outweigh.
//
// Weights add to the weight of the pair. Adding takes features to be independent
// given the person. If two say the same thing, only one of them speaks: birth date
// and ages become one span of birth (an age without any date weighs a little, see undated.go); native place, accent and places heard are weighed
// together, county by county (see origin.go); heights are held against others of the
// same sex and age; marks, then looks, are taken out of the appearance that they were read
// from; a father's surname speaks if the person's own is not given.
// What still hangs together is allowed for by Params.Discount.
//
// A probability is that of one alternative among those that exclude each other (see
// [Probe.Matches]): the person is at most one of the open notices, and may be none. A
// prior of 1/open notices for each pair by itself gave, on the benchmark, 40 % true
// among those said to be over 90 % sure.
//
// What is common says little: a [CorpusStats] counts names, places last seen, births, dates,
// heights, peoples, marks, looks, garments and words among the notices held, and a
// [Scorer] learns from it.
// So does the likeness of faces that many look like: a pair of faces is held
// against the nearest strangers among the notices (see gallery in face_gallery.go),
// and only if these are few is its distance taken as it is. What two models say of the
// same faces is weighed into one (FaceCurve.Beside). A match that rests on a face alone
// says so, and so does [FaceAlone] to the rules of cases.
//
// A [Profile] is a subject prepared once, a [Probe] one made ready to be weighed
// against all others. A scan has the values of features in a [Column] each, or several in one,
// and asks once for each different value ([Probe.ColumnBits]); what needs more than a column
// (names, marks, words: lists of a row; faces) has interfaces of its own for the sake of speed
// (item.go, face_upper_bound.go): [Probe.Score] sums the same weights as [Probe.Matches] without
// words and without allocating, so that a scan can afford to weigh everyone.
//
// The numbers are in params.go, those of faces in face_params.go, those of names in
// package names.
package feature
