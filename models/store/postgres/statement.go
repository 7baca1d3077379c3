package postgres

import (
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/guitu-project/guitu/models/store/sqlstore"
)

// words are what PostgreSQL says otherwise.
var words = strings.NewReplacer("IN (SELECT value FROM json_each(", "= ANY((", "json_object(", "json_build_object(", "x''", "''")

// SQL returns a statement as PostgreSQL reads it; see package sqlstore.
func (d *database) SQL(statement string) string {
	statement = words.Replace(statement)
	var sb strings.Builder
	highest := 0
	for quoted := false; statement != ""; statement = statement[1:] {
		c := statement[0]
		if c == '\'' {
			quoted = !quoted
		}
		if c != '?' || quoted {
			sb.WriteByte(c)
			continue
		}
		digits := len(statement) - 1 - len(strings.TrimLeft(statement[1:], "0123456789"))
		number, err := strconv.Atoi(statement[1 : 1+digits])
		if err != nil { // none stands there
			number = highest + 1
		}
		highest = max(highest, number)
		sb.WriteString("$" + strconv.Itoa(number))
		statement = statement[digits:]
	}
	return sb.String()
}

// PostgreSQL's texts are UTF-8 without zero bytes, and ours are what callers wrote. What it
// would not take is written as escape and the byte in hex.
const escape = '\x01'

const hexDigits = "0123456789abcdef"

func escaped(s string) string {
	if utf8.ValidString(s) && !strings.ContainsAny(s, "\x00\x01") {
		return s
	}
	var sb strings.Builder
	for s != "" {
		r, size := utf8.DecodeRuneInString(s)
		if r == 0 || r == escape || r == utf8.RuneError && size == 1 {
			sb.Write([]byte{escape, hexDigits[s[0]>>4], hexDigits[s[0]&15]})
		} else {
			sb.WriteString(s[:size])
		}
		s = s[size:]
	}
	return sb.String()
}

func unescaped(s string) string {
	before, after, found := strings.Cut(s, string(escape))
	if !found {
		return s
	}
	var sb strings.Builder
	for ; found; before, after, found = strings.Cut(after, string(escape)) {
		sb.WriteString(before)
		if b, err := strconv.ParseUint(after[:min(2, len(after))], 16, 8); err == nil {
			sb.WriteByte(byte(b))
			after = after[2:]
		}
	}
	return sb.String() + before
}

// Arg passes lists as arrays, and escapes texts.
func (d *database) Arg(arg any) any {
	switch a := arg.(type) {
	case string:
		return escaped(a)
	case sqlstore.List:
		if numbers, ok := a.Values.([]int64); ok {
			return numbers
		}
		values := reflect.ValueOf(a.Values)
		texts := make([]string, values.Len())
		for i := range texts {
			texts[i] = escaped(values.Index(i).String())
		}
		return texts
	}
	return arg
}

// Scanned undoes the escapes.
func (d *database) Scanned(dest []any) {
	for _, to := range dest {
		if text, ok := to.(*string); ok {
			*text = unescaped(*text)
		} else if v := reflect.ValueOf(to).Elem(); v.Kind() == reflect.String {
			v.SetString(unescaped(v.String()))
		}
	}
}
