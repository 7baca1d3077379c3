// Package index finds candidates fast: the exhaustive scan (package scan) joined
// with the full-text index (package text), both fed by a follower of the store's
// changes.
//
// Everything here is a cache of the store. The scan lives in memory and is read
// from the store at the start; the text index keeps on disk how far it got, goes on
// from there, and is made anew when it is missing, damaged or of another version.
package index
