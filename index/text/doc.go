// Package text is the full-text index over records and notices, open or closed: what
// a station worker types into a search field. Ranking people against each other is
// not its work (package scan, package feature).
//
// # What is found
//
// A subject is a document of four texts: the person's names, the places (native,
// event, heard), the relatives' names, and the rest (appearance, marks, clothing,
// belongings, conditions, narrative, accent, ethnicity, circumstances); a word in a
// name weighs more than one in a place, and that more than one in the rest. Names
// and external id are also known as a whole, and so is who wrote the file. Contacts
// are not in the index.
//
// Text and query are folded alike (traditional to simplified, full width to half
// width, capitals to small letters) and cut alike: Han characters into pairs of
// neighbours, other letters into words. Names and places are known by sound too:
// pinyin finds them, typed as one word or as many, and so do other characters that
// are read alike. First come those in which every word is, then those in which some
// are. A query is built from terms; nothing that is typed is syntax of bleve.
//
// # What is kept
//
// The index is a cache of the store, which is the truth: Open makes a damaged one, one of
// another version and one whose build was cut off anew, and the caller fills it when
// Position is 0. A position is in the same batch as what it speaks of. Scorch writes
// asynchronously, but without unsafe_batch a batch waits until segment and root are
// synced: what Apply wrote is on disk when it returns, and after kill -9 position and
// documents agree (TestKill).
//
// Nothing is stored but names of subjects; there are no positions of words, so that
// sentences cannot be read back. A deleted subject is not found again from the batch
// on; its terms leave the files when scorch merges their segment, at the latest with
// Purge or Reset.
//
// # Many people
//
// Where people lie in partitions on several machines (package partition) their words do not: each
// server keeps this index of all. Scores go by how rare a word is among all documents, which an index
// of a part counts otherwise; the best by words join the candidates, so lists would no longer
// be those of one server. And it is small beside what partitions are there for: 700 bytes a person
// on disk, of which what searches read is mapped, against 3.6 KB with a face in the scan; ten million
// people are 7 GB. A server that is new reads 3,400 a second into it, ten million in some 50 minutes,
// while people are matched without. A search engine of its own (OpenSearch) has scores over all
// documents too, but is one more thing to run, to seal and to erase people from.
//
// # Figures
//
// Two cores shared with other work, invented people of 124 characters (bench_test.go):
//
//	Apply    1 person 4 ms · 500: 3,300/s · 10,000: 3,400/s when 1,000 went in at once; 4,000,
//	         as now, take a quarter less of the processor (437 against 324 µs each, in one run)
//	Open     100,000 people 17 ms, all bytes read; 700 bytes on disk per person
//	Search   100,000 people, the best 50: a name 2.4 ms, pinyin 13 ms, one character 11 ms,
//	         four words 19 ms, a sentence 17 ms, thirty of the commonest characters 32 ms
package text
