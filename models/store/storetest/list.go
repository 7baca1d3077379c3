package storetest

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// listAll reads every page and returns the names.
func listAll[T models.Subject](t *testing.T, st store.Store, s side[T], f store.Filter, limit int) []string {
	t.Helper()
	var names []string
	for token := ""; ; {
		page, next, err := s.files(st).List(t.Context(), f, limit, token)
		must(t, err)
		if len(page) > limit {
			t.Fatalf("a page of %d, want at most %d", len(page), limit)
		}
		for _, x := range page {
			names = append(names, x.Common().Name)
		}
		if next == "" {
			return names
		}
		if next == token || len(page) == 0 {
			t.Fatalf("page %v of token %q leads to %q", page, token, next)
		}
		token = next
	}
}

func namesOf[T models.Subject](subjects []T) []string {
	var names []string
	for _, x := range subjects {
		names = append(names, x.Common().Name)
	}
	return names
}

func testListPages[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	wantEqual(t, "an empty store", listAll(t, st, s, store.Filter{}, 3), []string(nil))
	var all []T
	for i := range 7 {
		all = append(all, s.full("青石站", fmt.Sprint("E-", i)))
	}
	create(t, st, s, all[:3]...)
	create(t, st, s, all[3:]...)
	must(t, update(t, st, s, all[0])) // does not make it younger
	for _, limit := range []int{1, 3, 6, 7, 8, 1000} {
		wantEqual(t, fmt.Sprint("pages of ", limit), listAll(t, st, s, store.Filter{}, limit), namesOf(all))
	}
	page, next, err := s.files(st).List(t.Context(), store.Filter{}, 7, "")
	must(t, err)
	wantEqual(t, "the page", page, all)
	if next != "" {
		t.Errorf("the last page leads to %q", next)
	}
	for _, limit := range []int{0, -1} {
		_, _, err := s.files(st).List(t.Context(), store.Filter{}, limit, "")
		wantErr(t, err, models.ErrInvalid)
	}
}

func testListFilters[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	a, b, c, d := s.full("青石站", "E-1"), s.full("白鹭站", "E-1"), s.full("白鹭站", ""), s.full("白鹭站", "E-4")
	s.status(a, s.opened)
	s.status(b, "") // read as the former
	s.status(c, s.closed)
	s.status(d, s.closed)
	create(t, st, s, a, b, c, d)
	for _, test := range []struct {
		filter store.Filter
		want   []T
	}{
		{store.Filter{}, []T{a, b, c, d}},
		{store.Filter{ExternalID: "E-1"}, []T{a, b}},
		{store.Filter{ExternalID: "E-2"}, nil},
		{store.Filter{Origin: "白鹭站"}, []T{b, c, d}},
		{store.Filter{Status: s.opened}, []T{a, b}},
		{store.Filter{Status: s.closed}, []T{c, d}},
		{store.Filter{Status: "NONE"}, nil},
		{store.Filter{OpenOnly: true}, []T{a, b}},
		{store.Filter{OpenOnly: true, Status: s.closed}, nil},
		{store.Filter{Origin: "白鹭站", ExternalID: "E-1", Status: s.opened, OpenOnly: true}, []T{b}},
		{store.Filter{Origin: "' OR '1'='1"}, nil},
	} {
		for _, limit := range []int{1, 2, 100} {
			wantEqual(t, fmt.Sprintf("%+v by %d", test.filter, limit), listAll(t, st, s, test.filter, limit), namesOf(test.want))
		}
	}
	s.status(a, s.closed)
	must(t, update(t, st, s, a))
	wantEqual(t, "open after the update", listAll(t, st, s, store.Filter{OpenOnly: true}, 9), namesOf([]T{b}))
}

func testListBadToken[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	create(t, st, s, s.full("青石站", "E-1"), s.full("青石站", "E-2"))
	_, next, err := s.files(st).List(t.Context(), store.Filter{}, 1, "")
	must(t, err)
	for _, token := range []string{"?", "0", "-1", next + "!", " " + next, "翻页", "99999999999999999999999"} {
		_, _, err := s.files(st).List(t.Context(), store.Filter{}, 1, token)
		var invalid *models.InvalidError
		if !errors.As(err, &invalid) || invalid.Violations[0].Field != "pageToken" {
			t.Errorf("token %q: error %v, want one about pageToken", token, err)
		}
	}
}

// A token goes on behind its subject even when that is gone.
func testListAfterDelete[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	a, b, c := s.full("青石站", "E-1"), s.full("青石站", "E-2"), s.full("青石站", "E-3")
	create(t, st, s, a, b, c)
	_, next, err := s.files(st).List(t.Context(), store.Filter{}, 2, "")
	must(t, err)
	must(t, remove(t, st, s, b.Common().Name, ""))
	page, _, err := s.files(st).List(t.Context(), store.Filter{}, 2, next)
	must(t, err)
	wantEqual(t, "the second page", namesOf(page), namesOf([]T{c}))

	// The newest place in the order is not given away again.
	_, next, err = s.files(st).List(t.Context(), store.Filter{}, 1, "")
	must(t, err)
	must(t, remove(t, st, s, c.Common().Name, ""))
	d := s.full("青石站", "E-4")
	create(t, st, s, d)
	page, _, err = s.files(st).List(t.Context(), store.Filter{}, 2, next)
	must(t, err)
	wantEqual(t, "behind the first", namesOf(page), namesOf([]T{d}))
}

// A page is bounded in bytes, too: large subjects come a few at a time, none is left out.
func testListBytes[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	var all []T
	for i := range 5 {
		one := s.full("青石站", fmt.Sprintf("E-%d", i))
		one.Common().Person.Narrative = strings.Repeat("长", store.PageBytes/3*2/5) // two have room in a page
		all = append(all, one)
	}
	huge := s.full("青石站", "E-huge")
	huge.Common().Person.Narrative = strings.Repeat("长", store.PageBytes/3+1)
	all = append(all, huge, s.full("青石站", "E-last"))
	create(t, st, s, all...)
	var sizes []int
	var found []string
	for token := ""; ; {
		page, next, err := s.files(st).List(t.Context(), store.Filter{}, 100, token)
		must(t, err)
		sizes, found = append(sizes, len(page)), append(found, namesOf(page)...)
		if token = next; token == "" {
			break
		}
	}
	wantEqual(t, "all of the list", found, namesOf(all))
	wantEqual(t, "sizes of the pages", sizes, []int{2, 2, 1, 1, 1})
}
