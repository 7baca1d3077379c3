package main

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// withPhotos returns an archive of a table and the pictures of a folder or an archive, made
// as it is read. The one who reads it closes it. Errors: those of opening the pictures.
func withPhotos(format string, table io.Reader, photos string) (io.ReadCloser, error) {
	info, err := os.Stat(photos)
	if err != nil {
		return nil, err
	}
	add := addFolder
	if !info.IsDir() {
		add = addArchive
	}
	out, in := io.Pipe()
	go func() { // ends with the pipe, which its reader closes
		archive := zip.NewWriter(in)
		err := addFile(archive, "table."+format, table)
		if err == nil {
			err = add(archive, photos)
		}
		_ = in.CloseWithError(errors.Join(err, archive.Close())) // never fails
	}()
	return out, nil
}

// addFile adds a file as it is: pictures are compressed already.
func addFile(archive *zip.Writer, name string, from io.Reader) error {
	w, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
	if err == nil {
		_, err = io.Copy(w, from)
	}
	return err
}

// addFolder adds the files of a folder and of those in it; links are passed over.
func addFolder(archive *zip.Writer, folder string) error {
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		file, err := os.Open(path) //nolint:gosec // of the folder that the operator names
		if err != nil {
			return err
		}
		return errors.Join(addFile(archive, filepath.ToSlash(name), file), file.Close())
	})
}

// addArchive adds the parts of an archive as they are; the service checks them.
func addArchive(archive *zip.Writer, name string) (err error) {
	from, err := zip.OpenReader(name)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // which the service refuses, by its name
		return fmt.Errorf("%s: %w", name, err)
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	for _, f := range from.File {
		if err := archive.Copy(f); err != nil {
			return fmt.Errorf("%s in %s: %w", f.Name, name, err)
		}
	}
	return nil
}
