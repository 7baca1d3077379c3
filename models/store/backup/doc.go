// Package backup keeps copies of data folders, which a service may be writing meanwhile,
// and brings them back.
//
// A backup is a list of files with their sizes and SHA-256 (the manifest) and the files.
// In a folder, the files of all its backups lie under their hashes, so a file that has not
// changed since the backup before is there once and is not read again; a tar file holds one
// backup, its manifest last. The manifest is written when all else is durable: what was cut
// off is no backup, and the next one takes its files over.
//
// The database is copied as it is committed at one moment (sqlite.Copy), then every picture
// that it names. Pictures lie under the hash of what they show and never change, so the two
// fit, unless a picture was erased in between: then the manifest names it as missing. The
// index is not copied, nor what is made anew by itself. Everything stays sealed as it is in
// the folder; neither the master key nor the key of the trail is ever in a backup.
package backup
