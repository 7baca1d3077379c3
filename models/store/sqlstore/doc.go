// Package sqlstore is what every store whose rows are in an SQL database shares: the rows
// and their sealing, the journal of changes, the chain of the audit trail, and the folder
// with blobs and uploads. What databases do differently is a [Database], which package
// sqlite and others implement.
//
// # Statements
//
// Statements are written as SQLite reads them, in words that others share: upserts with ON
// CONFLICT, CASE, CAST, names in quotes if they are reserved elsewhere. Database.SQL
// translates the rest: placeholders (? takes the number after the highest one so far, ?3 is the
// third), lists (IN (SELECT value FROM json_each(?))), json_object and the literal of no bytes.
//
// # Shape
//
// Records and notices are rows of one table, subjects, told apart by kind: they
// share every rule, so they share the code, the photos and the faces. Photos and faces of a
// whole page are loaded with one statement. Writers wait for each other, so numbers of changes
// and audit rows are in the order of the commits, without a gap. A write that stops half-way
// (disk full) loses its transaction, also when the caller goes on; a refused one (exists,
// stale …) leaves it usable.
//
// # Sealed
//
// Documents, embeddings, cases, alerts, notes, blobs and uploads are sealed (package
// seal) with keys that a master key outside the folder wraps; Open seals what an older
// Guitu left plain. In the clear is what statements look for: names of rows, origin,
// external id, status, dates (also the day on which a person was found, and how far their
// DNA is), stations and areas, states and due times of proceedings, hashes of pictures; and boxes of faces, the reasons of
// ties, and what was wrong with rows of uploads, for as long as that is kept.
//
// Erasing a person is one transaction that deletes the rows, leaves a placeholder and
// notes a job; the pictures, the index and the database's files are then cleaned, and the job
// ends.
//
// # Copies
//
// CopyTo brings every row into a store on another database: as it is, sealed values and numbers
// too. It notes how far it is in the transaction that copies, and ends with a comparison of all rows by their
// SHA-256. The table of tables says what there is; a test holds it against the schema.
//
// # The folder
//
// blobs/ab/cdef… holds pictures under their SHA-256, uploads/ the files of running imports and
// tmp/ files on their way. Everything is readable by its owner only. A file is flushed and
// named before a row can name it.
//
// In the place of this folder a bucket may hold blobs and uploads (WithObjects; package s3), for many processes. What is in it
// and what is to be deleted is then in the table blobs; objectBlobs says how puts, names and deletions of several
// processes meet.
//
// # The trail
//
// Each audit row is hashed with the one before it, in the transaction that it tells of;
// the head lies in a table of its own, sealed with a key that need not lie in the folder
// (WithAuditKey). What that proves, and what not, stands at store.AuditProof. A head that
// does not fit its seal when the store is opened is noted in the trail itself. Hashing
// costs a microsecond a row: imports are as fast as without.
package sqlstore
