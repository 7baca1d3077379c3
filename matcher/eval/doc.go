// Package eval measures whether matching is any good, on invented people whose truth
// is known (package world).
package eval
