// Package scan weighs everybody on every query: blocking, which looks only at those
// who share a key, loses people.
//
// # The first pass
//
// People differ in few ways: a million notices have some 12,000 different dates, 3,000
// counties, 1,000 marks. So a row is numbers, kept in columns: for each trait
// (evidence.Trait) and each name, mark and word the number of its value among the
// different ones (lexicon). A query asks the comparators once for each different value
// (sight), and the pass only looks up and adds. Names are weighed by evidence.NameTable:
// exactly where any of their characters may agree, else about.
//
// The pass is not quite Quick: dates of birth and children's heights are rounded, marks
// are laid beside each other without regard to which pair fits best, the time between is
// a class. So the best 600 rows are weighed by Quick, and the limit best of those
// are the answer. TestFusedIsExhaustive holds it to the answer of comparing everybody.
//
// # Updates
//
// Readers see the view that was published when they began, and never wait. New rows are
// added beyond the rows that are known; a row that is replaced or deleted is written in a
// copy of its chunk. A deleted row's place is taken by the last. Values that nobody has
// any more stay in the lexicon until the table is made anew.
package scan
