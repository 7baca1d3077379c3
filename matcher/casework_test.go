package matcher_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

func by(w *world, id string) context.Context {
	return models.WithActor(w.ctx, models.Actor{ID: id, Role: models.RoleCaseworker, Areas: models.Nationwide})
}

// people returns some records and notices of one name, registered.
func (w *world) people(t *testing.T, records, notices int) (r, n []string) {
	t.Helper()
	for range records {
		x, _, err := w.Records.Register(w.ctx, heard("徐华栋"))
		r = append(r, must(x, err)(t).Name)
	}
	for i := range notices {
		x, _, err := w.Notices.Register(w.ctx, named("许花东", fmt.Sprint("n", i)))
		n = append(n, must(x, err)(t).Name)
	}
	return r, n
}

// take does steps of a case, proposed by ann: "+" is DNA that supports by bo, "-" one
// that contradicts, a letter the step.
func (w *world) take(t *testing.T, record, notice, steps string) string {
	t.Helper()
	c := must(w.Cases.Propose(by(w, "ann"), record, notice, "像"))(t)
	for _, s := range steps {
		if _, err := w.step(c.Name, s); err != nil {
			t.Fatalf("%c of %s with %s: %v", s, record, notice, err)
		}
	}
	return c.Name
}

func (w *world) step(name string, s rune) (matcher.CaseFile, error) {
	if result, ok := map[rune]models.ItemResult{'+': models.ResultSupports, '-': models.ResultContradicts}[s]; ok {
		return w.Cases.AddItem(by(w, "bo"), name, "", models.Item{Kind: models.ItemDNA, Result: result, Signature: "白"}, nil)
	}
	kind := map[rune]models.StepKind{'v': models.StepVerify, 'c': models.StepConfirm, 'r': models.StepReject, 'h': models.StepReunite, 'u': models.StepUndo, 'o': models.StepReopen}[s]
	return w.Cases.Apply(by(w, "bo"), name, "", models.Step{Kind: kind, Reason: "理由"})
}

func (w *world) matched(t *testing.T, record string) []string {
	t.Helper()
	var names []string
	for _, m := range must(w.Records.Matches(w.ctx, record, 50))(t).Matches {
		names = append(names, m.Notice)
	}
	slices.Sort(names)
	return names
}

func wantNames(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// A is not B, and B is C: so A is not C, on both sides, until either is taken back.
func TestExclusionsReachThroughMergedFiles(t *testing.T) {
	w := open(t, nil)
	r, n := w.people(t, 2, 3)
	w.take(t, r[0], n[0], "vr")
	wantNames(t, "the rejected pair", w.matched(t, r[0]), n[1], n[2])
	must(w.Notices.Merge(by(w, "ann"), n[1], n[0], "同一人"))(t)
	wantNames(t, "after n1 is n0", w.matched(t, r[0]), n[2])
	if got := w.matched(t, r[1]); len(got) != 2 || !slices.Contains(got, n[2]) {
		t.Errorf("the other record has %v, where two notices are one", got)
	}
	must(w.Records.Merge(by(w, "ann"), r[1], r[0], "同一人"))(t)
	wantNames(t, "after r1 is r0", w.matched(t, r[1]), n[2])
	if m := must(w.Compare(w.ctx, r[1], n[1]))(t); m.Decision != models.DecidedRejected {
		t.Errorf("r1 with n1 is %q", m.Decision)
	}
	must(w.Notices.Unmerge(by(w, "ann"), n[1], n[0], "弄错"))(t)
	wantNames(t, "after unmerging", w.matched(t, r[1]), n[1], n[2])
}

// What a confirmed case says of two files, it says of those they are told apart from.
func TestConfirmedCasesCarryExclusions(t *testing.T) {
	w := open(t, nil)
	r, n := w.people(t, 2, 2)
	must(w.Records.Distinguish(by(w, "ann"), r[1], r[0], "双胞胎"))(t)
	name := w.take(t, r[0], n[0], "v+c")
	wantNames(t, "the twin's", w.matched(t, r[1]), n[1])
	if _, err := w.step(name, 'u'); err != nil {
		t.Fatal(err)
	}
	wantNames(t, "after undoing", w.matched(t, r[1]), n[0], n[1])
}

// What cannot be true together is refused, whichever way round it is said.
func TestContradictionsAreRefused(t *testing.T) {
	for name, test := range map[string]func(t *testing.T, w *world, r, n []string) error{
		"two notices of one record": func(t *testing.T, w *world, r, n []string) error {
			w.take(t, r[0], n[0], "v+c")
			_, err := w.step(propose(t, w, r[0], n[1]), 'c')
			return err
		},
		"through a merged record": func(t *testing.T, w *world, r, n []string) error {
			second := w.take(t, r[1], n[1], "v+")
			w.take(t, r[0], n[0], "v+c")
			must(w.Records.Merge(by(w, "ann"), r[1], r[0], "同"))(t)
			_, err := w.step(second, 'c')
			return err
		},
		"merging two that are confirmed": func(t *testing.T, w *world, r, n []string) error {
			w.take(t, r[0], n[0], "v+c")
			w.take(t, r[1], n[1], "v+c")
			_, err := w.Records.Merge(by(w, "ann"), r[1], r[0], "同")
			return err
		},
		"merging what a case told apart": func(t *testing.T, w *world, r, n []string) error {
			w.take(t, r[0], n[0], "v+c")
			w.take(t, r[1], n[0], "vr")
			_, err := w.Records.Merge(by(w, "ann"), r[1], r[0], "同")
			return err
		},
		"confirming what its twin file excludes": func(t *testing.T, w *world, r, n []string) error {
			w.take(t, r[0], n[0], "vr")
			must(w.Records.Merge(by(w, "ann"), r[1], r[0], "同"))(t)
			_, err := w.step(w.take(t, r[1], n[0], "v+"), 'c')
			return err
		},
		"telling apart what is merged in a circle": func(t *testing.T, w *world, _, n []string) error {
			must(w.Notices.Merge(by(w, "ann"), n[1], n[0], "同"))(t)
			must(w.Notices.Merge(by(w, "ann"), n[2], n[1], "同"))(t)
			_, err := w.Notices.Distinguish(by(w, "ann"), n[2], n[0], "不同")
			return err
		},
		"merging twice": func(t *testing.T, w *world, _, n []string) error {
			must(w.Notices.Merge(by(w, "ann"), n[1], n[0], "同"))(t)
			_, err := w.Notices.Merge(by(w, "ann"), n[0], n[1], "同")
			return err
		},
		"a pair that is closed": func(t *testing.T, w *world, r, n []string) error {
			w.take(t, r[0], n[0], "v+ch")
			_, err := w.Cases.Propose(by(w, "ann"), r[1], n[0], "像")
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := open(t, nil)
			r, n := w.people(t, 2, 3)
			err := test(t, w, r, n)
			refused, ok := errors.AsType[*models.RefusedError](err)
			if !ok || !errors.Is(err, models.ErrPrecondition) || refused.Zh == "" || refused.En == "" {
				t.Errorf("error %v", err)
			}
		})
	}
}

