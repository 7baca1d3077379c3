package places

import (
	"bytes"
	"compress/gzip"
	_ "embed" // the divisions
	"fmt"
	"io"
	"strconv"
	"strings"
)

//go:embed data/areas.txt
var areasTable string

//go:embed data/former.txt
var formerTable string

//go:embed data/villages.txt.gz
var villagesTable []byte

// load builds the gazetteer from the embedded tables.
func load() (*Gazetteer, error) {
	g := &Gazetteer{keys: make(map[string][]reference, 8192), longest: make(map[rune]int, 2048)}
	g.lexicon = lexicon{
		chars: make([]rune, 1, 6000), number: make(map[rune]uint16, 6000),
		ids: make(map[string]uint32, 300_000), from: make([]uint32, 1, 300_000), text: make([]uint16, 0, 1_000_000),
	}
	g.first[0], g.first[Province] = 0, 0
	for level := Province; level <= County; level++ {
		if err := g.loadUpper(level); err != nil {
			return nil, err
		}
	}
	text, err := unpack(villagesTable)
	if err != nil {
		return nil, err
	}
	if err := g.loadTowns(text); err != nil {
		return nil, err
	}
	if err := g.link(); err != nil {
		return nil, err
	}
	g.close()
	if err := g.loadFormer(); err != nil {
		return nil, err
	}
	g.sounds = newSoundModel(g)
	return g, nil
}

func unpack(packed []byte) (string, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return "", fmt.Errorf("villages: %w", err)
	}
	var b strings.Builder
	b.Grow(8 << 20)
	if _, err := io.Copy(&b, r); err != nil { //nolint:gosec // our own data
		return "", fmt.Errorf("villages: %w", err)
	}
	return b.String(), nil
}

// loadUpper reads the areas of a level: "code, name, latitude, longitude", by code.
func (g *Gazetteer) loadUpper(level Level) error {
	for line := range strings.Lines(areasTable) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 4 {
			return fmt.Errorf("areas: %q has no four fields", line)
		}
		if len(f[0]) != digits[level] {
			continue
		}
		number, err := strconv.ParseUint(f[0], 10, 64)
		if err != nil {
			return fmt.Errorf("areas: %w", err)
		}
		lat, err := strconv.ParseFloat(f[2], 32)
		if err != nil {
			return fmt.Errorf("areas: %w", err)
		}
		lon, err := strconv.ParseFloat(f[3], 32)
		if err != nil {
			return fmt.Errorf("areas: %w", err)
		}
		area := upperArea{code: f[0], stem: stemOf(f[1], level), lat: float32(lat), lon: float32(lon), nominal: isNominal(f[1])}
		g.put(number, f[1], area.stem)
		g.upper = append(g.upper, area)
		if !area.nominal && !g.isItsCity(number, f[1], level) {
			g.name(uint32(len(g.upper)-1), f[1], area.stem, "", level)
		}
	}
	g.first[level+1] = len(g.codes)
	return nil
}

// isItsCity reports whether a county is all there is of its city: 东莞市.
func (g *Gazetteer) isItsCity(number uint64, label string, level Level) bool {
	if level != County {
		return false
	}
	city, ok := g.find(strconv.FormatUint(number/100, 10))
	return ok && g.labels[city] == label
}

// put adds an area that is not a village.
func (g *Gazetteer) put(number uint64, label, stem string) {
	g.codes = append(g.codes, number)
	g.labels = append(g.labels, label)
	g.stems = append(g.stems, g.add(stem))
}

// loadTowns reads towns and villages as gen.go's villages writes them. The towns go
// first.
func (g *Gazetteer) loadTowns(text string) error {
	head, text, _ := strings.Cut(text, "\n")
	g.tails = strings.Split(head, "\t")
	count := strings.Count(text, "\n")
	codes, stems := make([]uint64, 0, count), make([]uint32, 0, count)
	g.tail = make([]uint8, 0, count)
	var town, next uint64
	for line := range strings.Lines(text) {
		line = line[:len(line)-1]
		if line[0] == '>' {
			number, err := strconv.ParseUint(line[1:10], 10, 64)
			if err != nil {
				return fmt.Errorf("towns: %w", err)
			}
			g.put(number, line[10:], stemOf(line[10:], Town))
			town, next = number*1000, 1
			continue
		}
		if colon := strings.IndexByte(line[:min(4, len(line))], ':'); colon > 0 {
			number, err := strconv.ParseUint(line[:colon], 10, 64)
			if err != nil {
				return fmt.Errorf("villages: %w", err)
			}
			next, line = number, line[colon+1:]
		}
		tail := line[len(line)-1] - 'a'
		if int(tail) >= len(g.tails) {
			return fmt.Errorf("villages: %q ends with no letter of a tail", line)
		}
		codes = append(codes, town+next)
		stems = append(stems, g.add(line[:len(line)-1]))
		g.tail = append(g.tail, tail)
		next++
	}
	g.first[Village] = len(g.codes)
	g.codes, g.stems = append(g.codes, codes...), append(g.stems, stems...)
	g.first[Village+1] = len(g.codes)
	return nil
}

// link finds every area's parent and first child.
func (g *Gazetteer) link() error {
	g.parents = make([]uint32, len(g.codes))
	g.kids = make([]uint32, g.first[Village]+1)
	for level := Province; level < Village; level++ {
		unit := uint64(1)
		for range digits[level+1] - digits[level] {
			unit *= 10
		}
		child, end := g.first[level+1], g.first[level+2]
		for i := g.first[level]; i < g.first[level+1]; i++ {
			g.kids[i] = uint32(child)
			for child < end && g.codes[child]/unit == g.codes[i] {
				g.parents[child] = uint32(i)
				child++
			}
		}
		if child != end {
			return fmt.Errorf("areas: %d has no parent", g.codes[child])
		}
	}
	g.kids[g.first[Village]] = uint32(len(g.codes))
	return nil
}

// loadFormer reads names that areas used to have: "name, code then, code now".
func (g *Gazetteer) loadFormer() error {
	for line := range strings.Lines(formerTable) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 3 {
			return fmt.Errorf("former: %q has no three fields", line)
		}
		i, ok := g.find(f[2])
		if !ok || i >= len(g.upper) {
			return fmt.Errorf("former: no area has the code %q", f[2])
		}
		level := County
		if len(f[1]) == digits[City] || strings.HasSuffix(f[0], "地区") {
			level = City
		}
		stem := stemOf(f[0], level)
		g.name(uint32(i), f[0], stem, f[1], level)
		if stem != g.upper[i].stem {
			g.old = append(g.old, formerName{uint32(i), g.numbers(stem)})
		}
	}
	return nil
}
