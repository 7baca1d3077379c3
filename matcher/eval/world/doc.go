// Package world invents people whose truth is known, to measure matching on: missing
// people as families and police describe them (notices), and people as rescue
// stations see and hear them (records).
//
// A [person] is drawn first. What a family says of them ([report]) and what a station
// notes ([sighting]) are drawn from the person, each field by its own small error
// model, and only then put into words. So the truth of every word is known, and the
// [Oracle] can say how likely a sighting is under a report by the very models that
// made it: the ceiling for any matcher on this data.
//
// Nothing here is taken from packages names, marks or evidence but how a character is
// read: the areas of speech, what is misheard, what is written for it, the words for
// marks are tables of their own, directional where those of names are symmetric, so
// that a matcher is not measured on its own assumptions. Shares and rates say where
// they come from, or that they are estimates.
//
// Files say it in plain words, each value in its field; [World.Reworded] says the same
// facts of the same people as stations, police and families write them (phrases.go):
// words around names, 不详 if nothing is known, heights and marks in a text only.
//
// Two splits, train and test, differ in their people and in the words used for marks,
// appearance and clothes. Everything follows from the seed alone.
package world
