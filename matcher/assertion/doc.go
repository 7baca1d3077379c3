// Package assertion reads what a text says of knowing a thing: whether it is
// present, doubtful, denied or not known, and of whom it is said.
//
// The term is that of clinical text processing: Chapman et al., "A simple algorithm
// for identifying negated findings and diseases in discharge summaries" (NegEx), J.
// Biomed. Inform. 34 (2001), and the assertion task of i2b2/VA 2010. As there, a
// caller finds the mention of a thing by its own terms and asks what is asserted of
// it; the words that assert are listed here once for all fields.
//
//   - [Unknown] reports whether a whole field says only that nothing is known: 不详,
//     待查, N/A, 籍贯不详, and by [Field] 外地 of a place or 已故 of a relative.
//   - [Read] prepares a text, and [Reading.At] returns the [Assertion] of a mention in
//     it: 否认癫痫 denies, 疑似癫痫 doubts, 母亲患癫痫 is of another person.
//   - [Values] returns what a field of one value holds, an entry for every alternative
//     that it leaves open: 湖北或湖南, 不是四川口音, 汉族（自称）.
//   - [Informative] returns a text without the clauses that say only that nothing is
//     known, so that two files that know nothing of each other share no words.
//
// All tables hold simplified characters. Traditional ones of the words listed here and
// full-width ASCII are folded; a caller that needs more folds before it asks.
package assertion
