// Package partition keeps the people of one side in several tables, by their names, and finds
// in them whom one table finds (package scan): the same people, in the same order, of the same
// weights.
//
// All tables are asked with one probe, which was made with one corpus statistics and one cohort of
// faces: tables that counted what is common among their own people alone gave other lists in each
// of 400 queries. What may differ between tables is taken out: whether few are held is asked of all
// together, and so is whether anything but a face tells people apart; equal sums go by the name,
// not by the row; and the tables weigh whatever one table would (scan.Gather).
package partition
