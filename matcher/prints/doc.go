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
// here with binary cells), which does not know of turns and shifts. Other than in the paper, all
// minutiae whose cylinders are alike vote for the ways to lay one print on the other in which they
// lie together (poll, a Hough transform); in the ways with most votes all minutiae that lie together
// are weighed by how far off they are, against those that lie alone though both prints show the
// place. The best way's sum is the score (judge), and how often one finger and strangers score so are
// its bits (Bits).
//
// Measured on invented fingers of package synthetic, whose errors are independent as a device's are
// not; real prints are not among what was measured: none can be had freely. As a finger usually
// presses (six parts in ten of an impression seen by both, any turn, 36 minutiae, 15 % of them missed
// and 12 % false in each, directions off by 7°) the equal error rate is 0.52 % of 1,450 fingers
// (TestMeasureScores); of those missed most have fewer than 25 minutiae.
// Before the votes, by the paper's relaxation, it was 0.95 %. Pictures that are dry, wet, creased and
// smeared (TestMeasureWornPictures) have one of 0.2 % among 17 fingers, 4 impressions each; of another
// two impressions were too dry to be read. A comparison takes half a millisecond of processor.
//
// # Many people
//
// A Gallery finds who may be one with a probe by a first look at 32 cylinders of each print, 5 µs of
// processor a print and 3 kB a person with two fingers; the best of it are then compared in full by
// its caller. Where there are no more people with prints than the caller compares, none is lost. Of
// more the first look loses some (TestMeasureGallery, 400 probes): among 1,500 people with two fingers,
// a probe of two fingers does not find its person within the best 1 in 100 in 0.5 of 100 where six
// parts in ten are seen by both, and in none where eight are; a probe of one finger in 11 and in 3. So ask
// with every finger there is. Ranking by poll's votes instead loses as many at ten times the cost.
package prints
