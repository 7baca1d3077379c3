// Package index finds candidates fast: the exhaustive scan (package scan) joined
// with the full-text index (package text), both fed by a follower of the store's
// changes.
//
// Everything here is a cache of the store. The scan lives in memory and is read
// from the store at the start; the text index keeps on disk how far it got, goes on
// from there, and is rebuilt when it is missing, damaged or of another version. That
// takes longer than the scan, so it is done while people are matched already: words
// cannot be searched for until it is whole (words.go). Of some ten thousand files it is
// whole when the service says that it is ready.
//
// People may also be held by other processes, some partitions each (OpenClustered, OpenHeld; package
// partition); one server holds them all, in one table a side.
//
// # Figures
//
// Two cores of a Xeon with AVX-512, nothing else on the machine; lists of 20 with full
// evidence over REST, from the program as a process of its own, among notices that each have a
// face of 128 numbers (go test ./cmd/guitu -bench Serve -benchtime 600x -timeout 60m):
//
//	notices                               100,000   1,000,000
//	a ranked list, median, ms                  12          33
//	a ranked list, 99 of 100, ms               28          65
//	lists a second, eight clients             122          35
//	processor a list, ms                       17          55
//	ready again, index intact, s               .6         4.1
//	ready again, index missing, s              22         124
//	resident after searches, MiB              915       2,040
//
// On a machine of which other work took up to half, a list of a million had a median of 52 to
// 73 ms and 99 of 100 took 72 to 148, eight clients got 17 to 23 a second, and the processor
// spent 84 to 104 ms on each. While the alerts of a large import are worked off, which takes
// about one processor, a list takes half as long again.
//
// Ready with the index missing means that people are matched; 10 s of it are a wait for
// words, which are whole minutes later.
//
// Imports of notices without faces, until they are durable and found (-bench Import): 5,640 a
// second of 20,000, 5,470 of 100,000, 5,450 of 1,000,000.
//
// A pass of guitu rematch (-bench Rematch), while the alerts of the same records were worked off:
//
//	records × notices      2,000 × 20,000   5,000 × 50,000   20,000 × 200,000
//	ms a record                       4.8              5.8                9.9
//	million pairs a second            4.2              8.6               20.3
//
// What an import writes it offers (Offer): the follower then asks the store for the etags
// alone. It takes up to 4,000 changes at once, words and scan side by side.
package index
