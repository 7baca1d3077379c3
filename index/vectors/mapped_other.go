//go:build !linux

package vectors

// mappedRoom is the heap where files are not mapped.
func mappedRoom(string) room { return heapRoom }
