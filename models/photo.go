package models

import (
	"fmt"
	"math"
	"time"
)

// Finding says what was seen when a photo was looked at.
type Finding string

// The findings. A photo that cannot be decoded is no finding but an
// ErrUnreadable: it is never stored.
const (
	FindingOneFace      Finding = "ONE_FACE"
	FindingNoFace       Finding = "NO_FACE"
	FindingSeveralFaces Finding = "SEVERAL_FACES"
	FindingFacesOff     Finding = "FACES_OFF" // nobody looked: built or started without models
)

// Photo is a picture of a person, or only the embeddings of one (an
// administrator's import may bring those instead of pictures).
type Photo struct {
	Name        string  `json:"name,omitempty"` // photos/…
	TakenDate   Date    `json:"takenDate,omitempty"`
	Content     []byte  `json:"content,omitempty"` // in only
	ContentType string  `json:"contentType,omitempty"`
	Faces       []Face  `json:"faces,omitempty"`
	Finding     Finding `json:"finding,omitempty"`
	SHA256      string  `json:"sha256,omitempty"` // of the content, lower-case hex; empty without a picture
	Width       int     `json:"width,omitempty"`  // pixels, upright
	Height      int     `json:"height,omitempty"`
}

// Box is a rectangle in shares of the upright picture's width and height.
type Box struct {
	X      float64 `json:"x"`
	Y      float64 `json:"y"`
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
}

// Point is a place in a picture, in shares of its width and height.
type Point struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
}

// Face is one face in a photo. Quality is 0 (useless) … 1 (a passport photo).
// Embedding is biometric data: never logged, never encoded for a caller who did
// not bring it.
type Face struct {
	Box       Box       `json:"box,omitzero"`
	Landmarks []Point   `json:"landmarks,omitempty"`
	Quality   float64   `json:"quality,omitempty"`
	Embedding []float32 `json:"embedding,omitempty"`
	Model     string    `json:"model,omitempty"` // which embedder made Embedding
}

// The embedders whose embeddings can be compared, each with its own kind only.
const (
	ModelDlib = "dlib-resnet-v1"
	ModelFR   = "fr-feature-v1"
)

// EmbeddingDim is the length of a model's embeddings, 0 for an unknown model.
func EmbeddingDim(model string) int {
	switch model {
	case ModelDlib:
		return 128
	case ModelFR:
		return 512
	}
	return 0
}

const maxPhotos = 50

func (p *Photo) check(v violations, now time.Time) {
	p.TakenDate.check(v, ".takenDate", now)
	if len(p.Content) == 0 && len(p.Faces) == 0 && p.SHA256 == "" {
		v.add(".content", "照片没有内容", "a photo needs content, or faces with embeddings")
	}
	checkItems(v, ".faces", p.Faces, func(v violations, f Face) { f.check(v) })
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
	if len(f.Embedding) == 0 && f.Model == "" {
		return
	}
	dim := EmbeddingDim(f.Model)
	if dim == 0 {
		v.add(".model", fmt.Sprintf("不认识的人脸模型“%s”，应为 %s 或 %s", f.Model, ModelDlib, ModelFR),
			fmt.Sprintf("unknown model %q: must be %s or %s", f.Model, ModelDlib, ModelFR))
		return
	}
	if len(f.Embedding) != dim {
		v.add(".embedding", fmt.Sprintf("特征长度 %d 不对，%s 应为 %d", len(f.Embedding), f.Model, dim),
			fmt.Sprintf("embedding has %d numbers, %s has %d", len(f.Embedding), f.Model, dim))
		return
	}
	norm := 0.0
	for _, x := range f.Embedding {
		norm += float64(x) * float64(x)
	}
	// Both models give lengths near 1; this only keeps out zeros and garbage.
	if math.IsNaN(norm) || norm < 0.01 || norm > 100 {
		v.add(".embedding", "特征数值不合理", "embedding is zero, not a number or far from unit length")
	}
}
