// Package scan weighs everybody on every query: blocking, which looks only at those
// who share a key, loses people.
//
// # The first pass
//
// People differ in few ways: of 200,000 generated notices the days of the event are
// 9,600 different ones, the counties 3,300, the marks 900. So a row is numbers, kept in
// columns: for each trait (evidence.Trait) and each name, mark and word the number of its
// value among the different ones (lexicon). A query asks the comparators once for each
// different value (sight), and the pass only looks up and adds, sixteen rows at a time where
// the processor can (package gather). Names are weighed by evidence.NameTable: exactly where
// their characters may agree in their places, else about; faces by their distance in the
// brief codes of index/vectors, where the probe has any; those of the best are measured again.
//
// What lies in columns is added for every row, with the most that its face may say at its
// distance. Everybody's is measured: to ask only about the two in five who may still be
// among the best cost more than it saved. The rows that are best so far are added up in full
// first, and set the bar. Of all others those go on that could still reach it by the most that
// relatives, marks of the row's classes, places named and words may say, as far as a row tells
// of them (most): of a million with faces 13 in a thousand. How far down that is (depth) is
// known once so many are found that those further down would not be weighed. The rows found
// are those that adding up everything would find (TestNothingIsLost). Which rows go on no
// processor can foresee, and most of what they tell lies far apart in memory: so they are
// listed without a jump, and what all of the list need is read before it is weighed.
//
// The pass is not quite evidence.Probe.Quick: dates of birth and children's heights are
// rounded, marks are laid beside each other without regard to which pair fits best, the
// time between is a class, of several faces one stands for all. So the pass's best are
// weighed by Quick, in its order, 300 of them and more until three bits would not bring
// the next one among the limit best: 99 % of Quick's weights are less than .6 bits above
// the pass's, and the farthest of a query's best thousand is .8 above in the middle, 2.7
// in one query of a hundred, 4.4 at most. Without the 300, three bits would be 240 rows
// in the mean to list 20, and 640 in one query of a hundred; of 600 queries among 20,000
// people, half with photos, none missed any of its best 20 of the pass's best 1,000, nor
// with two bits. TestFusedIsExhaustive holds the answer to that of comparing everybody.
//
// # Profiles
//
// A profile takes 4 KB on the heap and .6 KB as bytes (matcher/compact). Those lie in
// mapped scratch files that have no name; only those of the rows that are weighed
// exactly are read again, with the vectors of their faces from the gallery and with how
// these lie among the cohort (Normalise).
//
// # Updates
//
// Readers see the view that was published when they began, and never wait. New rows are
// added beyond the rows that are known; a row that is replaced or deleted is written in a
// copy of its chunk. A deleted row's place is taken by the last. Values and profiles that
// nobody has any more stay until the table is loaded again; a snapshot has none of them.
//
// # Snapshot
//
// One file has tables, galleries and what was counted (Save, Load). It is written
// beside and renamed, summed up (CRC-32C), and used where it lies: columns, profiles,
// codes and vectors are read from the mapping and copied when they change. A file that is
// damaged or of another format is refused.
//
// # Figures
//
// One search (the pass, Quick on 300 and more, 20 of them explained) among
// notices that each have a face of 512 random numbers, on two cores of a Xeon with
// AVX-512 (go test -bench Growth); other work on its host took a tenth to a quarter:
//
//	notices                        10,000   100,000   1,000,000
//	processor, ms a search             21        35         134
//	median, ms                         11        19          75
//	99 of 100, ms                      36        49         133
//	searches a second, eight at a time 107       76          16
//	load from the snapshot, s         .07       .43         4.9
//	save a snapshot, s                .10       .69         9.6
//	understand and put, s              .9       8.7          87
//	hold faces against the cohort, s  1.5        12         120
//	heap, MiB                         199       249         493
//	resident at rest, MiB             273       383        1034
//	file, bytes a notice            3,830     3,645       3,590
//
// In turns with the code before rows were gathered sixteen at a time and everybody's face was
// measured, a search of a million took 135 ms of processor instead of 186 with faces of 128
// numbers, 156 instead of 211 with 512, and 93 instead of 116 without; since names are
// looked at alike, laid side by side place by place, it is 100 with 128 numbers and 75 without.
//
// The figures above are from before names were told apart by place at the first look, faces of
// 128 numbers read by half bytes and cells by column, and marks known by class: in turns with
// the code before these, a search of a million with 128 numbers takes 63 ms of processor
// instead of 87, and eight clients get 39.5 a second instead of 28. Of 70 ms, 15 go to the
// columns, 9 to faces, 7 to names, 12 to other values, 7 to listing rows and what they tell,
// 6 to weighing the best exactly.
//
// Of a notice's 3,640 bytes 2,830 are its face's vector and codes, some 600 the profile.
// Brief codes that were added since a snapshot was loaded are on the heap, .25 GiB a million
// of 512 numbers, .07 of 128; the rest of what is resident are pages of the mapped file.
//
// Look-ups beside 500 updates a second among 100,000 people (go test -bench
// ReadersUnderUpdates): of 389,000 all but four took less than 10 ms, the longest 14; of
// 415,000 without updates all but two, the longest 12. On a machine on which other work
// ran four times over it was seven of 36,000 over 50 ms with updates, four of 170,000
// without.
package scan
