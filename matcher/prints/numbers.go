package prints

// The numbers by which prints are compared, found on the invented fingers of package synthetic by
// hill climbing (what is missed where 2 % to 0.1 % of strangers pass, of 2,500 fingers and 9,000
// pairs of strangers), and measured on others: pixels at 500 dpi if they are lengths, of which there
// are px to the grid.
const (
	// Votes of pairs of cylinders.
	leastAlike = .3      // below which two have none
	turnBins   = 32      // turns that are voted for,
	turnStep   = 8       // steps apart,
	shiftBins  = 32      // and shifts either way,
	shiftStep  = px * 15 // grid units apart

	// Ways to lay one print on the other.
	ways        = 10      // that are tried
	worthTrying = .3      // of the votes of the first
	arm         = px * 20 // what a direction counts beside a place
	reach       = px * 20 // within which two minutiae may be the same,
	reachTurn   = 25.     // steps: 35°

	// What pairs say then, see judge.
	offPlace      = 4.5    // pixels, deviation of a minutia's places,
	offFar        = 8.     // and of those that were moved,
	farShare      = .35    // which are so many
	offTurn       = .25    // radians, and of its directions
	offTurned     = .5     //
	turnedShare   = .1     //
	alongFlow     = 1.4    // times as many of strangers' directions lie alike as if they were even: ridges run alike
	crowded       = 60.    // pixels around a minutia in which its neighbours are counted
	sameKind      = .45    // of two of one kind, and against two of different ones
	missed        = .16    // of a minutia that has no pair
	often         = .53    // of how many pairs there are,
	byChance      = .02    // of all that lie in a square of 100 pixels and may be together by chance
	voted         = .4     // of the votes
	leastDensity  = 2.5e-4 // minutiae a square pixel
	usualMinutiae = 40     // of a print,
	perMinutia    = .25    // and what each above takes off
	leastArea     = 1e4    // square pixels
	scale         = .4     // to natural logarithms, about
	nothing       = -9.    // where no way to lay them is worth a try
)
