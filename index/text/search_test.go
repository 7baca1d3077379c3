package text

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
)

// village are invented people; a number is the name of the notice or record.
func village() []models.Subject {
	person := func(names ...string) models.Person {
		p := models.Person{}
		for _, n := range names {
			p.Names = append(p.Names, models.PersonName{Text: n})
		}
		return p
	}
	place := func(text string) models.Place { return models.Place{Text: text} }

	boy := person("王小明", "明明")
	boy.NativePlace, boy.Marks = place("河南省周口市沈丘县白集镇"), []models.Mark{{Text: "左眉上方有一道疤"}}
	boy.Clothing, boy.Conditions = "黑色羽绒服，蓝色牛仔裤", []string{"癫痫"}

	sameSound := person("王晓明")
	sameSound.NativePlace, sameSound.Marks = place("四川省南充市"), []models.Mark{{Text: "右手背烫伤"}}

	inPlace := person("赵铁柱")
	inPlace.NativePlace = place("山东省王小明庄")

	inKin := person("孙建国")
	inKin.Relatives = []models.Relative{{Name: "王小明", Relation: "儿子"}}

	inRest := person("周秀英")
	inRest.Narrative = "同村的王小明送她上的火车，她说家门前有一条河"

	southerner := person("歐陽修文")
	southerner.Clothing, southerner.Accent = "身穿藍色棉襖", "閩南口音"

	uyghur := person("阿依古丽·买买提", "Ayigul Mamat")
	uyghur.HeardPlaces = []string{"喀什", "疏勒"}

	banna := person("岩温")
	banna.NativePlace, banna.Belongings = place("云南省西双版纳傣族自治州"), "随身带一把𠮷他"

	xian := person("单雨")
	xian.NativePlace, xian.Appearance = place("西安市"), "偏瘦，圆脸，左眼失明，上方门牙缺失"

	plain := person("吕丽")
	plain.Ethnicity, plain.Narrative = "土家族", "I'm from Enshi, room 302"

	closed := person("钱多多")

	return []models.Subject{
		&models.Notice{Entry: models.Entry{Name: "notices/boy", Person: boy, ExternalID: "A-2024/001"}, Source: "虚构市公安局",
			MissingPlace: place("郑州市火车站"), Contacts: []models.Contact{{Name: "王大山", Phone: "13900000001"}}},
		&models.Notice{Entry: models.Entry{Name: "notices/sameSound", Person: sameSound, ExternalID: "A-2024/002"}, Source: "虚构市公安局"},
		&models.Notice{Entry: models.Entry{Name: "notices/inPlace", Person: inPlace, ExternalID: "NO 17"}},
		&models.Notice{Entry: models.Entry{Name: "notices/inKin", Person: inKin}},
		&models.Notice{Entry: models.Entry{Name: "notices/inRest", Person: inRest}},
		&models.Notice{Entry: models.Entry{Name: "notices/southerner", Person: southerner, Circumstances: "在厦門走失"}},
		&models.Notice{Entry: models.Entry{Name: "notices/uyghur", Person: uyghur}},
		&models.Notice{Entry: models.Entry{Name: "notices/banna", Person: banna}},
		&models.Notice{Entry: models.Entry{Name: "notices/xian", Person: xian}},
		&models.Notice{Entry: models.Entry{Name: "notices/plain", Person: plain}},
		&models.Notice{Entry: models.Entry{Name: "notices/closed", Person: closed}, Status: models.NoticeClosed},
		&models.Record{Entry: models.Entry{Name: "records/boy", Person: person("王小明"), ExternalID: "A-2024/001"}, Station: "虚构县救助站"},
	}
}

