package prose

import "testing"

func BenchmarkRead(b *testing.B) {
	texts := readTexts(b, "testdata/texts.jsonl")
	Read(texts[0].Text, texts[0].side(), pasted) // loads the tables
	characters := 0
	for i := 0; b.Loop(); i++ {
		one := &texts[i%len(texts)]
		Read(one.Text, one.side(), pasted)
		characters += len([]rune(one.Text))
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(characters), "ns/character")
}
