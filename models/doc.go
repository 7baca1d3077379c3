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
// # Glossary
//
// One word has one meaning, in code, comments, logs and documents.
//
//   - Subject: a record or a notice, as a whole. "File" is bytes on disk or an upload.
//   - Probe: the subject that is searched for; candidates: those that a search weighs in full.
//   - Feature: one thing that two descriptions are compared by (name, age, marks, face …).
//   - Evidence: what a feature says of a pair, in bits: log2 of how much likelier the two values
//     are of one person than of two strangers. Weight: the sum of a match's evidence.
//   - Conflict: evidence that speaks against a pair.
//   - Parameters: the numbers that evidence is weighed by; every match names their version.
//   - Embedding: numbers that describe a face; embedder: the model that makes them. Gallery: the
//     embeddings held; cohort: the strangers that distances are normalised by. Detection: a
//     face found on a picture.
//   - Link: what people said of two subjects of one side: the same person, or two. Exclusion:
//     a pair that people rejected; it lapses when the [ContentHash] of a side changes.
//   - Step: what is done to a case, applied by [Case.Apply]; deadlines call it a record step.
//   - [Proceeding]: a piece of a station's work with a history: a [Round] (街面巡查), a [Lead]
//     (线索), a [Stay] (在站救助), an [Escort] (接送返乡), an [IdentityRequest] (身份甄别), an
//     [Inquiry] (协查) or a [Registration] (易流浪走失人员信息库). Act: a line of its history.
//     Partner: its other side, as the station that receives. [Docket]: what all have in common.
//   - [Fact]: something that happened, to be counted, of no one in particular. Statistics: sums
//     of facts; [Report]: statistics as they were reported, which stay so.
//   - Role, [Permission], [Areas]: who may do what, and about whom.
//   - Change: a numbered row of what was committed, which the index follows. Audit row: who did
//     or saw what; the trail is their chain.
//   - Seal: to encrypt with a keyring; erase: to delete for good, by [DataCategory]; retention:
//     when that happens by itself.
//
// The package imports nothing of ours and no third party.
package models
