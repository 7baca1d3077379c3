package jsonl

import (
	"errors"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
)

// A line may be written in every way in which REST takes it.
func TestALineMayBeWrittenAsInREST(t *testing.T) {
	const plain = `{"externalId":"a","person":{"names":[{"text":"许花东"}],"ageMin":60,"heightMinCm":165,"nativePlace":{"text":"成都","latitude":30.5}},"missingDate":"2019-03-05"}`
	want, wantHash, err := readNotice(t, plain)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		`{"external_id":"a","person":{"names":[{"text":"许花东"}],"age_min":60,"height_min_cm":165,"native_place":{"text":"成都","latitude":30.5}},"missing_date":"2019-03-05"}`,
		`{"externalId":"a","person":{"names":[{"text":"许花东"}],"ageMin":"60","heightMinCm":165.0,"nativePlace":{"text":"成都","latitude":"30.5"}},"missingDate":"2019-03-05"}`,
		`{"externalId":"a","person":{"names":[{"text":"许花东"}],"ageMin":6e1,"heightMinCm":"165.0","nativePlace":{"text":"成都","latitude":30.50}},"missingDate":"2019-03-05"}`,
	} {
		got, hash, err := readNotice(t, line)
		if strings.Contains(line, "6e1") { // what is no plain number stays an error of its field
			if !errors.Is(err, models.ErrInvalid) {
				t.Errorf("%s: %v", line, err)
			}
			continue
		}
		if err != nil || hash != wantHash || *got.Person.AgeMin != *want.Person.AgeMin {
			t.Errorf("%s is read as %+v: %v", line, got, err)
		}
	}
}

func TestAWrongTypeIsNamed(t *testing.T) {
	for line, want := range map[string][]string{
		`{"person":{"names":"许花东"}}`:        {"person.names", "数组", "文字"},
		`{"missingPlace":"成都"}`:             {"missingPlace", "对象", "文字"},
		`{"contacts":"13800001234"}`:        {"contacts", "数组", "文字"},
		`{"contacts":[{"phone":138}]}`:      {"contacts.phone", "字符串", "数字"},
		`{"person":{"heightMinCm":165.5}}`:  {"person.heightMinCm", "整数", "165.5"},
		`{"person":{"ageMin":"六十"}}`:        {"person.ageMin", "整数", "文字"},
		`{"person":{"age_min":true}}`:       {"person.ageMin", "整数", "true"},
		`{"person":{"marks":{"text":"疤"}}}`: {"person.marks", "数组", "对象"},
	} {
		_, _, err := readNotice(t, line)
		for _, w := range want {
			if err == nil || !strings.Contains(err.Error(), w) {
				t.Errorf("%s: %v, want %q in it", line, err, w)
			}
		}
	}
}

func readNotice(t *testing.T, line string) (*models.Notice, string, error) {
	t.Helper()
	row, err := NewNoticeReader(strings.NewReader(line), 0).Next()
	if err != nil {
		t.Fatal(err)
	}
	said, err := row.Decode()
	return said.Subject, said.Hash, err
}
