package matcher_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange"
	"github.com/guitu-project/guitu/models/exchange/csv"
	"github.com/guitu-project/guitu/models/exchange/jsonl"
	"github.com/guitu-project/guitu/models/exchange/xlsx"
	"github.com/guitu-project/guitu/models/store"
)

func withTables(c *matcher.Config) {
	c.Formats = []exchange.Format{jsonl.Format(), csv.Format(), xlsx.Format()}
}

// exported asks for an export and returns it when it has ended, with its file.
func (w *world) exported(ctx context.Context, t *testing.T, e models.Export) (*models.Export, []byte) {
	t.Helper()
	if err := w.StartExport(ctx, &e); err != nil {
		t.Fatal(err)
	}
	got := &e
	for got.State == models.ExportRunning {
		time.Sleep(5 * time.Millisecond)
		got = must(w.Export(ctx, e.Name))(t)
	}
	if got.State != models.ExportDone {
		t.Fatalf("ended %+v", got)
	}
	_, _, file, err := w.ExportFile(ctx, e.Name)
	if err != nil {
		t.Fatal(err)
	}
	text := must(io.ReadAll(file))(t)
	if int64(len(text)) != got.Size {
		t.Errorf("the file has %d bytes, said %d", len(text), got.Size)
	}
	return got, text
}

// What is exported comes in again and changes nothing, whatever wrote it.
func TestExportsReadBack(t *testing.T) {
	w := open(t, withTables)
	w.imported(t, models.Notices, noticeLine("a", "许花东", `,"photos":[{"content":"cGljdHVyZQ=="}],"person":{"marks":[{"text":"左眉上方有疤"}],"names":[{"text":"许花东"},{"text":"花子","kind":"NICKNAME"}]},"contacts":[{"name":"许大山","phone":"000-1"},{"name":"何秀兰"}]`))
	for _, name := range []string{"张伟", "王小明"} { // by hand
		n := named(name, "hand-"+name)
		n.Circumstances, n.MissingPlace.Text = "-赶集走失", "四川省成都市武侯区"
		if _, _, err := w.Notices.Register(w.ctx, n); err != nil {
			t.Fatal(err)
		}
	}
	for _, format := range []string{"JSONL", "CSV", "XLSX"} {
		e, file := w.exported(w.ctx, t, models.Export{Kind: models.Notices, Format: format, Purpose: "核对本站名单"})
		if e.Done != 3 || e.Total != 3 {
			t.Errorf("%s: %+v", format, e)
		}
		again := w.ended(t, must(w.StartImport(w.ctx, matcher.Upload{Kind: models.Notices, Format: format}, bytes.NewReader(file)))(t))
		if again.Unchanged != 3 || again.Failed != 0 {
			t.Errorf("%s again: %+v\n%s", format, again, file)
		}
		if bytes.Contains(file, []byte("embedding")) || format == "JSONL" && bytes.Contains(file, []byte("photos")) {
			t.Errorf("%s holds more than was asked for", format)
		}
	}
	if _, file := w.exported(w.ctx, t, models.Export{Kind: models.Notices, Format: "JSONL", Photos: true, Purpose: "核对本站名单"}); !bytes.Contains(file, []byte(`"content":"cGljdHVyZQ=="`)) {
		t.Errorf("the picture is missing: %s", file)
	}
	edited := strings.Replace(string(exportedCSV(t, w)), ",张伟,", ",张炜,", 1)
	if again := w.ended(t, must(w.StartImport(w.ctx, matcher.Upload{Kind: models.Notices, Format: "CSV"}, strings.NewReader(edited)))(t)); again.Updated != 1 || again.Unchanged != 2 {
		t.Errorf("edited: %+v", again)
	}
}

func exportedCSV(t *testing.T, w *world) []byte {
	t.Helper()
	_, file := w.exported(w.ctx, t, models.Export{Kind: models.Notices, Format: "CSV", Purpose: "核对本站名单"})
	return file
}

