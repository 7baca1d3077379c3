package bundle_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange"
	"github.com/guitu-project/guitu/models/exchange/bundle"
	"github.com/guitu-project/guitu/models/exchange/csv"
)

// The files of ../testdata/corpus hold what archives are read as; this holds that none
// breaks the reader.
func FuzzBundle(f *testing.F) {
	var file bytes.Buffer
	w := zip.NewWriter(&file)
	for name, content := range map[string]string{"a.csv": "编号,姓名\nN1,柳望舒\n", "N1.jpg": "x"} {
		part, err := w.Create(name)
		if err != nil {
			f.Fatal(err)
		}
		if _, err := part.Write([]byte(content)); err != nil {
			f.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		f.Fatal(err)
	}
	f.Add(file.Bytes())
	f.Fuzz(func(t *testing.T, file []byte) {
		rows := bundle.Format(csv.Format()).Notices(bytes.NewReader(file), exchange.Options{})
		for {
			row, err := rows.Next()
			if err != nil {
				if !errors.Is(err, io.EOF) && !errors.Is(err, models.ErrInvalid) {
					t.Errorf("not a mistake of the file: %v", err)
				}
				return
			}
			_, _ = row.Decode()
		}
	})
}
