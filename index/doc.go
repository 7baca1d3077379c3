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
// Notices without photos, two cores with nothing else to do, the program as it is started,
// over REST; ranked lists of 20 with full evidence, while no alerts are worked off:
//
//	notices                          100,000    1,000,000
//	imported, found and durable      25 s       285 s (3,510 a second)
//	a ranked list, median, ms        26         81
//	a ranked list, 99 of 100, ms     44         139
//	lists a second, eight at a time  55         15
//	processor, ms a list             34         133
//	ready again, index intact                   2.6 s
//	resident after the import                   2.4 GB
//	resident after searches                     1.9 GB
//	on disk                                     scan .67 GB, words .45 GB, store 1.3 GB
//
// The import of 100,000 varied from 28.3 to 31.2 s with Go's usual garbage collection and
// from 23.0 to 27.3 s as the program sets it. While the alerts of a large import are worked
// off, which takes about one processor, a list takes half as long again.
//
// guitu rematch of 3,000 records took 22 s against 20,000 notices (2.7 million pairs a second)
// and 36 s against 100,000 (8.3 million).
//
// What an import writes it offers (Offer): the follower then asks the store for the etags
// alone. It takes up to 4,000 changes at once, words and scan side by side.
package index
