package scan

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/guitu-project/guitu/index/vectors"
	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/matcher/evidence"
)

// Stamp says what a snapshot is of, and what came with it.
type Stamp struct {
	Position int64  // the last change that is in it
	Change   string // what that change was, to know the store again
	Numbers  string // the parameters that are in it, see evidence.Weigher.FaceNumbers
	Census   []byte
}

// Snapshot is some tables as they were at one time.
type Snapshot struct {
	stamp  Stamp
	tables []still
}

// still is a table that does not change any more.
type still struct {
	weigher   *evidence.Weigher
	view      *view
	free      []uint32
	galleries []vectors.Frozen
}

// Take takes the tables as they are now. It copies nothing; later changes do not show.
func Take(s Stamp, tables ...*Table) *Snapshot {
	out := &Snapshot{stamp: s}
	for _, t := range tables {
		out.tables = append(out.tables, t.still())
	}
	return out
}

func (t *Table) still() still {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := still{weigher: t.faces.weigher, view: t.view.Load(), free: append([]uint32(nil), t.faces.free...)}
	for _, g := range s.view.faces.galleries {
		s.galleries = append(s.galleries, g.Freeze())
	}
	return s
}

// Save writes a snapshot to a file, all or nothing: a crash leaves the one before.
func (s *Snapshot) Save(path string) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+"-*")
	if err != nil {
		return fmt.Errorf("save snapshot: %w", err)
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("save snapshot: %w", errors.Join(err, os.Remove(file.Name())))
		}
	}()
	return errors.Join(s.write(file), file.Close(), os.Rename(file.Name(), path))
}

func (s *Snapshot) write(file *os.File) error {
	if _, err := file.Write(make([]byte, headSize)); err != nil {
		return err
	}
	e := newEncoder(file)
	e.number(int(s.stamp.Position))
	e.bytes([]byte(s.stamp.Change))
	e.bytes([]byte(s.stamp.Numbers))
	e.bytes(s.stamp.Census)
	e.number(len(s.tables))
	for i := range s.tables {
		s.tables[i].encode(e)
	}
	if e.err == nil {
		e.err = e.to.Flush()
	}
	if e.err != nil {
		return e.err
	}
	if _, err := file.WriteAt(e.head(), 0); err != nil {
		return err
	}
	return file.Sync()
}

func (s *still) encode(e *encoder) {
	v := s.view
	e.number(v.rows)
	e.number(v.faces.numbers)
	encode(e, s.free)
	s.encodeTerms(e)
	s.encodeProfiles(e)
	at := place(0)
	for k, c := range v.chunks {
		for _, column := range c.columns() {
			encode(e, *column)
		}
		encode(e, c.hashes)
		encode(e, v.poolOf(k))
		e.number(c.dropped)
		places := make([]place, chunkRows)
		for i := range v.size(k) {
			places[i] = at
			at += place(4 + len(v.bytes(k*chunkRows+i))) //nolint:gosec // a length
		}
		encode(e, places)
		for m := range v.faces.models {
			if m < len(c.faces) {
				e.bytes(memory(c.faces[m]))
			} else {
				e.number(0)
			}
		}
	}
	s.encodeFaces(e)
	runtime.KeepAlive(v)
}

// encodeTerms writes the different values.
func (s *still) encodeTerms(e *encoder) {
	t := &s.view.terms
	var w compact.Writer
	for _, list := range t.traits {
		w.Len(len(list))
		for _, p := range list {
			s.weigher.Keep(p, &w)
		}
	}
	w.Len(len(t.marks))
	for i := range t.marks {
		t.marks[i].Keep(&w)
	}
	w.Len(len(t.hamlets))
	for i := range t.hamlets {
		t.hamlets[i].Keep(&w)
	}
	w.Len(len(t.days))
	for _, day := range t.days {
		w.Text(string(day))
	}
	w.Len(len(s.view.faces.models))
	for _, model := range s.view.faces.models {
		w.Text(model)
	}
	t.names.Keep(&w)
	t.kin.Keep(&w)
	e.bytes(w.Bytes)
	encode(e, t.pairs)
	encode(e, t.names.Words())
	encode(e, t.names.Starts())
	encode(e, t.kin.Words())
	encode(e, t.kin.Starts())
}

// encodeProfiles writes the profiles in the order of the rows, as one segment.
func (s *still) encodeProfiles(e *encoder) {
	size := 0
	for i := range s.view.rows {
		size += 4 + len(s.view.bytes(i))
	}
	e.number(size)
	for i := range s.view.rows {
		b := s.view.bytes(i)
		e.raw([]byte{byte(len(b)), byte(len(b) >> 8), byte(len(b) >> 16), byte(len(b) >> 24)}) //nolint:gosec // a byte each
		e.raw(b)
	}
	e.raw(make([]byte, -size&7))
}

func (s *still) encodeFaces(e *encoder) {
	for _, g := range s.galleries {
		e.number(g.Dim)
		for p := range g.Parts {
			e.number(len(p.Owners))
			e.bytes(p.Codes)
			encode(e, p.Terms)
			encode(e, p.Vectors)
			encode(e, p.Owners)
			encode(e, p.Faces)
			e.bytes(p.Dead)
		}
		e.number(0)
	}
}
