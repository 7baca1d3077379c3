// Package prose reads what people write about a person into the fields of a form: a
// pasted 寻人启事, a station's note, what a hospital hands over, what a family tells on
// the telephone.
//
// [Read] takes a whole text, with or without labels (姓名：…), and returns the person,
// the event and whom to call, with a [Span] for every field that says which words it was
// read from, and the words that filled none. [Complete] fills in from a file's own
// narrative, appearance and circumstances what its fields leave open (marks, clothes and
// places heard only from the latter two), with bounds a little wider than a field's, for the
// comparison only: a field always wins over prose.
//
// Whose a fact is and whether it holds is asked of package assertion: 父亲约60岁 and
// 否认癫痫 say nothing of the person. Marks are read by package marks, names are told from
// other words by package names, places by package places.
//
// A text about a relative (我哥叫…) is read as the relative's, and one in English by readers of
// its own (english.go). A place without a word before it is known by how its parts end
// (place.go). What is not read is said, too: [Reading.Unread].
//
// The time that a text takes grows with its length, whatever it repeats: clauses without an end
// are cut, and words that open a search are looked at so often only (longestAround, mostEvents,
// mostCalled, mostContacts).
//
// testdata/texts*.jsonl hold texts written for the tests with what a careful person would
// fill in; TestTexts counts by field how many are read right. Each file was labelled before it
// was read for the first time. Of the values wanted, right that first time and with what was
// mended after: texts2 .72 and .99, texts3 .81 and .98, texts4 .84 and .97, texts5 .89 and
// .99, and of harder hands (spaced out by scanners, without marks, dialects, other scripts)
// texts6 .76 and .99, texts7 .81 and .97, texts8 .87 and .97, texts9 .87 and .98, texts10 .81 and .98,
// texts11 .79 and .99 (of these, some labels were put right after they were read: of texts11 five
// changed, and 34 added that the texts tell). Of the values that were read of these five the first
// time .89, .89, .96, .90 and .87 were right; of the 81 traps of traps11.jsonl, values that the
// texts deny or tell of others, 9 were fallen into the first time and none after (TestTraps). texts12 says what was mended for
// texts11 in other words (.92 when it was first read). The first figures
// are what to expect of texts of other people's.
package prose
