package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/concurrent"
	"github.com/guitu-project/guitu/models/store/sqlite"
)

// opened is a backup that is read.
type opened interface {
	// each shows take every file, and returns the manifest.
	each(ctx context.Context, take func(name string, size int64, content io.Reader) error) (*Manifest, error)
}

// open opens a backup: the newest of a folder, or the one of that name.
func open(from, name string) (opened, error) {
	if info, err := os.Stat(from); err != nil {
		return nil, err
	} else if !info.IsDir() {
		return tarBackup(from), nil
	}
	names, err := List(from)
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s holds no backup: %w", from, models.ErrNotFound)
	}
	if name == "" {
		name = names[len(names)-1]
	}
	return folderBackup{&repository{dir: from}, name}, nil
}

type tarBackup string

func (t tarBackup) each(ctx context.Context, take func(string, int64, io.Reader) error) (*Manifest, error) {
	return readTar(ctx, string(t), take)
}

type folderBackup struct {
	*repository
	name string
}

func (b folderBackup) each(ctx context.Context, take func(string, int64, io.Reader) error) (*Manifest, error) {
	m, err := b.manifest(b.name)
	if err != nil {
		return nil, err
	}
	for _, f := range m.Files {
		if err := b.one(ctx, f, take); err != nil {
			return nil, err
		}
	}
	return m, nil
}

func (b folderBackup) one(ctx context.Context, f File, take func(string, int64, io.Reader) error) (err error) {
	object, err := os.Open(b.object(f.SHA256))
	if errors.Is(err, fs.ErrNotExist) {
		return take(f.Path, 0, new(nothing)) // told with the others that are wrong
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, object.Close()) }()
	return take(f.Path, f.Size, concurrent.Reader(ctx, object))
}

// condemn takes the damaged objects out of the way, so that the next backup puts them anew.
func (b folderBackup) condemn(m *Manifest, paths []string) error {
	for _, f := range m.Files {
		if !slices.Contains(paths, f.Path) {
			continue
		}
		object := b.object(f.SHA256)
		if err := os.Rename(object, object+".damaged"); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// nothing describes an empty file.
type nothing struct{}

func (nothing) Read([]byte) (int, error) { return 0, io.EOF }

// Report says what a look at a backup found.
type Report struct {
	*Manifest
	Wrong []string // files that are not as the manifest says, or not there
}

// Whole reports whether the backup can be restored as it was made.
func (r *Report) Whole() bool { return len(r.Wrong) == 0 }

// Verify reads a backup back, the newest of a folder or the one of that name, and has
// SQLite check the database in it. Damaged files of a folder are put aside, so that the next
// backup of the same data puts them anew. Errors: models.ErrNotFound, models.ErrDataLoss (the
// manifest).
func Verify(ctx context.Context, from, name string) (r *Report, err error) {
	b, err := open(from, name)
	if err != nil {
		return nil, err
	}
	room, err := os.MkdirTemp("", "guitu-verify-*")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(room)) }()
	database := filepath.Join(room, sqlite.DatabaseFile)
	sums := map[string]File{}
	m, err := b.each(ctx, func(name string, _ int64, content io.Reader) error {
		into := io.Discard
		if name == sqlite.DatabaseFile {
			file, err := os.OpenFile(database, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600) //nolint:gosec // in a folder of our own
			if err != nil {
				return err
			}
			defer func() { _ = file.Close() }() // a copy to look at
			into = file
		}
		f, err := copyHashed(into, content)
		f.Path, sums[name] = name, f
		return err
	})
	if err != nil {
		return nil, full(err)
	}
	r = &Report{Manifest: m, Wrong: wrong(m, sums)}
	if f, ok := b.(folderBackup); ok {
		if err := f.condemn(m, r.Wrong); err != nil {
			return nil, err
		}
	}
	if len(r.Wrong) == 0 {
		if err := sqlite.CheckFile(ctx, database); err != nil {
			r.Wrong = append(r.Wrong, err.Error())
		}
	}
	return r, nil
}

func copyHashed(into io.Writer, content io.Reader) (File, error) {
	digest := sha256.New()
	n, err := io.Copy(io.MultiWriter(into, digest), content)
	return File{Size: n, SHA256: hex.EncodeToString(digest.Sum(nil))}, err
}

// wrong lists the files that are not what the manifest says.
func wrong(m *Manifest, sums map[string]File) (list []string) {
	for _, f := range m.Files {
		if is := sums[f.Path]; is.SHA256 != f.SHA256 || is.Size != f.Size {
			list = append(list, f.Path)
		}
	}
	return list
}

// restoring marks a folder that a restore fills.
const restoring = ".guitu-restore"

// Restore brings a backup back as a new data folder, whole or not at all: cut off, it is
// simply started again. Errors: models.ErrExists (dir is there), models.ErrNotFound,
// models.ErrDataLoss (something in the backup is not as it was written; nothing is then
// restored).
func Restore(ctx context.Context, from, name, dir string) (*Manifest, error) {
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return nil, fmt.Errorf("%s: %w", dir, models.ErrExists)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	b, err := open(from, name)
	if err != nil {
		return nil, err
	}
	growing := filepath.Clean(dir) + ".restoring"
	if err := clearGrowing(growing); err != nil {
		return nil, err
	}
	m, err := extract(ctx, b, growing)
	if err != nil {
		return nil, full(errors.Join(err, os.RemoveAll(growing)))
	}
	if err := os.Remove(filepath.Join(growing, restoring)); err != nil {
		return nil, err
	}
	if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) { // empty
		return nil, err
	}
	if err := os.Rename(growing, dir); err != nil {
		return nil, err
	}
	return m, syncFolder(filepath.Dir(filepath.Clean(dir)))
}

// clearGrowing deletes what a restore that was cut off left, and nothing else.
func clearGrowing(growing string) error {
	if _, err := os.Lstat(growing); err == nil {
		if _, err := os.Stat(filepath.Join(growing, restoring)); err != nil {
			return fmt.Errorf("%s: %w", growing, models.ErrExists)
		}
		if err := os.RemoveAll(growing); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(growing, 0o700); err != nil {
		return err
	}
	return writeDurable(filepath.Join(growing, restoring), nil)
}

func extract(ctx context.Context, b opened, growing string) (*Manifest, error) {
	root, err := os.OpenRoot(growing) // no name leads out of it
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }() // every file in it is closed
	sums := map[string]File{}
	m, err := b.each(ctx, func(name string, _ int64, content io.Reader) error {
		if err := root.MkdirAll(filepath.Dir(filepath.FromSlash(name)), 0o700); err != nil {
			return err
		}
		file, err := root.OpenFile(filepath.FromSlash(name), os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		f, err := copyHashed(file, content)
		f.Path, sums[name] = name, f
		return errors.Join(err, file.Sync(), file.Close())
	})
	if err != nil {
		return nil, err
	}
	if bad := wrong(m, sums); len(bad) > 0 {
		return nil, fmt.Errorf("%w: %d files of the backup, the first of them %s", models.ErrDataLoss, len(bad), bad[0])
	}
	return m, sqlite.CheckFile(ctx, filepath.Join(growing, sqlite.DatabaseFile))
}
