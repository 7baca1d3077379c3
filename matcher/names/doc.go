// Package names knows how Chinese names are written and how they sound: which
// characters are the same in traditional script, how a surname is read (单 Shan,
// 查 Zha), which sounds are taken for one another, and which names are common.
//
// [Parse] turns a text into a [Name] once; [Compare] tells how much more likely
// two names are of one person than of two strangers, per slot (one character, one
// syllable):
//
//	LR = a·[same character]/p(character) + (1−a)·T(heard | true)/p(syllable) + ε
//
// and the best over the readings and the alignments. The method is design §2; its
// numbers are in params.go.
//
// The package is the only user of go-pinyin. The tables in data/ are made by
// gen.go; data/README.md says from what.
//
// Compare allocates nothing: BenchmarkCompare.
package names

//go:generate go run gen.go
