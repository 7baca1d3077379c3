// Package evidence weighs what a record and a notice say against each other.
//
// Every comparator (one a file) takes two values and gives a weight in bits,
//
//	log2 of P(these two values | same person) / P(these two values | two strangers)
//
// and a sentence that says why, or nothing where a side is missing: a missing value
// is never evidence. Weights add; with the prior 1/open notices they give the
// probability of the pair (design §2). No comparator removes a pair: fields are
// often wrong, so the strongest contradiction is a conflict that is shown, with a
// weight that a rare name and a face can still outweigh.
//
// Adding takes the features to be independent given the person. Where two say the
// same thing, only one of them speaks: birth date and ages become one span of
// birth; native place, accent and places heard become one origin, the strongest of
// the three.
//
// A [Profile] is a subject prepared once; [Weigher.Quick] sums the same weights as
// [Weigher.Match] without words and without allocating, so that a scan can afford
// to weigh everybody.
//
// The numbers are in params.go, those of names in package names.
package evidence
