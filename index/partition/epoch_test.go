package partition_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/matcher/eval/world"
	"github.com/guitu-project/guitu/matcher/feature"
)

// What several counted of their own people each, merged, is what one counts of all: the epoch of it
// weighs as one who learned from everybody, in the process that made it and in one that was sent it.
func TestEpochOfPartsIsThatOfAll(t *testing.T) {
	w := world.New(world.Options{Seed: 4, Split: world.Train, Notices: 1_200, Records: 60, Pairs: 30, Photos: .7, Gazetteer: world.China()})
	whole, parts := feature.NewScorer(feature.DefaultParams()), feature.NewScorer(feature.DefaultParams())
	var all feature.CorpusStats
	var some [4]feature.CorpusStats
	notices := make([]*feature.Profile, len(w.Notices))
	for i, n := range w.Notices {
		notices[i] = feature.ProfileOf(n)
		all.Add(notices[i])
		some[i%len(some)].Add(notices[i])
	}
	whole.Learn(&all)
	var merged feature.CorpusStats
	for i := range some {
		var bytes compact.Writer
		some[i].EncodeCounts(&bytes)
		r := compact.NewReader(bytes.Bytes)
		one := feature.DecodeCounts(r)
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
	if r.Bad() || sent.Number() != 7 || sent.Size() != all.Size() || merged.Size() != all.Size() {
		t.Fatalf("epoch %d of %d", sent.Number(), sent.Size())
	}
	faces := 0
	for _, record := range w.Records {
		p := feature.ProfileOf(record)
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
		again, err := whole.DecodeWhole(whole.EncodeWhole(p, true))
		if err != nil {
			t.Fatal(err)
		}
		if n := notices[0]; whole.Probe(again).Score(n) != want.Score(n) {
			t.Errorf("%s weighs otherwise when it was sent", p.Name)
		}
	}
	if faces == 0 {
		t.Error("no faces were compared")
	}
	drawn := 0
	for _, n := range notices {
		if made.Holds([]string{n.Name}) != sent.Holds([]string{n.Name}) {
			t.Errorf("the cohorts differ in %s", n.Name)
		}
		if sent.Holds([]string{n.Name}) {
			drawn++
		}
	}
	if drawn < 500 || sent.Holds([]string{"notices/else"}) || sent.Holds(nil) {
		t.Errorf("%d people are in the cohort", drawn)
	}
	if _, err := whole.DecodeWhole([]byte{1, 2, 3}); err == nil {
		t.Error("rubbish is a profile")
	}
}
