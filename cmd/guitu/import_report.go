package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
)

// summary is what became of the rows of each file of a command.
type summary struct {
	names []string
	list  []*guituv1.Import
}

func (s *summary) add(name string, imp *guituv1.Import) {
	s.names, s.list = append(s.names, name), append(s.list, imp)
}

// print writes a table, with a line of totals under several files; names come last, for they
// are as wide as they like.
func (s *summary) print(out io.Writer) error {
	if len(s.list) == 0 {
		return nil
	}
	_, err := fmt.Fprintf(out, "\n%10s %10s %10s %10s %10s  %s\n", "rows", "created", "updated", "unchanged", "failed", "file")
	line := func(name string, of ...int32) {
		for _, n := range of {
			_, e := fmt.Fprintf(out, "%10d ", n)
			err = cmp.Or(err, e)
		}
		_, e := fmt.Fprintf(out, " %s\n", name)
		err = cmp.Or(err, e)
	}
	var sum [5]int32
	for i, imp := range s.list {
		of := [...]int32{imp.GetTotal(), imp.GetCreated(), imp.GetUpdated(), imp.GetUnchanged(), imp.GetFailed()}
		line(s.names[i], of[:]...)
		for j, n := range of {
			sum[j] += n
		}
	}
	if len(s.list) > 1 {
		line(fmt.Sprintf("合计 (all %d)", len(s.list)), sum[:]...)
	}
	return err
}

// shownErrors is how many row errors are printed.
const shownErrors = 20

func report(m *Main, imp *guituv1.Import) error {
	if undone(imp) {
		return reportUndo(m, imp)
	}
	what := ""
	if imp.GetMode() == "CHECK" {
		what = " (checked only, nothing is written)"
	}
	_, err := fmt.Fprintf(m.Stdout, "%s %s%s: %d rows, %d created, %d updated, %d unchanged, %d failed\n", imp.GetName(), imp.GetState(), what,
		imp.GetTotal(), imp.GetCreated(), imp.GetUpdated(), imp.GetUnchanged(), imp.GetFailed())
	for i, zh := range imp.GetRemarks() {
		_, err = fmt.Fprintf(m.Stdout, "  %s (%s)\n", zh, imp.GetRemarksEn()[i])
	}
	for _, col := range imp.GetColumns() {
		if col.GetBy() == "UNKNOWN" || col.GetBy() == "PROPOSED" || imp.GetMode() == "CHECK" && col.GetBy() != "KNOWN" {
			_, err = fmt.Fprintf(m.Stdout, "  column %s: %s (%s)\n", col.GetHeading(), col.GetField(), strings.TrimSuffix(strings.ToLower(col.GetBy())+" "+col.GetProposal(), " "))
		}
	}
	if imp.GetCompared() > 0 {
		_, err = fmt.Fprintf(m.Stdout, "  与已有资料比对 %d 行，%d 行可能是同一人 (compared with who is held: %d rows, %d may be of a person held)\n",
			imp.GetCompared(), imp.GetLikelyRows(), imp.GetCompared(), imp.GetLikelyRows())
	}
	for i, l := range imp.GetLikely() {
		if i == shownErrors {
			_, err = fmt.Fprintf(m.Stdout, "  … and %d more pairs\n", len(imp.GetLikely())-i)
			break
		}
		_, err = fmt.Fprintf(m.Stdout, "  line %d %s: %.0f %% %s\n", l.GetLine(), nameIn(l), 100*l.GetProbability(), l.GetOther())
	}
	if len(imp.GetPreview()) > 0 {
		_, err = fmt.Fprintln(m.Stdout, "  前几行将是 (the first rows as they will be):")
	}
	for _, p := range imp.GetPreview() {
		_, err = fmt.Fprintf(m.Stdout, "  line %d %s: %s\n", p.GetLine(), cmp.Or(strings.ToLower(p.GetOutcome()), "unchanged"), previewed(p))
	}
	for i, w := range imp.GetWarnings() {
		if i == shownErrors {
			_, err = fmt.Fprintf(m.Stdout, "  … and %d more warnings\n", len(imp.GetWarnings())-i)
			break
		}
		_, err = fmt.Fprintf(m.Stdout, "  line %d %s: 请核对 (look at it): %s\n", w.GetLine(), w.GetField(), w.GetReason())
	}
	for i, e := range imp.GetErrors() {
		if i == shownErrors {
			_, err = fmt.Fprintf(m.Stdout, "  … and %d more\n", int(imp.GetFailed())-i)
			break
		}
		_, err = fmt.Fprintf(m.Stdout, "  line %d %s: %s\n", e.GetLine(), e.GetField(), e.GetReason())
	}
	switch {
	case imp.GetState() != guituv1.Import_DONE:
		return fmt.Errorf("%s ended %s", imp.GetName(), imp.GetState())
	case err == nil && imp.GetFailed() > 0:
		return fmt.Errorf("有 %d 行未导入 (%w: %d rows have errors)", imp.GetFailed(), errRowsLeft, imp.GetFailed())
	}
	return err
}

// nameIn returns the first name of a row.
func nameIn(l *guituv1.LikelyDuplicate) string {
	person := l.GetNotice().GetPerson()
	if l.GetRecord() != nil {
		person = l.GetRecord().GetPerson()
	}
	for _, n := range person.GetNames() {
		return n.GetText()
	}
	return ""
}

// reportUndo says what was taken back and what stays.
func reportUndo(m *Main, imp *guituv1.Import) error {
	_, err := fmt.Fprintf(m.Stdout, "%s %s: %d rows undone, %d kept\n", imp.GetName(), imp.GetState(), imp.GetUndone(), imp.GetKept())
	for i, k := range imp.GetKeptRows() {
		if i == shownErrors {
			_, err = fmt.Fprintf(m.Stdout, "  … and %d more\n", int(imp.GetKept())-i)
			break
		}
		_, err = fmt.Fprintf(m.Stdout, "  line %d %s: %s\n", k.GetLine(), k.GetName(), k.GetReason())
	}
	if err == nil && imp.GetKept() > 0 {
		err = fmt.Errorf("有 %d 行未撤销 (%w: %d rows stay as they are)", imp.GetKept(), errRowsLeft, imp.GetKept())
	}
	return err
}

// previewed returns a row that will be, in a line.
func previewed(p *guituv1.ImportPreview) string {
	person, date, place := p.GetNotice().GetPerson(), p.GetNotice().GetMissingDate(), p.GetNotice().GetMissingPlace().GetText()
	if r := p.GetRecord(); r != nil {
		person, date, place = r.GetPerson(), r.GetFoundDate(), r.GetFoundPlace().GetText()
	}
	var said []string
	for _, n := range person.GetNames() {
		said = append(said, n.GetText())
	}
	if person.GetSex() != guituv1.Person_SEX_UNSPECIFIED {
		said = append(said, person.GetSex().String())
	}
	for _, text := range []string{person.GetBirthDate(), date, place} {
		if text != "" {
			said = append(said, text)
		}
	}
	return strings.Join(said, " · ")
}
