package backup

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/concurrent"
)

// manifestName is the last entry of an archive.
const manifestName = "manifest.json"

// archive describes a tar file that grows under another name until it is whole.
type archive struct {
	name string
	file *os.File
	tar  *tar.Writer
	room string
}

func newArchive(name string) (*archive, error) {
	if _, err := os.Stat(name); err == nil {
		return nil, fmt.Errorf("%s: %w", name, models.ErrExists)
	}
	file, err := os.OpenFile(name+".growing", os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600) //nolint:gosec // the operator names it
	if err != nil {
		return nil, err
	}
	room, err := os.MkdirTemp(filepath.Dir(name), ".guitu-backup-*")
	if err != nil {
		return nil, errors.Join(err, file.Close(), os.Remove(file.Name()))
	}
	return &archive{name: name, file: file, tar: tar.NewWriter(file), room: room}, nil
}

func (a *archive) scratch() string { return a.room }

// abandon deletes what was written.
func (a *archive) abandon() {
	_ = errors.Join(a.file.Close(), os.Remove(a.file.Name()), os.RemoveAll(a.room)) // why it is abandoned says more
}

func (a *archive) put(ctx context.Context, name, from string) (f File, err error) {
	in, err := os.Open(from) //nolint:gosec // below the folder that the operator names
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	info, err := in.Stat()
	if err != nil {
		return f, err
	}
	header := &tar.Header{Name: name, Mode: 0o600, Size: info.Size(), ModTime: info.ModTime(), Format: tar.FormatPAX}
	if err := a.tar.WriteHeader(header); err != nil {
		return f, err
	}
	digest := sha256.New()
	n, err := io.Copy(io.MultiWriter(a.tar, digest), concurrent.Reader(ctx, in))
	return File{Path: name, Size: n, SHA256: hex.EncodeToString(digest.Sum(nil))}, err
}

func (a *archive) finish(m *Manifest) error {
	text, err := m.encode()
	if err != nil {
		return err
	}
	if err := a.tar.WriteHeader(&tar.Header{Name: manifestName, Mode: 0o600, Size: int64(len(text)), ModTime: m.Created, Format: tar.FormatPAX}); err != nil {
		return err
	}
	_, err = a.tar.Write(text)
	if err = errors.Join(err, a.tar.Close(), a.file.Sync(), a.file.Close(), os.RemoveAll(a.room)); err != nil {
		return err
	}
	if err := os.Rename(a.file.Name(), a.name); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(a.name))
}

// readTar shows take every file of an archive, and returns the manifest that ends it.
// Errors: models.ErrDataLoss (cut off, or damaged).
func readTar(ctx context.Context, name string, take func(name string, size int64, content io.Reader) error) (m *Manifest, err error) {
	file, err := os.Open(name) //nolint:gosec // the operator names it
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	in := tar.NewReader(file)
	for {
		header, err := in.Next()
		if errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("%w: the archive ends without its manifest", models.ErrDataLoss)
		}
		if err != nil {
			return nil, fmt.Errorf("%w: the archive: %w", models.ErrDataLoss, err)
		}
		if header.Name == manifestName {
			text, err := io.ReadAll(io.LimitReader(in, 1<<30))
			if err != nil {
				return nil, fmt.Errorf("%w: the archive: %w", models.ErrDataLoss, err)
			}
			return decode(text)
		}
		err = take(header.Name, header.Size, concurrent.Reader(ctx, in))
		if errors.Is(err, io.ErrUnexpectedEOF) {
			err = fmt.Errorf("%w: the archive: %w", models.ErrDataLoss, err)
		}
		if err != nil {
			return nil, err
		}
	}
}
