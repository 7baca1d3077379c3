// Guitu (归途) tells a rescue station who the person in front of them may be.
//
// One binary: `guitu serve` is the service, the other commands work with the one
// that runs on the same data folder or, if none runs, start it for as long as
// they need it. `guitu reindex`, `guitu params learn` and `guitu params try` work on
// the folder itself and want the service stopped; `guitu params show` and `guitu
// params use` read and write parameter files, beside it or not.
//
// `go test ./cmd/guitu -run '^$' -bench ImportFiles -benchtime 1x` takes in tables of 10,000 and
// 100,000 rows, durable and searchable: rows/s, processor milliseconds a row of all that the process
// does meanwhile, and MiB that it held at most beyond what it holds with the same people once they
// are in. On two cores with nothing else running, one run each:
//
//	               rows/s          ms of processor a row   MiB above
//	rows           10,000  100,000  10,000  100,000         100,000
//	CSV             4,612    3,711     .38      .49             275
//	XLSX            2,733    2,588     .55      .61             288
//	PFIF            2,384    3,017     .68      .58             275
//	JSONL           4,637    4,001     .37      .45             275
//
// Memory and speed pull against each other in the bound of garbage (gc.go): with twice that bound CSV
// took a tenth less time and twice the memory, with two thirds a tenth more time
// and 15 % less memory. A workbook costs 1.25 times what a CSV file does, and cost 1.5 times before it was
// taken apart once instead of twice. A row of CSV went, by profile of 10,000: words for the text index
// 35 %, what its features are 19 %, cells 11 % before they were read in half of that, the store 10 %,
// places and rules 7 %, the scan's columns 5 %, garbage and the rest.
package main
