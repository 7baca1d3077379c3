package prints

// The numbers by which prints are compared, found on the invented fingers of package synthetic:
// pixels at 500 dpi if they are lengths, of which there are px to the grid.
const (
	// Pairs of cylinders.
	leastAlike = .36 // below which two are no pair
	perMinutia = 3   // pairs that a minutia may be in,
	mostPairs  = 140 // and all there may be

	// Two pairs that lie alike.
	distanceSlack = 8.  // pixels that the distances may differ,
	distanceShare = .09 // and more for each pixel: skin stretches
	turnSlack     = 21  // steps: 30°
	lineSlack     = 20. // steps: 28°, of minutiae near to each other

	// Ways to lay one print on the other.
	ways       = 24      // that are tried at most
	anchors    = 6       // pairs that say how
	arm        = px * 20 // what a direction counts beside a place
	leastVotes = .9      // of a pair that is worth a try: that of two that are alike
	reach      = px * 20 // within which two minutiae may be the same,
	reachTurn  = 25.     // steps: 35°

	// What pairs say then, see judge.
	offPlace     = 6.0    // pixels, deviation of one minutia's places
	offTurn      = .23    // radians, and of its directions
	seenAgain    = .5     // how often a minutia is seen by both devices
	directions   = .5     // how thick directions lie in strangers, a radian: 1/2π if they had nothing in common
	leastDensity = 2.5e-4 // minutiae a square pixel
	leastPair    = .4     // of a pair, however far off, where minutiae lie thinly,
	leastThick   = 550    // and less for each minutia a square pixel: among many some lie together by chance
	missed       = .22    // of a minutia that has no pair
	nothing      = -9.    // where no way to lay them is worth a try
)
