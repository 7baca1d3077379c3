// Package bundle reads a ZIP archive with a table of records or notices and their pictures.
//
// The archive holds one table (CSV or XLSX) and pictures, in whatever folders. A picture
// belongs to the row that names its file in a column 照片, else to the row whose number or
// identity number the file is called by: N1.jpg, N1-2.jpg and N1 (3).jpg are three pictures
// of N1. It is never given to a row by a person's name: two people may share that, and a
// face with the wrong one leads a search astray. Pictures that belong to no row are said.
//
// An archive is hostile until it is read: names that lead out of it, links, archives within
// it, and parts that swell are refused.
package bundle

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange"
)

// Limits of an archive.
const (
	maxFile    = 512 << 20 // bytes as sent: its directory stands at its end, so it is held in memory
	maxParts   = 100_000
	maxPicture = 24 << 20 // bytes of a picture
	maxTable   = 256 << 20
	maxSwell   = 100 // how many times its size in the archive a part may have, of those over 1 MiB
)

// Suffixes of the parts that an archive may hold; others are refused or passed over.
var (
	pictureSuffixes = []string{".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".bmp", ".gif", ".tif", ".tiff"}
	archiveSuffixes = []string{".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"}
)

// Format returns the format of archives that hold a table of one of the formats.
func Format(tables ...exchange.Format) exchange.Format {
	f := exchange.Format{Name: "ZIP", Suffix: ".zip", MediaType: "application/zip"}
	f.Records = func(r io.Reader, o exchange.Options) exchange.RowReader[*models.Record] {
		return &reader[*models.Record]{in: r, options: o, tables: tables, rowsOf: func(t exchange.Format) open[*models.Record] { return t.Records }}
	}
	f.Notices = func(r io.Reader, o exchange.Options) exchange.RowReader[*models.Notice] {
		return &reader[*models.Notice]{in: r, options: o, tables: tables, rowsOf: func(t exchange.Format) open[*models.Notice] { return t.Notices }}
	}
	f.Count = func(r io.Reader, o exchange.Options) (int64, error) {
		a, table, file, err := openArchive(r, tables)
		if err != nil {
			return 0, err
		}
		defer func() { _ = file.Close() }() // a reader
		return table.Count(file, exchange.Options{Mapping: o.Mapping, Upload: o.Upload, Pictures: a.pictures})
	}
	for _, t := range tables { // what is to be mended is the table
		if t.Name == "XLSX" {
			f.Rejected, f.RejectedType = t.Rejected, t.MediaType
		}
	}
	return f
}

type open[T models.Subject] func(io.Reader, exchange.Options) exchange.RowReader[T]

// reader reads the rows of the table in one archive. It is an exchange.RowReader.
type reader[T models.Subject] struct {
	in      io.Reader
	options exchange.Options
	tables  []exchange.Format
	rowsOf  func(exchange.Format) open[T]

	archive *archive // nil until the first row is asked for
	file    io.Closer
	rows    exchange.RowReader[T]
}

// Next returns the next row; see exchange.RowReader.
func (r *reader[T]) Next() (exchange.Row[T], error) {
	if r.rows == nil {
		a, table, file, err := openArchive(r.in, r.tables)
		if err != nil {
			return exchange.Row[T]{}, err
		}
		o := r.options
		o.Pictures = a.pictures
		a.partly = o.After > 0
		r.archive, r.file, r.rows = a, file, r.rowsOf(table)(file, o)
	}
	return r.rows.Next()
}

// Columns returns those of the table; see exchange.Mapped.
func (r *reader[T]) Columns() []models.Column {
	if m, ok := r.rows.(exchange.Mapped); ok {
		return m.Columns()
	}
	return nil
}

// Remarks returns those of the table, and which pictures belong to no row.
func (r *reader[T]) Remarks() []models.Text {
	if r.archive == nil {
		return nil
	}
	var list []models.Text
	if m, ok := r.rows.(exchange.Remarking); ok {
		list = m.Remarks()
	}
	return append(list, r.archive.remarks()...)
}

// Close frees what the archive holds.
func (r *reader[T]) Close() error {
	if r.file == nil {
		return nil
	}
	var err error
	if c, ok := r.rows.(io.Closer); ok {
		err = c.Close()
	}
	return errors.Join(err, r.file.Close())
}

// openArchive reads the archive, checks every part of it, and opens its table.
func openArchive(in io.Reader, tables []exchange.Format) (*archive, exchange.Format, io.ReadCloser, error) {
	var none exchange.Format
	content, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	if err != nil {
		return nil, none, nil, err
	}
	if len(content) > maxFile {
		return nil, none, nil, models.Invalid("body", fmt.Sprintf("压缩包超过 %d MB，请分成几个", maxFile>>20), fmt.Sprintf("the archive is over %d MiB: split it", maxFile>>20))
	}
	zipped, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // which is refused below, by its name
		return nil, none, nil, errors.Join(models.Invalid("body", "这不是能读取的 ZIP 压缩包：可能已损坏或不完整", "this is no ZIP that can be read: damaged or cut off"), err)
	}
	a, sheet, err := sorted(zipped, tables)
	if err != nil {
		return nil, none, nil, err
	}
	i := slices.IndexFunc(tables, func(t exchange.Format) bool { return isTable(sheet.name, t) })
	file, err := sheet.Open()
	if err != nil {
		return nil, none, nil, damaged(sheet.name, err)
	}
	return a, tables[i], sheetFile{name: sheet.name, in: io.LimitReader(file, maxTable), Closer: file}, nil
}

