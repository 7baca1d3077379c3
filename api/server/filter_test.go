package server

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

func TestFilters(t *testing.T) {
	at := func(text string) time.Time {
		v, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	bound := func(column store.TimeColumn, op, text string) store.TimeBound {
		return store.TimeBound{Column: column, Op: op, Time: at(text)}
	}
	since := bound(store.UpdateTime, ">", "2026-01-31T08:00:00Z")
	for text, want := range map[string][]store.TimeBound{
		"":                                        nil,
		`updateTime>"2026-01-31T08:00:00Z"`:       {since},
		`updateTime > "2026-01-31T08:00:00Z"`:     {since},
		`update_time > '2026-01-31T08:00:00Z'`:    {since},
		`(updateTime > "2026-01-31T08:00:00Z")`:   {since},
		`updateTime>="2026-01-31T16:00:00+08:00"`: {bound(store.UpdateTime, ">=", "2026-01-31T16:00:00+08:00")},
		`updateTime > "2026-01-31T08:00:00Z" AND createTime <= "2026-02-01T00:00:00.5Z" AND createTime != "2026-02-01T00:00:00Z"`: {
			since, bound(store.CreateTime, "<=", "2026-02-01T00:00:00.5Z"), bound(store.CreateTime, "!=", "2026-02-01T00:00:00Z")},
		`updateTime > "2026-01-31T08:00:00Z" createTime < "2026-02-01T00:00:00Z"`: {since, bound(store.CreateTime, "<", "2026-02-01T00:00:00Z")},
	} {
		if got, err := timesOf(text); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v, want %+v", text, got, err, want)
		}
	}
	for _, text := range []string{
		"updateTime", "updateTime >", `updateTime > "yesterday"`, `updateTime > 2026`, `name = "x"`, `NOT updateTime > "2026-01-31T08:00:00Z"`,
		`updateTime > "2026-01-31T08:00:00Z" OR createTime > "2026-01-31T08:00:00Z"`, `updateTime:"2026-01-31T08:00:00Z"`, `"2026-01-31T08:00:00Z" < updateTime`,
		"(((", `updateTime > "`, strings.Repeat("(", 5000), "更新时间 > 昨天", `a(b)`, `person.name = "x"`,
	} {
		if _, err := timesOf(text); !errors.Is(err, models.ErrInvalid) || !strings.Contains(err.Error(), "filter") {
			t.Errorf("%.40s: %v, want it refused", text, err)
		}
	}
}
