package gateway

import (
	"bytes"
	"io"
	"reflect"
	"strings"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// codec is the contract's JSON: lowerCamelCase names, empty fields left out, an
// empty list in a …Response as [], unknown fields refused. What is wrong in a
// body is told with the field's path.
type codec struct{ runtime.JSONPb }

func newJSON() *codec { return &codec{} }

// Marshal writes an answer.
func (c *codec) Marshal(v any) ([]byte, error) {
	m, ok := v.(proto.Message)
	if !ok {
		return c.JSONPb.Marshal(v)
	}
	return protojson.MarshalOptions{EmitDefaultValues: emptyList(m.ProtoReflect())}.Marshal(m)
}

// emptyList reports whether m is a response whose list, its first field, is empty.
func emptyList(m protoreflect.Message) bool {
	fields := m.Descriptor().Fields()
	return strings.HasSuffix(string(m.Descriptor().Name()), "Response") &&
		fields.Len() > 0 && fields.Get(0).IsList() && !m.Has(fields.Get(0))
}

// NewEncoder writes answers to w.
func (c *codec) NewEncoder(w io.Writer) runtime.Encoder {
	return runtime.EncoderFunc(func(v any) error {
		text, err := c.Marshal(v)
		if err != nil {
			return err
		}
		_, err = w.Write(text)
		return err
	})
}

// Unmarshal reads a whole body. Errors: an inputError.
func (c *codec) Unmarshal(body []byte, v any) error {
	m, ok := message(v)
	if !ok { // the contract has no body that is not a message
		return c.JSONPb.Unmarshal(body, v)
	}
	if err := protojson.Unmarshal(body, m); err != nil {
		return explain(err, body, m.ProtoReflect().Descriptor())
	}
	return nil
}

// message returns the message that v is or points to; if v points to none yet, it is
// made. The generated handlers hand over the address of a request's field.
func message(v any) (proto.Message, bool) {
	if m, ok := v.(proto.Message); ok {
		return m, true
	}
	field := reflect.ValueOf(v)
	if field.Kind() != reflect.Pointer || field.Elem().Kind() != reflect.Pointer {
		return nil, false
	}
	if field = field.Elem(); field.IsNil() {
		field.Set(reflect.New(field.Type().Elem()))
	}
	m, ok := field.Interface().(proto.Message)
	return m, ok
}

// NewDecoder reads one body from r; one without content is io.EOF.
func (c *codec) NewDecoder(r io.Reader) runtime.Decoder {
	return runtime.DecoderFunc(func(v any) error {
		body, err := io.ReadAll(r)
		if err != nil {
			return bodyError(err)
		}
		if len(bytes.TrimSpace(body)) == 0 {
			return io.EOF
		}
		return c.Unmarshal(body, v)
	})
}
