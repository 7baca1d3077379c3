// Package models is the vocabulary of Guitu: the people on both sides of the
// search and what is said about them.
//
// A [Record] is an unidentified person whom a rescue station (救助站) shelters
// (受助人员, 滞留); a [Notice] is a missing person whom police or family look
// for (寻亲). Both describe a [Person] and an event, and both are a [Subject].
// A [Match] says how likely a record and a notice are the same human being, and
// carries the [Evidence] for it. A [Case] is what people do with a match, from a
// proposal to a reunion.
//
// Values keep what their author wrote: a wrong date or an unknown word in an
// enumeration is stored in the type unchanged and named by Validate, so that
// every way in (gRPC, REST, JSONL, CSV …) gives the same answer for the same
// mistake.
//
// The package imports nothing of ours and no third party.
package models
