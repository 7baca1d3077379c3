//go:build !linux

package mapped

import "os"

// Scratch is bytes on the heap if files are not mapped.
func Scratch(_ string, size int) ([]byte, func(), error) { return make([]byte, size), func() {}, nil }

// File reads a file.
func File(file *os.File) ([]byte, func(), error) {
	info, err := file.Stat()
	if err != nil {
		return nil, nil, err
	}
	bytes := make([]byte, info.Size())
	_, err = file.ReadAt(bytes, 0)
	return bytes, func() {}, err
}

// Rest does nothing.
func Rest([]byte) {}
