package jsonl

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"time"
)

// respell rewrites a line as the JSON of REST may be written into the one form that
// decode reads: names of fields in snake_case, numbers as text ("60") and whole numbers
// with a point (165.0). It reports false if there is nothing to rewrite.
func respell(text []byte, into any) ([]byte, bool) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil || d.More() {
		return nil, false
	}
	changed := false
	v = respellValue(v, reflect.TypeOf(into), &changed)
	if !changed {
		return nil, false
	}
	out, err := json.Marshal(v)
	return out, err == nil
}

var timeType = reflect.TypeFor[time.Time]()

func respellValue(v any, t reflect.Type, changed *bool) any {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Struct:
		if object, ok := v.(map[string]any); ok && t != timeType {
			return respellObject(object, t, changed)
		}
	case reflect.Slice:
		if list, ok := v.([]any); ok && t.Elem().Kind() != reflect.Uint8 {
			for i := range list {
				list[i] = respellValue(list[i], t.Elem(), changed)
			}
		}
	case reflect.Int, reflect.Int32, reflect.Int64, reflect.Float32, reflect.Float64:
		return respellNumber(v, t.Kind() != reflect.Float32 && t.Kind() != reflect.Float64, changed)
	}
	return v
}

func respellObject(object map[string]any, t reflect.Type, changed *bool) map[string]any {
	out := make(map[string]any, len(object))
	for key, v := range object {
		name, field := key, fieldNamed(t, key)
		if field == nil && strings.Contains(key, "_") {
			if name = camel(key); object[name] == nil {
				field = fieldNamed(t, name)
			}
		}
		if field == nil {
			out[key] = v
			continue
		}
		*changed = *changed || name != key
		out[name] = respellValue(v, field, changed)
	}
	return out
}

// fieldNamed returns the type of the field that JSON calls so, also in what t embeds.
func fieldNamed(t reflect.Type, name string) reflect.Type {
	for i := range t.NumField() {
		f := t.Field(i)
		tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && tag == "" && f.Type.Kind() == reflect.Struct:
			if found := fieldNamed(f.Type, name); found != nil {
				return found
			}
		case tag == name && tag != "-" && tag != "":
			return f.Type
		}
	}
	return nil
}

// camel writes height_min_cm as heightMinCm.
func camel(key string) string {
	parts := strings.Split(key, "_")
	for i, p := range parts[1:] {
		if p != "" {
			parts[i+1] = strings.ToUpper(p[:1]) + p[1:]
		}
	}
	return strings.Join(parts, "")
}

// respellNumber takes a number out of a text, and the point off a whole one.
func respellNumber(v any, whole bool, changed *bool) any {
	var text string
	switch v := v.(type) {
	case string:
		text = strings.TrimSpace(v)
	case json.Number:
		text = v.String()
	default:
		return v
	}
	if whole {
		if head, tail, ok := strings.Cut(text, "."); ok && strings.Trim(tail, "0") == "" {
			text = head
		}
	}
	n := json.Number(text)
	if _, err := n.Float64(); err != nil || text == "" || !json.Valid([]byte(text)) {
		return v
	}
	if old, ok := v.(json.Number); !ok || old != n {
		*changed = true
	}
	return n
}
