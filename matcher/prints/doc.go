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
// On 1,000 invented fingers of package synthetic as it usually presses (six parts in ten seen by
// both, any turn, 36 minutiae, 15 % of them missed and 12 % false in each, directions off by 7°) the
// equal error rate is 0.3 %; with 22 % missed, 20 % false and directions off by 9°, seven parts in
// ten, it is 2.8 %. Real prints are not among what was measured.
//
// # Many people
//
// A Gallery finds who may be one with a probe by a first look at 32 cylinders of each print, in 3 kB
// a person with two fingers; what it finds is then compared in full. Of probes with one finger of
// which six parts in ten are in the gallery's print, too, the first look puts 95 in 100 among the
// best 6 in 100 people: where there are no more people than its caller compares, all are compared
// and none is lost; where there are more, a print that fits badly may be.
package prints
