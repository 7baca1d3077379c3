package matcher_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// retention returns the default rules.
func retention(t *testing.T) matcher.Retention {
	t.Helper()
	return must(matcher.ReadRetention(filepath.Join(t.TempDir(), "none.json")))(t)
}

// later opens a service whose clock is so many days ahead of the store's.
func later(t *testing.T, days *int) *world {
	t.Helper()
	return open(t, func(c *matcher.Config) {
		c.Retention = retention(t)
		c.Clock = func() time.Time { return time.Now().AddDate(0, 0, *days) }
	})
}

// retain lets the rules work until done says so.
func (w *world) retain(t *testing.T, done func() bool) {
	t.Helper()
	ctx, stop := context.WithCancel(w.ctx)
	ended := make(chan error, 1)
	go func() { ended <- w.Retain(ctx) }()
	for range 500 {
		if done() {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// jobsDone tells that nothing erased waits to be cleaned.
func (w *world) jobsDone(t *testing.T) bool {
	t.Helper()
	return len(must(w.store.ErasureJobs(w.ctx))(t)) == 0
}

func full(t *testing.T, w *world, id string) *models.Notice {
	t.Helper()
	n := named("许花东", id)
	n.Contacts = []models.Contact{{Name: "柳小舟", Phone: "000-1234"}}
	n.Circumstances = "赶集时走失"
	n.Photos = []models.Photo{{Content: []byte("a picture of " + id)}}
	n, _, err := w.Notices.Register(w.ctx, n)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Retention erases part after part, and leaves those alone who are still looked for.
func TestRetention(t *testing.T) {
	days := 0
	w := later(t, &days)
	open, closed := full(t, w, "open"), full(t, w, "closed")
	picture := closed.Photos[0].SHA256
	must(w.Notices.Change(w.ctx, closed.Name, "", func(n *models.Notice) error { n.Status = models.NoticeClosed; return nil }))(t)

	read := func(name string) *models.Notice { return must(w.Notices.Get(w.ctx, name))(t) }
	has := func(n *models.Notice) [3]bool {
		return [3]bool{len(n.Photos) > 0, len(n.Contacts) > 0, n.Circumstances != ""}
	}
	for _, c := range []struct {
		days int
		want [3]bool // photos, contacts, texts
	}{
		{29, [3]bool{true, true, true}}, {31, [3]bool{false, true, true}}, {89, [3]bool{false, true, true}},
		{91, [3]bool{false, false, true}}, {364, [3]bool{false, false, true}}, {366, [3]bool{false, false, false}},
	} {
		days = c.days
		tries := 0
		w.retain(t, func() bool { tries++; return tries > 20 && has(read(closed.Name)) == c.want && w.jobsDone(t) })
		if got := has(read(closed.Name)); got != c.want {
			t.Errorf("after %d days %v is left, want %v", c.days, got, c.want)
		}
		if got := has(read(open.Name)); got != [3]bool{true, true, true} {
			t.Errorf("after %d days an open notice has %v", c.days, got)
		}
	}
	if _, err := w.store.Blob(w.ctx, picture); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("the picture: %v", err)
	}
	days = 1096
	w.retain(t, func() bool { _, err := w.store.Erasure(w.ctx, closed.Name); return err == nil && w.jobsDone(t) })
	left, err := w.Erasure(w.ctx, closed.Name)
	if err != nil || left.Reason != "RETENTION:notice-all" {
		t.Errorf("in the end %+v, %v", left, err)
	}
}

func TestRetentionFile(t *testing.T) {
	good := `{"takedownHours":1,"refusedTakedownDays":1,"importErrorDays":1,"rules":[{"id":"x","side":"records","statuses":["CLOSED"],"part":"ALL","days":5}]}`
	for what, c := range map[string]struct{ text, want string }{
		"good":            {good, ""},
		"no JSON":         {"{", "写法不对"},
		"unknown field":   {strings.Replace(good, `"days"`, `"weeks"`, 1), "weeks"},
		"no days":         {strings.Replace(good, `"days":5`, `"days":0`, 1), "rules[0].days"},
		"an open status":  {strings.Replace(good, "CLOSED", "UNIDENTIFIED", 1), "rules[0].statuses"},
		"of another side": {strings.Replace(good, "CLOSED", "WITHDRAWN", 1), "rules[0].statuses"},
		"unknown part":    {strings.Replace(good, "ALL", "HALF", 1), "rules[0].part"},
		"no id":           {strings.Replace(good, `"id":"x",`, "", 1), "rules[0].id"},
		"negative":        {strings.Replace(good, `"takedownHours":1`, `"takedownHours":-1`, 1), "takedownHours"},
	} {
		t.Run(what, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "retention.json")
			if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			r, err := matcher.ReadRetention(file)
			switch {
			case c.want == "" && (err != nil || len(r.Rules) != 1):
				t.Errorf("%+v, %v", r, err)
			case c.want != "" && (!errors.Is(err, models.ErrInvalid) || !strings.Contains(err.Error(), c.want)):
				t.Errorf("error %v, want %s", err, c.want)
			}
		})
	}
}

func TestTakedown(t *testing.T) {
	days := 0
	w := later(t, &days)
	n := full(t, w, "n1")
	ask := func() *models.Takedown {
		return &models.Takedown{
			Notice: n.Name, Requester: models.Contact{Name: "许花东", Relation: "本人", Phone: "000-9"}, Evidence: "身份证",
			Attachments: []models.Proof{{Content: []byte("%PDF-1.4 an identity card")}},
		}
	}
	for field, spoil := range map[string]func(*models.Takedown){
		"notice":                 func(td *models.Takedown) { td.Notice = "records/x" },
		"requester.name":         func(td *models.Takedown) { td.Requester.Name = "" },
		"evidence":               func(td *models.Takedown) { td.Evidence, td.Attachments = "", nil },
		"attachments[0].content": func(td *models.Takedown) { td.Attachments[0].Content = nil },
	} {
		bad := ask()
		spoil(bad)
		if _, err := w.RequestTakedown(w.ctx, bad); !errors.Is(err, models.ErrInvalid) || !strings.Contains(err.Error(), field) {
			t.Errorf("%s: %v", field, err)
		}
	}
	td := must(w.RequestTakedown(w.ctx, ask()))(t)
	second := models.WithActor(w.ctx, models.Actor{ID: "second", Role: models.RoleSupervisor, Areas: models.Nationwide})
	for what, c := range map[string]struct {
		err  error
		want error
	}{
		"by who entered it": {second1(w.AcceptTakedown(w.ctx, td.Name, "看过身份证")), models.ErrPermission},
		"without saying":    {second1(w.AcceptTakedown(second, td.Name, "")), models.ErrInvalid},
		"undone too early":  {second1(w.UndoTakedown(second, td.Name, "x")), models.ErrPrecondition},
		"nobody's":          {second1(w.AcceptTakedown(second, "takedowns/none", "x")), models.ErrNotFound},
	} {
		if !errors.Is(c.err, c.want) {
			t.Errorf("%s: %v, want %v", what, c.err, c.want)
		}
	}
	if status := must(w.Notices.Get(w.ctx, n.Name))(t).Status; status != models.NoticeOpen {
		t.Errorf("unchecked, the notice is %s", status)
	}
	td = must(w.AcceptTakedown(second, td.Name, "看过身份证原件"))(t)
	if status := must(w.Notices.Get(w.ctx, n.Name))(t).Status; status != models.NoticeWithdrawn || td.EraseTime.IsZero() {
		t.Errorf("accepted, the notice is %s, erased at %v", status, td.EraseTime)
	}
	must(w.UndoTakedown(w.ctx, td.Name, "认错了人"))(t)
	if status := must(w.Notices.Get(w.ctx, n.Name))(t).Status; status != models.NoticeOpen {
		t.Errorf("undone, the notice is %s", status)
	}

	refused := must(w.RequestTakedown(w.ctx, ask()))(t)
	must(w.RefuseTakedown(second, refused.Name, "身份不符"))(t)
	if err := second1(w.AcceptTakedown(second, refused.Name, "x")); !errors.Is(err, models.ErrPrecondition) {
		t.Errorf("refused, then accepted: %v", err)
	}

	td = must(w.RequestTakedown(w.ctx, ask()))(t)
	td = must(w.AcceptTakedown(second, td.Name, "看过身份证原件"))(t)
	proof := td.Attachments[0].SHA256
	days = 2
	w.retain(t, func() bool { _, err := w.store.Erasure(w.ctx, n.Name); return err == nil && w.jobsDone(t) })
	if left, err := w.Erasure(w.ctx, n.Name); err != nil || left.Reason != models.ReasonNotMissing {
		t.Fatalf("the notice: %+v, %v", left, err)
	}
	td = must(w.Takedown(w.ctx, td.Name))(t)
	if td.State != models.TakedownErased || td.Requester != (models.Contact{}) || td.Evidence != "" || td.Attachments != nil || td.EnteredBy != "tester" || td.DecidedBy != "second" {
		t.Errorf("afterwards %+v", td)
	}
	if _, err := w.store.Blob(w.ctx, proof); err != nil { // the refused request still shows it
		t.Errorf("the proof of another request: %v", err)
	}
	if err := second1(w.UndoTakedown(w.ctx, td.Name, "x")); !errors.Is(err, models.ErrPrecondition) {
		t.Errorf("undone after the erasure: %v", err)
	}
	days = 100
	w.retain(t, func() bool {
		_, err := w.store.Blob(w.ctx, proof)
		return errors.Is(err, models.ErrNotFound) && w.jobsDone(t)
	})
	if _, err := w.store.Blob(w.ctx, proof); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("the proof of a refused request after 100 days: %v", err)
	}
}

