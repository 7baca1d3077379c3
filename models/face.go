package models

import (
	"fmt"
	"iter"
	"math"
	"regexp"
)

// Face describes one person's face in a photo. Quality is 0 (useless) … 1 (a passport
// photo). Embedding is biometric data: never logged, never encoded for a caller who
// did not bring it.
//
// Embedding is that of the best model that looked at the face, Others are those of
// the others, better ones first; an import may bring any of them.
type Face struct {
	Box         Box         `json:"box,omitzero"`
	Landmarks   []Point     `json:"landmarks,omitempty"`
	Quality     float64     `json:"quality,omitempty"`
	Weakness    Weakness    `json:"weakness,omitempty"`
	Embedding   []float32   `json:"embedding,omitempty"`
	Model       string      `json:"model,omitempty"` // which embedder made Embedding
	ModelSHA256 string      `json:"modelSha256,omitempty"`
	Metric      Metric      `json:"metric,omitempty"`
	Others      []Embedding `json:"others,omitempty"`
}

// Embedding holds what one embedder made of a face. Only embeddings of the same model
// can be compared, and not those of which it is known that the files differed.
type Embedding struct {
	Model  string    `json:"model"`
	SHA256 string    `json:"modelSha256,omitempty"` // of the model's file; empty if unknown
	Metric Metric    `json:"metric,omitempty"`
	Vector []float32 `json:"embedding"` // its length is the model's dimension
}

// Metric says how far two embeddings are from each other.
type Metric string

// MetricL2 is the squared Euclidean distance. It is meant if none is named.
const MetricL2 Metric = "L2"

// Embedder holds the identity of a model that makes embeddings.
type Embedder struct {
	ID     string
	SHA256 string // of its file, lower-case hex
	Dim    int
	Metric Metric
}

// Embed returns an embedding of this model.
func (e Embedder) Embed(vector []float32) Embedding {
	return Embedding{Model: e.ID, SHA256: e.SHA256, Metric: e.Metric, Vector: vector}
}

// Weakness says why a face says less than another, or nothing.
type Weakness string

// The weaknesses. The first that holds is named.
const (
	WeakEyesCovered  Weakness = "EYES_COVERED"  // by dark glasses or hair
	WeakMouthCovered Weakness = "MOUTH_COVERED" // by a mask, a scarf or a hand

	WeakSmall   Weakness = "SMALL"   // fewer than 48 px wide
	WeakTurned  Weakness = "TURNED"  // seen from the side
	WeakBlurred Weakness = "BLURRED" // out of focus, or magnified from a small picture
	WeakUnclear Weakness = "UNCLEAR" // partly covered, badly lit, or no face at all: the embedder sees little in it
)

// Weaknesses returns all there are.
func Weaknesses() []Weakness {
	return []Weakness{WeakEyesCovered, WeakMouthCovered, WeakSmall, WeakTurned, WeakBlurred, WeakUnclear}
}

// The embedders whose embeddings can be compared, each with its own kind only.
const (
	ModelDlib          = "dlib-resnet-v1"
	ModelFR            = "fr-feature-v1"
	ModelMobileFaceNet = "mobilefacenet-v1"
)

// MaxEmbeddingDim is the most numbers that an embedding may have.
const MaxEmbeddingDim = 4096

// EmbeddingDim returns the length of a model's embeddings, 0 for an unknown model and
// for one that an operator owns.
func EmbeddingDim(model string) int {
	switch model {
	case ModelDlib:
		return 128
	case ModelFR:
		return 512
	case ModelMobileFaceNet:
		return 192
	}
	return 0
}

var ownModel = regexp.MustCompile(`^x-[a-z0-9.-]{1,60}$`)

// OwnModel reports whether an id is one that operators may give to models of theirs.
func OwnModel(id string) bool { return ownModel.MatchString(id) }

// Embeddings returns all of a face, the best model's first.
func (f *Face) Embeddings() iter.Seq[Embedding] {
	return func(yield func(Embedding) bool) {
		if len(f.Embedding) > 0 && !yield(Embedding{Model: f.Model, SHA256: f.ModelSHA256, Metric: f.Metric, Vector: f.Embedding}) {
			return
		}
		for _, e := range f.Others {
			if !yield(e) {
				return
			}
		}
	}
}

// SetEmbeddings replaces all embeddings of a face; the best model's comes first.
func (f *Face) SetEmbeddings(list []Embedding) {
	f.Embedding, f.Model, f.ModelSHA256, f.Metric, f.Others = nil, "", "", "", nil
	if len(list) > 0 {
		f.Embedding, f.Model, f.ModelSHA256, f.Metric = list[0].Vector, list[0].Model, list[0].SHA256, list[0].Metric
		f.Others = append(f.Others, list[1:]...)
	}
}

func (f *Face) check(v violations) {
	if math.IsNaN(f.Quality) || f.Quality < 0 || f.Quality > 1 {
		v.add(".quality", "质量应在 0 到 1 之间", "quality must lie within 0 and 1")
	}
	if sum := f.Box.X + f.Box.Y + f.Box.Width + f.Box.Height; math.IsNaN(sum) || math.IsInf(sum, 0) {
		v.add(".box", "位置数值不合理", "box has a number that is not finite")
	}
	for i, p := range f.Landmarks {
		if sum := p.X + p.Y; math.IsNaN(sum) || math.IsInf(sum, 0) {
			v.add(fmt.Sprintf(".landmarks[%d]", i), "位置数值不合理", "landmark has a number that is not finite")
		}
	}
	if len(f.Embedding) > 0 || f.Model != "" {
		e := Embedding{Model: f.Model, Metric: f.Metric, Vector: f.Embedding}
		e.check(v)
	}
	checkItems(v, ".others", f.Others, func(v violations, e Embedding) { e.check(v) })
}

func (e *Embedding) check(v violations) {
	dim := EmbeddingDim(e.Model)
	switch {
	case dim == 0 && !OwnModel(e.Model):
		v.add(".model", fmt.Sprintf("不认识的人脸模型“%s”，应为 %s、%s 或 %s", e.Model, ModelDlib, ModelFR, ModelMobileFaceNet),
			fmt.Sprintf("unknown model %q: must be %s, %s or %s", e.Model, ModelDlib, ModelFR, ModelMobileFaceNet))
		return
	case dim == 0 && (len(e.Vector) < 2 || len(e.Vector) > MaxEmbeddingDim):
		v.add(".embedding", fmt.Sprintf("特征长度 %d 不对", len(e.Vector)), fmt.Sprintf("embedding has %d numbers, want 2 … %d", len(e.Vector), MaxEmbeddingDim))
		return
	case dim != 0 && len(e.Vector) != dim:
		v.add(".embedding", fmt.Sprintf("特征长度 %d 不对，%s 应为 %d", len(e.Vector), e.Model, dim),
			fmt.Sprintf("embedding has %d numbers, %s has %d", len(e.Vector), e.Model, dim))
		return
	case e.Metric != "" && e.Metric != MetricL2:
		v.add(".metric", "距离应为 L2", fmt.Sprintf("unknown metric %q: must be %s", e.Metric, MetricL2))
		return
	}
	norm := 0.0
	for _, x := range e.Vector {
		norm += float64(x) * float64(x)
	}
	// All models give lengths near 1; this only keeps out zeros and garbage.
	if math.IsNaN(norm) || norm < 0.01 || norm > 100 {
		v.add(".embedding", "特征数值不合理", "embedding is zero, not a number or far from unit length")
	}
}
