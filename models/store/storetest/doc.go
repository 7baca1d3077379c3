// Package storetest is the conformance suite of package store: every sentence of
// the contract there is a test here, run on both sides of the search. A store
// passes it or is none.
package storetest
