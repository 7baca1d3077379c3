// Package places knows what a place text means.
//
// A text is cut into its parts (省, 市, 县, 镇, 村): [Parse]. Two texts agree as far
// as their parts do: [Compare]. The parts alone do not say where a place lies, and a
// text that leaves out the province is not known to lie in it: that takes a
// gazetteer, which this package does not hold yet.
package places