// searches are what people type and whom they then see, in this order. The names
// behind "|" may come in any order, or not at all: words that fit only in part.
var searches = []struct{ why, typed, want string }{
	{"a name: written as the person's before in a place, a relative's, by ear, in the rest", "王小明", "boy inPlace inKin sameSound inRest"},
	{"a name by ear", "王晓明", "sameSound boy | inPlace inKin inRest"},
	{"a nickname", "明明", "boy"},
	{"a given name", "小明", "boy | inPlace inKin inRest sameSound"},
	{"one character", "王", "| boy sameSound inPlace inKin inRest"},
	{"one character at the end of a text", "疤", "boy"},
	{"one character outside the first plane", "𠮷", "banna"},
	{"one character of a run", "癫", "boy"},
	{"pinyin as one word", "wangxiaoming", "| boy sameSound inPlace inKin"},
	{"pinyin with a space", "wang xiaoming", "| boy sameSound inPlace inKin"},
	{"pinyin by syllables", "wang xiao ming", "| boy sameSound inPlace inKin"},
	{"pinyin in capitals", "WANG Xiaoming", "| boy sameSound inPlace inKin"},
	{"pinyin in full width", "ｗａｎｇｘｉａｏｍｉｎｇ", "| boy sameSound inPlace inKin"},
	{"pinyin of a surname that is read otherwise", "shanyu", "xian"},
	{"pinyin with ü", "lüli", "plain"},
	{"pinyin with v", "lvli", "plain"},
	{"pinyin of a place, with its apostrophe", "xi'an", "xian | boy"},
	{"pinyin of a place, without", "xian", "xian | boy"},
	{"pinyin of five syllables", "xishuangbanna", "banna"},
	{"pinyin of a county", "shenqiu", "boy"},
	{"pinyin of three syllables of a place", "baijizhen", "boy"},
	{"a place", "周口", "boy"},
	{"a place by ear", "洲口", "boy"},
	{"a long place with one character wrong", "河南省周口市神丘县", "boy | banna"},
	{"where it happened", "郑州市火车站", "boy | inRest"},
	{"a place as heard", "疏勒", "uyghur"},
	{"a phrase in a mark", "眉上方", "boy | xian"},
	{"a phrase whose characters are elsewhere, but not together", "左眉上方", "boy | xian"},
	{"a phrase in other words", "左眉上方有疤痕", "boy | xian"},
	{"clothes", "黑色羽绒服", "boy"},
	{"simplified finds traditional", "欧阳修文", "southerner"},
	{"traditional finds traditional", "歐陽修文", "southerner"},
	{"simplified finds traditional text", "蓝色棉袄", "southerner | boy"},
	{"traditional finds simplified text", "黑色羽絨服", "boy"},
	{"traditional place", "廈門", "southerner"},
	{"accent", "闽南口音", "southerner"},
	{"a condition", "癫痫", "boy"},
	{"a belonging", "一把𠮷他", "banna"},
	{"ethnicity", "土家族", "plain"},
	{"a name of another people, with its dot", "阿依古丽·买买提", "uyghur"},
	{"without its dot", "阿依古丽买买提", "uyghur"},
	{"a part of it", "买买提", "uyghur"},
	{"as it was written in Latin letters", "ayigul", "uyghur"},
	{"a Latin word with an apostrophe", "i'm", "plain"},
	{"a number in a text", "302", "plain"},
	{"an external id", "A-2024/002", "sameSound"},
	{"an external id in small letters", "a-2024/001", "boy | sameSound"},
	{"an external id with a space", "no 17", "inPlace"},
	{"who wrote it", "虚构市公安局", "| boy sameSound"},
	{"two words, both", "王小明 郑州", "boy | inPlace inKin inRest sameSound"},
	{"two words, the other way round", "郑州 王小明", "boy | inPlace inKin inRest sameSound"},
	{"two words in two people: who has both by ear, then either", "王小明 四川", "sameSound boy | inPlace inKin inRest"},
	{"two words, one of nobody", "癫痫 龘靐", "boy"},
	{"words of two scripts", "小明 zhoukou", "boy | inPlace inKin inRest sameSound"},
	{"both scripts in one word", "王xiaoming", "| boy sameSound inPlace inKin inRest"},
	{"Chinese punctuation", "王小明，郑州！", "boy | inPlace inKin inRest sameSound"},
	{"a closed notice", "钱多多", "closed"},
	{"a contact's number, for package matcher to show to few", "139-0000 0001", "boy"},
	{"a contact's name is not", "王大山", ""},
	{"nobody", "龘靐", ""},
	{"nothing", "", ""},
	{"blanks", " \t\n　", ""},
	{"punctuation", "。，！？()[]{}", ""},
	{"emoji", "😀👩‍👩‍👧", ""},
	{"bleve's field syntax", "name:钱多多", "closed"},
	{"bleve's must and must not", "+钱多多 -钱多多", "closed"},
	{"bleve's wildcard", "*", ""},
	{"bleve's regular expression", "/.*/", ""},
	{"bleve's phrase", `"钱多多"`, "closed"},
	{"bleve's fuzziness and boost", "钱多多~2^1000", "closed"},
	{"control characters and bytes that are no text", "\x00\x1b钱多多\x7f\xff\xfe", "closed"},
	{"words that only say which kind", "notices", ""},
}

