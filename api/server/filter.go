package server

import (
	"fmt"
	"time"

	"go.einride.tech/aip/filtering"
	expr "google.golang.org/genproto/googleapis/api/expr/v1alpha1"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// filterColumns are the fields that a list's filter may compare.
var filterColumns = map[string]store.TimeColumn{
	"updateTime": store.UpdateTime, "update_time": store.UpdateTime,
	"createTime": store.CreateTime, "create_time": store.CreateTime,
}

// maxFilter is how long a filter may be, in bytes.
const maxFilter = 1000

// timesOf reads a filter as AIP-160 writes it, of times that must all fit. Errors:
// models.ErrInvalid (filter).
func timesOf(filter string) ([]store.TimeBound, error) {
	if filter == "" {
		return nil, nil
	}
	var parser filtering.Parser
	if len(filter) > maxFilter {
		return nil, wrongFilter("is too long")
	}
	parser.Init(filter)
	parsed, err := parser.Parse()
	if err != nil {
		return nil, wrongFilter(err.Error())
	}
	return boundsOf(parsed.GetExpr(), nil)
}

// boundsOf adds what an expression asks for: comparisons, joined by AND.
func boundsOf(e *expr.Expr, to []store.TimeBound) ([]store.TimeBound, error) {
	call := e.GetCallExpr()
	if len(call.GetArgs()) != 2 {
		return nil, wrongFilter("compares nothing")
	}
	left, right := call.GetArgs()[0], call.GetArgs()[1]
	switch call.GetFunction() {
	case filtering.FunctionAnd, filtering.FunctionFuzzyAnd:
		to, err := boundsOf(left, to)
		if err != nil {
			return nil, err
		}
		return boundsOf(right, to)
	case filtering.FunctionEquals, filtering.FunctionNotEquals, filtering.FunctionLessThan, filtering.FunctionLessEquals,
		filtering.FunctionGreaterThan, filtering.FunctionGreaterEquals:
		column, ok := filterColumns[left.GetIdentExpr().GetName()]
		if !ok {
			return nil, wrongFilter(fmt.Sprintf("compares %q", left.GetIdentExpr().GetName()))
		}
		at, err := time.Parse(time.RFC3339Nano, right.GetConstExpr().GetStringValue())
		if err != nil {
			return nil, wrongFilter("has a time that is not in quotes, or not as 2026-01-31T08:00:00Z")
		}
		return append(to, store.TimeBound{Column: column, Op: call.GetFunction(), Time: at}), nil
	}
	return nil, wrongFilter("has " + call.GetFunction())
}

func wrongFilter(why string) error {
	return models.Invalid("filter", `应写作 updateTime > "2026-01-31T08:00:00Z"，可用 updateTime、createTime，多个条件用 AND 连接`,
		`must be like updateTime > "2026-01-31T08:00:00Z": updateTime or createTime, joined by AND; it `+why)
}
