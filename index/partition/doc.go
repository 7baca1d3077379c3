// Package partition keeps the people of one side in several tables, by their names, and finds
// in them whom one table finds (package scan): the same people, in the same order, of the same
// weights.
//
// All tables are asked with one probe, which was made with one corpus statistics and one cohort of
// faces: tables that counted what is common among their own people alone gave other lists in each
// of 400 queries. What may differ between tables is taken out: whether few are held is asked of all
// together, and so is whether anything but a face tells people apart; equal sums go by the name,
// not by the row; and the tables weigh whatever one table would (scan.Gather).
//
// Coarse codes of faces are left: of one face in 300 they leave less open than it is near, and they
// are of what a face differs by from others of its table. So a row near the end of a list may be left
// by one table and not by several, which have lower bars, or the other way round: of 460 searches
// among 20,000 people, half with photos, in 4 and 64 partitions, the best 20 differed in 7, from place 9
// on at the earliest and by probabilities below .0001; six times the partitions found someone
// heavier. (TestPartitionsAnswerAsOne with GUITU_PARTITION_PEOPLE=20000 GUITU_PARTITION_SEARCHES=200.)
// Taking what codes are off four times instead of three, for 1.5 % more processor, left about as many.
// Without photos none of 400 did. Of 400 lists over REST, of one process on SQLite and of four partitions
// in two processes, twice, on PostgreSQL, among 20,000 people, half with photos, 4 differed, from place
// 13 on at the earliest (TestPartitions of cmd/guitu, by the same variables).
//
// # Several processes
//
// A Cluster asks processes (Process), each of which holds some partitions of both sides as a
// cache of the store that it follows by itself: it has nothing that cannot be read again. At
// best two or more hold the same ones; the first answer counts, and a search that lacks a partition
// fails. The reply names every partition that was searched.
//
// What is common and the cohort of faces are an epoch, counted in all partitions and added up
// (Cluster.Lead). A probe is made by one, and its number goes with the query; a process keeps the
// last two, so that searches under way go on while all change. Its number is at least that of the
// change up to which was counted. Epochs are nowhere but in the processes: one that was started
// again is brought the present one by any server, and if none has any the first is made anew.
// While faces are held against a new cohort the first pass, not the weights, of searches by the
// old one goes by the new one already, row by row.
//
// Read-your-own-write holds because a query names the change up to which everything must be found.
package partition