// propose proposes a record that is identified once more, against the rules of the work.
func propose(t *testing.T, w *world, record, notice string) string {
	t.Helper()
	must(w.Records.Change(w.ctx, record, "", func(r *models.Record) error { r.Status = models.RecordUnidentified; return nil }))(t)
	return w.take(t, record, notice, "v+")
}

// Reuniting closes every file of the person, and undoing opens them as they were.
func TestReunionClosesMergedFiles(t *testing.T) {
	w := open(t, nil)
	r, n := w.people(t, 1, 2)
	must(w.Notices.Merge(by(w, "ann"), n[1], n[0], "同"))(t)
	name := w.take(t, r[0], n[0], "v+ch")
	status := func() string {
		return fmt.Sprintln(must(w.Records.Get(w.ctx, r[0]))(t).Status, must(w.Notices.Get(w.ctx, n[0]))(t).Status, must(w.Notices.Get(w.ctx, n[1]))(t).Status)
	}
	if got := status(); got != "REUNITED CLOSED CLOSED\n" {
		t.Errorf("reunited: %s", got)
	}
	must(w.step(name, 'u'))(t)
	if got := status(); got != "IDENTIFIED OPEN OPEN\n" {
		t.Errorf("undone once: %s", got)
	}
	// What a person has changed since is not taken back.
	must(w.Records.Change(w.ctx, r[0], "", func(r *models.Record) error { r.Status = models.RecordClosed; return nil }))(t)
	must(w.step(name, 'u'))(t)
	if got := status(); got != "CLOSED OPEN OPEN\n" {
		t.Errorf("undone twice: %s", got)
	}
}

// A clock that is moved back, no one, and a stale etag change nothing.
func TestCaseworkRefusesAndChangesNothing(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	w := open(t, func(c *matcher.Config) { c.Clock = func() time.Time { return now } })
	r, n := w.people(t, 1, 1)
	name := w.take(t, r[0], n[0], "v+")
	before, err := w.store.Case(w.ctx, name)
	if err != nil {
		t.Fatal(err)
	}
	now = now.Add(-time.Hour)
	_, clock := w.step(name, 'c')
	if !errors.Is(clock, models.ErrPrecondition) || !strings.Contains(clock.Error(), "时钟") {
		t.Errorf("the clock moved back: %v", clock)
	}
	now = now.Add(2 * time.Hour)
	_, nobody := w.Cases.Apply(context.Background(), name, "", models.Step{Kind: models.StepConfirm, Reason: "理由"})
	_, stale := w.Cases.Apply(by(w, "bo"), name, "old", models.Step{Kind: models.StepConfirm, Reason: "理由"})
	_, own := w.Cases.Apply(by(w, "ann"), name, "", models.Step{Kind: models.StepConfirm, Reason: "理由"})
	_, unknown := w.Cases.Apply(by(w, "bo"), "cases/none", "", models.Step{Kind: models.StepConfirm, Reason: "理由"})
	for err, want := range map[error]error{nobody: models.ErrUnauthenticated, stale: models.ErrStale, own: models.ErrPermission, unknown: models.ErrNotFound} {
		if !errors.Is(err, want) {
			t.Errorf("error %v, want %v", err, want)
		}
	}
	after, err := w.store.Case(w.ctx, name)
	if err != nil || !reflect.DeepEqual(before, after) {
		t.Errorf("the case changed: %+v, %v", after, err)
	}
}

