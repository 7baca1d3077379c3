package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/guitu-project/guitu/matcher/eval"
	"github.com/guitu-project/guitu/models"
)

// pictureFile describes a file in a person's folder.
type pictureFile struct {
	group, person string
	path, shown   string // shown is within the folder given
	taken, born   models.Date
}

// mostRead is how much of a file is read: more than is looked at, so that a larger one is
// refused for its size.
const mostRead = 64 << 20

func (f *pictureFile) read() (content []byte, err error) {
	file, err := os.Open(f.path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return io.ReadAll(io.LimitReader(file, mostRead))
}

// picturesIn lists the files of a folder per person, or of a folder per group with such
// folders, sorted by name. Files that lie outside a person's folder are left. Errors:
// models.ErrInvalid if there is no such folder or nothing in it.
func picturesIn(dir string) (list []pictureFile, left []eval.LeftPhoto, err error) {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, nil, models.Invalid("DIR", dir+" 不是可以读取的文件夹", dir+" is not a folder that can be read")
	}
	files, within, err := entries(dir)
	if err != nil {
		return nil, nil, err
	}
	stray := func(shown string) {
		left = append(left, eval.LeftPhoto{Path: shown, Reason: models.Text{Zh: "不在个人文件夹里", En: "not in a person's folder"}})
	}
	for _, file := range files {
		if file != datesFile {
			stray(file)
		}
	}
	for _, name := range within {
		files, people, err := entries(filepath.Join(dir, name))
		if err != nil {
			return nil, nil, err
		}
		if len(files) > 0 || len(people) == 0 { // a person
			list = append(list, filesOf(dir, "", name, files)...)
			for _, p := range people {
				stray(filepath.Join(name, p))
			}
			continue
		}
		for _, person := range people {
			files, deeper, err := entries(filepath.Join(dir, name, person))
			if err != nil {
				return nil, nil, err
			}
			list = append(list, filesOf(dir, name, person, files)...)
			for _, d := range deeper {
				stray(filepath.Join(name, person, d))
			}
		}
	}
	if len(list) == 0 {
		return nil, nil, models.Invalid("DIR", dir+" 里没有照片；应为每人一个文件夹，照片放在其中", "no photos in "+dir+": it should hold a folder per person with their photos")
	}
	return list, left, nil
}

func filesOf(dir, group, person string, names []string) []pictureFile {
	list := make([]pictureFile, len(names))
	for i, name := range names {
		shown := filepath.Join(group, person, name)
		list[i] = pictureFile{group: group, person: person, path: filepath.Join(dir, shown), shown: shown}
	}
	return list
}

// entries returns the files and the folders in a folder, also those that a link leads to, but
// for hidden ones.
func entries(dir string) (files, folders []string, err error) {
	all, err := os.ReadDir(dir)
	if err != nil {
		return nil, nil, fmt.Errorf("read folder: %w", err)
	}
	for _, e := range all {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		info, err := os.Stat(filepath.Join(dir, e.Name()))
		if err == nil && info.IsDir() {
			folders = append(folders, e.Name())
		} else if err != nil || info.Mode().IsRegular() { // a dangling link is listed with why
			files = append(files, e.Name())
		}
	}
	return files, folders, nil
}
