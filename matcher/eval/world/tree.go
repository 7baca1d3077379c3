package world

// tree holds the gazetteer laid flat: parents before children, siblings together.
type tree struct {
	at     map[string]int
	parent []int
	level  []int
	first  []int // of the children; the next node's first is behind the last
	last   []int
	speech []area
	name   [][]rune // without the word for the level; nil if no one says it
	read   [][]syllable
	levels [6]int // where each level begins
	weight []float64
}

func newTree(l *land) *tree {
	t := &tree{at: map[string]int{}}
	inv, rare := sounds(), map[rune]syllable{}
	add := func(parent, level int, d Division, weight float64) {
		i := len(t.parent)
		t.at[d.Code] = i
		t.parent, t.level = append(t.parent, parent), append(t.level, level)
		t.first, t.last = append(t.first, 0), append(t.last, 0)
		t.speech, t.weight = append(t.speech, areaOf(d.Code)), append(t.weight, weight)
		var name []rune
		if level > 0 && !empty(d.Name) {
			name = []rune(bare(d.Name))
		}
		t.name, t.read = append(t.name, name), append(t.read, inv.ofAll(name, rare))
	}
	for _, d := range l.provinces.of {
		add(-1, 0, d, l.provinces.p(d))
	}
	codes := make([]string, len(t.parent))
	for code, i := range t.at {
		codes[i] = code
	}
	for level := 1; level < 5; level++ {
		t.levels[level] = len(t.parent)
		for i := t.levels[level-1]; i < t.levels[level]; i++ {
			children := l.gazetteer.Children(codes[i])
			t.first[i] = len(t.parent)
			for _, d := range children {
				add(i, level, d, t.weight[i]/float64(len(children)))
				codes = append(codes, d.Code)
			}
			t.last[i] = len(t.parent)
		}
	}
	t.levels[5] = len(t.parent)
	return t
}

// ofAll returns how the characters of a name are read; rare remembers the rare ones.
func (inv *inventory) ofAll(name []rune, rare map[rune]syllable) []syllable {
	list := make([]syllable, len(name))
	for i, r := range name {
		s, ok := inv.read[r]
		if !ok {
			if s, ok = rare[r]; !ok {
				s = inv.of(r)
				rare[r] = s
			}
		}
		list[i] = s
	}
	return list
}

// node returns the number of a code, -1 for none.
func (t *tree) node(code string) int {
	if i, ok := t.at[code]; ok {
		return i
	}
	return -1
}

// inside returns P(from b | from a), whichever of them says more.
func (t *tree) inside(a, b int) float64 {
	for x := a; x >= 0; x = t.parent[x] {
		if x == b {
			return 1
		}
	}
	for x := b; x >= 0; x = t.parent[x] {
		if x == a {
			return t.weight[b] / t.weight[a]
		}
	}
	return 0
}
