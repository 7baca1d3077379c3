package sqlstore

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// table is one of the schema's.
type table struct {
	name string
	key  []string
	text bool // the key's columns that are no numbers may hold any text
}

// tables are all of them, each after those that it refers to. What is missing here would not be
// copied.
var tables = []table{
	{name: "subjects", key: []string{"id"}},
	{name: "photos", key: []string{"id"}},
	{name: "faces", key: []string{"id"}},
	{name: "embeddings", key: []string{"face", "position"}},
	{name: "changes", key: []string{"seq"}},
	{name: "audit", key: []string{"seq"}},
	{name: auditHead, key: []string{"id"}},
	{name: "imports", key: []string{"id"}},
	{name: "import_rows", key: []string{"import", "line"}},
	{name: "import_blobs", key: []string{"sha256", "import", "line"}},
	{name: "blobs", key: []string{"sha256"}, text: true},
	{name: "mappings", key: []string{"actor", "kind", "heading"}, text: true},
	{name: "exports", key: []string{"id"}},
	{name: "cases", key: []string{"id"}},
	{name: "case_steps", key: []string{"case_id", "number"}},
	{name: "ties", key: []string{"seq"}},
	{name: "alerts", key: []string{"id"}},
	{name: "deliveries", key: []string{"alert"}},
	{name: "positions", key: []string{"worker"}, text: true},
	{name: "erasures", key: []string{"id"}},
	{name: "erasure_jobs", key: []string{"id"}},
	{name: "takedowns", key: []string{"id"}},
	{name: "takedown_files", key: []string{"sha256", "takedown"}},
	{name: "record_steps", key: []string{"id"}},
	{name: "pairs", key: []string{"record", "notice"}},
	{name: "rematch", key: []string{"id"}},
	{name: "users", key: []string{"id"}},
	{name: "sessions", key: []string{"id"}},
	{name: "api_keys", key: []string{"id"}},
	{name: "throttles", key: []string{"key"}, text: true},
	{name: "proceedings", key: []string{"id"}},
	{name: "proceeding_files", key: []string{"sha256", "proceeding"}},
	{name: "facts", key: []string{"id"}},
	{name: counting, key: []string{"since"}},
	{name: "reports", key: []string{"id"}},
	{name: "answers", key: []string{"id"}},
}

// TableNames returns the names of all tables, in an order in which rows can be inserted.
func TableNames() []string {
	names := make([]string, len(tables))
	for i, t := range tables {
		names[i] = t.name
	}
	return names
}

// kind is what a column holds.
type kind int

const (
	number kind = iota // or NULL
	truth
	decimal
	text
	bytesOf
)

type column struct {
	name string
	kind kind
}

// columns returns the columns of the table in the order of their names.
func (t table) columns(ctx context.Context, q querier) ([]column, error) {
	rows, err := q.query(ctx, "SELECT * FROM "+t.name+" WHERE false")
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // rows.Err tells
	types, err := rows.ColumnTypes()
	if err != nil {
		return nil, err
	}
	columns := make([]column, len(types))
	for i, c := range types {
		columns[i] = column{c.Name(), kindOf(c.DatabaseTypeName())}
	}
	slices.SortFunc(columns, func(a, b column) int { return strings.Compare(a.name, b.name) })
	return columns, rows.Err()
}

func kindOf(databaseType string) kind {
	switch databaseType {
	case "BOOL", "BOOLEAN":
		return truth
	case "FLOAT8", "REAL":
		return decimal
	case "TEXT", "JSON":
		return text
	case "BYTEA", "BLOB":
		return bytesOf
	}
	return number
}

