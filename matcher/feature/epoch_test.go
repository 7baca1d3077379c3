package feature

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/matcher/eval/world"
)

// What several counted of their own people each, merged, is what one counts of all: the epoch of it
// weighs as one who learned from everybody, in the process that made it and in one that was sent it.
func TestEpochOfPartsIsThatOfAll(t *testing.T) {
	w := world.New(world.Options{Seed: 4, Split: world.Train, Notices: 1_200, Records: 60, Pairs: 30, Photos: .7, Gazetteer: world.China()})
	whole, parts := NewScorer(DefaultParams()), NewScorer(DefaultParams())
	var all CorpusStats
	var some [4]CorpusStats
	notices := make([]*Profile, len(w.Notices))
	for i, n := range w.Notices {
		notices[i] = ProfileOf(n)
		all.Add(notices[i])
		some[i%len(some)].Add(notices[i])
	}
	whole.Learn(&all)
	var merged CorpusStats
	for i := range some {
		var bytes compact.Writer
		some[i].EncodeCounts(&bytes)
		r := compact.NewReader(bytes.Bytes)
		one := DecodeCounts(r)
		if r.Bad() {
			t.Fatal("counts cannot be read")
		}
		merged.Merge(&one)
	}
	made := parts.NewEpoch(7, &merged, nil)
	var bytes compact.Writer
	parts.EncodeEpoch(made, &merged, &bytes)
	r := compact.NewReader(bytes.Bytes)
	sent := parts.DecodeEpoch(r)
	if r.Bad() || sent.Number() != 7 || merged.Size() != all.Size() || len(sent.common.gallery.cohorts) == 0 {
		t.Fatalf("epoch %d of %d, %d cohorts", sent.Number(), merged.Size(), len(sent.common.gallery.cohorts))
	}
	faces := 0
	for _, record := range w.Records {
		p := ProfileOf(record)
		want, got, there := whole.Probe(p), parts.In(made).Probe(p), parts.In(sent).Probe(p)
		if there.Epoch() != 7 || want.Epoch() != 0 {
			t.Fatalf("a probe of epoch %d", there.Epoch())
		}
		for range 50 {
			n := notices[rand.IntN(len(notices))]
			if p.HasFaces() && n.HasFaces() {
				faces++
			}
			if a, b, c := want.Score(n), got.Score(n), there.Score(n); math.Abs(a-b) > 1e-9 || math.Abs(a-c) > 1e-9 {
				t.Errorf("%s and %s weigh %v, and %v and %v by the epoch", p.Name, n.Name, a, b, c)
			}
		}
		again, err := whole.DecodeWhole(whole.EncodeWhole(p))
		if err != nil {
			t.Fatal(err)
		}
		if n := notices[0]; whole.Probe(again).Score(n) != want.Score(n) || len(again.faces) != len(p.faces) {
			t.Errorf("%s weighs otherwise when it was sent", p.Name)
		}
	}
	if faces == 0 {
		t.Error("no faces were compared")
	}
	if drawn := made.common.gallery; !made.Holds([]string{drawnOne(drawn)}) || made.Holds([]string{"notices/else"}) {
		t.Error("an epoch does not know whose faces it has")
	}
	if _, err := whole.DecodeWhole([]byte{1, 2, 3}); err == nil {
		t.Error("rubbish is a profile")
	}
}

func drawnOne(g *gallery) string {
	for _, c := range g.cohorts {
		return c.people[0]
	}
	return ""
}
