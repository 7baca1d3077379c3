// Package places knows what a place text means, where it lies, and what a place name
// that was only heard may be.
//
// The [Gazetteer] holds the five levels of China's administrative divisions down to
// the village, and the names that provinces, cities and counties used to have: the
// missing of the 1980s come from 襄樊 and from counties that are districts now. It is
// asked in three ways: by code ([Gazetteer.Area], [Gazetteer.Children]), by an address
// as people write it ([Gazetteer.Resolve]), and by fragments as people remember and
// others hear them ([Gazetteer.Locate]).
//
// [Parse] prepares a text for the comparison of a million pairs ([Compare],
// [Distance]): by code if the text is clear, by the names of its parts if not.
//
// What a text leaves open is told by [Place.Codes]: 湖北或湖南, 川渝交界, 陕北 (regions.go). An
// accent is of a county, a city, a province, a region or a language, or of several
// ([Gazetteer.AccentRatio]).
//
// The data and where it comes from are in data/README.md.
package places

//go:generate go run gen.go genformer.go gencoords.go genseats.go genhand.go
