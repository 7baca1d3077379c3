package text

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"testing"

	"github.com/guitu-project/guitu/models"
)

// filled is an index of n invented people.
func filled(b testing.TB, n int) *Index {
	b.Helper()
	x, err := Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := x.Close(); err != nil {
			b.Error(err)
		}
	})
	c := newCrowd(1)
	const page = 1000
	for from := 0; from < n; from += page {
		if err := x.Apply(context.Background(), c.subjects(from, min(page, n-from)), nil, int64(from+page)); err != nil {
			b.Fatal(err)
		}
	}
	return x
}

// folderSize is how many bytes the files below dir have.
func folderSize(b testing.TB, dir string) (size int64) {
	b.Helper()
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		size += info.Size()
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return size
}

// BenchmarkApply writes people into an index, from one (a form that was just saved)
// to a page of an import; each is durable.
func BenchmarkApply(b *testing.B) {
	for _, n := range []int{1, 500, 10_000} {
		b.Run(fmt.Sprintf("%ddocs", n), func(b *testing.B) {
			x, err := Open(b.TempDir())
			if err != nil {
				b.Fatal(err)
			}
			people := newCrowd(1).subjects(0, n)
			b.ReportAllocs()
			position := int64(0)
			for b.Loop() {
				position++
				if err := x.Apply(context.Background(), people, nil, position); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N*n)/b.Elapsed().Seconds(), "docs/s")
			if err := x.Close(); err != nil {
				b.Fatal(err)
			}
		})
	}
}

// BenchmarkOpen opens an index of 100,000 people, and says how large it is.
func BenchmarkOpen(b *testing.B) {
	const people = 100_000
	x := filled(b, people)
	b.Run(fmt.Sprintf("%ddocs", people), func(b *testing.B) {
		for b.Loop() {
			if err := x.Close(); err != nil {
				b.Fatal(err)
			}
			again, err := Open(x.dir)
			if err != nil {
				b.Fatal(err)
			}
			x.bleve = again.bleve
		}
		b.ReportMetric(float64(folderSize(b, x.dir))/people, "B/doc")
	})
}

// BenchmarkSearch asks an index of 100,000 people for 50.
func BenchmarkSearch(b *testing.B) {
	const people = 100_000
	x := filled(b, people)
	for _, bench := range []struct{ name, typed string }{
		{"name", "王小明"},
		{"pinyin", "wang xiaoming"},
		{"oneCharacter", "王"},
		{"phrase", "左眉上方有一道疤"},
		{"words", "王小明 河南 左眉上方 黑色羽绒服"},
		{"sentence", "男子自述小时候家门前有一条河说村口有一棵大槐树左眉上方有疤穿黑色羽绒服"},
		{"nobody", "龘靐齉"},
		{"hostile", "的 有 一 王 小 不 村 县 市 省 口 音 左 右 上 色 黑 红 眼 发 长 短 头 说 家 里 个 和 人 大"},
	} {
		b.Run(fmt.Sprintf("%ddocs/%s", people, bench.name), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := x.Search(context.Background(), models.Notices, bench.typed, 50); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run(fmt.Sprintf("%ddocs/like", people), func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := x.Like(context.Background(), models.Notices, "王小明 河南 王建国", 50); err != nil {
				b.Fatal(err)
			}
		}
	})
}
