// Package gather adds up what tables say of the numbers in columns: the inner loops of the
// scan's pass, which look some ten numbers up for each of a million rows.
//
// With AVX-512 16 rows are looked up at a time, elsewhere one; both add the same numbers
// in the same order, so the sums are the same wherever they were added (TestKernels). With
// AVX2 nothing is gained by gathering, so there the portable code runs.
//
// Numbers are below the lengths of their tables: who fills columns sees to that. The
// portable code ends in a panic if one is not, the other reads what lies there.
//
// # Figures
//
// 2,048 rows on one core of a Xeon with AVX-512 (go test -bench Kernels), µs:
//
//	                                             avx512   portable
//	ten columns, tables of a thousand numbers      10.7       29.5
//	two columns, a table of a million numbers       4.2        7.5
//	rows above a bar listed                         .26        3.9
package gather
