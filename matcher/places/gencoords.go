//go:build ignore

package main

import (
	"encoding/json"
	"fmt"
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
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
}

func (f feature) at() (point, bool) {
	if len(f.Properties.Cp) == 2 && f.Properties.Cp[1] > 0 {
		return point{f.Properties.Cp[1], f.Properties.Cp[0]}, true
	}
	if f.Properties.Latitude > 0 {
		return point{f.Properties.Latitude, f.Properties.Longitude}, true
	}
	return point{}, false
}

func features(modules, path string) []feature {
	var collection struct{ Features []feature }
	check(json.Unmarshal(read(modules, path), &collection))
	return collection.Features
}

// coordinates finds a point for every area: of echarts for provinces, cities and districts
// of municipalities, of GeoNames for the other counties, else of the parent.
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
	seats(modules, areas, old, points)
	return inherit(points, areas)
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
