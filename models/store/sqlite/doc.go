// Package sqlite is the embedded store: one folder, no server, the default of an
// installation.
//
// The folder holds guitu.db (rows; SQLite with a write-ahead log), blobs/ab/cdef…
// (pictures, under their SHA-256), uploads/ (the files of running imports) and
// tmp/ (files on their way). Everything is readable by its owner only.
//
// # At rest
//
// Documents, embeddings, cases, alerts, notes, blobs and uploads are sealed (package
// seal) with keys that a master key outside the folder wraps; Open seals what an older
// Guitu left plain. In the clear is what statements look for: names of rows, origin,
// external id, status, dates (also the day on which a person was found, and how far their
// DNA is), stations and areas, states and due times of proceedings, hashes of pictures; and boxes of faces, the reasons of
// ties, and what was wrong with rows of uploads, for as long as that is kept. A backup is
// the folder without the master key's file; it can be read with that only, and is
// erased when the keys were rotated and every copy of the old master key is destroyed.
//
// Erasing somebody is one transaction that deletes the rows, leaves a placeholder and
// notes a job; the pictures, the index and the log are then cleaned, and the job ends.
//
// # Shape
//
// Records and notices are rows of one table, subjects, told apart by kind: they
// share every rule, so they share the code, the photos and the faces. One
// connection writes, in the order of the callers; a pool of read-only ones reads
// snapshots and never waits. Photos and faces of a whole page are loaded with one
// statement. A write that stops half-way (disk full) loses its transaction, also
// when the caller goes on; a refused one (exists, stale …) leaves it usable.
//
// # Durability
//
// synchronous=FULL: InTx, AppendAudit, PutBlob and KeepUpload return when the disk
// has what they wrote. A file is flushed and named before a row can name it. What
// is deleted is overwritten in the database file (secure_delete) once the log is
// folded in, at the latest by Close.
//
// # The trail
//
// Each audit row is hashed with the one before it, in the transaction that it tells of;
// the head lies in a table of its own, sealed with a key that need not lie in the folder
// (WithAuditKey). What that proves, and what not, stands at store.AuditProof. A head that
// does not fit its seal when the store is opened is noted in the trail itself. Hashing
// costs a microsecond a row: imports are as fast as without.
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
