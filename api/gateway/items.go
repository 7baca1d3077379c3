package gateway

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
)

// createItem takes a verification item as multipart/form-data; any other body is JSON.
func (g *gateway) createItem(w http.ResponseWriter, r *http.Request) {
	if !isForm(r) {
		g.transcoder.ServeHTTP(w, r)
		return
	}
	item, err := formItem(r)
	if err != nil {
		g.fail(w, r, err)
		return
	}
	parent := strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, "/v1/"), "/items")
	out, err := g.cases.CreateCaseItem(outgoing(r), &guituv1.CreateCaseItemRequest{Parent: parent, Item: item, Etag: r.URL.Query().Get("etag")})
	g.reply(w, r, out, err)
}

func formItem(r *http.Request) (*guituv1.CaseItem, error) {
	form, err := r.MultipartReader()
	if err != nil {
		return nil, inputError{Text: models.Text{Zh: "表单写法有误", En: "the form is broken"}}
	}
	item := &guituv1.CaseItem{}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return item, nil
		}
		if err != nil {
			return nil, formError(err)
		}
		if err := addItemPart(item, part); err != nil {
			return nil, err
		}
	}
}

// addItemPart takes the file, or a field of the item by its JSON name.
func addItemPart(item *guituv1.CaseItem, part *multipart.Part) error {
	content, err := io.ReadAll(part)
	if err != nil {
		return formError(err)
	}
	name := part.FormName()
	if name == "attachment" || name == "file" {
		if item.Attachment != nil {
			return inputError{Field: name, Text: models.Text{Zh: "一项核实只能附一个文件", En: "one file an item"}}
		}
		item.Attachment = content
		return nil
	}
	field := item.ProtoReflect().Descriptor().Fields().ByJSONName(name)
	if field == nil || field.Kind() != protoreflect.StringKind && field.Kind() != protoreflect.EnumKind {
		return inputError{Field: name, Text: models.Text{Zh: "不认识的表单字段", En: "unknown form field"}}
	}
	text := strings.ToValidUTF8(string(content), "�")
	if field.Kind() == protoreflect.StringKind {
		item.ProtoReflect().Set(field, protoreflect.ValueOfString(text))
		return nil
	}
	value := field.Enum().Values().ByName(protoreflect.Name(text))
	if value == nil {
		return inputError{Field: name, Text: models.Text{Zh: "不认识的值 " + text, En: "unknown value " + text}}
	}
	item.ProtoReflect().Set(field, protoreflect.ValueOfEnum(value.Number()))
	return nil
}
