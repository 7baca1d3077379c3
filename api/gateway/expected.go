package gateway

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/guitu-project/guitu/models"
)

// wrongKind says which kind of value came at a path of a body and which is right there; false
// if the body is no JSON or the path leads to no field of md.
func wrongKind(body []byte, md protoreflect.MessageDescriptor, path string) (models.Text, bool) {
	fd, item := fieldAt(md, path)
	if fd == nil || !json.Valid(body) {
		return models.Text{}, false
	}
	want, came := expected(fd, item), given(body, path)
	return models.Text{
		Zh: fmt.Sprintf("值的类型不对：应为%s，写的是%s", want.Zh, came.Zh),
		En: fmt.Sprintf("%s where %s belongs", came.En, want.En),
	}, true
}

// fieldAt returns the field that a path leads to, and whether to an item of its list; nil for none.
func fieldAt(md protoreflect.MessageDescriptor, path string) (fd protoreflect.FieldDescriptor, item bool) {
	for part := range strings.SplitSeq(path, ".") {
		name, _, indexed := strings.Cut(part, "[")
		if md == nil {
			return nil, false
		}
		if fd = md.Fields().ByJSONName(name); fd == nil {
			if fd = md.Fields().ByTextName(name); fd == nil {
				return nil, false
			}
		}
		md, item = fd.Message(), indexed
	}
	return fd, item
}

// expected names the kind of value that a field takes, as people who write JSON know it.
func expected(fd protoreflect.FieldDescriptor, item bool) models.Text {
	if fd.IsList() && !item {
		each := expected(fd, true)
		return models.Text{Zh: "数组 [" + strings.TrimSpace(each.Zh) + ", …]", En: "an array of " + strings.TrimPrefix(strings.TrimPrefix(each.En, "an "), "a ") + "s"}
	}
	switch fd.Kind() {
	case protoreflect.MessageKind, protoreflect.GroupKind:
		return models.Text{Zh: "对象 " + shape(fd.Message()), En: "an object " + shape(fd.Message())}
	case protoreflect.EnumKind:
		words := enumWords(fd.Enum())
		return models.Text{Zh: " " + words + " 之一", En: "one of " + words}
	case protoreflect.BoolKind:
		return models.Text{Zh: " true 或 false", En: "true or false"}
	case protoreflect.BytesKind:
		return models.Text{Zh: " Base64 字符串", En: "a base64 string"}
	case protoreflect.StringKind:
		return models.Text{Zh: "字符串", En: "a string"}
	case protoreflect.FloatKind, protoreflect.DoubleKind:
		return models.Text{Zh: "数字", En: "a number"}
	}
	return models.Text{Zh: "整数", En: "a whole number"}
}

// shownFields is how many fields of an object are shown.
const shownFields = 3

// shape shows an object with its first fields: {"text": …, "kind": …}.
func shape(md protoreflect.MessageDescriptor) string {
	fields := md.Fields()
	parts := make([]string, 0, shownFields)
	for i := range min(fields.Len(), shownFields) {
		parts = append(parts, fmt.Sprintf("%q: …", fields.Get(i).JSONName()))
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// enumWords lists the words of an enumeration but for the unspecified one.
func enumWords(ed protoreflect.EnumDescriptor) string {
	values := ed.Values()
	words := make([]string, 0, values.Len())
	for i := 1; i < values.Len(); i++ { // 0 is unspecified
		words = append(words, string(values.Get(i).Name()))
	}
	return strings.Join(words, ", ")
}

// longestGiven is how many characters of a value are quoted.
const longestGiven = 30

// given names the value at a path of a body, which is JSON, by its kind, a short one quoted.
func given(body []byte, path string) models.Text {
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return models.Text{Zh: "别的", En: "something else"}
	}
	for part := range strings.SplitSeq(path, ".") {
		name, rest, _ := strings.Cut(part, "[")
		object, ok := value.(map[string]any)
		if !ok {
			break
		}
		value = object[name]
		for index := range strings.SplitSeq(strings.TrimSuffix(rest, "]"), "][") {
			var at int
			if list, ok := value.([]any); ok && index != "" {
				if _, err := fmt.Sscan(index, &at); err == nil && at >= 0 && at < len(list) {
					value = list[at]
				}
			}
		}
	}
	switch v := value.(type) {
	case string:
		if utf8.RuneCountInString(v) > longestGiven {
			v = string([]rune(v)[:longestGiven]) + "…"
		}
		return models.Text{Zh: "文字“" + v + "”", En: fmt.Sprintf("the text %q", v)}
	case float64:
		return models.Text{Zh: fmt.Sprintf("数字 %v", v), En: fmt.Sprintf("the number %v", v)}
	case bool:
		return models.Text{Zh: fmt.Sprintf(" %v", v), En: fmt.Sprint(v)}
	case []any:
		return models.Text{Zh: "数组 […]", En: "an array"}
	case map[string]any:
		return models.Text{Zh: "对象 {…}", En: "an object"}
	}
	return models.Text{Zh: " null", En: "null"}
}
