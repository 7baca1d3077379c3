package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/guitu-project/guitu/matcher/eval"
	"github.com/guitu-project/guitu/models"
)

// datesFile is the CSV in a folder of photos that says when they were taken.
const datesFile = "photos.csv"

// dateInName finds a date in a file's name: 1988, 1988-05, 19880517, 1988年5月17日, with no
// further digits about it.
var dateInName = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d)(?:[-_.年]?(\d{1,2})(?:[-_.月]?(\d{1,2})日?)?)?(?:\D|$)`)

// takenBy returns when a photo was taken by the name of its file; empty if that has no date
// until now.
func takenBy(name string, now time.Time) models.Date {
	for _, found := range dateInName.FindAllStringSubmatch(strings.TrimSuffix(name, filepath.Ext(name)), -1) {
		text := found[1]
		for _, part := range found[2:] {
			if part != "" {
				text += "-" + strings.Repeat("0", 2-len(part)) + part
			}
		}
		date := models.Date(text)
		if first, _, ok := date.Span(); ok && !first.After(now) {
			return date
		}
	}
	return ""
}

// date fills in when the photos of the list were taken and when their people were born: by the
// files' names and, if the folder has it, by photos.csv, which wins. It answers what that names
// and is not there. Errors: models.ErrInvalid, naming the line.
func date(dir string, list []pictureFile, now time.Time) (left []eval.LeftPhoto, err error) {
	for i := range list {
		list[i].taken = takenBy(filepath.Base(list[i].path), now)
	}
	content, err := os.ReadFile(filepath.Join(dir, datesFile)) //nolint:gosec // the operator names the folder
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read dates: %w", err)
	}
	rows := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\ufeff"))))
	rows.TrimLeadingSpace = true
	head, err := rows.Read()
	if err != nil {
		return nil, datesError(1, "写法有误", "cannot be read as CSV")
	}
	for i := range head {
		head[i] = strings.ToLower(strings.TrimSpace(head[i]))
	}
	if !slices.Contains(head, "person") || slices.ContainsFunc(head, func(h string) bool { return !slices.Contains([]string{"person", "file", "taken", "born"}, h) }) {
		return nil, datesError(1, "表头应为 person,file,taken,born", "the head must be person,file,taken,born")
	}
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return left, nil
		}
		line, _ := rows.FieldPos(0)
		if err != nil {
			return nil, datesError(line, "写法有误", "cannot be read as CSV")
		}
		said := map[string]string{}
		for i, h := range head {
			said[h] = strings.TrimSpace(row[i])
		}
		found, err := dateRow(list, said, line)
		if err != nil {
			return nil, err
		}
		if !found {
			left = append(left, eval.LeftPhoto{Path: fmt.Sprintf("%s:%d", datesFile, line), Reason: models.Text{Zh: "没有这个人或这张照片", En: "no such person or photo"}})
		}
	}
}

// dateRow applies a row: taken to its file, or to all of the person's if it names none, born to
// the person. person may be GROUP/PERSON.
func dateRow(list []pictureFile, said map[string]string, line int) (found bool, err error) {
	for _, field := range []string{"taken", "born"} {
		if _, _, ok := models.Date(said[field]).Span(); said[field] != "" && !ok {
			return false, datesError(line, field+" 应为 1988、1988-05 或 1988-05-17", field+" must be 1988, 1988-05 or 1988-05-17")
		}
	}
	for i := range list {
		f := &list[i]
		if said["person"] != f.person && said["person"] != f.group+"/"+f.person {
			continue
		}
		if said["born"] != "" {
			f.born, found = models.Date(said["born"]), true
		}
		if said["file"] == "" || said["file"] == filepath.Base(f.path) {
			if found = true; said["taken"] != "" {
				f.taken = models.Date(said["taken"])
			}
		}
	}
	return found, nil
}

func datesError(line int, zh, en string) error {
	return models.Invalid(fmt.Sprintf("%s:%d", datesFile, line), fmt.Sprintf("第 %d 行：%s", line, zh), fmt.Sprintf("line %d: %s", line, en))
}
