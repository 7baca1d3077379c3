package models

import (
	"math"
	"slices"
	"testing"
)

func TestSetEmbeddingsKeepsTheOrder(t *testing.T) {
	list := []Embedding{
		{Model: ModelFR, SHA256: "a", Metric: MetricL2, Vector: []float32{1}},
		{Model: ModelDlib, Vector: []float32{2}}, {Model: "x-own", Vector: []float32{3}},
	}
	for n := range len(list) + 1 {
		f := Face{Model: "old", Embedding: []float32{9}, Others: list}
		f.SetEmbeddings(list[:n])
		got := slices.Collect(f.Embeddings())
		same := slices.EqualFunc(got, list[:n], func(a, b Embedding) bool {
			return a.Model == b.Model && a.SHA256 == b.SHA256 && a.Metric == b.Metric && slices.Equal(a.Vector, b.Vector)
		})
		if !same || n > 0 && f.Model != ModelFR || n == 0 && f.Model != "" {
			t.Errorf("%d embeddings came back as %+v, the best of %q", n, got, f.Model)
		}
	}
}

func TestOverlap(t *testing.T) {
	box := Box{X: .2, Y: .2, Width: .4, Height: .2}
	for _, test := range []struct {
		other Box
		want  float64
	}{
		{box, 1}, {Box{X: .4, Y: .2, Width: .4, Height: .2}, 1. / 3}, {Box{X: .6, Y: .2, Width: .4, Height: .2}, 0}, {Box{}, 0},
	} {
		if got := box.Overlap(test.other); math.Abs(got-test.want) > 1e-9 {
			t.Errorf("%+v: %v, want %v", test.other, got, test.want)
		}
	}
}
