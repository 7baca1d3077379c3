package scan

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"github.com/guitu-project/guitu/index/mapped"
	"github.com/guitu-project/guitu/index/vectors"
	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/matcher/feature"
)

// Header says what a snapshot is of, and what came with it.
type Header struct {
	Position    int64  // the last change that is in it
	Change      string // what that change was, to know the store again
	Numbers     string // the parameters that are in it, see feature.Scorer.FaceNumbers
	CorpusStats []byte
}

// Snapshot holds some tables as they were at one time.
type Snapshot struct {
	header Header
	tables []frozenTable
}

// frozenTable is a table that does not change any more.
type frozenTable struct {
	scorer    *feature.Scorer
	view      *view
	free      []uint32
	galleries []vectors.Snapshot
}

// NewSnapshot takes the tables as they are now. It copies nothing; later changes do not show.
func NewSnapshot(s Header, tables ...*Table) *Snapshot {
	out := &Snapshot{header: s}
	for _, t := range tables {
		out.tables = append(out.tables, t.freeze())
	}
	return out
}

func (t *Table) freeze() frozenTable {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := frozenTable{scorer: t.faces.scorer, view: t.view.Load(), free: append([]uint32(nil), t.faces.free...)}
	for _, g := range s.view.faces.galleries {
		s.galleries = append(s.galleries, g.Snapshot())
	}
	return s
}

// Sealer makes files unreadable to who has them without the key: a snapshot has people's
// names and faces. The readers of what was sealed return models.ErrDataLoss if it is
// damaged, or of another key.
type Sealer interface {
	Encrypt(plain io.Reader) io.Reader
	Decrypt(sealed io.Reader) io.Reader
}

// Save writes a sealed snapshot to a file, all or nothing: a crash leaves the one before.
func (s *Snapshot) Save(path string, by Sealer) (err error) {
	plain, err := mapped.Hidden(filepath.Dir(path))
	if err != nil {
		return fmt.Errorf("save snapshot: %w", err)
	}
	defer func() { err = errors.Join(err, plain.Close()) }()
	if err := s.write(plain); err != nil {
		return fmt.Errorf("save snapshot: %w", err)
	}
	if _, err := plain.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("save snapshot: %w", err)
	}
	return replace(path, by.Encrypt(plain))
}

// replace puts what is read in the place of a file.
func replace(path string, content io.Reader) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+"-*")
	if err != nil {
		return fmt.Errorf("save snapshot: %w", err)
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("save snapshot: %w", errors.Join(err, os.Remove(file.Name())))
		}
	}()
	_, err = io.Copy(file, content)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

func (s *Snapshot) write(file *os.File) error {
	if _, err := file.Write(make([]byte, headSize)); err != nil {
		return err
	}
	e := newEncoder(file)
	e.number(int(s.header.Position))
	e.bytes([]byte(s.header.Change))
	e.bytes([]byte(s.header.Numbers))
	e.bytes(s.header.CorpusStats)
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
	_, err := file.WriteAt(e.head(), 0)
	return err
}

func (s *frozenTable) encode(e *encoder) {
	v, l := s.view, compactionOf(s.view)
	e.number(v.rows)
	e.number(v.faces.numbers)
	encode(e, s.free)
	s.encodeTerms(e, l)
	s.encodeProfiles(e)
	at := offset(0)
	for k, old := range v.chunks {
		c := l.rewrite(v, k)
		for _, column := range c.numbers() {
			encode(e, *column)
		}
		encode(e, c.hashes)
		encode(e, c.pool)
		for i := range v.size(k) {
			c.places[i] = at
			at += offset(4 + len(v.bytes(k*chunkRows+i)))
		}
		encode(e, c.places)
		for m := range v.faces.models {
			if m < len(old.faces) && old.faces[m] != nil {
				e.bytes(memory(old.faces[m].Cells))
			} else {
				e.number(0)
			}
		}
	}
	s.encodeFaces(e)
	runtime.KeepAlive(v)
}

// encodeTerms writes the values that rows have.
func (s *frozenTable) encodeTerms(e *encoder, l *compaction) {
	t := &s.view.terms
	var w compact.Writer
	for c, list := range t.columns {
		w.Len(len(l.columns[c].kept))
		for _, n := range l.columns[c].kept {
			s.scorer.Encode(list[n], &w)
		}
	}
	w.Len(len(l.marks.kept))
	for _, n := range l.marks.kept {
		t.marks[n].Encode(&w)
	}
	w.Len(len(l.subCounties.kept))
	for _, n := range l.subCounties.kept {
		t.subCounties[n].Encode(&w)
	}
	for e, list := range t.exacts {
		w.Len(len(l.exacts[e].kept))
		for _, n := range l.exacts[e].kept {
			w.Text(list[n])
		}
	}
	w.Len(len(s.view.faces.models))
	for _, model := range s.view.faces.models {
		w.Text(model)
	}
	names, kin := t.names.Only(l.names.kept), t.kin.Only(l.kin.kept)
	names.Encode(&w)
	kin.Encode(&w)
	e.bytes(w.Bytes)
	pairs := make([]uint64, len(l.pairs.kept))
	for i, n := range l.pairs.kept {
		pairs[i] = t.pairs[n]
	}
	encode(e, pairs)
	encode(e, names.Words())
	encode(e, names.Starts())
	encode(e, kin.Words())
	encode(e, kin.Starts())
}

// encodeProfiles writes the profiles in the order of the rows, as one segment.
func (s *frozenTable) encodeProfiles(e *encoder) {
	size := 0
	for i := range s.view.rows {
		size += 4 + len(s.view.bytes(i))
	}
	e.number(size)
	for i := range s.view.rows {
		b := s.view.bytes(i)
		e.raw([]byte{byte(len(b)), byte(len(b) >> 8), byte(len(b) >> 16), byte(len(b) >> 24)})
		e.raw(b)
	}
	e.raw(make([]byte, -size&7))
}

func (s *frozenTable) encodeFaces(e *encoder) {
	for _, g := range s.galleries {
		e.number(g.Dim)
		for p := range g.Parts {
			e.number(len(p.Owners))
			e.bytes(p.Codes)
			encode(e, p.Terms)
			encode(e, p.Vectors)
			encode(e, p.Centre)
			e.bytes(p.Coarse)
			encode(e, p.CoarseTerms)
			encode(e, p.Owners)
			encode(e, p.Faces)
			e.bytes(p.Dead)
		}
		e.number(0)
	}
}