func TestSearch(t *testing.T) {
	x := mustOpen(t, t.TempDir())
	mustApply(t, x, village(), nil, 1)
	for _, test := range searches {
		t.Run(test.why, func(t *testing.T) {
			got := found(t, x, models.Notices, test.typed)
			ordered, partly, _ := strings.Cut(test.want, "|")
			first, rest := strings.Fields(ordered), strings.Fields(partly)
			if len(got) < len(first) || !slices.Equal(got[:len(first)], first) {
				t.Fatalf("%q finds %v, not %q first", test.typed, got, first)
			}
			for _, name := range got[len(first):] {
				if !slices.Contains(rest, name) {
					t.Errorf("%q finds %v, but not %s was expected", test.typed, got, name)
				}
			}
			if len(first) == 0 && len(rest) > 0 && len(got) == 0 {
				t.Errorf("%q finds nobody", test.typed)
			}
		})
	}
}

func TestSearchKeepsKindsApart(t *testing.T) {
	x := mustOpen(t, t.TempDir())
	mustApply(t, x, village(), nil, 1)
	for _, typed := range []string{"王小明", "A-2024/001"} {
		if got := found(t, x, models.Records, typed); !slices.Equal(got, []string{"boy"}) {
			t.Errorf("%q finds the records %v, not boy", typed, got)
		}
	}
}

func TestSearchLimit(t *testing.T) {
	x := mustOpen(t, t.TempDir())
	mustApply(t, x, village(), nil, 1)
	for _, test := range []struct{ limit, want int }{{-1, 0}, {0, 0}, {1, 1}, {3, 3}, {100, 5}, {1 << 40, 5}} {
		got, err := x.Search(context.Background(), models.Notices, "王小明", test.limit)
		if err != nil || len(got) != test.want {
			t.Errorf("limit %d finds %v, %v; not %d", test.limit, got, err, test.want)
		}
	}
}

// TestSearchLong shows what of a long text counts, and that none is too long.
func TestSearchLong(t *testing.T) {
	x := mustOpen(t, t.TempDir())
	mustApply(t, x, village(), nil, 1)
	for _, test := range []struct{ why, typed, want string }{
		{"the front counts", "钱多多 " + strings.Repeat("龘", 10_000), "closed"},
		{"what is behind 500 characters does not", strings.Repeat("龘", 500) + " 钱多多", ""},
		{"64 words count", strings.Repeat("zzz ", 60) + "钱多多", "closed"}, // the same word counts once
		{"a long Latin word", strings.Repeat("zhuang", 2000), ""},
		{"ten thousand brackets", strings.Repeat("(", 10_000), ""},
	} {
		got := strings.Join(found(t, x, models.Notices, test.typed), " ")
		if got != test.want {
			t.Errorf("%s: finds %q, not %q", test.why, got, test.want)
		}
	}
}

func TestSearchStops(t *testing.T) {
	x := mustOpen(t, t.TempDir())
	mustApply(t, x, village(), nil, 1)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := x.Search(ctx, models.Notices, "王小明", 10); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled search returns %v", err)
	}
}

// found are the ids of those whom a search finds.
func found(t testing.TB, x *Index, kind models.Kind, typed string) []string {
	t.Helper()
	names, err := x.Search(context.Background(), kind, typed, 50)
	if err != nil {
		t.Fatalf("search %q: %v", typed, err)
	}
	list := []string{}
	for _, name := range names {
		id, ok := strings.CutPrefix(name, string(kind)+"/")
		if !ok {
			t.Fatalf("search of %s finds %s", kind, name)
		}
		list = append(list, id)
	}
	return list
}

func mustOpen(t testing.TB, dir string) *Index {
	t.Helper()
	x, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	return x
}

func mustApply(t testing.TB, x *Index, puts []models.Subject, deletes []string, position int64) {
	t.Helper()
	if err := x.Apply(context.Background(), puts, deletes, position); err != nil {
		t.Fatal(err)
	}
}

func mustPosition(t testing.TB, x *Index) int64 {
	t.Helper()
	position, err := x.Position()
	if err != nil {
		t.Fatal(err)
	}
	return position
}

// Who has a rare word of those that a person is known by is found, of one side only.
func TestLike(t *testing.T) {
	x := mustOpen(t, t.TempDir())
	mustApply(t, x, village(), nil, 1)
	for typed, want := range map[string]string{
		"王小明 周口":  "notices/boy",
		"阿依古丽 喀什": "notices/uyghur",
		"":        "",
	} {
		found, err := x.Like(t.Context(), models.Notices, typed, 5)
		if err != nil || want != "" && (len(found) == 0 || found[0] != want) || want == "" && len(found) > 0 {
			t.Errorf("%q: %v, %v; want %s first", typed, found, err, want)
		}
		for _, name := range found {
			if !strings.HasPrefix(name, "notices/") {
				t.Errorf("%q finds %s", typed, name)
			}
		}
	}
}
