// Package names knows how Chinese names are written and how they sound: which
// characters are the same in traditional script, how a surname is read (单 Shan,
// 查 Zha), which sounds are taken for one another, and which names are common.
//
// [Parse] turns a text into a [Name] once: what the field says besides the name
// (小名：, （音）, 自述叫…, 一家三口, 先生) comes off, and what is left is read as surname and
// given name, as what people are called by (老王, 阿强), as a nickname, as Latin letters of
// pinyin, Wade-Giles, Cantonese, Hokkien, Vietnamese or Korean spelling or hangul, or as a transcribed name in parts. A
// text that names no one (不详, 受助人员12) says nothing, see [Unknown]; a character that is not
// told (王某明) says nothing of its position. [Query.Bits] tells how much more likely two names are of one person
// than of two strangers. Per position, which is one character and one syllable, it is
//
//	LR = a·[same character]/p(character) + (1−a)·T(heard | true)/p(syllable) + ε
//
// a being how often both sides write the same character, T how syllables are misheard
// in the speaker's dialect, p how common they are in that position. Positions multiply; the
// best over the readings of the text and the ways to align them (order
// turned round, a syllable missing) counts. Four things keep the product honest:
//
//   - If one of several positions agrees in nothing, what the others say for the pair
//     counts a half and not enough for a look: relatives share all but one character.
//     A surname that alone does not agree is another family's; then it is counted how
//     usual the given name is.
//   - A surname alone, or one syllable, has a cap: thousands share it.
//   - Positions that another all but decides, 阳 after 欧 or 古丽 in 阿依古丽, weigh little.
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
// # Dialects
//
// A character is said with a syllable and a class of package hear: what Mandarin merged and
// dialects keep apart is told apart (陈, 程). T is kept for each of 15 voices, those of the 13
// places of package hear and two that are misheard otherwise, and for all of them together, in
// a byte each: 13 MB. A name is said in one voice as a whole: of v voices with odds o, by the
// accent or the native place and by how the name sounds,
//
//	LR = Σ o(v) · Π over positions of LR(v)
//
// and if both names are of papers, which clerks wrote, the odds are mostly Mandarin's.
// A dialect ([Dialect], by county [DialectAt]) is a blend of voices; a place that has none of
// its own speaks like those of its group. An accent and a native place, or two accents, that
// differ are blended ([Both]); of whom nothing is known all voices are, by how many people speak so. A first look at a roll has a bound for each position by
// Hölder's inequality (bound.go).
//
// Names drawn from 5,000, each character said as it is at a place and written by a listener that
// is not the one of package hear, looked for by name and accent alone: mean reciprocal rank, with
// each place's voice and without it, when those of its group stand for it. The listener is that of
// ALINE's features (measure_listener_test.go), written before anything was measured with it and
// not looked at while numbers were set (go test -tags measure -run TestHeard -blind -readings
// FILE [-unheard]; FILE is that of hear/data/README.md):
//
//	all in dialect       with  without |                  with  without
//	accent known          .79      .62 | accent unknown    .74      .61
//	half in dialect       .89      .81 | half, unknown     .88      .83
//	Mandarin              .98      .98 |
//	Beijing               .94      .90 | Changsha          .84      .65
//	Xi'an                 .88      .70 | Nanchang          .80      .80
//	Taiyuan               .93      .82 | Meixian           .71      .54
//	Chengdu               .85      .85 | Guangzhou         .79      .51
//	Yangzhou              .70      .64 | Xiamen            .68      .43
//	Suzhou                .79      .61 | Fuzhou            .59      .40
//	Wenzhou               .78      .19 |
//
// Without means without the voice: the classes were still learned from all places. Wenzhou
// has no one of its group. With a simpler listener, of letters for phones, by which numbers were
// looked at as they were set (without -blind), it is .84 and .68, unknown .79 and .66. What was
// tried for places without a voice and gained nothing: initials and rimes blended apart, and a
// third of everyone's voices in the blend.
// How often listeners write what is only near (vagueShare of package hear) was set by the log loss
// with the simpler one. Of strangers' names written so, of three characters 0.05 % weigh three
// bits, of two beside three 0.2 %, of two beside two up to 1 %; the mean likelihood ratio of the
// first is .2, of the second .3, where 1 would be right, and of the last a few pairs decide it (.6
// and more).
//
// Of three names of places of one county, said so and written by the same listener, the county is
// among the first three for 98 % with the accent known and 78 % without (TestHeardPlaces).
//
// On a machine with much else to do Bits took 1 µs for two Chinese names of a known dialect,
// ten times that if both are transcribed; it allocates nothing. NewQuery takes some
// microseconds, and what a look at a roll needs is worked out with it (bench_test.go): for each
// position of a name that was heard what each syllable may be worth, 1,500 of them with 15 chances that
// lie side by side. A first look at a roll of common names on one busy core was 6 million pairs a
// second with the dialect unknown, 13 million with it known, at 36 bytes a name
// (BenchmarkFirstLook). Of 87,000 names a record looks at 1,700 exactly, of which 310 agree.
package names

//go:generate go run gen.go
