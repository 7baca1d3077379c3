// Package picture reads minutiae out of a picture of one finger: grey, 500 dpi, ridges dark. It is
// second to the device's own template, which knows the device, and is there for scans that came
// without one.
//
// The chain is the published one: grey values are normalised by their surroundings and the finger
// is cut out where they vary; the orientation of ridges is that of the smoothed structure tensor
// and their period that of a section across them (Hong, Wan and Jain, "Fingerprint Image
// Enhancement: Algorithm and Performance Evaluation", IEEE TPAMI 20(8), 1998); Gabor filters of
// that orientation and period bring the ridges out; what is dark is thinned (Zhang and Suen 1984),
// and where a line ends or forks is a minutia (crossing numbers, Arcelli and Sanniti di Baja 1984),
// but for those that a spur, a gap, a bridge or the border makes.
//
// The quality of the view is 100 times the mean coherence of the structure tensor in the finger,
// less if little of a finger is seen; that of a minutia is the coherence around it.
package picture
