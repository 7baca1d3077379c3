// Package jsonl reads and writes files of one JSON object a line, in the
// contract's JSON: a line is a record or a notice just as the API takes it.
//
// A Reader goes through a file of any length in little memory, says what is wrong
// by line and goes on with the next one. It does so in two steps: Next cuts off a
// line, in order; Decode understands it, which takes longer and can be done for many
// side by side. What is wrong with a line is Decode's error, a *models.InvalidError;
// one of Next's means that the file ended (io.EOF) or could not be read.
package jsonl
