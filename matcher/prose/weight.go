package prose

import (
	"regexp"
	"strings"

	"github.com/guitu-project/guitu/models"
)

var (
	weights = regexp.MustCompile(`(体重|重约?)?[大概约是为有在:\s,]*(` + number + `)(?:\s*(?:kg|公斤|千克|斤)?` + dash + `(` + number + `))?\s*(多|来|几)?\s*(公斤|千克|kg|市?斤)\s*(多|左右|上下|不到)?`)
	goods   = regexp.MustCompile(`酒|大米|小米|买|卖|面|菜|肉|油|货|药|粮|水|苹果|行李|重物`)
)

// What a grown person and a newborn weigh at most and at least, in kg.
const (
	leastWeight = 2
	mostWeight  = 200
)

// readWeight reads the weight, of which half a kilogram is a 斤.
func (r *reader) readWeight() {
	p := &r.out.Person
	if p.WeightMinKg != 0 || p.WeightMaxKg != 0 {
		return
	}
	for _, m := range weights.FindAllStringSubmatchIndex(r.folded, -1) {
		g := r.groups(m)
		low, high, ok := spanOf(g(2))
		if g(3) != "" && ok {
			_, high, ok = spanOf(g(3))
		}
		if !ok || high < low || g(1) == "" && (goods.MatchString(r.before(m[4], 4)) || goods.MatchString(r.after(m[1], 3))) {
			continue
		}
		switch g(4) + g(6) {
		case "多", "几":
			high += 9
		case "不到":
			low -= 5
		}
		if strings.HasSuffix(g(5), "斤") && g(5) != "公斤" {
			low, high = low/2, high/2
		}
		if low < leastWeight || high > mostWeight || g(1) == "" && low < 20 || !r.own(m[4], m[1]) {
			continue
		}
		p.WeightMinKg, p.WeightMaxKg = low, high
		r.set("person.weightMinKg", numberText(low), m[4], m[1])
		r.set("person.weightMaxKg", numberText(high), m[4], m[1])
		return
	}
}

// Sizes of shoes in Paris points, as everyday speech has them.
const leastShoe, mostShoe = 20, 50

var (
	shoes = regexp.MustCompile(`(鞋码|脚码|鞋号|码数|鞋子?|穿|脚)[大概约是为有穿:\s,]*(\d{2}(?:\.5)?|[二三四]十[一二三四五六七八九]?)(?:` + dash + `\d{2})?\s*(码|号)?`)
	sized = regexp.MustCompile(`(\d{2}(?:\.5)?|[二三四]十[一二三四五六七八九]?)\s*(?:码|号)的?[\p{Han}]{0,4}(?:鞋|脚)|鞋子?\s*\(?(\d{2}(?:\.5)?)\s*(?:码|号)`)
)

// readShoes reads the size of the shoes.
func (r *reader) readShoes() {
	if r.out.Person.ShoeSize != 0 {
		return
	}
	for _, m := range sized.FindAllStringSubmatchIndex(r.folded, -1) {
		if m[2] < 0 {
			m[2], m[3] = m[4], m[5]
		}
		if r.offerShoes(m[2], m[3], m[1]) {
			return
		}
	}
	for _, m := range shoes.FindAllStringSubmatchIndex(r.folded, -1) {
		if g := r.groups(m); (g(3) != "" || strings.HasSuffix(g(1), "码") || g(1) == "鞋号") && r.offerShoes(m[4], m[5], m[1]) {
			return
		}
	}
}

func (r *reader) offerShoes(from, number, to int) bool {
	v, ok := valueOf(r.folded[from:number])
	if !ok || v < leastShoe || v > mostShoe || !r.own(from, to) {
		return false
	}
	r.out.Person.ShoeSize = models.ShoeSize(v)
	r.set("person.shoeSize", numberText(v), from, number)
	return true
}
