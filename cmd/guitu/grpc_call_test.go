package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"
)

// route is how the contract says that REST calls a method.
type route struct {
	verb, body string
	path       *regexp.Regexp
	variables  []string
	method     protoreflect.MethodDescriptor
}

var variable = regexp.MustCompile(`\{([a-z_.]+)(?:=([^}]+))?\}`)

// routes are those of every method that takes one request and gives one answer.
var routes = sync.OnceValue(func() (list []route) {
	protoregistry.GlobalFiles.RangeFilesByPackage("guitu.v1", func(f protoreflect.FileDescriptor) bool {
		for i := range f.Services().Len() {
			methods := f.Services().Get(i).Methods()
			for k := range methods.Len() {
				m := methods.Get(k)
				rule, _ := proto.GetExtension(m.Options(), annotations.E_Http).(*annotations.HttpRule)
				if m.IsStreamingServer() || rule == nil {
					continue
				}
				for _, r := range append([]*annotations.HttpRule{rule}, rule.GetAdditionalBindings()...) {
					list = append(list, routeOf(r, m))
				}
			}
		}
		return true
	})
	return list
})

func routeOf(rule *annotations.HttpRule, m protoreflect.MethodDescriptor) route {
	r := route{body: rule.GetBody(), method: m}
	var path string
	switch p := rule.GetPattern().(type) {
	case *annotations.HttpRule_Get:
		r.verb, path = "GET", p.Get
	case *annotations.HttpRule_Post:
		r.verb, path = "POST", p.Post
	case *annotations.HttpRule_Patch:
		r.verb, path = "PATCH", p.Patch
	case *annotations.HttpRule_Put:
		r.verb, path = "PUT", p.Put
	case *annotations.HttpRule_Delete:
		r.verb, path = "DELETE", p.Delete
	}
	var pattern strings.Builder
	for rest := path; rest != ""; {
		at := variable.FindStringSubmatchIndex(rest)
		if at == nil {
			pattern.WriteString(regexp.QuoteMeta(rest))
			break
		}
		pattern.WriteString(regexp.QuoteMeta(rest[:at[0]]))
		inner := "*"
		if at[4] >= 0 {
			inner = rest[at[4]:at[5]]
		}
		r.variables = append(r.variables, rest[at[2]:at[3]])
		pattern.WriteString("(" + strings.NewReplacer(`\*\*`, ".+", `\*`, "[^/:]+").Replace(regexp.QuoteMeta(inner)) + ")")
		rest = rest[at[1]:]
	}
	r.path = regexp.MustCompile("^" + pattern.String() + "$")
	return r
}

// request fills the method's request as REST would: from the body, the path and the query.
func (r *route) request(values []string, query url.Values, body any) (proto.Message, error) {
	fields := object{}
	text, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	switch r.body {
	case "":
	case "*":
		err = json.Unmarshal(text, &fields)
	default:
		var part any
		err = json.Unmarshal(text, &part)
		fields[r.body] = part
	}
	if err != nil {
		return nil, err
	}
	if fields == nil { // a body of null
		fields = object{}
	}
	for i, name := range r.variables {
		setField(fields, r.method.Input(), name, values[i])
	}
	for name, list := range query {
		for _, v := range list {
			setField(fields, r.method.Input(), name, v)
		}
	}
	if text, err = json.Marshal(fields); err != nil {
		return nil, err
	}
	message := dynamicpb.NewMessage(r.method.Input())
	return message, protojson.Unmarshal(text, message)
}

// setField puts a value where a path a.b says.
func setField(fields object, of protoreflect.MessageDescriptor, path, value string) {
	first, rest, deeper := strings.Cut(path, ".")
	f := of.Fields().ByJSONName(first)
	if f == nil {
		f = of.Fields().ByTextName(first)
	}
	switch {
	case deeper && f != nil:
		inner, ok := fields[first].(object)
		if !ok {
			inner = object{}
		}
		setField(inner, f.Message(), rest, value)
		fields[first] = inner
	case f != nil && f.IsList():
		list, _ := fields[first].([]any)
		fields[first] = append(list, value)
	case f != nil && f.Kind() == protoreflect.BoolKind:
		fields[first], _ = strconv.ParseBool(value)
	default:
		fields[first] = value
	}
}

// callGRPC does over gRPC what a REST call does; ok is false of a call that REST alone has.
func (p *process) callGRPC(verb, path string, body any) (code int, answer object, ok bool) {
	p.Helper()
	where, query, _ := strings.Cut(path, "?")
	for _, r := range routes() {
		found := r.path.FindStringSubmatch(where)
		if r.verb != verb || found == nil {
			continue
		}
		values, err := url.ParseQuery(query)
		if err != nil {
			p.Fatal(err)
		}
		request, err := r.request(found[1:], values, body)
		if err != nil {
			p.Fatalf("%s %s as %s: %v", verb, path, r.method.FullName(), err)
		}
		code, answer = p.invoke(&r, request)
		return code, answer, true
	}
	return 0, nil, false
}

func (p *process) invoke(r *route, request proto.Message) (code int, answer object) {
	p.Helper()
	conn, err := grpc.NewClient(p.grpc, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		p.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	ctx := p.Context()
	if p.token != "" {
		ctx = metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+p.token)
	}
	response := dynamicpb.NewMessage(r.method.Output())
	err = conn.Invoke(ctx, fmt.Sprintf("/%s/%s", r.method.Parent().FullName(), r.method.Name()), request, response)
	s := status.Convert(err)
	if err != nil {
		return runtime.HTTPStatusFromCode(s.Code()), object{"message": s.Message(), "details": fmt.Sprint(s.Details()...)}
	}
	text, err := protojson.Marshal(response)
	if err == nil {
		err = json.Unmarshal(text, &answer)
	}
	if err != nil {
		p.Fatal(err)
	}
	return runtime.HTTPStatusFromCode(s.Code()), answer
}
