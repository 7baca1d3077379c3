package mapped

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"unsafe"
)

// Scratch maps a new file of a folder. It is deleted as soon as it is mapped: nothing of
// it stays when the process ends, however it ends. All of its disk space is taken
// beforehand, because a full disk would otherwise end the process when a page is
// written. release gives it back when no one can reach the bytes any more.
func Scratch(dir string, size int) (_ []byte, release func(), err error) {
	file, err := Hidden(dir)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := syscall.Fallocate(int(file.Fd()), 0, 0, int64(size)); err != nil {
		return nil, nil, fmt.Errorf("take %d bytes: %w", size, err)
	}
	return mapFile(file, size, syscall.PROT_READ|syscall.PROT_WRITE)
}

// File maps a file to be read; it may be closed afterwards.
func File(file *os.File) (_ []byte, release func(), err error) {
	info, err := file.Stat()
	if err != nil || info.Size() == 0 {
		return nil, func() {}, err
	}
	return mapFile(file, int(info.Size()), syscall.PROT_READ)
}

func mapFile(file *os.File, size, protection int) ([]byte, func(), error) {
	bytes, err := syscall.Mmap(int(file.Fd()), 0, size, protection, syscall.MAP_SHARED)
	if err != nil {
		return nil, nil, fmt.Errorf("map %d bytes: %w", size, err)
	}
	return bytes, func() { _ = syscall.Munmap(bytes) }, nil // which only fails for what is not mapped
}

// Release lets the process forget mapped pages that it will hardly read soon: they stay in
// the page cache, or on disk, and no longer count as the process's memory. It must never
// be given bytes that are not mapped here.
func Release(bytes []byte) {
	page := os.Getpagesize()
	skip := -int(uintptr(unsafe.Pointer(unsafe.SliceData(bytes)))) & (page - 1) //nolint:gosec // to whole pages
	if skip < len(bytes) {
		bytes = bytes[skip:]
		_ = syscall.Madvise(bytes[:len(bytes)&^(page-1)], syscall.MADV_DONTNEED) // a hint
	}
}
