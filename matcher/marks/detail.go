package marks

import (
	"strings"

	"github.com/guitu-project/guitu/matcher/assertion"
)

// readDetail keeps a number, a length, a colour or a quotation for the kind that
// follows in the clause, or gives it to the kind before: 缺两颗, 长约3cm.
func (r *reader) readDetail(i int, t token) {
	var d Mark
	switch t.class {
	case countWord:
		d.Count = uint8(t.n)
	case sizeWord:
		if r.heights {
			return
		}
		d.Length = t.n
	case colourWord:
		d.Colour = t.colour
	case quoted:
		d.Motif = string(r.folded[t.from+1 : t.to-1])
	}
	if r.kindAhead[i] && (t.class != quoted || !r.last.here || r.last.token.kind != Tattoo) {
		fill(&r.detail, &d)
		r.detailAt = min(r.detailAt, t.from)
		return
	}
	length := t.class == sizeWord && len(r.places) == 0 // may follow a comma
	if !r.last.sentence || !r.last.here && !length && t.class != quoted {
		return
	}
	for n := r.from; n < len(r.marks); n++ {
		fill(&r.marks[n], &d)
		r.spans[n][1] = max(r.spans[n][1], t.to)
	}
}

// fill takes over the details that m does not have.
func fill(m, d *Mark) {
	if m.Count == 0 {
		m.Count = d.Count
	}
	if m.Colour == 0 {
		m.Colour = d.Colour
	}
	if m.Motif == "" {
		m.Motif = d.Motif
	}
	m.Length = max(m.Length, d.Length)
}

// finish drops what no body misses, gives every mark its words, and takes what is
// said twice once.
func (r *reader) finish() []Mark {
	var kept []Mark
	others := r.ofOthers()
	for n, m := range r.marks {
		if others != nil && others(r.spans[n]) {
			continue
		}
		if m.Kind == Missing && m.Site != 0 && !parts.has(m.Site) {
			continue
		}
		if m.Kind == Tattoo {
			m.Motif = r.motif(n)
		} else {
			m.Motif = ""
		}
		m.Text = r.words(r.spans[n])
		if m.Text != "" {
			kept = append(kept, m)
		}
	}
	return merge(nil, kept)
}

// relatives are characters without which a text speaks of no other person.
const relatives = "父母爸妈爹娘哥弟姐妹夫妻婆公儿女孙叔伯舅姑姨亲属家友"

// ofOthers returns what tells whether a span is said of another person, nil if the
// text names none: 其母左脸有疤.
func (r *reader) ofOthers() func(span [2]int) bool {
	if len(r.marks) == 0 || !strings.ContainsAny(string(r.folded), relatives) {
		return nil
	}
	reading := assertion.Read(string(r.folded))
	return func(span [2]int) bool {
		from := len(string(r.folded[:span[0]]))
		return reading.At(from, from+len(string(r.folded[span[0]:span[1]]))).Other
	}
}

// longestWords is how many characters of a text a mark quotes.
const longestWords = 60

func (r *reader) words(at [2]int) string {
	from := max(at[0], at[1]-longestWords)
	return strings.TrimSpace(string(r.written[from:at[1]]))
}

// motif returns what the tattoo shows: what was quoted, what follows 纹有, or what stands
// right before 纹身.
func (r *reader) motif(n int) string {
	if m := r.marks[n].Motif; m != "" {
		return m
	}
	return shown(r.folded, r.spans[n][1], r.spans[n][0])
}

const (
	// motifEnds stop the words of a tattoo, motifFill may lead them in or out.
	motifEnds = "，,。.；;、！!（）()的等在和及与于：:\n\t \"'“”‘’"
	motifFill = "一二两三四五六七八九十条个只朵把有着了幅颗副字样图案形状是为大小"
)

// shown returns the motif around a tattoo's last character: 纹有一条龙, 龙形纹身.
func shown(text []rune, end, begin int) string {
	words := string(text[begin:end])
	if strings.HasSuffix(words, "纹身") || strings.HasSuffix(words, "文身") || strings.HasSuffix(words, "刺青") {
		full := words[:len(words)-len("纹身")]
		head := []rune(strings.TrimRight(full, "图案形状字样的"))
		k := len(head)
		for k > 0 && len(head)-k < 4 && !strings.ContainsRune(motifEnds+motifFill+"处部侧上下", head[k-1]) {
			k--
		}
		if k > 0 && strings.ContainsRune(motifFill, head[k-1]) || len(string(head)) < len(full) {
			return string(head[k:])
		}
		return named(text[end:])
	}
	k := end
	for k < len(text) && k < end+longestMotif && !strings.ContainsRune(motifEnds, text[k]) {
		k++
	}
	return strings.Trim(string(text[end:k]), motifFill)
}

// named returns the motif that follows a tattoo with a word between: 纹身为蝎子, 纹身（狼头）,
// 纹身，图案是龙.
func named(text []rune) string {
	k := 0
	for _, w := range []string{"，", ",", "图案", "内容", "图形"} {
		if strings.HasPrefix(string(text[k:min(k+2, len(text))]), w) {
			k += len([]rune(w))
		}
	}
	if k >= len(text) || !strings.ContainsRune("为是：:（(", text[k]) {
		return ""
	}
	from := k + 1
	for k = from; k < len(text) && k < from+longestMotif && !strings.ContainsRune(motifEnds, text[k]); k++ {
	}
	return strings.Trim(string(text[from:k]), motifFill)
}
