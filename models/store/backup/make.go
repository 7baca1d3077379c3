package backup

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store/sqlite"
)

// left are the files and folders of a data folder that no backup needs: what is made anew,
// and what is of the service that runs.
var left = []string{"index", "tmp", "blobs", "models", "lock", "serve.json", "reserve", noteFile,
	sqlite.DatabaseFile, sqlite.DatabaseFile + "-wal", sqlite.DatabaseFile + "-shm"}

// noteFile is in the data folder what the service reads of its last backup.
const noteFile = "backup.json"

// Elsewhere stands for the folder of pictures that are in none.
const Elsewhere = "\x00"

// Progress is told how many of how many files are done.
type Progress func(done, of int)

// target takes the files of one backup.
type target interface {
	// put takes a file from the data folder, or from elsewhere when from is another path,
	// and says what it took. It returns fs.ErrNotExist when the file is gone.
	put(ctx context.Context, name, from string) (File, error)

	// finish writes the manifest, after which the backup is one.
	finish(m *Manifest) error

	// scratch returns a folder for files that are put and then deleted.
	scratch() string
}

// Make makes a backup of the data folder, which a service may be writing: in a folder beside
// the backups that are there, or, where to ends with .tar, in a new file. The pictures are in the folder blobs, in dir if it
// is empty, or in a bucket, which is backed up by itself, if it is Elsewhere.
// Errors: models.ErrExists (the file), models.ErrPrecondition (no data folder, or to lies
// in it), models.ErrDiskFull.
func Make(ctx context.Context, dir, blobs, to, program string, now time.Time, told Progress) (m *Manifest, err error) {
	if err := checkPlaces(dir, to); err != nil {
		return nil, err
	}
	var t target
	if isTar(to) {
		t, err = newArchive(to)
	} else {
		t, err = openRepository(to)
	}
	if err != nil {
		return nil, full(err)
	}
	if m, err = fill(ctx, dir, blobs, t, program, now, told); err != nil {
		if c, ok := t.(interface{ abandon() }); ok {
			c.abandon()
		}
		return nil, full(err)
	}
	return m, nil
}

// full makes the sentinel of a full disk.
func full(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("%w: %w", models.ErrDiskFull, err)
	}
	return err
}

func isTar(to string) bool { return strings.HasSuffix(to, ".tar") }

func checkPlaces(dir, to string) error {
	if _, err := os.Stat(filepath.Join(dir, sqlite.DatabaseFile)); err != nil {
		return fmt.Errorf("%w: %s is no data folder: %w", models.ErrPrecondition, dir, err)
	}
	if inside, err := filepath.Rel(dir, to); err == nil && inside != ".." && !strings.HasPrefix(inside, ".."+string(filepath.Separator)) {
		return fmt.Errorf("%w: a backup lies outside the data folder", models.ErrPrecondition)
	}
	return nil
}

func fill(ctx context.Context, dir, blobs string, t target, program string, now time.Time, told Progress) (*Manifest, error) {
	database := filepath.Join(t.scratch(), "guitu.db.copy")
	defer func() { _ = os.Remove(database) }() // it may never have been made
	if err := os.Remove(database); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	held, err := sqlite.Copy(ctx, dir, database)
	if err != nil {
		return nil, err
	}
	m := &Manifest{
		Format: format, Created: now.UTC().Truncate(time.Second), Program: program,
		Schema: held.Schema, LastChange: held.LastChange, AuditSeq: held.Head.Seq, AuditHash: hex.EncodeToString(held.Head.Hash[:]),
	}
	others, err := otherFiles(dir)
	if err != nil {
		return nil, err
	}
	if blobs == Elsewhere {
		held.Blobs = nil
	}
	names := append([]string{sqlite.DatabaseFile}, append(others, held.Blobs...)...)
	for i, name := range names {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		from := filepath.Join(dir, filepath.FromSlash(name))
		switch {
		case name == sqlite.DatabaseFile:
			from = database
		case i > len(others): // a picture
			from = filepath.Join(cmp.Or(blobs, dir), filepath.FromSlash(name))
		}
		switch f, err := t.put(ctx, name, from); {
		case errors.Is(err, fs.ErrNotExist) && slices.Contains(held.Blobs, name):
			m.Missing = append(m.Missing, name)
		case errors.Is(err, fs.ErrNotExist): // an upload that was done with
		case err != nil:
			return nil, fmt.Errorf("%s: %w", name, err)
		default:
			m.Files = append(m.Files, f)
		}
		if told != nil {
			told(i+1, len(names))
		}
	}
	return m, t.finish(m)
}

// otherFiles lists what is in a data folder besides the database and the pictures.
func otherFiles(dir string) (names []string, err error) {
	root := os.DirFS(dir)
	err = fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist): // gone since
			return nil
		case err != nil:
			return err
		case name != "." && path.Dir(name) == "." && slices.Contains(left, name):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.Type().IsRegular():
			names = append(names, name)
		}
		return nil
	})
	return names, err
}
