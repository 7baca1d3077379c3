package scan

import (
	"errors"
	"fmt"
	"runtime"
	"slices"

	"github.com/guitu-project/guitu/index/mapped"
	"github.com/guitu-project/guitu/index/vectors"
	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/matcher/marks"
	"github.com/guitu-project/guitu/matcher/names"
	"github.com/guitu-project/guitu/models"
)

// file is a mapped snapshot; it is unmapped when nothing of it can be reached any more.
type file struct{ bytes []byte }

// Load puts what a snapshot has into tables that are empty, as many as it was taken of.
// What was sealed in the file is mapped from one without a name. accept is asked first whether it is the right one. Errors:
// models.ErrDataLoss for a file that is damaged or of another version, an os.ErrNotExist,
// or accept's; the tables are then to be thrown away.
func Load(path string, by Sealer, accept func(*Header) error, tables ...*Table) (err error) {
	plain, err := opened(path, by)
	if err != nil {
		return fmt.Errorf("open snapshot: %w", err)
	}
	defer func() { err = errors.Join(err, plain.Close()) }()
	bytes, release, err := mapped.File(plain)
	if err != nil {
		return fmt.Errorf("open snapshot: %w", err)
	}
	f := &file{bytes}
	runtime.AddCleanup(f, func(release func()) { release() }, release)
	d := &decoder{rest: bytes[headSize:]}
	s := Header{Position: int64(d.number()), Change: string(d.bytes()), Numbers: string(d.bytes()), CorpusStats: append([]byte(nil), d.bytes()...)}
	if d.number() != len(tables) || d.bad {
		return fmt.Errorf("%w: a snapshot of other tables", models.ErrDataLoss)
	}
	if err := accept(&s); err != nil {
		return err
	}
	for _, t := range tables {
		if err := t.load(d, f); err != nil {
			return err
		}
	}
	runtime.KeepAlive(f)
	return nil
}

func (t *Table) load(d *decoder, f *file) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	v := view{rows: d.number()}
	t.faces.view.numbers = d.number()
	t.faces.free = append([]uint32(nil), decode[uint32](d)...)
	if err := t.loadTerms(d); err != nil {
		return err
	}
	t.arena.segments = []*segment{{bytes: d.bytes(), held: f}}
	t.arena.used = len(t.arena.segments[0].bytes) // full: what follows begins another
	t.arena.kept = int64(t.arena.used)
	t.at.rows = make(map[uint64]int, v.rows)
	for at := 0; at*chunkRows < v.rows && !d.bad; at++ {
		c, size := emptyChunk(), v.size(at)
		c.held = f
		for _, column := range c.numbers() {
			*column = decode[uint32](d)
		}
		c.hashes, c.pool, c.places = decode[uint64](d), decode[uint32](d), decode[offset](d)
		for range t.faces.view.models {
			cells := numbers[feature.FaceCell](d, d.bytes())
			if d.bad || len(cells) != 0 && len(cells) != chunkRows {
				return fmt.Errorf("%w: the snapshot's faces", models.ErrDataLoss)
			}
			var columns *feature.FaceColumns
			if len(cells) > 0 {
				columns = feature.FaceColumnsOf(cells)
			}
			c.faces = append(c.faces, columns)
		}
		if d.bad || len(c.hashes) < chunkRows || len(c.places) < chunkRows {
			break
		}
		c.pool = c.pool[:len(c.pool):len(c.pool)]
		c.known = chunkRows
		v.chunks = append(v.chunks, c)
		for i, hash := range c.hashes[:size] {
			t.at.rows[hash] = at*chunkRows + i
		}
	}
	if err := t.loadFaces(d, f); err != nil {
		return err
	}
	if d.bad || len(t.at.rows) != v.rows || !t.known(&v) {
		return fmt.Errorf("%w: the snapshot's rows", models.ErrDataLoss)
	}
	if n := len(v.chunks); n > 0 { // rows are added to the last
		v.chunks[n-1] = v.chunks[n-1].clone(v.size(n - 1))
		t.publish(&v, v.rows-1)
		return nil
	}
	t.publish(&v)
	return nil
}

// known reports whether the columns that kernels look up have only numbers of values that
// there are: who looks them up does not ask again.
func (t *Table) known(v *view) bool {
	below := func(column []uint32, count int) bool {
		return len(column) >= chunkRows && int64(slices.Max(column)) < int64(count)
	}
	for _, c := range v.chunks {
		ok := below(c.who, max(t.faces.view.numbers, 1)) && below(c.parts, 1<<(classesAt+marks.Classes))
		for k, column := range c.columns {
			ok = ok && below(column, len(t.lexicon.columns[k].values))
		}
		for _, exact := range c.exacts {
			ok = ok && len(exact) >= chunkRows
		}
		for _, column := range c.names {
			ok = ok && below(column, 1+t.lexicon.names.View().Len())
		}
		if !ok {
			return false
		}
	}
	return true
}

func (t *Table) loadTerms(d *decoder) error {
	l, w := t.lexicon, t.faces.scorer
	r := compact.NewReader(d.bytes())
	for c := range feature.Column(feature.Columns()) {
		for n := range r.Len() {
			p := w.Decode(r, func(string) [][]float32 { return nil })
			if l.column(c, p, func() *feature.Profile { return p }) != uint32(n) {
				return fmt.Errorf("%w: a value twice", models.ErrDataLoss)
			}
		}
	}
	for range r.Len() {
		m := marks.Decode(r)
		l.marks.number(m, func() marks.Mark { return m })
	}
	for range r.Len() {
		l.subCounty(feature.DecodeSubCounty(r))
	}
	for e := range l.exacts {
		for range r.Len() {
			value := r.Text()
			l.exacts[e].number(value, func() string { return value })
		}
	}
	for range r.Len() {
		t.faces.view.models = append(t.faces.view.models, r.Text())
	}
	nameUnits, kinUnits := names.DecodeUnits(r), names.DecodeUnits(r)
	for _, pair := range decode[uint64](d) {
		l.pairs.number(pair, func() uint64 { return pair })
	}
	l.names = names.DecodeRoll(r, nameUnits, decode[uint32](d), decode[uint32](d))
	l.kin = names.DecodeRoll(r, kinUnits, decode[uint32](d), decode[uint32](d))
	if d.bad || r.Bad() {
		return fmt.Errorf("%w: the snapshot's values", models.ErrDataLoss)
	}
	return nil
}

func (t *Table) loadFaces(d *decoder, f *file) error {
	for range t.faces.view.models {
		dim := d.number()
		var parts []vectors.Part
		for n := d.number(); n > 0 && !d.bad; n = d.number() {
			parts = append(parts, vectors.Part{
				Codes: d.bytes(), Terms: decode[float32](d), Vectors: decode[float32](d), Centre: decode[float32](d), Coarse: d.bytes(), CoarseTerms: decode[float32](d), Owners: decode[int32](d), Faces: decode[uint16](d), Dead: d.bytes(),
			})
		}
		g, err := vectors.Restore(dim, t.faces.dir, parts, f)
		if err != nil {
			return fmt.Errorf("faces of the snapshot: %w", err)
		}
		t.faces.view.galleries = append(t.faces.view.galleries, g)
	}
	return nil
}