// An export shows its actor no more than the pages do, and the trail says who and what for.
func TestExportsAreMaskedAndAudited(t *testing.T) {
	w := open(t, withTables)
	n := named("许花东", "n1")
	n.Contacts = []models.Contact{{Name: "许大山", Phone: "13800000000"}}
	n.MissingPlace.Text = "四川省成都市武侯区浆洗街8号"
	if _, _, err := w.Notices.Register(w.ctx, n); err != nil {
		t.Fatal(err)
	}
	for _, place := range []string{"四川省成都市", "河南省郑州市"} {
		r := heard("刘望")
		r.FoundPlace.Text = place
		if _, _, err := w.Records.Register(w.ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	station := models.WithActor(w.ctx, models.Actor{ID: "tester-41", Role: models.RoleStation, Areas: "41"})
	e, file := w.exported(station, t, models.Export{Kind: models.Notices, Format: "CSV", Purpose: "为他找家"})
	if bytes.Contains(file, []byte("13800000000")) || bytes.Contains(file, []byte("浆洗街")) || !bytes.Contains(file, []byte("许花东")) {
		t.Errorf("shown to another area: %s", file)
	}
	if records, file := w.exported(station, t, models.Export{Kind: models.Records, Format: "CSV", Purpose: "为他找家"}); records.Done != 1 || !bytes.Contains(file, []byte("郑州")) {
		t.Errorf("records of their area: %+v\n%s", records, file)
	}
	if _, err := w.Export(w.ctx, e.Name); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("another's export: %v", err)
	}
	trail := must(w.store.FindAudit(w.ctx, store.AuditFilter{Object: e.Name}, 0, 100))(t)
	said := ""
	for _, row := range trail {
		said += row.Detail + "|"
		if row.Purpose != "为他找家" || row.Actor.ID != "tester-41" || row.Action != models.ActionExport {
			t.Errorf("audited as %+v", row)
		}
	}
	if !strings.Contains(said, "DONE, notices CSV, 1 people") {
		t.Errorf("the trail says %s", said)
	}
	auditor := models.WithActor(w.ctx, models.Actor{ID: "auditor", Role: models.RoleAuditor, Areas: models.Nationwide})
	for what, c := range map[string]struct {
		ctx  context.Context
		e    models.Export
		want error
	}{
		"an auditor":      {auditor, models.Export{Kind: models.Notices, Format: "CSV", Purpose: "核对本站名单"}, models.ErrPermission},
		"without purpose": {w.ctx, models.Export{Kind: models.Notices, Format: "CSV", Purpose: " "}, models.ErrInvalid},
		"no purpose":      {w.ctx, models.Export{Kind: models.Notices, Format: "CSV", Purpose: "aaaa"}, models.ErrInvalid},
		"no side":         {w.ctx, models.Export{Format: "CSV", Purpose: "核对本站名单"}, models.ErrInvalid},
		"no format":       {w.ctx, models.Export{Kind: models.Notices, Format: "DOC", Purpose: "核对本站名单"}, models.ErrInvalid},
		"no column":       {w.ctx, models.Export{Kind: models.Notices, Format: "CSV", Fields: []string{"x"}, Purpose: "核对本站名单"}, models.ErrInvalid},
		"photos":          {w.ctx, models.Export{Kind: models.Notices, Format: "XLSX", Photos: true, Purpose: "核对本站名单"}, models.ErrInvalid},
	} {
		if err := w.StartExport(c.ctx, &c.e); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", what, err)
		}
	}
	must(w.EndExport(station, e.Name))(t)
	if _, _, _, err := w.ExportFile(station, e.Name); !errors.Is(err, models.ErrPrecondition) {
		t.Errorf("the file of one that was ended: %v", err)
	}
	if _, err := w.store.Upload(w.ctx, e.Name); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("its bytes: %v", err)
	}
}

