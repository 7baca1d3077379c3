package xlsx

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange"
)

func FuzzXLSX(f *testing.F) {
	f.Add(workbook(f, nil, [][]any{{"编号", "姓名", "性别"}, {"N1", "柳望舒", "女"}}))
	f.Fuzz(func(t *testing.T, file []byte) {
		rows := Format().Notices(bytes.NewReader(file), exchange.Options{})
		defer func() { _ = rows.(io.Closer).Close() }()
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
