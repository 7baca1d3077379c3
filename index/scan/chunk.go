package scan

import (
	"slices"

	"github.com/guitu-project/guitu/matcher/feature"
)

// chunkRows is how many rows a chunk has: what a worker scans between two looks at the
// context, and what a writer copies to change a row that readers know.
const chunkRows = 2048

// chunk holds some rows, by column. Rows that readers know of never change; beyond them the
// writer adds more.
type chunk struct {
	columns [][]uint32             // by feature.Column
	names   [2][]uint32            // the first names, see row
	exacts  [][]uint32             // by feature.Exact: one more than the number of the value, 0 for none
	items   []uint32               // where in the pool a row's items are, 0 for none
	words   []uint32               // and its words
	parts   []uint32               // what else than columns a row has, see hasKin
	places  []offset               // of the profiles
	hashes  []uint64               // of the subjects' names
	held    *file                  // that columns may lie in, which are then never written to
	who     []uint32               // the subject's number, which it keeps when its row moves
	faces   []*feature.FaceColumns // by model; nil if no row has a face of it
	pool    []uint32               // items and words of the rows, and of those that were replaced
	dropped int                    // how many of them were replaced
	known   int                    // rows that a reader may know of
}

func newChunk() *chunk {
	c := emptyChunk()
	c.pool, c.places, c.hashes = []uint32{0}, make([]offset, chunkRows), make([]uint64, chunkRows)
	for _, column := range c.numbers() {
		*column = make([]uint32, chunkRows)
	}
	return c
}

// emptyChunk has columns without rows.
func emptyChunk() *chunk {
	return &chunk{columns: make([][]uint32, feature.Columns()), exacts: make([][]uint32, feature.Exacts())}
}

// numbers returns all columns of numbers, in the order of a file.
func (c *chunk) numbers() []*[]uint32 {
	list := []*[]uint32{&c.names[0], &c.names[1], &c.who, &c.items, &c.words, &c.parts}
	for t := range c.exacts {
		list = append(list, &c.exacts[t])
	}
	for t := range c.columns {
		list = append(list, &c.columns[t])
	}
	return list
}

// clone returns a chunk with the same rows, for the writer to change. It shares the pool, to
// which only the clone adds from now on, unless most of it was replaced.
func (c *chunk) clone(rows int) *chunk {
	own := *c
	own.columns, own.exacts = slices.Clone(c.columns), slices.Clone(c.exacts)
	for _, column := range own.numbers() {
		*column = slices.Clone(*column)
	}
	own.places, own.hashes = slices.Clone(c.places), slices.Clone(c.hashes)
	own.faces = slices.Clone(c.faces)
	for m, cells := range own.faces {
		if cells != nil {
			own.faces[m] = cells.Clone()
		}
	}
	own.known = 0 // no reader has it yet
	if 2*own.dropped > len(own.pool) {
		own.pool, own.dropped = []uint32{0}, 0
		for i := range rows {
			own.items[i], own.words[i] = own.append(c.itemsAt(c.items[i])), own.append(c.wordsAt(c.words[i]))
		}
	}
	return &own
}

// set writes a row.
func (c *chunk) set(i int, r *row) {
	for t := range c.columns {
		c.columns[t][i] = r.columns[t]
	}
	for t := range c.exacts {
		c.exacts[t][i] = r.exacts[t]
	}
	c.names[0][i], c.names[1][i], c.places[i] = r.names[0], r.names[1], r.place
	c.who[i], c.hashes[i], c.parts[i] = r.who, r.hash, r.parts()
	for m := range max(len(r.faces), len(c.faces)) {
		cell := feature.FaceCell{}
		if m < len(r.faces) {
			cell = r.faces[m]
		}
		c.setFace(m, i, cell)
	}
	c.items[i] = c.append(entry(r.items.names, r.items.kin, r.items.marks, r.items.subCounties))
	c.words[i] = c.append(entry(r.words.appearance, r.words.belongings))
}

// setFace writes the cell of a row in a model.
func (c *chunk) setFace(m, i int, cell feature.FaceCell) {
	if !cell.Known() && (m >= len(c.faces) || c.faces[m] == nil) {
		return
	}
	for len(c.faces) <= m {
		c.faces = append(c.faces, nil)
	}
	if c.faces[m] == nil {
		c.faces[m] = feature.NewFaceColumns(chunkRows)
	}
	c.faces[m].Set(i, cell)
}

// face returns the cell of a row in a model, nil if no row of the chunk has any.
func (c *chunk) face(m, i int) *feature.FaceCell {
	if m < len(c.faces) && c.faces[m] != nil {
		return &c.faces[m].Cells[i]
	}
	return nil
}

// move copies a row of another chunk.
func (c *chunk) move(i int, from *chunk, k int) {
	for t := range c.columns {
		c.columns[t][i] = from.columns[t][k]
	}
	for t := range c.exacts {
		c.exacts[t][i] = from.exacts[t][k]
	}
	c.names[0][i], c.names[1][i] = from.names[0][k], from.names[1][k]
	c.places[i] = from.places[k]
	c.who[i], c.hashes[i], c.parts[i] = from.who[k], from.hashes[k], from.parts[k]
	for m := range max(len(c.faces), len(from.faces)) {
		cell := feature.FaceCell{}
		if held := from.face(m, k); held != nil {
			cell = *held
		}
		c.setFace(m, i, cell)
	}
	c.items[i], c.words[i] = c.append(from.itemsAt(from.items[k])), c.append(from.wordsAt(from.words[k]))
}

// drop counts a row's entries as replaced.
func (c *chunk) drop(i int) {
	c.dropped += len(c.itemsAt(c.items[i])) + len(c.wordsAt(c.words[i]))
}

// An entry of the pool is the lengths of its lists, a byte each for items, two for
// words, and then the lists. Lists are cut if their length would not fit.
const mostItems = 255

func entry(lists ...[]uint32) []uint32 {
	head, total, bits := uint32(0), 0, 32/len(lists)
	for i, list := range lists {
		n := min(len(list), mostItems)
		head |= uint32(n) << (bits * i)
		total += n
	}
	if total == 0 {
		return nil
	}
	out := append(make([]uint32, 0, 1+total), head)
	for _, list := range lists {
		out = append(out, list[:min(len(list), mostItems)]...)
	}
	return out
}

// append puts an entry into the pool and says where it is.
func (c *chunk) append(entry []uint32) uint32 {
	if len(entry) == 0 {
		return 0
	}
	at := uint32(len(c.pool))
	c.pool = append(c.pool, entry...)
	return at
}

// itemsAt returns an entry of items as a whole, wordsAt one of words; nil at 0.
func (c *chunk) itemsAt(at uint32) []uint32 {
	if at == 0 {
		return nil
	}
	h := c.pool[at]
	return c.pool[at : at+1+h&0xff+h>>8&0xff+h>>16&0xff+h>>24]
}

func (c *chunk) wordsAt(at uint32) []uint32 {
	if at == 0 {
		return nil
	}
	h := c.pool[at]
	return c.pool[at : at+1+h&0xffff+h>>16]
}