// A list goes out as it is looked at: whom it names, in its order, without those whom the
// actor may not see.
func TestExportsOfNames(t *testing.T) {
	w := open(t, withTables)
	var names []string
	for _, place := range []string{"河南省洛阳市", "四川省成都市", "河南省郑州市", "河南省开封市"} {
		r := heard("刘望")
		r.FoundPlace.Text = place
		if _, _, err := w.Records.Register(w.ctx, r); err != nil {
			t.Fatal(err)
		}
		names = append(names, r.Name)
	}
	station := models.WithActor(w.ctx, models.Actor{ID: "tester-41", Role: models.RoleStation, Areas: "41"})
	e, file := w.exported(station, t, models.Export{Kind: models.Records, Format: "CSV", Names: []string{names[3], names[1], names[0], "records/gone"}, Purpose: "为他找家"})
	first, second := bytes.Index(file, []byte("开封")), bytes.Index(file, []byte("洛阳"))
	if e.Done != 2 || first < 0 || second < first || bytes.Contains(file, []byte("成都")) || bytes.Contains(file, []byte("郑州")) {
		t.Errorf("%+v\n%s", e, file)
	}
	if e.Names != nil {
		t.Errorf("kept whom it named: %v", e.Names)
	}
	for what, e := range map[string]models.Export{
		"another side": {Kind: models.Notices, Names: names},
		"no name":      {Kind: models.Records, Names: []string{"刘望"}},
		"and a filter": {Kind: models.Records, Names: names, OpenOnly: true},
		"too many":     {Kind: models.Records, Names: make([]string, 20_001)},
	} {
		e.Format, e.Purpose = "CSV", "为他找家"
		if err := w.StartExport(w.ctx, &e); !errors.Is(err, models.ErrInvalid) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// The file is gone after a day, and when anyone is erased.
func TestExportsExpire(t *testing.T) {
	day := time.Duration(0)
	w := open(t, func(c *matcher.Config) {
		withTables(c)
		c.Clock = func() time.Time { return time.Now().Add(day) }
	})
	n, _, err := w.Notices.Register(w.ctx, named("许花东", "n1"))
	if err != nil {
		t.Fatal(err)
	}
	e, _ := w.exported(w.ctx, t, models.Export{Kind: models.Notices, Format: "CSV", Purpose: "核对本站名单"})
	if _, _, err := w.Erase(w.ctx, n.Name, models.ReasonMistake); err != nil {
		t.Fatal(err)
	}
	if _, err := w.store.Upload(w.ctx, e.Name); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("the file outlives who is erased: %v", err)
	}
	if got := must(w.Export(w.ctx, e.Name))(t); got.State != models.ExportExpired {
		t.Errorf("%+v", got)
	}
}

// A mapping settles what columns mean, and is remembered; the operator's table comes before
// what is built in. Rows with errors come back to be mended.
func TestMappingsAndRejectedRows(t *testing.T) {
	w := open(t, func(c *matcher.Config) {
		withTables(c)
		c.Headings = map[string]string{"当事人": "name"}
	})
	const file = "编号,当事人,性别,证照,失踪时间\nN1,柳望舒,女,11010519491231002X,3/5/2019\nN2,张三,男,,2019-03\n"
	upload := func(u matcher.Upload) *models.Import {
		t.Helper()
		u.Kind, u.Format = models.Notices, "CSV"
		return w.ended(t, must(w.StartImport(w.ctx, u, strings.NewReader(file)))(t))
	}
	check := upload(matcher.Upload{Check: true})
	if check.Created != 1 || check.Failed != 1 || len(check.Preview) != 1 || check.Preview[0].Outcome != models.RowCreated || !bytes.Contains(check.Preview[0].Subject, []byte("张三")) {
		t.Errorf("checked: %+v", check)
	}
	if c := check.Columns; len(c) != 5 || c[1].By != models.MappedByOperator || c[1].Field != "name" || c[3].By != models.MappedByGuess || c[3].Proposal != "idNumber" {
		t.Errorf("columns: %+v", c)
	}
	if e := check.Errors[0]; e.Column != "失踪时间" || e.Line != 2 {
		t.Errorf("errors: %+v", check.Errors)
	}
	if given := upload(matcher.Upload{Check: true, Mapping: map[string]string{"证照": "idNumber"}}); given.Columns[3].By != models.MappedByUser {
		t.Errorf("columns: %+v", given.Columns)
	}
	run := upload(matcher.Upload{})
	if run.Columns[3].By != models.MappedBefore || run.Columns[3].Field != "idNumber" {
		t.Errorf("columns: %+v", run.Columns)
	}
	if _, err := w.StartImport(w.ctx, matcher.Upload{Kind: models.Notices, Format: "CSV", Mapping: map[string]string{"x": "no"}}, strings.NewReader(file)); !errors.Is(err, models.ErrInvalid) {
		t.Errorf("a field that is none: %v", err)
	}
	_, write, err := w.RejectedRows(w.ctx, run.Name)
	if err != nil {
		t.Fatal(err)
	}
	var errorFile bytes.Buffer
	if err := write(&errorFile); err != nil {
		t.Fatal(err)
	}
	mended := strings.Replace(errorFile.String(), ",3/5/2019\r", ",2019-05-03\r", 1)
	again := w.ended(t, must(w.StartImport(w.ctx, matcher.Upload{Kind: models.Notices, Format: "CSV"}, strings.NewReader(mended)))(t))
	if again.Created != 1 || again.Failed != 0 {
		t.Errorf("mended: %+v\n%s", again, mended)
	}
	n := must(w.store.Notices().Lookup(w.ctx, "", "N1"))(t)
	if n.Person.BirthDate != "1949-12-31" || n.MissingDate != "2019-05-03" || n.Circumstances != "身份证号 11010519491231002X" {
		t.Errorf("mended: %+v", n)
	}
	if _, _, err := w.RejectedRows(w.ctx, again.Name); !errors.Is(err, models.ErrPrecondition) {
		t.Errorf("a file of no errors: %v", err)
	}
}
