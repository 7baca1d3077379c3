package bundle

import (
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"strings"
	"sync/atomic"

	"github.com/guitu-project/guitu/models"
)

// archive is the pictures of one archive. It is safe for concurrent use.
type archive struct {
	all    []*picture
	byName map[string][]*picture // by the name of the file, and by the number that it is called by, lower case
	passed []string              // parts that are neither table nor picture
	partly bool                  // rows of it were read before, and their pictures are not known
}

type picture struct {
	part
	used atomic.Bool
}

// copies is what stands behind a number if it has several pictures: N1-2, N1_2, N1 (2).
var copies = regexp.MustCompile(`(?:[-_ ]\d{1,2}|\s*[(（]\d{1,2}[)）])$`)

func (a *archive) add(p part) {
	pic := &picture{part: p}
	a.all = append(a.all, pic)
	base := strings.ToLower(path.Base(p.name))
	stem := strings.TrimSuffix(base, suffixOf(p.name))
	keys := []string{base, stem, strings.ToLower(p.name)}
	if number := copies.ReplaceAllString(stem, ""); number != stem && number != "" {
		keys = append(keys, numberKey(number))
	}
	keys = append(keys, numberKey(stem))
	if folder := path.Base(path.Dir(strings.ToLower(p.name))); folder != "." && folder != "/" {
		keys = append(keys, folderKey(folder))
	}
	for _, k := range keys {
		a.byName[k] = append(a.byName[k], pic)
	}
}

// Keys of numbers, and of folders that are called by a number, are kept apart from those of
// files.
func numberKey(number string) string { return "#" + number }
func folderKey(number string) string { return "/" + number }

// mostPictures is how many pictures a row may have.
const mostPictures = 50

// pictures returns those of a row; see exchange.Options.
func (a *archive) pictures(fileNames []string, numbers ...string) ([]models.Photo, error) {
	var found []*picture
	for _, name := range fileNames {
		key := strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(strings.TrimSpace(name), `\`, "/"), "./"))
		of := a.byName[key]
		if len(of) == 0 {
			of = a.byName[path.Base(key)]
		}
		switch {
		case len(of) == 0:
			return nil, models.Invalid("photos", "压缩包里没有照片“"+name+"”", fmt.Sprintf("the archive has no picture %q", name))
		case len(of) > 1 && !sameFile(of):
			return nil, models.Invalid("photos", "压缩包里有几张照片都叫“"+name+"”，请写明文件夹", fmt.Sprintf("the archive has several pictures %q: say the folder, too", name))
		}
		found = append(found, of[0])
	}
	for _, number := range numbers {
		if number = strings.ToLower(strings.TrimSpace(number)); number != "" {
			found = append(append(found, a.byName[numberKey(number)]...), a.byName[folderKey(number)]...)
		}
	}
	return read(found)
}

func sameFile(list []*picture) bool {
	for _, p := range list {
		if p != list[0] {
			return false
		}
	}
	return true
}

func read(found []*picture) ([]models.Photo, error) {
	var photos []models.Photo
	seen := map[*picture]bool{}
	for _, p := range found {
		if seen[p] {
			continue
		}
		seen[p] = true
		if len(photos) == mostPictures {
			return nil, models.Invalid("photos", fmt.Sprintf("照片过多，每人最多 %d 张", mostPictures), fmt.Sprintf("over %d pictures of one person", mostPictures))
		}
		content, err := p.read()
		if err != nil {
			return nil, err
		}
		p.used.Store(true)
		photos = append(photos, models.Photo{Content: content})
	}
	return photos, nil
}

// read returns the bytes, whatever the archive says of their number.
func (p *picture) read() ([]byte, error) {
	file, err := p.Open()
	if err != nil {
		return nil, wrongPicture(p.name, err)
	}
	content, err := io.ReadAll(io.LimitReader(file, maxPicture+1))
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, wrongPicture(p.name, err)
	}
	if len(content) > maxPicture {
		return nil, models.Invalid("photos", fmt.Sprintf("照片“%s”超过 %d MB", p.name, maxPicture>>20), fmt.Sprintf("picture %q is over %d MiB", p.name, maxPicture>>20))
	}
	return content, nil
}

func wrongPicture(name string, err error) error {
	return errors.Join(models.Invalid("photos", "压缩包里的照片“"+name+"”已损坏", fmt.Sprintf("picture %q in the archive is damaged", name)), err)
}

// shownNames is how many names a remark lists.
const shownNames = 20

// remarks returns which pictures belong to no row, and what else was passed over.
func (a *archive) remarks() []models.Text {
	var unused []string
	for _, p := range a.all {
		if !a.partly && !p.used.Load() {
			unused = append(unused, p.name)
		}
	}
	var list []models.Text
	if n := len(unused); n > 0 {
		names := strings.Join(unused[:min(n, shownNames)], "、")
		list = append(list, models.Text{Zh: fmt.Sprintf("%d 张照片对不上任何一行：%s", n, names), En: fmt.Sprintf("%d pictures belong to no row: %s", n, names)})
	}
	if n := len(a.passed); n > 0 {
		names := strings.Join(a.passed[:min(n, shownNames)], "、")
		list = append(list, models.Text{Zh: fmt.Sprintf("%d 个文件既不是表格也不是照片，未读取：%s", n, names), En: fmt.Sprintf("%d files are neither table nor picture and were not read: %s", n, names)})
	}
	return list
}