// sheetFile reads the table of an archive. What the archive's own checks find wrong while it is
// unpacked is a mistake of the file.
type sheetFile struct {
	name string
	in   io.Reader
	io.Closer
}

func (f sheetFile) Read(p []byte) (int, error) {
	n, err := f.in.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = damaged(f.name, err)
	}
	return n, err
}

func damaged(name string, err error) error {
	return errors.Join(models.Invalid("body", "压缩包里的“"+name+"”无法读取：可能已损坏或加了密码", fmt.Sprintf("%q in the archive cannot be read: damaged, or protected by a password", name)), err)
}

// part describes a file of the archive under its name in UTF-8.
type part struct {
	*zip.File
	name string
}

// sorted checks the parts and tells the table from the pictures.
func sorted(zipped *zip.Reader, tables []exchange.Format) (*archive, part, error) {
	a := &archive{byName: map[string][]*picture{}}
	var sheets []part
	if len(zipped.File) > maxParts {
		return nil, part{}, models.Invalid("body", fmt.Sprintf("压缩包里超过 %d 个文件", maxParts), fmt.Sprintf("the archive has over %d files", maxParts))
	}
	for _, f := range zipped.File {
		p := part{f, nameOf(f)}
		if err := p.check(); err != nil {
			return nil, part{}, err
		}
		base := path.Base(p.name)
		switch {
		case f.FileInfo().IsDir(), strings.HasPrefix(base, "."), strings.HasPrefix(base, "~$"), strings.HasPrefix(p.name, "__MACOSX/"), base == "Thumbs.db":
		case slices.ContainsFunc(tables, func(t exchange.Format) bool { return isTable(p.name, t) }):
			sheets = append(sheets, p)
		case slices.Contains(pictureSuffixes, suffixOf(p.name)):
			a.add(p)
		default:
			a.passed = append(a.passed, p.name)
		}
	}
	if len(sheets) != 1 {
		names := make([]string, len(sheets))
		for i, s := range sheets {
			names[i] = s.name
		}
		return nil, part{}, models.Invalid("body", fmt.Sprintf("压缩包里应有一份表格（CSV 或 XLSX），现有 %d 份 %s", len(sheets), strings.Join(names, "、")),
			fmt.Sprintf("the archive must hold one table (CSV or XLSX), it has %d %s", len(sheets), strings.Join(names, ", ")))
	}
	return a, sheets[0], nil
}

// nameOf returns the name in UTF-8: archives made on Chinese Windows name parts in GBK.
func nameOf(f *zip.File) string {
	if utf8.ValidString(f.Name) {
		return f.Name
	}
	if name, err := simplifiedchinese.GB18030.NewDecoder().String(f.Name); err == nil {
		return name
	}
	return strings.ToValidUTF8(f.Name, "_")
}

func suffixOf(name string) string { return strings.ToLower(path.Ext(name)) }

func isTable(name string, t exchange.Format) bool {
	suffix := suffixOf(name)
	return suffix == t.Suffix || t.Name == "CSV" && (suffix == ".tsv" || suffix == ".txt") || t.Name == "XLSX" && suffix == ".xlsm"
}

// check refuses what no honest archive holds.
func (p part) check() error {
	switch {
	case strings.Contains(p.name, `\`) || strings.HasPrefix(p.name, "/") || strings.Contains(p.name, ":") || slices.Contains(strings.Split(p.name, "/"), ".."):
		return models.Invalid("body", "压缩包里有指向包外的文件名“"+p.name+"”，不予读取", fmt.Sprintf("%q leads out of the archive, which is refused", p.name))
	case p.Mode()&fs.ModeType&^fs.ModeDir != 0:
		return models.Invalid("body", "压缩包里的“"+p.name+"”是链接或特殊文件，不予读取", fmt.Sprintf("%q is a link or no plain file, which is refused", p.name))
	case slices.Contains(archiveSuffixes, suffixOf(p.name)):
		return models.Invalid("body", "压缩包里还有压缩包“"+p.name+"”，请解开后重新打包", fmt.Sprintf("%q is an archive within the archive: unpack it first", p.name))
	case p.Flags&1 != 0:
		return models.Invalid("body", "压缩包加了密码，请去掉密码后再传", "the archive is protected by a password: take it off")
	case p.UncompressedSize64 > 1<<20 && p.UncompressedSize64/maxSwell > p.CompressedSize64:
		return models.Invalid("body", "压缩包里的“"+p.name+"”解开后异常庞大，不予读取", fmt.Sprintf("%q swells beyond measure when unpacked, which is refused", p.name))
	case slices.Contains(pictureSuffixes, suffixOf(p.name)) && p.UncompressedSize64 > maxPicture:
		return models.Invalid("body", fmt.Sprintf("照片“%s”超过 %d MB", p.name, maxPicture>>20), fmt.Sprintf("%q is over %d MiB", p.name, maxPicture>>20))
	}
	return nil
}
