// Package postgres is the store on a PostgreSQL server, 15 or newer: the rows are there, the
// pictures and uploads in a folder. Package sqlstore has what a row is, what is sealed, and
// what lies in the folder.
//
// # Order
//
// A writer takes an advisory lock as the first statement of its transaction, so writers wait
// for each other, also those of other processes. It reads committed data: each statement sees
// what the writer before it left. Numbers of changes and audit rows follow from the rows that
// are there: they have the order of the commits, and no gap where one was rolled back. A read
// of several statements has one snapshot (REPEATABLE READ, READ ONLY).
//
// The rows that reads leave in the trail, most of all that is written, do not take the lock one by
// one: those that came while a process waited for it go as one transaction, and their callers
// wait for that. Two processes with 32 callers each wrote 8.5 times as many rows a second as with a
// transaction for each (BenchmarkTrail).
//
// # Several processes
//
// Any number of processes may serve one database. Each has a data folder of its own, with its
// index; the folder with pictures and uploads is one for all (sqlstore.WithFiles), and so are
// the keys: the database keeps the wrapped data keys, and a process whose master key does not
// open them, or whose audit key is another, is refused. What must be done once is done under a
// lease, a row with an epoch that each commit of its holder compares (store.Servers): another
// process that takes it over waits for the writers' lock first, so that nothing of the holder
// of before commits afterwards. Every commit that wrote more than the trail is told to who listens (NOTIFY).
//
// # Poolers
//
// A pooler such as pgbouncer may stand between, also one that hands sessions out by the
// transaction: it is found by the process that answers being another than the one that greeted.
// Statements are then not prepared by name, and what needs a session (migrations, LISTEN) goes to
// Server.Direct.
//
// # Errors
//
// PostgreSQL ends a transaction with the first error. A refused write leaves it usable all the
// same: inserts take ON CONFLICT DO NOTHING, and updates of unique values a savepoint. A writer
// waits 30 s for the lock, a statement of a writer takes a minute at most, and a writer that
// does nothing for a minute is thrown out: models.ErrUnavailable. So is a connection that
// breaks, with which its transaction is lost, all of it. A read whose context ends is cancelled
// at the server, and its connection goes on; behind a pooler it costs its connection.
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
// Looking for the audit rows of
// one object reads the whole trail. Tests start the machine's own server (package
// postgrestest).
package postgres
