// Package index finds candidates fast: the exhaustive scan (package scan) joined
// with the full-text index (package text), both fed by a follower of the store's
// changes.
//
// Everything here is a cache of the store. The scan lives in memory and is read
// from the store at the start; the text index keeps on disk how far it got, goes on
// from there, and is made anew when it is missing, damaged or of another version.
//
// # Figures
//
// A million notices without photos (510 MB of JSONL), two cores on which other work ran
// four to eight times over, so that only the processor's time says what is needed, and
// that is more than on a quiet machine:
//
//	start, all intact    7 s of the processor on both cores (2.7 of them the face models'),
//	                     11 s by the clock; 620 MB resident, 360 of them the process's own
//	on disk              scan .67 GB, words .45 GB, beside the store's 1.3 GB
//	rebuilt              590 µs of the processor a notice
//
// What an import writes it offers (Offer): the follower then asks the store for the etags
// alone. It takes up to 4,000 changes at once, words and scan side by side.
package index
