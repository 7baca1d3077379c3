// Package names knows how Chinese names are written and how they sound: which
// characters are the same in traditional script, how a surname is read (单 Shan,
// 查 Zha), which sounds are taken for one another, and which names are common.
//
// [Parse] turns a text into a [Name] once: what the field says besides the name
// (小名：, （音）, 自述叫…, 一家三口, 先生) comes off, and what is left is read as surname and
// given name, as what people are called by (老王, 阿强), as a nickname, as Latin letters of
// pinyin, Wade-Giles, Cantonese or Hokkien spelling, or as a transcribed name in parts. A
// text that names no one (不详, 受助人员12) says nothing, see [Unknown]; a character that is not
// told (王某明) says nothing of its slot. [Query.Bits] tells how much more likely two names are of one person
// than of two strangers. Per slot, which is one character and one syllable, it is
//
//	LR = a·[same character]/p(character) + (1−a)·T(heard | true)/p(syllable) + ε
//
// a being how often both sides write the same character, T how syllables are misheard
// in the speaker's dialect, p how common they are in that slot. Slots multiply; the
// best over the readings of the text and the ways to lay them side by side (order
// turned round, a syllable missing) counts. Four things keep the product honest:
//
//   - Where one of several slots agrees in nothing, what the others say for the pair
//     counts a half and not enough for a look: relatives share all but one character.
//     A surname that alone does not agree is another family's; then it is counted how
//     usual the given name is.
//   - A surname alone, or one syllable, has a cap: thousands share it.
//   - Slots that another all but decides, 阳 after 欧 or 古丽 in 阿依古丽, weigh little.
//   - Some people give a name that has nothing to do with their own, so that no name
//     speaks against a pair by more than 3 bits (4.6 between papers).
//
// Transcribed names are compared part by part, as written and in the usual spelling
// of the pieces that data/variants.txt knows (麦麦提 is 买买提).
//
// The numbers are in params.go and confusions.go: estimates, until confirmed pairs
// are many enough to fit them. testdata/pairs.tsv holds pairs of names with the
// truth, written for this project; testdata/quality.golden what is made of them. As
// the pairs are chosen to be hard, neither is a rate to expect in the field.
//
// The package is the only user of go-pinyin. The tables in data/ are described in
// data/README.md.
//
// On one core of an Intel Xeon server with little else to do, Bits took 150 to 190 ns
// for two Chinese names, about three times that where one of them is transcribed and
// eight times where both are; it allocates nothing. NewQuery takes 0.3 to 0.5 ms
// (bench_test.go).
package names

//go:generate go run gen.go
