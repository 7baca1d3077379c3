// Package jsonl reads and writes files of one JSON object a line, in the
// contract's JSON: a line is a record or a notice just as the API takes it.
//
// A Reader goes through a file of any length in little memory, says what is wrong
// by line and goes on with the next one: an exchange.RowReader.
package jsonl
