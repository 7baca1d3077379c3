package scan

// remap gives the values that rows still have new numbers: what only people had who
// are gone must not stay in a file.
type remap struct {
	to   []uint32 // by old number: one more than the new one, 0 for a value no one has
	kept []uint32 // old numbers by new
}

func (n *remap) mark(old uint32) { n.to[old] = 1 }

// number numbers what was marked, in the old order.
func (n *remap) number() {
	for old, marked := range n.to {
		if marked != 0 {
			n.kept = append(n.kept, uint32(old))
			n.to[old] = uint32(len(n.kept))
		}
	}
}

// at returns the new number of a value that is kept.
func (n *remap) at(old uint32) uint32 { return n.to[old] - 1 }

// compaction numbers the values of a view again.
type compaction struct {
	columns, exacts                       []remap
	names, kin, marks, subCounties, pairs remap
}

func compactionOf(v *view) *compaction {
	t, l := &v.terms, &compaction{}
	for _, values := range t.columns {
		l.columns = append(l.columns, remap{to: make([]uint32, len(values))})
	}
	for _, values := range t.exacts {
		l.exacts = append(l.exacts, remap{to: make([]uint32, len(values))})
	}
	for _, n := range []struct {
		of   *remap
		size int
	}{{&l.names, t.names.Len()}, {&l.kin, t.kin.Len()}, {&l.marks, len(t.marks)}, {&l.subCounties, len(t.subCounties)}, {&l.pairs, len(t.pairs)}} {
		n.of.to = make([]uint32, n.size)
	}
	for k, c := range v.chunks {
		c.each(v, k, l, (*remap).mark)
	}
	for _, list := range [][]remap{l.columns, l.exacts} {
		for k := range list {
			list[k].number()
		}
	}
	for _, n := range []*remap{&l.names, &l.kin, &l.marks, &l.subCounties, &l.pairs} {
		n.number()
	}
	return l
}

// each shows every number that the rows of a chunk have.
func (c *chunk) each(v *view, k int, l *compaction, show func(*remap, uint32)) {
	pool := v.poolOf(k)
	for i := range v.size(k) {
		for k := range l.columns {
			show(&l.columns[k], c.columns[k][i])
		}
		for _, names := range c.names {
			if names[i] != 0 {
				show(&l.names, names[i]-1)
			}
		}
		for k, exact := range c.exacts {
			if exact[i] != 0 {
				show(&l.exacts[k], exact[i]-1)
			}
		}
		l.lists(pool, c.items[i], c.words[i], show)
	}
}

// lists shows the numbers in a row's items and words.
func (l *compaction) lists(pool []uint32, items, words uint32, show func(*remap, uint32)) {
	if items != 0 {
		head, list := pool[items], pool[items+1:]
		for n, of := range [...]*remap{&l.names, &l.kin, &l.marks, &l.subCounties} {
			count := head >> (8 * n) & 0xff
			for _, id := range list[:count] {
				show(of, id)
			}
			list = list[count:]
		}
	}
	if words != 0 {
		head := pool[words]
		for _, id := range pool[words+1 : words+1+head&0xffff+head>>16] {
			show(&l.pairs, id)
		}
	}
}

// rewrite returns a chunk of the same rows with the new numbers, and nothing in its pool that
// was replaced.
func (l *compaction) rewrite(v *view, k int) *chunk {
	from, to := v.chunks[k], newChunk()
	pool := v.poolOf(k)
	for i := range v.size(k) {
		for k := range l.columns {
			to.columns[k][i] = l.columns[k].at(from.columns[k][i])
		}
		for k, names := range from.names {
			if n := names[i]; n != 0 {
				to.names[k][i] = l.names.at(n-1) + 1
			}
		}
		for k, exact := range from.exacts {
			if n := exact[i]; n != 0 {
				to.exacts[k][i] = l.exacts[k].at(n-1) + 1
			}
		}
		to.who[i], to.hashes[i], to.parts[i] = from.who[i], from.hashes[i], from.parts[i]
		to.items[i], to.words[i] = l.copy(to, pool, from.items[i], from.words[i])
	}
	return to
}

// copy puts a row's items and words into the pool of another chunk.
func (l *compaction) copy(to *chunk, pool []uint32, items, words uint32) (itemsAt, wordsAt uint32) {
	var out []uint32
	add := func(n *remap, old uint32) { out = append(out, n.at(old)) }
	if items != 0 {
		out = append(out, pool[items])
		l.lists(pool, items, 0, add)
		itemsAt = to.append(out)
	}
	if out = out[:0]; words != 0 {
		out = append(out, pool[words])
		l.lists(pool, 0, words, add)
		wordsAt = to.append(out)
	}
	return itemsAt, wordsAt
}
