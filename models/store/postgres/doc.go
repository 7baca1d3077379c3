// Package postgres is the store on a PostgreSQL server, 15 or newer: the rows are there, the
// keys, pictures and uploads in a folder of the process that serves. Package sqlstore has
// what a row is, what is sealed, and what lies in the folder.
//
// # Order
//
// A writer takes an advisory lock as the first statement of its transaction, so writers wait
// for each other, also those of other processes. It reads committed data: each statement sees
// what the writer before it left. Numbers of changes and audit rows follow from the rows that
// are there: they have the order of the commits, and no gap where one was rolled back. A read
// of several statements has one snapshot (REPEATABLE READ, READ ONLY).
//
// # Errors
//
// PostgreSQL ends a transaction with the first error. A refused write leaves it usable all the
// same: inserts take ON CONFLICT DO NOTHING, and updates of unique values a savepoint. A writer
// waits 30 s for the lock, a statement of a writer takes a minute at most, and a writer that
// does nothing for a minute is thrown out: models.ErrUnavailable. So is a connection that
// breaks, with which its transaction is lost, all of it. A read whose context ends is cancelled
// at the server, and its connection goes on.
//
// # Texts
//
// PostgreSQL keeps no zero byte and no broken UTF-8; such bytes are escaped on their way. Texts
// are compared by their bytes (COLLATE "C").
//
// # Erasing
//
// Scrub vacuums the tables that hold people. It cannot promise what it does for SQLite; see
// store.Scrubber.Remains.
//
// # Limits
//
// One process serves a database, since its blobs are in a folder. Looking for the audit rows of
// one object reads the whole trail. Tests start the machine's own server (package
// postgrestest).
package postgres