func second1[T any](_ T, err error) error { return err }

// A person erased while an import that holds them runs does not come back with it.
func TestErasedDuringAnImport(t *testing.T) {
	w := open(t, func(c *matcher.Config) { c.Retention = retention(t) })
	n := full(t, w, "n1")
	imp := &models.Import{Name: "imports/a", Kind: models.Notices, State: models.ImportRunning, Actor: models.Actor{ID: "tester", Role: models.RoleAdmin, Areas: models.Nationwide}}
	put := func() {
		t.Helper()
		if err := w.store.InTx(w.ctx, func(tx store.Tx) error { return tx.PutImport(w.ctx, imp) }); err != nil {
			t.Fatal(err)
		}
	}
	put()
	if _, pending, err := w.Erase(w.ctx, n.Name, models.ReasonFamily); err != nil || !pending {
		t.Fatalf("pending %v, %v", pending, err)
	}
	if w.jobsDone(t) {
		t.Fatal("the job is done while the import runs")
	}
	again := named("许花东", "n1") // the import's row
	again.UploadHash = "hash"
	if err := w.store.InTx(w.ctx, func(tx store.Tx) error { return tx.NoticeWriter().Create(w.ctx, again) }); err != nil {
		t.Fatal(err)
	}
	imp.State = models.ImportDone
	put()
	w.retain(t, func() bool { return w.jobsDone(t) })
	if _, err := w.Notices.Get(w.ctx, again.Name); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("brought back: %v", err)
	}
	if _, err := w.Erasure(w.ctx, again.Name); err != nil {
		t.Errorf("without a placeholder: %v", err)
	}
}
