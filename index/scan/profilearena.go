package scan

import (
	"encoding/binary"
	"fmt"
	"runtime"
	"slices"

	"github.com/guitu-project/guitu/index/mapped"
)

// profileArena keeps the profiles of a table as bytes, in files if it has a folder: on the
// heap a million would take gigabytes. It is only added to, by the table's writer; a
// reader has the segments of a view.
type profileArena struct {
	dir      string
	segments []*segment
	used     int   // bytes of the last segment
	kept     int64 // bytes that rows refer to,
	dropped  int64 // and that no row does any more
}

// segment is a run of profiles, each after its length in four bytes.
type segment struct {
	bytes []byte
	held  *file // that they lie in, if it is not a scratch file
}

// A segment's size, and its first one's on the heap.
const (
	segmentBytes = 16 << 20
	smallSegment = 64 << 10
)

// offset says where a profile is: the segment, and where in it, in placeBits.
type offset uint64

const placeBits = 40

// append adds a profile.
func (s *profileArena) append(profile []byte) (offset, error) {
	size := 4 + len(profile)
	if len(s.segments) == 0 || s.used+size > len(s.segments[len(s.segments)-1].bytes) {
		if err := s.begin(size); err != nil {
			return 0, err
		}
	}
	last := len(s.segments) - 1
	room := s.segments[last].bytes[s.used:]
	binary.LittleEndian.PutUint32(room, uint32(len(profile)))
	copy(room[4:], profile)
	at := offset(last)<<placeBits | offset(s.used)
	s.used += size
	s.kept += int64(size)
	return at, nil
}

// begin makes a segment with room for so many bytes.
func (s *profileArena) begin(size int) error {
	if n := len(s.segments); n > 0 && s.dir != "" {
		mapped.Release(s.segments[n-1].bytes)
	}
	made := &segment{}
	if s.dir == "" {
		made.bytes = make([]byte, max(size, min(segmentBytes, smallSegment<<len(s.segments))))
	} else {
		bytes, release, err := mapped.Scratch(s.dir, max(size, segmentBytes))
		if err != nil {
			return fmt.Errorf("room for profiles: %w", err)
		}
		made.bytes = bytes
		runtime.AddCleanup(made, func(release func()) { release() }, release)
	}
	s.segments, s.used = append(slices.Clone(s.segments), made), 0
	return nil
}

// drop counts a profile that no row has any more.
func (s *profileArena) drop(at offset) {
	size := int64(4 + len(profileAt(s.segments, at)))
	s.kept, s.dropped = s.kept-size, s.dropped+size
}

// profileAt returns the bytes of a profile, which end with the segments.
func profileAt(segments []*segment, at offset) []byte {
	bytes := segments[at>>placeBits].bytes[at&(1<<placeBits-1):]
	return bytes[4 : 4+binary.LittleEndian.Uint32(bytes)]
}