// read returns up to limit rows after one, in the order of the key.
func (t table) read(ctx context.Context, q querier, columns []column, after []string, limit int) (list [][]any, err error) {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = `"` + c.name + `"`
	}
	key := strings.Join(t.key, ", ")
	where, args := "true", []any{}
	if len(after) > 0 {
		where = "(" + key + ") > (?" + strings.Repeat(", ?", len(t.key)-1) + ")"
		for i, name := range t.key {
			arg, err := keyArg(after[i], columns[slices.IndexFunc(columns, func(c column) bool { return c.name == name })].kind)
			if err != nil {
				return nil, err
			}
			args = append(args, arg)
		}
	}
	query := "SELECT " + strings.Join(names, ", ") + " FROM " + t.name + " WHERE " + where + " ORDER BY " + key + " LIMIT ?"
	err = q.each(ctx, query, func(scan func(...any) error) error {
		row, err := scanRow(columns, scan)
		list = append(list, row)
		return err
	}, append(args, limit)...)
	return list, err
}

// scanRow returns int64s (or nil), bools, float64s, strings and byte slices.
func scanRow(columns []column, scan func(...any) error) ([]any, error) {
	dest := make([]any, len(columns))
	for i, c := range columns {
		dest[i] = [...]any{new(sql.Null[int64]), new(bool), new(float64), new(string), new([]byte)}[c.kind]
	}
	if err := scan(dest...); err != nil {
		return nil, err
	}
	for i, d := range dest {
		switch v := d.(type) {
		case *sql.Null[int64]:
			if dest[i] = nil; v.Valid {
				dest[i] = v.V
			}
		case *bool:
			dest[i] = *v
		case *float64:
			dest[i] = *v
		case *string:
			dest[i] = *v
		case *[]byte:
			dest[i] = append([]byte{}, *v...)
		}
	}
	return dest, nil
}

// keyOf returns the key of a row: numbers in decimal, texts in hex, since they may be of any bytes.
func (t table) keyOf(columns []column, row []any) []string {
	key := make([]string, len(t.key))
	for i, name := range t.key {
		v := row[slices.IndexFunc(columns, func(c column) bool { return c.name == name })]
		if s, ok := v.(string); ok {
			key[i] = hex.EncodeToString([]byte(s))
		} else {
			key[i] = fmt.Sprint(v)
		}
	}
	return key
}

func keyArg(part string, k kind) (any, error) {
	if k == text {
		s, err := hex.DecodeString(part)
		return string(s), err
	}
	return strconv.ParseInt(part, 10, 64)
}

// checksum tells tables apart by their rows, in whatever order these come: the sum of their SHA-256,
// as four numbers.
type checksum [4]uint64

func (s checksum) String() string { return fmt.Sprintf("%016x%016x%016x%016x", s[0], s[1], s[2], s[3]) }

// sum reads the whole table and returns its checksum and how many rows it has.
func (t table) sum(ctx context.Context, q querier, columns []column, told func(rows int)) (sum checksum, rows int64, err error) {
	var after []string
	for {
		page, err := t.read(ctx, q, columns, after, copyPage)
		if err != nil {
			return sum, rows, err
		}
		for _, row := range page {
			digest := sha256.Sum256(canonical(row))
			for i := range sum {
				sum[i] += binary.BigEndian.Uint64(digest[8*i:])
			}
		}
		rows += int64(len(page))
		if told(len(page)); len(page) < copyPage {
			return sum, rows, nil
		}
		after = t.keyOf(columns, page[len(page)-1])
	}
}

// canonical writes a row so that no other one is written alike.
func canonical(row []any) []byte {
	var b []byte
	for _, v := range row {
		switch v := v.(type) {
		case nil:
			b = append(b, 0)
		case int64:
			b = binary.BigEndian.AppendUint64(append(b, 1), uint64(v))
		case bool:
			b = append(b, 2)
			if v {
				b = append(b, 1)
			}
		case float64:
			b = binary.BigEndian.AppendUint64(append(b, 3), math.Float64bits(v))
		case string:
			b = append(binary.BigEndian.AppendUint64(append(b, 4), uint64(len(v))), v...)
		case []byte:
			b = append(binary.BigEndian.AppendUint64(append(b, 5), uint64(len(v))), v...)
		}
	}
	return b
}
