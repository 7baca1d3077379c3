package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
)

func TestTakenBy(t *testing.T) {
	now := time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)
	for name, want := range map[string]models.Date{
		"1988.jpg": "1988", "a 1988-05.jpg": "1988-05", "IMG_20050617_101500.jpg": "2005-06-17", "2005年6月7日.png": "2005-06-07", "1999_3.jpg": "1999-03",
		"00.jpg": "", "13.jpg": "", "abc.jpg": "", "20991231.jpg": "", "123198845.jpg": "", "2005-13.jpg": "", "x.1988": "", "20010203 2003-02.jpg": "2001-02-03", "2001,2003-02.jpg": "2001", "": "",
	} {
		if got := takenBy(name, now); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestDatesOfPhotos(t *testing.T) {
	files := func() []pictureFile {
		return []pictureFile{
			{group: "甲", person: "p1", path: "x/甲/p1/1988.jpg"}, {group: "甲", person: "p1", path: "x/甲/p1/b.jpg"}, {group: "乙", person: "p1", path: "x/乙/p1/b.jpg"},
		}
	}
	for what, c := range map[string]struct {
		csv   string
		taken []models.Date
		born  []models.Date
		left  int
		err   string
	}{
		"no file":       {"", []models.Date{"1988", "", ""}, []models.Date{"", "", ""}, 0, ""},
		"rows":          {"person,file,taken,born\n甲/p1,b.jpg,1999-05,1980\n乙/p1,,2001,\n", []models.Date{"1988", "1999-05", "2001"}, []models.Date{"1980", "1980", ""}, 0, ""},
		"other columns": {"\ufeffBorn, Person\n1970,p1\n", []models.Date{"1988", "", ""}, []models.Date{"1970", "1970", "1970"}, 0, ""},
		"the file wins": {"person,file,taken\np1,1988.jpg,1987\n", []models.Date{"1987", "", ""}, []models.Date{"", "", ""}, 0, ""},
		"nobody":        {"person,file,taken\np9,b.jpg,1987\np1,z.jpg,1987\n", []models.Date{"1988", "", ""}, []models.Date{"", "", ""}, 2, ""},
		"no head":       {"p1,b.jpg,1987\n", nil, nil, 0, "photos.csv:1"},
		"a bad date":    {"person,taken\np1,1987\np1,soon\n", nil, nil, 0, "photos.csv:3"},
		"a short row":   {"person,taken\np1\n", nil, nil, 0, "photos.csv:2"},
	} {
		t.Run(what, func(t *testing.T) {
			dir, list := t.TempDir(), files()
			if c.csv != "" {
				if err := os.WriteFile(filepath.Join(dir, datesFile), []byte(c.csv), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			left, err := date(dir, list, time.Now())
			if c.err != "" {
				if err == nil || !strings.Contains(err.Error(), c.err) {
					t.Errorf("%v, want %s", err, c.err)
				}
				return
			}
			if err != nil || len(left) != c.left {
				t.Fatalf("%v, %v", left, err)
			}
			for i := range list {
				if list[i].taken != c.taken[i] || list[i].born != c.born[i] {
					t.Errorf("%s: taken %q, born %q", list[i].path, list[i].taken, list[i].born)
				}
			}
		})
	}
}
