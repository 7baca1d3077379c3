// Package index finds candidates fast: the exhaustive scan (package scan) joined
// with the full-text index (package text), both fed by a follower of the store's
// changes.
//
// Everything here is a cache of the store. The scan lives in memory and is read
// from the store at the start; the text index keeps on disk how far it got, goes on
// from there, and is made anew when it is missing, damaged or of another version. That
// takes longer than the scan, so it is done while people are matched already: words
// cannot be searched for until it is whole (words.go). Of some ten thousand files it is
// whole when the service says that it is ready.
//
// # Figures
//
// Two cores, the program as it is started, over REST; ranked lists of 20 with full evidence,
// while no alerts are worked off. The last column is of notices and records that each have
// a face of 128 numbers:
//
//	notices                          100,000    1,000,000               1,000,000, faces
//	imported, found and durable      25 s       285 s (3,510 a second)  592 s
//	a ranked list, median, ms        23         81                      62–98
//	a ranked list, 99 of 100, ms     45         139                     106–212
//	lists a second, eight at a time  61         15                      15–19
//	processor a list, ms             27                                 114
//	ready again, index intact        2.1 s      2.6 s                   4.0 s
//	ready again, index missing                                          161 s
//	resident after the import                   2.4 GB                  1.8 GB
//	resident after searches                     1.9 GB                  2.0 GB
//	on disk                                     2.4 GB                  3.9 GB
//
// The middle column was taken before the pass listed rows without jumps (see package scan)
// and before garbage was bounded, on a quiet machine, imports before rows were gathered
// sixteen at a time; the rest on a machine of which other work took a part that came and went.
// There, in turns, a list of the last column took 190 to 193 ms of processor before that, and
// 124 in the median; of the first 32, and 28. While faces are imported up to 2.9 GB are
// resident, of which 1.3 GB are pages of mapped files.
//
// The import of 100,000 varied from 28.3 to 31.2 s with Go's usual garbage collection and
// from 23.0 to 27.3 s as the program sets it. While the alerts of a large import are worked
// off, which takes about one processor, a list takes half as long again.
//
// Of the 161 s, reading and understanding everybody took 87 and holding their faces against
// the cohort 63; 10 more are waited for words, of which there was no wait yet when it was
// measured. The text index was whole six and a half minutes later, other work running. When
// both were awaited it was 392 s.
//
// guitu rematch took 7 ms a record against 20,000 notices (3,000 records, 22 s), 12 against
// 100,000 (3,000, 36 s) and 21 against 200,000 (20,000 records, 427 s: 4,000 million pairs,
// 9.4 million a second).
//
// What an import writes it offers (Offer): the follower then asks the store for the etags
// alone. It takes up to 4,000 changes at once, words and scan side by side.
package index
