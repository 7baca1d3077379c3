package sqlstore

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/concurrent"
)

// The folders below the store's own. A file grows among the temporary ones and is
// named when it is whole and durable.
const (
	blobsFolder     = "blobs"
	uploadsFolder   = "uploads"
	temporaryFolder = "tmp"
)

// folder holds the store's folder: what is not rows. Nothing outside it can be named.
type folder struct{ *os.Root }

// openFolder makes the folder, with those for blobs if they are in it.
func openFolder(dir string, blobs bool) (*folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	f := &folder{root}
	subs, parents := []string{temporaryFolder}, []string{"."}
	if blobs {
		subs, parents = append(subs, uploadsFolder, blobsFolder), append(parents, blobsFolder)
		for i := range 256 {
			subs = append(subs, blobFolder(i))
		}
	}
	for _, sub := range subs {
		if err := f.Mkdir(sub, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
	for _, parent := range parents {
		if err := f.syncNames(parent); err != nil {
			return f, err
		}
	}
	return f, nil
}

// put makes content durable as the file of that name, whose folder exists,
// replacing what was there.
func (f *folder) put(ctx context.Context, name string, content io.Reader, modified time.Time) error {
	temporary := path.Join(temporaryFolder, newID())
	err := f.write(ctx, temporary, content)
	if err == nil {
		err = f.Chtimes(temporary, modified, modified)
	}
	if err == nil {
		err = f.Rename(temporary, name)
	}
	if err != nil {
		return errors.Join(err, f.drop(temporary))
	}
	return f.syncNames(path.Dir(name))
}

func (f *folder) write(ctx context.Context, name string, content io.Reader) error {
	file, err := f.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := io.Copy(file, concurrent.Reader(ctx, content)); err != nil {
		return errors.Join(err, file.Close())
	}
	if err := file.Sync(); err != nil {
		return errors.Join(err, file.Close())
	}
	return file.Close()
}

// drop removes the file of that name, if there is one.
func (f *folder) drop(name string) error {
	if err := f.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// syncNames makes the names in a folder durable.
func (f *folder) syncNames(name string) error {
	d, err := f.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// open opens the file of that name for reading. Errors: models.ErrNotFound.
func (f *folder) open(name string) (*os.File, error) {
	file, err := f.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, models.ErrNotFound
	}
	return file, err
}

// oldFiles lists the files in a folder that were last put before limit.
func (f *folder) oldFiles(name string, limit time.Time) ([]string, error) {
	entries, err := fs.ReadDir(f.FS(), name)
	if err != nil {
		return nil, err
	}
	var old []string
	for _, entry := range entries {
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue // another person's end of it
		}
		if err != nil {
			return nil, err
		}
		if info.Mode().IsRegular() && info.ModTime().Before(limit) {
			old = append(old, entry.Name())
		}
	}
	return old, nil
}