// What is set aside comes back on its day, by the clock alone.
func TestUnresolvedComesBack(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	w := open(t, func(c *matcher.Config) { c.Clock = func() time.Time { return now } })
	r, n := w.people(t, 1, 1)
	name := w.take(t, r[0], n[0], "v")
	must(w.Cases.Apply(by(w, "bo"), name, "", models.Step{Kind: models.StepUnresolve, Reason: "等 DNA", ReviewDate: "2026-12-01"}))(t)
	due := func() int {
		page, _, err := w.Cases.List(by(w, "bo"), store.CaseFilter{DueBy: w.Cases.Today()}, 10, "")
		return len(must(page, err)(t))
	}
	if due() != 0 {
		t.Error("it is due before its day")
	}
	now = time.Date(2026, 11, 30, 17, 0, 0, 0, time.UTC) // 1 December in China
	if due() != 1 {
		t.Error("it is not due on its day")
	}
	must(w.step(name, 'o'))(t)
	if due() != 0 {
		t.Error("it is due after it was reopened")
	}
}

// Twenty people confirm two cases of a record at the same time: one of the cases is
// confirmed, once.
func TestManyRaceToConfirm(t *testing.T) {
	w := open(t, nil)
	r, n := w.people(t, 1, 2)
	names := []string{w.take(t, r[0], n[0], "v+"), w.take(t, r[0], n[1], "v+")}
	errs := make(chan error, 20)
	for i := range cap(errs) {
		go func() {
			_, err := w.Cases.Apply(by(w, fmt.Sprint("u", i)), names[i%2], "", models.Step{Kind: models.StepConfirm, Reason: "理由"})
			errs <- err
		}()
	}
	won := 0
	for range cap(errs) {
		switch err := <-errs; {
		case err == nil:
			won++
		case !errors.Is(err, models.ErrPrecondition):
			t.Errorf("error %v", err)
		}
	}
	if won != 1 {
		t.Errorf("%d confirmed", won)
	}
}

// The second judge does not get what the first one found, by any way that a case is
// read, until they have judged.
func TestSecondJudgeIsBlind(t *testing.T) {
	w := open(t, nil)
	r, n := w.people(t, 1, 1)
	c := must(w.Cases.Propose(by(w, "ann"), r[0], n[0], "像"))(t)
	must(w.step(c.Name, 'v'))(t)
	found := models.Item{Kind: models.ItemPhoneCall, Result: models.ResultSupports, Signature: "安", Note: "家属说左腿有疤"}
	mine := must(w.Cases.AddItem(by(w, "ann"), c.Name, "", found, []byte("%PDF-1.4 报告")))(t)
	if len(mine.Items) != 1 || mine.Withheld != 0 {
		t.Errorf("the first judge sees %d items of their own", len(mine.Items))
	}
	read := func(ctx context.Context) map[string]matcher.CaseFile {
		page, _, err := w.Cases.List(ctx, store.CaseFilter{}, 10, "")
		return map[string]matcher.CaseFile{"got": must(w.Cases.Get(ctx, c.Name))(t), "listed": must(page, err)(t)[0]}
	}
	for way, file := range read(by(w, "bo")) {
		if len(file.Items) != 0 || file.Withheld != 1 || file.History[2].Item.Note != "" || file.History[2].Item.Result != "" {
			t.Errorf("%s, the second judge sees %+v", way, file.Items)
		}
	}
	if _, _, err := w.Cases.Attachment(by(w, "bo"), c.Name, 1); !errors.Is(err, models.ErrPrecondition) {
		t.Errorf("the attachment: %v", err)
	}
	own := models.Item{Kind: models.ItemDocuments, Result: models.ResultInconclusive, Signature: "白"}
	if file := must(w.Cases.AddItem(by(w, "bo"), c.Name, "", own, nil))(t); len(file.Items) != 2 || file.Withheld != 0 || file.Items[0].Note == "" {
		t.Errorf("having judged, the second judge sees %+v", file.Items)
	}
	for way, file := range read(by(w, "bo")) {
		if len(file.Items) != 2 {
			t.Errorf("%s after judging: %+v", way, file.Items)
		}
	}
	_, content, err := w.Cases.Attachment(by(w, "bo"), c.Name, 1)
	if err != nil {
		t.Fatal(err)
	}
	_ = content.Close()
}
