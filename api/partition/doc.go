// Package partition carries what package index/partition asks of a process over gRPC: Serve offers a
// process, Dial reaches one. Both ends show a certificate of one authority; there is no other way in,
// for a partition answers with people as they are.
package partition
