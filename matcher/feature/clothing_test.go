package feature

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
)

func TestOutfitOf(t *testing.T) {
	for text, want := range map[string]string{
		"上身穿红色毛衣，下身穿蓝色牛仔裤，脚穿白色运动鞋": "红毛衣 蓝牛仔裤 白运动鞋",
		"走失时上身穿花T恤，下身穿黑长裤":         "花T恤 黑裤",
		"军绿色棉袄、黑布鞋":                "绿棉袄 黑布鞋",
		"外套深蓝，戴灰色帽子":               "蓝外套 灰帽",
		"上身藏青色，下身灰色":               "蓝上衣 灰裤",
		"红黑格子衬衫":                   "黑红花衬衫",
		"黑色羽绒服内穿白色毛衣":              "黑白棉袄毛衣",
		"穿着整洁":                     "",
		"":                         "",
		"赤脚":                       "赤脚",
		"背蓝色双肩包":                   "蓝包",
	} {
		o, _ := outfitOf(text)
		if got := o.words(); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	if _, rest := outfitOf("红色毛衣，胸前别一枚徽章"); !strings.Contains(rest, "徽章") || strings.Contains(rest, "毛衣") {
		t.Errorf("left unread: %q", rest)
	}
}

// dressed is a pair that tells of clothes only, so many days apart.
func dressed(record, notice string, days int) models.Match {
	r := &models.Record{Entry: models.Entry{Person: models.Person{Clothing: record}}, FoundDate: models.Date(fmt.Sprintf("2024-05-%02d", 1+days))}
	n := &models.Notice{Entry: models.Entry{Person: models.Person{Clothing: notice}}, MissingDate: "2024-05-01"}
	return match(r, n)
}

// Each step says less than the one before.
func TestClothingMonotonicity(t *testing.T) {
	const worn = "上身穿紫色毛衣，下身穿黑色西裤"
	for name, steps := range map[string][]models.Match{
		"colour":   {dressed(worn, "紫色毛衣", 1), dressed(worn, "粉色毛衣", 1), dressed(worn, "白色毛衣", 1)},
		"type":     {dressed(worn, "紫色毛衣", 1), dressed(worn, "紫色上衣", 1), dressed(worn, "紫色衬衫", 1)},
		"garments": {dressed(worn, worn, 1), dressed(worn, "紫色毛衣，白色西裤", 1), dressed(worn, "白色衬衫，红色短裤", 1)},
		"days":     {dressed(worn, worn, 0), dressed(worn, worn, 5), dressed(worn, worn, 12), dressed(worn, worn, 25)},
		"rarity":   {dressed("紫色草帽", "紫色草帽", 1), dressed("黑色草帽", "黑色草帽", 1)},
	} {
		last := math.Inf(1)
		for i, m := range steps {
			e, ok := item(m, "clothing")
			if !ok || e.Weight >= last {
				t.Errorf("%s, step %d: %.2f bits after %.2f (found %v)", name, i, e.Weight, last, ok)
			}
			last = e.Weight
		}
	}
}

func TestClothingSaysNothing(t *testing.T) {
	for name, m := range map[string]models.Match{
		"of different garments": dressed("红色毛衣", "黑色皮鞋", 1), "of one side": dressed("红色毛衣", "", 1), "of nothing told": dressed("穿着整洁", "衣服干净", 1),
	} {
		if e, ok := item(m, "clothing"); ok {
			t.Errorf("%s: %+v", name, e)
		}
	}
	r := &models.Record{Entry: models.Entry{Person: models.Person{Clothing: "红色毛衣"}}, FoundDate: "2024-05-01"}
	n := &models.Notice{Entry: models.Entry{Person: models.Person{Clothing: "红色毛衣"}}, MissingDate: "2022-05-01"}
	if e, ok := item(match(r, n), "clothing"); ok {
		t.Errorf("years later: %+v", e)
	}
}

func TestBelongings(t *testing.T) {
	r := &models.Record{Entry: models.Entry{Person: models.Person{Belongings: "随身带一把二胡"}}, FoundDate: "2024-05-02"}
	n := &models.Notice{Entry: models.Entry{Person: models.Person{Belongings: "背着二胡"}}, MissingDate: "2024-05-01"}
	if e, ok := item(match(r, n), "clothing"); !ok || e.Weight < 2 || !strings.Contains(e.Reason.Zh, "二胡") {
		t.Errorf("the same fiddle: %+v, found %v", e, ok)
	}
	n.Person.Belongings = "手机一部"
	if e, ok := item(match(r, n), "clothing"); ok {
		t.Errorf("another thing is no conflict: %+v", e)
	}
}

// What everyone of the notices held wears says less.
func TestUsualClothesWeighLess(t *testing.T) {
	r := &models.Record{Entry: models.Entry{Person: models.Person{Clothing: "黄色胶鞋"}}, FoundDate: "2024-05-02"}
	n := &models.Notice{Entry: models.Entry{Person: models.Person{Clothing: "黄色胶鞋"}}, MissingDate: "2024-05-01"}
	rare, _ := item(match(r, n), "clothing")
	w, corpusStats := NewScorer(DefaultParams()), CorpusStats{}
	for range 1000 {
		corpusStats.Add(ProfileOf(n))
	}
	w.Learn(&corpusStats)
	if usual, _ := item(w.Probe(ProfileOf(r)).match(ProfileOf(n)), "clothing"); usual.Weight >= rare.Weight-2 || usual.Weight < -.5 {
		t.Errorf("%.2f bits where all wear it, %.2f before", usual.Weight, rare.Weight)
	}
}

// If only the month or the year is told, clothes are as likely the same as on average over
// the days that may lie between.
func TestStillWorn(t *testing.T) {
	b := NewScorer(DefaultParams()).Probe(ProfileOf(&models.Record{})).basis
	worn := func(found, missing models.Date) float64 { return b.stillWorn(yearsOf(found), yearsOf(missing)) }
	mean := func(found string, days int, missing models.Date) (sum float64) {
		for day := 1; day <= days; day++ {
			sum += worn(models.Date(fmt.Sprintf("%s-%02d", found, day)), missing)
		}
		return sum / float64(days)
	}
	for _, one := range []struct {
		found, missing models.Date
		want           float64
	}{
		{"2024-05-01", "2024-05-01", b.Clothing.Again},
		{"2024-05", "2024-04-30", mean("2024-05", 31, "2024-04-30")},
		{"2024-05", "2024-05", mean("2024-05", 31, "2024-05-01")},                // 0 to 30 days
		{"2024", "2024-05-20", b.Clothing.Again * b.ClothesFor / math.Ln2 / 225}, // 0 to 225 days
		{"2026-05-01", "2024", 0},
		{"", "2024-05-01", 0},
	} {
		if got := worn(one.found, one.missing); math.Abs(got-one.want) > .02*b.Clothing.Again {
			t.Errorf("found %s, missing %s: %.3f, want %.3f", one.found, one.missing, got, one.want)
		}
	}
	if month, day := worn("2024-05", "2024-05"), worn("2024-05-31", "2024-05-01"); month <= day {
		t.Errorf("%.3f within a month, %.3f at its ends", month, day)
	}
}
