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
	"strings"
	"syscall"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/concurrent"
)

// The folders of a repository.
const (
	objectsFolder   = "objects"   // files under their hashes
	snapshotsFolder = "snapshots" // manifests
	growingFolder   = "growing"   // files that are not whole yet
)

// stamp is how the time of a backup names it.
const stamp = "20060102T150405Z"

// repository describes a folder of backups.
type repository struct {
	dir    string
	before map[string]File // of the newest backup, by path
}

func openRepository(dir string) (*repository, error) {
	r := &repository{dir: dir, before: map[string]File{}}
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if len(entries) > 0 && !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == objectsFolder }) {
		return nil, fmt.Errorf("%w: %s holds something else than backups", models.ErrPrecondition, dir)
	}
	if err := os.RemoveAll(filepath.Join(dir, growingFolder)); err != nil { // of one that was cut off
		return nil, err
	}
	for _, sub := range []string{objectsFolder, snapshotsFolder, growingFolder} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			return nil, err
		}
	}
	names, err := List(dir)
	if err != nil || len(names) == 0 {
		return r, err
	}
	newest, err := r.manifest(names[len(names)-1])
	if errors.Is(err, models.ErrDataLoss) { // then everything is read again
		return r, nil
	}
	if err != nil {
		return nil, err
	}
	for _, f := range newest.Files {
		r.before[f.Path] = f
	}
	return r, nil
}

// List returns the names of the backups in a folder, oldest first.
func List(dir string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(dir, snapshotsFolder))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), ".json"); ok {
			names = append(names, name)
		}
	}
	return names, nil // ReadDir sorts
}

func (r *repository) manifestFile(name string) string {
	return filepath.Join(r.dir, snapshotsFolder, name+".json")
}

func (r *repository) manifest(name string) (*Manifest, error) {
	text, err := os.ReadFile(r.manifestFile(name)) //nolint:gosec // below the folder that the operator names
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("backup %s: %w", name, models.ErrNotFound)
	}
	if err != nil {
		return nil, err
	}
	return decode(text)
}

func (r *repository) object(sum string) string {
	return filepath.Join(r.dir, objectsFolder, sum[:2], sum)
}

func (r *repository) scratch() string { return filepath.Join(r.dir, growingFolder) }

func (r *repository) put(ctx context.Context, name, from string) (File, error) {
	info, err := os.Stat(from)
	if err != nil {
		return File{}, err
	}
	changed := changedAt(info)
	if was, ok := r.before[name]; ok && was.Changed == changed && changed != 0 && was.Size == info.Size() {
		if held, err := os.Stat(r.object(was.SHA256)); err == nil && held.Size() == was.Size {
			return was, nil
		}
	}
	f, temporary, err := r.grow(ctx, name, from)
	if err != nil {
		return f, err
	}
	f.Changed = changed
	object := r.object(f.SHA256)
	if err := os.MkdirAll(filepath.Dir(object), 0o700); err != nil {
		return f, err
	}
	if err := os.Rename(temporary, object); err != nil {
		return f, err
	}
	return f, syncFolder(filepath.Dir(object))
}

// grow copies a file into a durable one that has no name yet.
func (r *repository) grow(ctx context.Context, name, from string) (f File, temporary string, err error) {
	in, err := os.Open(from) //nolint:gosec // below the folder that the operator names
	if err != nil {
		return f, "", err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	out, err := os.CreateTemp(r.scratch(), "file-*") // mode 0600
	if err != nil {
		return f, "", err
	}
	digest := sha256.New()
	n, err := io.Copy(io.MultiWriter(out, digest), concurrent.Reader(ctx, in))
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		return f, "", errors.Join(err, os.Remove(out.Name()))
	}
	return File{Path: name, Size: n, SHA256: hex.EncodeToString(digest.Sum(nil))}, out.Name(), nil
}

func (r *repository) finish(m *Manifest) error {
	text, err := m.encode()
	if err != nil {
		return err
	}
	name := m.Created.Format(stamp)
	if _, err := os.Stat(r.manifestFile(name)); err == nil {
		return fmt.Errorf("backup %s: %w", name, models.ErrExists)
	}
	temporary := filepath.Join(r.scratch(), name)
	if err := writeDurable(temporary, text); err != nil {
		return err
	}
	if err := os.Rename(temporary, r.manifestFile(name)); err != nil {
		return err
	}
	return syncFolder(filepath.Join(r.dir, snapshotsFolder))
}

// Keep deletes all backups of a folder but the newest n, and the files that none of those
// names. It returns how many backups it deleted.
func Keep(dir string, n int) (deleted int, err error) {
	r := &repository{dir: dir}
	names, err := List(dir)
	if err != nil || len(names) <= n || n < 1 {
		return 0, err
	}
	old, kept := names[:len(names)-n], names[len(names)-n:]
	for _, name := range old {
		if err := os.Remove(r.manifestFile(name)); err != nil {
			return deleted, err
		}
		deleted++
	}
	named := map[string]bool{}
	for _, name := range kept {
		m, err := r.manifest(name)
		if err != nil { // what it names is not known: nothing can be deleted
			return deleted, err
		}
		for _, f := range m.Files {
			named[f.SHA256] = true
		}
	}
	return deleted, dropUnnamed(filepath.Join(dir, objectsFolder), named)
}

func dropUnnamed(objects string, named map[string]bool) (err error) {
	root, err := os.OpenRoot(objects)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	return fs.WalkDir(root.FS(), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || named[entry.Name()] {
			return err
		}
		return root.Remove(path)
	})
}

// changedAt returns when a file was last changed in any way; 0 if the system does not say.
func changedAt(info fs.FileInfo) int64 {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return s.Ctim.Nano()
	}
	return 0
}

func writeDurable(file string, text []byte) error {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600) //nolint:gosec // below the folder that the operator names
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Sync(), f.Close())
}

func syncFolder(dir string) error {
	d, err := os.Open(dir) //nolint:gosec // below the folder that the operator names
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
