// Package scan weighs everyone on every query: blocking, which looks only at those
// who share a key, loses people.
//
// # The first pass
//
// People differ in few ways: of 200,000 generated notices the days of the event are
// 9,600 different ones, the counties 3,300, the marks 900. So a row is numbers, kept in
// columns: for each column (feature.Column) and each name, mark and word the number of its
// value among the different ones (lexicon). A query asks the features once for each
// different value (queryTables), and the pass only looks up and adds, sixteen rows at a time if
// the processor can (package gather). Names are weighed by feature.NameTable: exactly if
// their characters may agree in their places, else about; faces by the least distance that the
// coarse codes of index/vectors leave open, if the probe has any.
//
// What lies in columns is added for every row, with the most that its face may say at that
// distance. Everyone's is looked at: to ask only about the two in five who may still be
// among the best cost more than it saved. The rows that are best so far are added up in full
// first, and set the bar. Of all others those go on that could still reach it by the most that
// relatives, marks of the row's classes, places named and words may say, as far as a row tells
// of them (upperBounds): of a million with faces 13 in a thousand. How far down that is (depth) is
// known once so many are found that those further down would not be weighed. The rows found
// are those that adding up everything would find (TestNothingIsLost). Which rows go on no
// processor can foresee, and most of what they tell lies far apart in memory: so they are
// listed without a jump, and what all of the list need is read before it is weighed.
//
// The pass is not quite feature.Probe.Score: dates of birth and children's heights are
// rounded, marks are laid beside each other without regard to which pair fits best, the
// time between is a class, of several faces one stands for all. So the pass's best are
// weighed by Score, in its order, 300 of them and more until three bits would not bring
// the next one among the limit best: 99 % of Score's weights are less than .6 bits above
// the pass's, and the farthest of a query's best thousand is .8 above in the middle, 2.7
// in one query of a hundred, 4.4 at most. Without the 300, three bits would be 240 rows
// in the mean to list 20, and 640 in one query of a hundred; of 600 queries among 20,000
// people, half with photos, none missed any of its best 20 of the pass's best 1,000, nor
// with two bits. TestFusedIsExhaustive holds the answer to that of comparing everyone.
//
// # Several tables
//
// People may lie in several tables, by their names (package partition). What the pass makes of a
// row does not depend on the others in its table, but for some millionths of a bit by how the codes
// of faces were rounded; of rows with equal sums the order is that of their names' hashes. So
// tables that each weigh a block further than one would, together weigh whatever one table
// weighs, and Gather gives that table's answer.
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
// no one has any more stay until the table is loaded again; a snapshot has none of them.
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
// One search (the pass, Score on 300 and more, 20 of them explained) among
// notices that each have a face of 512 random numbers, on two cores of a Xeon with
// AVX-512, nothing else on the machine (go test -bench Growth -benchtime 300x):
//
//	notices                        10,000   100,000   1,000,000
//	processor, ms a search             11        19          67
//	median, ms                        5.3       9.6          35
//	99 of 100, ms                      19        27          71
//	searches a second, eight at a time 228      113          31
//	load from the snapshot, s         .05       .29         3.6
//	save a snapshot, s                .08       .94          22
//	understand and put, s              .5       4.8          51
//	hold faces against the cohort, s   .7       5.9          55
//	heap, MiB                         198       260         516
//	resident at rest, MiB             277       402        1076
//	file, bytes a notice            3,831     3,647       3,592
//
// These were taken before names were weighed in the voices of package hear, texts read like
// fields, what faces say was refit, and shoe sizes, weights and prints were columns. Of the same
// 100,000 notices, in turns with the code before all that (19.4 ms of processor a search, p50 10.0,
// p99 32 ms), a search took 1.36 to 1.5 times as much, and takes 1.24 times (24.1 ms, 12.3, 33)
// since what a face may say at most goes by the quality of its photo, so that half as many rows are
// looked at exactly (4,000 of 100,000), and since faces are measured a chunk at a time. To
// understand and put them takes what it took, 12.3 s: 7.1 and 5.4 then, 4.5 and 7.8 now. What a
// search takes more is for names, which have more ways to agree (some 1.5 ms), for places and
// weights by the time between (.7), and for reading, keeping and weighing more of what is told.
//
// With faces of 128 numbers, of 70 ms of processor on a busier machine 15 went to the
// columns, 9 to faces, 7 to names, 12 to other values, 7 to listing rows and what they tell,
// 6 to weighing the best exactly.
//
// Of 200,000 without faces a search spends 8.7 ms on what different values say, and 1.1 on
// adding up columns. To add up a chunk for two or four searches before the next one, as
// products of matrices are blocked, took 4 % off those 1.1 ms, and for sixteen added 45 %: what
// does not fit the caches is not the rows, which are read in order, but what is said of their
// values. So a pass of all against all (guitu rematch) goes search by search.
//
// Of a notice's 3,640 bytes 2,830 are its face's vector and codes, some 600 the profile.
// Coarse codes that were added since a snapshot was loaded are on the heap, .25 GiB a million
// of 512 numbers, .07 of 128; the rest of what is resident are pages of the mapped file.
//
// Look-ups beside 500 updates a second among 100,000 people (go test -bench
// ReadersUnderUpdates): of 73,800 all but seven took less than 1 ms, the longest 9; of
// 70,200 without updates all but nine, the longest 8. On a machine on which other work
// ran four times over it was seven of 36,000 over 50 ms with updates, four of 170,000
// without.
package scan
