package postgres

import (
	"testing"

	"github.com/guitu-project/guitu/models/store/sqlstore"
)

func TestStatements(t *testing.T) {
	d := &database{}
	for statement, want := range map[string]string{
		"SELECT a FROM t WHERE b = ? AND c = ?":                                            "SELECT a FROM t WHERE b = $1 AND c = $2",
		"UPDATE t SET a = ?1, b = ?3, c = ? WHERE d = ?2":                                  "UPDATE t SET a = $1, b = $3, c = $4 WHERE d = $2",
		"WHERE (a, b) > (? / 10, ?1 % 10) LIMIT ?":                                         "WHERE (a, b) > ($1 / 10, $1 % 10) LIMIT $2",
		"WHERE a = '?' AND b = 'it''s ?1' AND c = ?":                                       "WHERE a = '?' AND b = 'it''s ?1' AND c = $1",
		"kind = ? AND name IN (SELECT value FROM json_each(?)) LIMIT ?":                    "kind = $1 AND name = ANY(($2)) LIMIT $3",
		"a IN (SELECT value FROM json_each(?1)) OR b IN (SELECT value FROM json_each(?1))": "a = ANY(($1)) OR b = ANY(($1))",
		"SET sealed = x'', doc = json_object('case', ?)":                                   "SET sealed = '', doc = json_build_object('case', $1)",
		"VALUES (?10, ?)": "VALUES ($10, $11)",
	} {
		if got := d.SQL(statement); got != want {
			t.Errorf("%s\nis %s\nnot %s", statement, got, want)
		}
	}
}

// Texts of any bytes come back as they were, and what PostgreSQL is given it can keep.
func FuzzTexts(f *testing.F) {
	for _, s := range []string{"", "柳望舒", "E\x00-2", "\xff\xfe", "\x01", "\x0100", "a\x01", "\x01\x01\x00柳\xe6", "\x010"} {
		f.Add(s)
	}
	d := &database{}
	f.Fuzz(func(t *testing.T, s string) {
		kept, _ := d.Arg(s).(string)
		for i := range len(kept) {
			if kept[i] == 0 {
				t.Errorf("%q is kept as %q", s, kept)
			}
		}
		if kept != string([]rune(kept)) {
			t.Errorf("%q is kept as %q", s, kept)
		}
		if list, _ := d.Arg(sqlstore.List{Values: []string{s}}).([]string); len(list) != 1 || list[0] != kept {
			t.Errorf("%q is %q in a list", s, list)
		}
		type word string
		back, other := kept, word(kept)
		d.Scanned([]any{&back, &other, new(int)})
		if back != s || string(other) != s {
			t.Errorf("%q came back as %q and %q", s, back, other)
		}
	})
}
