package gateway

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/guitu-project/guitu/models"
)

// call is one call of the contract: its method, the segments of its path, and the
// parameters that its query may have, by name.
type call struct {
	method     string
	segments   []string
	parameters map[string]parameter
}

// parameter says whether a parameter may stand in a query more than once.
type parameter struct{ repeated bool }

// document holds what is read of the OpenAPI document.
type document struct {
	Paths map[string]map[string]struct {
		Parameters []struct{ Name, In, Type string }
	}
}

// callsOf returns the calls of the contract, those first that name more of their path.
func callsOf(doc document) []call {
	var calls []call
	for path, methods := range doc.Paths {
		for method, described := range methods {
			c := call{strings.ToUpper(method), strings.Split(path, "/"), map[string]parameter{}}
			for _, p := range described.Parameters {
				if p.In == "query" {
					c.parameters[p.Name] = parameter{repeated: p.Type == "array"}
				}
			}
			if c.method == http.MethodPatch {
				c.parameters["updateMask"] = parameter{} // which the generated document leaves out
			}
			calls = append(calls, c)
		}
	}
	slices.SortFunc(calls, func(a, b call) int { return b.literal() - a.literal() })
	return calls
}

// literal returns how many bytes of the path are the same in every request.
func (c call) literal() int {
	n := 0
	for _, s := range c.segments {
		_, verb := variable(s)
		n += len(verb)
	}
	return n
}

// variable reports whether a segment is {a variable}, and returns what stands behind it: the
// :verb of a custom method, or the whole of a segment that is none.
func variable(segment string) (ok bool, rest string) {
	if name, rest, ok := strings.Cut(segment, "}"); ok && strings.HasPrefix(name, "{") {
		return true, rest
	}
	return false, segment
}

func (c call) fits(method string, segments []string) bool {
	if c.method != method || len(c.segments) != len(segments) {
		return false
	}
	for i, segment := range c.segments {
		isVariable, rest := variable(segment)
		if !isVariable && segments[i] != segment || isVariable && (len(segments[i]) <= len(rest) || !strings.HasSuffix(segments[i], rest)) {
			return false
		}
	}
	return true
}

// longestName is how much, in runes, is answered of a parameter's name.
const longestName = 64

// check returns which parameters a call does not know, or has more than once.
func (c call) check(query url.Values) error {
	var wrong []models.Violation
	for name, values := range query {
		known, ok := c.parameters[lowerCamel(name)]
		switch {
		case !ok:
			wrong = append(wrong, models.Violation{Field: short(name), Text: c.unknown()})
		case len(values) > 1 && !known.repeated:
			wrong = append(wrong, models.Violation{Field: short(name), Text: models.Text{Zh: "只能写一次", En: "stands more than once"}})
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	slices.SortFunc(wrong, func(a, b models.Violation) int { return strings.Compare(a.Field, b.Field) })
	return &models.InvalidError{Violations: wrong[:min(len(wrong), 10)]}
}

func (c call) unknown() models.Text {
	if len(c.parameters) == 0 {
		return models.Text{Zh: "不认识的参数，这里不用参数", En: "unknown parameter: this call takes none"}
	}
	names := make([]string, 0, len(c.parameters))
	for name := range c.parameters {
		names = append(names, name)
	}
	slices.Sort(names)
	return models.Text{
		Zh: fmt.Sprintf("不认识的参数，这里可用：%s", strings.Join(names, "、")),
		En: "unknown parameter, this call takes " + strings.Join(names, ", "),
	}
}

func short(name string) string {
	runes := []rune(name)
	return string(runes[:min(len(runes), longestName)])
}

// knownQuery refuses a query with what its call does not know: a filter with a slip of the
// pen would otherwise show everything, as if it had been asked for. Answers of an OpenID
// Connect provider may have parameters of its own (RFC 6749, 4.1.2).
func (g *gateway) knownQuery(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := g.checkQuery(r); err != nil {
			g.fail(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (g *gateway) checkQuery(r *http.Request) error {
	if r.URL.RawQuery == "" || !strings.HasPrefix(r.URL.Path, "/v1/") || r.URL.Path == oidcPath+"callback" {
		return nil
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return models.Invalid("query", "网址参数写法有误", "the query string is broken: write a=1&b=2")
	}
	segments := strings.Split(r.URL.Path, "/")
	for _, c := range g.calls {
		if c.fits(r.Method, segments) {
			return c.check(query)
		}
	}
	return nil // no such path or method, which is said as such
}
