package vectors

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"unsafe"
)

// mappedRoom makes room in files of a folder. A file is deleted as soon as it is
// mapped: nothing of it stays when the process ends, however it ends. All of its disk
// space is taken beforehand, because a full disk would otherwise end the process when
// a page is written.
func mappedRoom(dir string) room {
	return func(numbers int) (_ []float32, release func(), err error) {
		file, err := os.CreateTemp(dir, "vectors-*")
		if err != nil {
			return nil, nil, err
		}
		defer func() { err = errors.Join(err, file.Close()) }()
		if err := os.Remove(file.Name()); err != nil {
			return nil, nil, err
		}
		size := numbers * 4
		if err := syscall.Fallocate(int(file.Fd()), 0, 0, int64(size)); err != nil { //nolint:gosec // a descriptor is small
			return nil, nil, fmt.Errorf("take %d bytes: %w", size, err)
		}
		bytes, err := syscall.Mmap(int(file.Fd()), 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED) //nolint:gosec // a descriptor is small
		if err != nil {
			return nil, nil, fmt.Errorf("map %d bytes: %w", size, err)
		}
		vectors := unsafe.Slice((*float32)(unsafe.Pointer(&bytes[0])), numbers) //nolint:gosec // a mapping begins at a page
		return vectors, func() { _ = syscall.Munmap(bytes) }, nil               // which only fails for what is not mapped
	}
}
