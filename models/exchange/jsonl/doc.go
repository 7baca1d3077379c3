// Package jsonl reads and writes files of one JSON object a line, in the
// contract's JSON: a line is a record or a notice just as the API takes it.
//
// A Reader goes through a file of any length in little memory, says what is wrong
// by line and goes on with the next one. Readers of other formats have the same
// shape, which the importer may name as its interface (Row and Next are the same in two
// steps, for those who decode side by side):
//
//	Read() (line int64, subject T, hash string, err error)
//
// err is nil for a subject; io.EOF after the last; a *models.InvalidError about
// this line, after which Read goes on; and anything else means that the file
// itself could not be read.
package jsonl
