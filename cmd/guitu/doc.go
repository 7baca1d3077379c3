// Guitu (归途) tells a rescue station who the person in front of them may be.
//
// One binary: `guitu serve` is the service, the other commands work with the one
// that runs on the same data folder or, where none runs, start it for as long as
// they need it. `guitu reindex`, `guitu params learn` and `guitu params try` work on
// the folder itself and want the service stopped; `guitu params show` and `guitu
// params use` read and write parameter files, beside it or not.
//
// `go test ./cmd/guitu -bench ImportFiles` takes in 100,000 rows of tables, durable and
// searchable. On two cores that did much else at the same time, one run: CSV 282 rows/s, XLSX 412,
// PFIF 907, in that order as the machine became quieter, with 492, 467 and 437 MiB beyond what the
// process held once the rows were in. None says what a quiet machine does, on which as many notices
// came in as JSONL at 5,470 rows/s.
package main
