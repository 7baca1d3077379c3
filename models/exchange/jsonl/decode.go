package jsonl

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/guitu-project/guitu/models"
)

// decode reads the one object that text must be into s. Errors: *models.InvalidError.
func decode(text []byte, s models.Subject) error {
	if !utf8.Valid(text) {
		return models.Invalid("", "文字编码不是 UTF-8，请另存为 UTF-8 后再传", "the line is not UTF-8: save the file as UTF-8 and try again")
	}
	if text[0] != '{' {
		return models.Invalid("", "这一行不是 JSON 对象，应以 { 开头", "the line is not a JSON object: it must begin with {")
	}
	err := decodeStrictly(text, s)
	if err == nil {
		return nil
	}
	other, ok := respell(text, s)
	if !ok {
		return err
	}
	reflect.ValueOf(s).Elem().SetZero() // of what the first try left
	return decodeStrictly(other, s)
}

func decodeStrictly(text []byte, s models.Subject) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(s); err != nil {
		return explain(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return models.Invalid("", "这一行在 JSON 对象之后还有别的内容；每行只能有一个对象",
			"there is more on the line after the JSON object: one object a line")
	}
	return nil
}

// explain says in both languages what encoding/json found.
func explain(err error) error {
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		// The struct that both sides embed is no part of the path that people wrote.
		field := strings.TrimPrefix(wrong.Field, "Entry.")
		want := kindOf(wrong.Type)
		return models.Invalid(field, fmt.Sprintf("值的类型不对：应为%s，写的是%s", want.Zh, cameIn(wrong.Value)),
			fmt.Sprintf("a JSON %s where %s belongs", wrong.Value, want.En))
	}
	if wrong, ok := errors.AsType[*json.SyntaxError](err); ok {
		return models.Invalid("", fmt.Sprintf("JSON 写法有误（第 %d 字节附近）", wrong.Offset),
			fmt.Sprintf("malformed JSON near byte %d: %v", wrong.Offset, wrong))
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return models.Invalid("", "JSON 不完整：这一行在对象结束之前就断了", "the JSON is cut off: the line ends before the object does")
	}
	// The standard library has no type for an unknown field, only this text.
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		name = strings.Trim(name, `"`)
		return models.Invalid(name, fmt.Sprintf("不认识的字段“%s”，请核对拼写", name), fmt.Sprintf("unknown field %q: check the spelling", name))
	}
	if wrong, ok := errors.AsType[*time.ParseError](err); ok {
		return models.Invalid("", "时间写法不对，应为 2006-01-02T15:04:05Z", fmt.Sprintf("%q is no time: write 2006-01-02T15:04:05Z", wrong.Value))
	}
	return models.Invalid("", "JSON 的值无法读取（例如照片内容不是 Base64）", fmt.Sprintf("a value cannot be read: %v", err))
}

// cameIn names what encoding/json found, in Chinese: "number 165.5" is 数字 165.5.
func cameIn(value string) string {
	kind, what, _ := strings.Cut(value, " ")
	for _, k := range [...][2]string{{"string", "文字"}, {"number", "数字"}, {"object", "对象 {…}"}, {"array", "数组 […]"}, {"bool", "是否值（true 或 false）"}} {
		if kind == k[0] {
			return strings.TrimSpace(k[1] + " " + what)
		}
	}
	return " " + value
}

// kindOf names a Go type as people who write JSON know it.
func kindOf(t reflect.Type) models.Text {
	switch t.Kind() {
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return models.Text{Zh: " Base64 字符串", En: "a base64 string"}
		}
		return models.Text{Zh: "数组 […]", En: "an array"}
	case reflect.Struct:
		return models.Text{Zh: "对象 {…}", En: "an object"}
	case reflect.Int:
		return models.Text{Zh: "整数", En: "a whole number"}
	case reflect.Float32, reflect.Float64:
		return models.Text{Zh: "数字", En: "a number within range"}
	default:
		return models.Text{Zh: "字符串", En: "a string"}
	}
}

// clearServerSet removes what only the server says, so that an export can be read.
func clearServerSet(e *models.Entry) {
	e.Name, e.Etag, e.CreateTime, e.UpdateTime = "", "", time.Time{}, time.Time{}
	for i := range e.Photos {
		p := &e.Photos[i]
		p.SHA256, p.Finding, p.Width, p.Height = "", "", 0, 0
		if len(p.Content) > 0 || len(p.Faces) > 0 {
			p.Name = ""
		}
	}
	for i := range e.Fingerprints {
		f := &e.Fingerprints[i]
		f.Name, f.Format, f.FromPicture, f.Views = "", "", false, nil
	}
}

// Hash returns the SHA-256, in lower-case hex, of what s says in the contract's JSON:
// the same for two lines that differ only in the order of fields, in white space,
// in how characters are escaped or in fields that say nothing.
func Hash[T models.Subject](s T) (string, error) {
	h := sha256.New()
	if err := json.NewEncoder(h).Encode(s); err != nil {
		return "", fmt.Errorf("hash of a row: %w", err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
