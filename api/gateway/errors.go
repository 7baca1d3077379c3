package gateway

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"

	"github.com/guitu-project/guitu/api/server"
	"github.com/guitu-project/guitu/models"
)

// fail answers an error of the gateway itself, as the server would.
func (g *gateway) fail(w http.ResponseWriter, r *http.Request, err error) {
	if input, ok := errors.AsType[inputError](err); ok {
		err = input.invalid()
	}
	log := g.Log.With("request", r.Header.Get(server.RequestIDHeader))
	g.answer(w, r, server.Status(r.Context(), log, err), 0)
}

// restError answers what the server said, or what a generated handler found wrong
// in a request.
func (g *gateway) restError(_ context.Context, _ *runtime.ServeMux, _ runtime.Marshaler, w http.ResponseWriter, r *http.Request, err error) {
	s := status.Convert(err)
	if s.Code() == codes.InvalidArgument && len(s.Details()) == 0 {
		input, ok := unpack(s.Message())
		if !ok {
			input = queryError(s.Message())
		}
		g.fail(w, r, input)
		return
	}
	g.answer(w, r, s, 0)
}

// routingError answers a path or method that is not in the contract.
func (g *gateway) routingError(_ context.Context, _ *runtime.ServeMux, _ runtime.Marshaler, w http.ResponseWriter, r *http.Request, code int) {
	switch code {
	case http.StatusNotFound:
		g.answer(w, r, status.New(codes.NotFound, "没有这个地址 (no such path)"), code)
	case http.StatusMethodNotAllowed:
		g.answer(w, r, status.New(codes.Unimplemented, "这个地址不支持此方法 (the path does not know this method)"), code)
	default:
		g.answer(w, r, status.New(codes.InvalidArgument, "请求有误 (bad request)"), http.StatusBadRequest)
	}
}

// answer writes a status as JSON; httpCode 0 is the one that fits its code.
func (g *gateway) answer(w http.ResponseWriter, r *http.Request, s *status.Status, httpCode int) {
	if httpCode == 0 {
		httpCode = runtime.HTTPStatusFromCode(s.Code())
	}
	text, err := protojson.Marshal(s.Proto())
	if err != nil { // a detail that this binary does not know
		text, err = protojson.Marshal(status.New(s.Code(), s.Message()).Proto())
	}
	if err != nil {
		g.Log.ErrorContext(r.Context(), "encode status", "err", err)
	}
	if s.Code() == codes.Unauthenticated {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	for _, detail := range s.Details() {
		if retry, ok := detail.(*errdetails.RetryInfo); ok {
			w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(retry.GetRetryDelay().AsDuration().Seconds()))))
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(httpCode)
	g.write(r, w, text)
}

// write sends the body; all that can go wrong is that the caller left.
func (g *gateway) write(r *http.Request, w http.ResponseWriter, body []byte) {
	if _, err := w.Write(body); err != nil { //nolint:gosec // JSON, said to be so, with nosniff
		g.Log.DebugContext(r.Context(), "answer not sent", "err", err)
	}
}

func (e inputError) invalid() error {
	return &models.InvalidError{Violations: []models.Violation{models.Violation(e)}}
}

// bodyError says why a body could not be read.
func bodyError(err error) error {
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return overLimit()
	}
	return fmt.Errorf("read body: %w", err)
}

// tooLargeText is how net/http says that a body is over its limit.
var tooLargeText = (&http.MaxBytesError{}).Error()

// overLimit returns the inputError for a body over maxBody.
func overLimit() inputError {
	return inputError{Text: models.Text{
		Zh: fmt.Sprintf("请求太大，最多 %d MiB", maxBody>>20), En: fmt.Sprintf("the body is over %d MiB", maxBody>>20),
	}}
}

// parsedField finds the parameter in what the generated handlers say of a query.
var parsedField = regexp.MustCompile(`(?:field|list|parameter:?) "?([\w.]+)`)

// queryError makes an inputError of what a generated handler says.
func queryError(text string) inputError {
	if strings.Contains(text, tooLargeText) {
		return overLimit()
	}
	field := ""
	if found := parsedField.FindStringSubmatch(text); found != nil {
		field = lowerCamel(found[1])
	}
	return inputError{Field: field, Text: models.Text{Zh: "参数写法不对", En: text}}
}

// lowerCamel returns the JSON name of a field's name: page_size, pageSize.
func lowerCamel(name string) string {
	parts := strings.Split(name, "_")
	for i, p := range parts[1:] {
		if p != "" {
			parts[i+1] = strings.ToUpper(p[:1]) + p[1:]
		}
	}
	return strings.Join(parts, "")
}
