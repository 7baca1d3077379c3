package server

import (
	"fmt"
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
)

// maskPath is a path of an update mask: the fields from the outermost in.
type maskPath []protoreflect.FieldDescriptor

// patch sets the fields of dst that mask names to what they are in src, cleared
// if src has none. A path reads person.birth_date or person.birthDate; *
// means every field; an empty mask means the fields that are set in src. What the
// server keeps (name, etag, times) is left alone. Errors: models.ErrInvalid for
// an unknown path and for photos, which have calls of their own.
func patch[M proto.Message](dst, src M, mask *fieldmaskpb.FieldMask) error {
	from := src.ProtoReflect()
	var paths []maskPath
	switch names := mask.GetPaths(); {
	case len(names) == 0:
		paths = setIn(from, nil)
	case slices.Contains(names, "*"):
		for fields, i := from.Descriptor().Fields(), 0; i < fields.Len(); i++ {
			if fields.Get(i).Name() != "photos" {
				paths = append(paths, maskPath{fields.Get(i)})
			}
		}
	default:
		for _, name := range names {
			path, err := resolve(from.Descriptor(), name)
			if err != nil {
				return err
			}
			paths = append(paths, path)
		}
	}
	paths = slices.DeleteFunc(paths, func(p maskPath) bool { return kept(p[0]) })
	if slices.ContainsFunc(paths, func(p maskPath) bool { return p[0].Name() == "photos" }) {
		return models.Invalid("photos", "修改时不能带照片；添加照片请用 POST …/photos，删除请用 DELETE /v1/photos/{id}",
			"an update cannot change photos: use POST …/photos and DELETE /v1/photos/{id}")
	}
	forgetPlaces(dst.ProtoReflect(), paths)
	for _, p := range paths {
		p.set(dst.ProtoReflect(), from)
	}
	return nil
}

// kept reports whether a field is the server's to write, not a caller's.
func kept(fd protoreflect.FieldDescriptor) bool {
	if fd.Name() == "etag" {
		return true
	}
	behavior, _ := proto.GetExtension(fd.Options(), annotations.E_FieldBehavior).([]annotations.FieldBehavior)
	return slices.Contains(behavior, annotations.FieldBehavior_OUTPUT_ONLY)
}

// setIn lists the fields that are set in m: of messages their fields, of lists the
// whole list, and an empty message itself.
func setIn(m protoreflect.Message, above maskPath) (paths []maskPath) {
	m.Range(func(fd protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		path := append(slices.Clone(above), fd)
		if fd.Message() != nil && !fd.IsList() {
			if below := setIn(v.Message(), path); len(below) > 0 {
				paths = append(paths, below...)
				return true
			}
		}
		paths = append(paths, path)
		return true
	})
	return paths
}

func resolve(md protoreflect.MessageDescriptor, name string) (maskPath, error) {
	var path maskPath
	for part := range strings.SplitSeq(name, ".") {
		var fd protoreflect.FieldDescriptor
		if md != nil {
			if fd = md.Fields().ByName(protoreflect.Name(part)); fd == nil {
				fd = md.Fields().ByJSONName(part)
			}
		}
		if fd == nil {
			return nil, models.Invalid("updateMask", fmt.Sprintf("不认识的字段“%s”", name), fmt.Sprintf("unknown field %q", name))
		}
		path, md = append(path, fd), nil
		if !fd.IsList() {
			md = fd.Message() // nil below a number or a word, and a list is changed as a whole
		}
	}
	return path, nil
}

// forgetPlaces drops the code and coordinates of each place whose text is about
// to change: they were those of the old text.
func forgetPlaces(dst protoreflect.Message, paths []maskPath) {
	for _, p := range paths {
		last := p[len(p)-1]
		if last.Name() == "text" && last.Parent().FullName() == (*guituv1.Place)(nil).ProtoReflect().Descriptor().FullName() {
			proto.Reset(p.parent(dst).Interface())
		}
	}
}

// parent returns the message in m that has the path's last field.
func (p maskPath) parent(m protoreflect.Message) protoreflect.Message {
	for _, fd := range p[:len(p)-1] {
		m = m.Mutable(fd).Message()
	}
	return m
}

func (p maskPath) set(dst, src protoreflect.Message) {
	for _, fd := range p[:len(p)-1] {
		src = src.Get(fd).Message() // empty if it is not set
	}
	parent, last := p.parent(dst), p[len(p)-1]
	if src.Has(last) {
		parent.Set(last, src.Get(last))
	} else {
		parent.Clear(last)
	}
}
