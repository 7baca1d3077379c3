// Package marks reads lasting marks of the body out of free text and weighs the
// marks of two files against each other: 左眉上方一道疤 and 左侧额头有疤痕 are both a
// scar above the left eye, and 左 against 右 is a conflict.
//
// [Parse] finds every mark in a text as kind, site, side and detail; what it does
// not understand it leaves to the text index. [ParseAll] reads a person, each mark
// once, however often it is written. [Understand] fills in the codes of a mark that
// a person wrote. [ParseDenied] reads the marks that a text says are not there: 左眉没有疤,
// 口齿清晰. [Params.Compare] gives the likelihood ratio of two lists, in which a detail that
// cannot be both (contradict.go) speaks against the pair, and [Params.DenialBits] what the
// one has and the other denies.
//
// Reading goes from characters to words (lex.go with lexicon.go), and from words to
// marks, clause by clause (read.go). How common marks are is in priors.go, where on
// the body they may be in sites.go.
package marks
