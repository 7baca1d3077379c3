package gateway

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/guitu-project/guitu/models"
)

// inputError says what is wrong in a body or a query. The generated handlers keep
// only an error's text, so the text has all that is to be told, and unpack reads it
// back.
type inputError models.Violation

const (
	packed    = "\x1einput\x1f" // no sentence begins like this
	separator = "\x1f"
)

func (e inputError) Error() string {
	clean := strings.NewReplacer(packed, "", separator, "") // what the caller wrote is quoted in it
	return packed + clean.Replace(e.Field) + separator + clean.Replace(e.Zh) + separator + clean.Replace(e.En)
}

// unpack returns the inputError behind a text, if there is one.
func unpack(text string) (inputError, bool) {
	rest, ok := strings.CutPrefix(text, packed)
	parts := strings.Split(rest, separator)
	if !ok || len(parts) != 3 {
		return inputError{}, false
	}
	return inputError{Field: parts[0], Text: models.Text{Zh: parts[1], En: parts[2]}}, true
}

// protojson tells where it stopped, in lines and characters from 1, and why.
var protojsonError = regexp.MustCompile(`(?s)\(line (\d+):(\d+)\): (.*)$`)

// explain makes an inputError of what protojson says of a body for a message of md.
func explain(err error, body []byte, md protoreflect.MessageDescriptor) error {
	found := protojsonError.FindStringSubmatch(err.Error())
	if found == nil { // it is JSON, but ends early or is not UTF-8
		return inputError{Text: models.Text{Zh: "JSON 不完整或写法有误", En: "the JSON is broken or incomplete"}}
	}
	line, _ := strconv.Atoi(found[1])
	column, _ := strconv.Atoi(found[2])
	path := pathAt(body, offsetOf(body, line, column))
	text := models.Text{
		Zh: fmt.Sprintf("JSON 写法有误（第 %d 行第 %d 列）", line, column),
		En: fmt.Sprintf("broken JSON at line %d, column %d: %s", line, column, found[3]),
	}
	quoted := found[3][strings.LastIndexByte(found[3], ' ')+1:]
	switch {
	case strings.HasPrefix(found[3], "unknown field"):
		text = models.Text{Zh: "不认识的字段 " + quoted, En: "unknown field " + quoted}
	case strings.HasPrefix(found[3], "duplicate field"):
		text = models.Text{Zh: "字段重复：" + quoted, En: "the field is there twice: " + quoted}
	case strings.HasPrefix(found[3], "invalid value"):
		text = models.Text{Zh: "值不对", En: found[3]}
		if fd, _ := fieldAt(md, path); fd != nil && fd.Enum() != nil {
			words := enumWords(fd.Enum())
			text = models.Text{Zh: fmt.Sprintf("不认识的值，应为 %s 之一", words), En: fmt.Sprintf("%s: must be one of %s", found[3], words)}
		} else if wrong, ok := wrongKind(body, md, path); ok {
			text = wrong
		}
	case !json.Valid(body):
		path = ""
	default:
		if wrong, ok := wrongKind(body, md, path); ok {
			text = wrong
		}
	}
	return inputError{Field: path, Text: text}
}

// offsetOf returns where that line and column lie in body, in bytes.
func offsetOf(body []byte, line, column int) int {
	at := 0
	for ; line > 1; line-- {
		next := bytes.IndexByte(body[at:], '\n')
		if next < 0 {
			return len(body)
		}
		at += next + 1
	}
	for ; column > 1 && at < len(body); column-- {
		_, size := utf8.DecodeRune(body[at:])
		at += size
	}
	return at
}

// pathAt returns the path (person.names[0].kind) of the key or value that lies at that
// offset of a JSON text, or of the last one before the text breaks.
func pathAt(body []byte, offset int) string {
	type level struct {
		list  bool
		index int
		key   string
		isKey bool // the next token is a key
	}
	var levels []level
	path := func() string {
		var b strings.Builder
		for _, l := range levels {
			switch {
			case l.list:
				fmt.Fprintf(&b, "[%d]", l.index)
			case l.key != "":
				if b.Len() > 0 {
					b.WriteByte('.')
				}
				b.WriteString(l.key)
			}
		}
		return b.String()
	}
	passed := func() { // a value is over
		if len(levels) == 0 {
			return
		}
		top := &levels[len(levels)-1]
		top.index++
		top.isKey = !top.list
	}
	for dec := json.NewDecoder(bytes.NewReader(body)); ; {
		token, err := dec.Token()
		if err != nil {
			return path()
		}
		here := dec.InputOffset() > int64(offset)
		if key, ok := token.(string); ok && len(levels) > 0 && levels[len(levels)-1].isKey {
			levels[len(levels)-1].key, levels[len(levels)-1].isKey = key, false
			if here {
				return path()
			}
			continue
		}
		if here {
			return path()
		}
		switch token {
		case json.Delim('{'):
			levels = append(levels, level{isKey: true})
		case json.Delim('['):
			levels = append(levels, level{list: true})
		case json.Delim('}'), json.Delim(']'):
			levels = levels[:len(levels)-1]
			passed()
		default:
			passed()
		}
	}
}
