package models

import "time"

// Finding says what was seen when a photo was looked at.
type Finding string

// The findings. A photo that cannot be decoded is no finding but an
// ErrUnreadable: it is never stored.
const (
	FindingOneFace      Finding = "ONE_FACE"
	FindingNoFace       Finding = "NO_FACE"
	FindingSeveralFaces Finding = "SEVERAL_FACES"
	FindingFacesOff     Finding = "FACES_OFF" // no one looked: built or started without models
)

// Photo describes a picture of a person, or only the embeddings of one (an
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

	// Short reports that the file ends before its picture does: what there was of it was
	// looked at. It is said to who brings the file, and not kept.
	Short bool `json:"-"`
}

// Box describes a rectangle in shares of the upright picture's width and height.
type Box struct {
	X      float64 `json:"x"`
	Y      float64 `json:"y"`
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
}

// Overlap returns the intersection of two boxes over their union, 0 … 1.
func (b Box) Overlap(other Box) float64 {
	w := min(b.X+b.Width, other.X+other.Width) - max(b.X, other.X)
	h := min(b.Y+b.Height, other.Y+other.Height) - max(b.Y, other.Y)
	if w <= 0 || h <= 0 {
		return 0
	}
	return w * h / (b.Width*b.Height + other.Width*other.Height - w*h)
}

// Point describes a place in a picture, in shares of its width and height.
type Point struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
}

// MaxPhotos is how many photos a file may have.
const MaxPhotos = 50

func (p *Photo) check(v violations, now time.Time) {
	p.TakenDate.check(v, ".takenDate", now)
	if len(p.Content) == 0 && len(p.Faces) == 0 && p.SHA256 == "" {
		v.add(".content", "照片没有内容", "a photo needs content, or faces with embeddings")
	}
	checkItems(v, ".faces", p.Faces, func(v violations, f Face) { f.check(v) })
}
