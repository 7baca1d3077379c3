package feature

import (
	"testing"

	"github.com/guitu-project/guitu/models"
)

// What a person is called at home hides neither that the full names differ nor that they
// agree.
func TestNicknamesBesideFullNames(t *testing.T) {
	weigh := func(record, notice []models.PersonName) float64 {
		m := match(&models.Record{Entry: models.Entry{Person: models.Person{Names: record}}},
			&models.Notice{Entry: models.Entry{Person: models.Person{Names: notice}}})
		e, ok := item(m, "name")
		if !ok {
			t.Fatalf("%v and %v have nothing to say about each other", record, notice)
		}
		return e.Weight
	}
	full := func(text string) models.PersonName { return models.PersonName{Text: text} }
	nick := func(text string) models.PersonName {
		return models.PersonName{Text: text, Kind: models.NameNickname}
	}
	alone := weigh([]models.PersonName{full("杨苑怡")}, []models.PersonName{full("何玉武")})
	for name, c := range map[string]struct {
		record, notice []models.PersonName
		least, most    float64
	}{
		"another full name and a nickname":      {[]models.PersonName{full("杨苑怡")}, []models.PersonName{full("何玉武"), nick("阿娜")}, alone - .01, alone + 1},
		"only a nickname to compare":            {[]models.PersonName{full("杨苑怡")}, []models.PersonName{nick("阿娜")}, -1, 0},
		"the full name and another nickname":    {[]models.PersonName{full("杨苑怡")}, []models.PersonName{full("杨苑怡"), nick("狗蛋")}, 12, 20},
		"both agree":                            {[]models.PersonName{full("杨苑怡"), nick("妮子")}, []models.PersonName{full("杨苑怡"), nick("妮子")}, 12, 20},
		"another nickname beside a full name":   {[]models.PersonName{nick("石头")}, []models.PersonName{full("何玉武"), nick("狗蛋")}, -4, -1},
		"the same nickname beside another name": {[]models.PersonName{full("杨苑怡"), nick("狗蛋")}, []models.PersonName{full("何玉武"), nick("狗蛋")}, 3, 12},
	} {
		if got := weigh(c.record, c.notice); got < c.least || got > c.most {
			t.Errorf("%s: %.1f bits, want %.1f to %.1f", name, got, c.least, c.most)
		}
	}
}
