package postgres_test

import (
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models/store/sqlite"
)

// Both databases have the same tables and columns: a migration of the one is followed by one
// of the other.
func TestSchemaIsThatOfSQLite(t *testing.T) {
	_, address := open(t)
	rows, err := connect(t, address).Query(t.Context(), "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name NOT LIKE 'goose%'")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	here := slices.DeleteFunc(columnsOf(t, rows), func(column string) bool {
		return strings.HasPrefix(column, "leases.") || strings.HasPrefix(column, "server_keys.") // of several servers
	})

	dir := t.TempDir()
	st, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = st.Close() }()
	db, err := sql.Open("sqlite3", filepath.Join(dir, sqlite.DatabaseFile))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	others, err := db.QueryContext(t.Context(), `SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c
		WHERE t.type = 'table' AND t.name NOT LIKE 'goose%' AND t.name NOT LIKE 'sqlite%'`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = others.Close() }()
	there := columnsOf(t, others)
	if err := others.Err(); err != nil {
		t.Fatal(err)
	}
	for _, c := range there {
		if !slices.Contains(here, c) {
			t.Errorf("PostgreSQL lacks %s", c)
		}
	}
	for _, c := range here {
		if !slices.Contains(there, c) {
			t.Errorf("SQLite lacks %s", c)
		}
	}
}
