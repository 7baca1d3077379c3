package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"

	"github.com/guitu-project/guitu/models"
)

// window is how many bytes in a row are enough to say that something was found.
const window = 32

// fewest is how many different bytes a window must have: zeros are everywhere.
const fewest = 8

// sought holds what must be nowhere: windows of bytes, by their rolling hash, and texts.
type sought struct {
	windows map[uint64][]piece
	texts   [][]byte
	longest int
	leaving uint64 // base to the power of window: what a byte weighs that leaves one
}

type piece struct {
	of    string
	bytes []byte
}

func newSought() *sought {
	s := &sought{windows: map[uint64][]piece{}, longest: window, leaving: 1}
	for range window {
		s.leaving *= base
	}
	return s
}

func (s *sought) empty() bool { return len(s.windows)+len(s.texts) == 0 }

// add seeks every window-th window of content: whatever holds twice as many bytes of it
// in a row holds one of them whole. It returns how many can be sought.
func (s *sought) add(what string, content []byte) (n int) {
	for part := range slices.Chunk(content, window) {
		if len(part) < window || different(part) < fewest {
			continue
		}
		h := hashOf(part)
		s.windows[h] = append(s.windows[h], piece{what, part})
		n++
	}
	return n
}

func different(part []byte) (n int) {
	var seen [256]bool
	for _, b := range part {
		if !seen[b] {
			seen[b], n = true, n+1
		}
	}
	return n
}

// addVector seeks an embedding in the forms in which programs keep one.
func (s *sought) addVector(what string, text []byte) error {
	var v []float64
	if err := json.Unmarshal(text, &v); err != nil || len(v) < window {
		return models.Invalid("--embedding", "应为 JSON 数组，至少 32 个数", "must be a JSON array of at least 32 numbers")
	}
	most := 0.0
	for _, x := range v {
		most = math.Max(most, math.Abs(x))
	}
	var single, double, small []byte
	for _, x := range v {
		single = binary.LittleEndian.AppendUint32(single, math.Float32bits(float32(x)))
		double = binary.LittleEndian.AppendUint64(double, math.Float64bits(x))
		small = append(small, byte(int(math.RoundToEven(x/most*127))&0xff)) // two's complement, as package index/vectors has it
	}
	s.add(what+" (float32)", single)
	s.add(what+" (float64)", double)
	s.add(what+" (int8)", small)
	return nil
}

func (s *sought) addText(text string) {
	s.texts = append(s.texts, []byte(text))
	s.longest = max(s.longest, len(text))
}

// The hash of a window is a polynomial in base, modulo 2⁶⁴.
const base = 1099511628211

func hashOf(part []byte) (h uint64) {
	for _, b := range part {
		h = h*base + uint64(b) + 1
	}
	return h
}

// in returns what of the sought is in text, each once.
func (s *sought) in(text []byte) (found []string) {
	note := func(what string) {
		if !slices.Contains(found, what) {
			found = append(found, what)
		}
	}
	for _, t := range s.texts {
		if bytes.Contains(text, t) {
			note("text of " + fmt.Sprint(len(t)) + " bytes") // not the text itself: this is printed
		}
	}
	if len(s.windows) == 0 || len(text) < window {
		return found
	}
	h := hashOf(text[:window])
	for i := 0; ; i++ {
		for _, p := range s.windows[h] {
			if bytes.Equal(p.bytes, text[i:i+window]) {
				note(p.of)
			}
		}
		if i+window == len(text) {
			return found
		}
		h = h*base + uint64(text[i+window]) + 1 - s.leaving*(uint64(text[i])+1)
	}
}

// erasureCheck searches files and remembers what it found.
type erasureCheck struct {
	sought *sought
	found  []string
	files  int
	bytes  int64
}

// searchFolder searches every file below dir.
func (r *erasureCheck) searchFolder(ctx context.Context, dir string) error {
	return filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist): // gone since
			return nil
		case err != nil:
			return err
		case !entry.Type().IsRegular():
			return ctx.Err()
		}
		f, err := os.Open(path) //nolint:gosec // below the folder that the operator names
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		return errors.Join(r.searchIn(path, f), f.Close())
	})
}

// searchIn searches one file, or what is sealed in one place.
func (r *erasureCheck) searchIn(where string, in io.Reader) error {
	r.files++
	room := make([]byte, 0, 1<<20+r.sought.longest)
	var told []string
	for {
		n, err := io.ReadFull(in, room[len(room):cap(room)])
		room = room[:len(room)+n]
		r.bytes += int64(n)
		for _, what := range r.sought.in(room) {
			if !slices.Contains(told, what) {
				told = append(told, what)
				r.found = append(r.found, where+": "+what)
			}
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", where, err)
		}
		kept := copy(room, room[len(room)-r.sought.longest:])
		room = room[:kept]
	}
}
