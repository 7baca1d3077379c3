// Package prints reads fingerprints as live-scan devices export them, and says what two of them
// tell of their being one person's: templates in, weights out.
//
// # Templates
//
// A finger minutiae record of ISO/IEC 19794-2 (2005 and 2011) or ANSI/INCITS 378 (2004 and 2009)
// holds views of fingers, a view minutiae: the points at which ridges end or fork, with the
// direction of the ridge there. Read tells the formats apart by itself and refuses what does not
// hold together; Template.Append writes any of them. Minutiae are compared by where they are
// and how they point; their kinds, which devices confuse, and extended data are only kept.
//
// # Comparison
//
// What lies around a minutia is a cylinder (Cappelli, Ferrara and Maltoni, "Minutia Cylinder-Code:
// A New Representation and Matching Technique for Fingerprint Recognition", IEEE TPAMI 32(12), 2010;
// here with binary cells), which does not know of turns and shifts. The most alike cylinders of two
// prints are pairs; pairs that lie alike to each other in both prints vote for each other, the first
// round of the paper's relaxation. Then, other than in the paper, the strongest say how one print
// may lie on the other; in each of these ways all minutiae that lie together are weighed by how far
// off they are, against those that lie alone though both prints show the place. The best way's sum
// is the score (judge), and how often one finger and strangers score so are its bits (Bits).
//
// Measured on invented fingers of package synthetic, whose errors are independent as a device's are
// not; real prints are not among what was measured. As it usually presses (six parts in ten of an
// impression seen by both, any turn, 36 minutiae, 15 % of them missed and 12 % false in each,
// directions off by 7°) the equal error rate of 1,500 fingers is 1.0 %, and 1.6 % are missed where
// one stranger in a thousand passes; of those missed most have fewer than 25 minutiae. With 22 %
// missed, 20 % false and directions off by 9°, seven parts in ten, it is 3.4 % of 500. Pictures that
// package synthetic draws of 70 fingers, six parts in ten seen by both and read by package picture,
// are all told apart: one finger scores 28 and more, strangers at most 13. A comparison takes a
// quarter of a millisecond.
//
// # Many people
//
// A Gallery finds who may be one with a probe by a first look at 32 cylinders of each print, 5 µs a
// print and 3 kB a person with two fingers; the best of it are then compared in full by its caller.
// Where there are no more people with prints than the caller compares, none is lost. Of more the
// first look loses some: among 2,500 people with two fingers, a probe of one finger found its person
// within the best 1 in 100 in 89 of 100 where six parts in ten are seen by both, in 97 of 100 where
// eight are; within the best 5 in 100 in 91 and 98.
package prints
