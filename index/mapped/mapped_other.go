//go:build !linux

package mapped

import "os"

// Scratch is bytes on the heap where files are not mapped.
func Scratch(_ string, size int) ([]byte, func(), error) { return make([]byte, size), func() {}, nil }

// Open reads a file.
func Open(path string) ([]byte, func(), error) {
	bytes, err := os.ReadFile(path) //nolint:gosec // of the index folder
	return bytes, func() {}, err
}

// Rest does nothing.
func Rest([]byte) {}
