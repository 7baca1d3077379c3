// Package sqlite is the embedded store: one folder, no server, the default of an
// installation.
//
// The rows are in guitu.db, with a write-ahead log; package sqlstore has what a row is, what
// is sealed, and what else lies in the folder. One connection writes, in the order of the
// callers; a pool of read-only ones reads snapshots and never waits. A backup is
// the folder without the master key's file; it can be read with that only, and is
// erased when the keys were rotated and every copy of the old master key is destroyed.
//
// # Durability
//
// synchronous=FULL: InTx, AppendAudit, PutBlob and KeepUpload return when the disk
// has what they wrote. What is deleted is overwritten in the database file (secure_delete) once the log is
// folded in, at the latest by Close.
//
// # Figures
//
// Measured with the benchmarks here on 2 cores and a disk that flushes in 0.15 ms,
// for records with one photo and one 128-d face: Create 13 000 rows/s in batches of
// 500, 3 000 one by one; Update with the Lookup before it 3 600 rows/s in batches
// of 500 among 10 000; List 31 000 rows/s with embeddings; Get 0.13 ms; an audit row
// 0.7 ms. A database of 10 000 such records takes 18 MB. Beside other work for the
// same 2 cores all this was two to six times slower.
package sqlite
