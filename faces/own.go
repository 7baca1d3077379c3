package faces

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/guitu-project/guitu/models"
)

// OwnEmbedder is an ArcFace-style ONNX file that an operator owns: it takes one face
// on the template of ArcFace, three planes of colour, and gives one vector.
type OwnEmbedder struct {
	ID        string  `json:"id"`                  // begins with x-, so that it is no model of ours
	Path      string  `json:"path"`                // of the ONNX file; relative to the file that names it
	SHA256    string  `json:"sha256,omitempty"`    // what the file must have; any if empty
	InputSize int     `json:"inputSize,omitempty"` // px; 112 if 0
	Channels  string  `json:"channels,omitempty"`  // RGB or BGR; RGB if empty
	Mean      float64 `json:"mean"`                // a pixel of 0 … 255 goes in as (pixel − mean) / std
	Std       float64 `json:"std"`

	unmirrored bool // looks at the face alone, not at its mirror image too
}

// frEmbedder returns fr-feature-v1.
func frEmbedder(dir string) OwnEmbedder {
	return OwnEmbedder{ID: models.ModelFR, Path: filepath.Join(dir, fileFeature), SHA256: featureSHA256, InputSize: templateSide, Channels: "RGB", Mean: 127.5, Std: 128}
}

// mobileEmbedder returns mobilefacenet-v1. Its mirror image would cost as much again and finds no one
// more beside fr-feature-v1 (of 215 masked faces 180 first either way).
func mobileEmbedder(dir string) OwnEmbedder {
	return OwnEmbedder{
		ID: models.ModelMobileFaceNet, Path: filepath.Join(dir, fileMobile), SHA256: mobileSHA256, InputSize: templateSide, Channels: "RGB", Mean: 127.5, Std: 128, unmirrored: true,
	}
}

// ReadOwnEmbedders reads a JSON array of them; none if there is no such file.
// Errors: models.ErrInvalid, saying what is wrong with which.
func ReadOwnEmbedders(file string) ([]OwnEmbedder, error) {
	text, err := os.ReadFile(file) //nolint:gosec // the operator names the folder
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("embedders: %w", err)
	}
	var list []OwnEmbedder
	in := json.NewDecoder(strings.NewReader(string(text)))
	in.DisallowUnknownFields()
	if err := in.Decode(&list); err != nil {
		return nil, fmt.Errorf("%w: embedders in %s: %w", models.ErrInvalid, file, err)
	}
	seen := map[string]bool{}
	for i := range list {
		e := &list[i]
		if err := e.check(); err != nil {
			return nil, fmt.Errorf("%w: embedders in %s: [%d]: %w", models.ErrInvalid, file, i, err)
		}
		if seen[e.ID] {
			return nil, fmt.Errorf("%w: embedders in %s: %s is there twice", models.ErrInvalid, file, e.ID)
		}
		seen[e.ID] = true
		if !filepath.IsAbs(e.Path) {
			e.Path = filepath.Join(filepath.Dir(file), e.Path)
		}
	}
	return list, nil
}

func (e *OwnEmbedder) check() error {
	switch {
	case !models.OwnModel(e.ID):
		return fmt.Errorf("id %q: want x- and up to 60 small letters, digits, dots and dashes", e.ID)
	case e.Path == "":
		return errors.New("path is missing")
	case e.InputSize < 0 || e.InputSize > 1024:
		return fmt.Errorf("inputSize %d: want 1 … 1024 px", e.InputSize)
	case e.Channels != "" && e.Channels != "RGB" && e.Channels != "BGR":
		return fmt.Errorf("channels %q: want RGB or BGR", e.Channels)
	case e.Std <= 0:
		return fmt.Errorf("std %v: want more than 0, as in (pixel − mean) / std", e.Std)
	}
	return nil
}

func (e OwnEmbedder) open() (*arcFace, error) {
	model, err := os.ReadFile(e.Path)
	if err != nil {
		return nil, fmt.Errorf("%w: embedder %s: %w", models.ErrFacesOff, e.ID, err)
	}
	sum := sha256.Sum256(model)
	hash := hex.EncodeToString(sum[:])
	if e.SHA256 != "" && !strings.EqualFold(e.SHA256, hash) {
		return nil, fmt.Errorf("%w: embedder %s: %s is not the expected file (SHA-256 differs)", models.ErrFacesOff, e.ID, e.Path)
	}
	if e.InputSize == 0 {
		e.InputSize = templateSide
	}
	side := int64(e.InputSize)
	net, err := openNetwork(model, 1, 3, side, side)
	if err != nil {
		return nil, fmt.Errorf("embedder %s: %w", e.ID, err)
	}
	if dim := len(net.out[0]); len(net.out) != 1 || dim < 2 || dim > models.MaxEmbeddingDim {
		net.close()
		return nil, fmt.Errorf("%w: embedder %s: gives %d vectors, the first of %d numbers", models.ErrFacesOff, e.ID, len(net.out), dim)
	}
	return &arcFace{
		model: models.Embedder{ID: e.ID, SHA256: hash, Dim: len(net.out[0]), Metric: models.MetricL2},
		net:   net, side: e.InputSize, bgr: e.Channels == "BGR", mean: float32(e.Mean), std: float32(e.Std), unmirrored: e.unmirrored,
	}, nil
}
