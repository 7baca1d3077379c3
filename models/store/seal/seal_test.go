package seal_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store/seal"
)

// folder returns an empty data folder and the place of its key.
func folder(t testing.TB) (dir, key string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "data")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return dir, dir + ".key"
}

func open(t testing.TB, dir, key string) *seal.Keyring {
	t.Helper()
	r, err := seal.Open(dir, key, false, "2030-01-01")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func decrypt(r *seal.Keyring, sealed []byte) ([]byte, error) {
	return io.ReadAll(r.Decrypt(bytes.NewReader(sealed)))
}

func encrypt(t testing.TB, r *seal.Keyring, plain []byte) []byte {
	t.Helper()
	sealed, err := io.ReadAll(iotest.OneByteReader(r.Encrypt(iotest.HalfReader(bytes.NewReader(plain)))))
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

func random(n int) []byte {
	b := make([]byte, n)
	g := rand.NewChaCha8([32]byte{byte(n)})
	_, _ = g.Read(b) // never fails
	return b
}

func TestValues(t *testing.T) {
	dir, key := folder(t)
	r := open(t, dir, key)
	plain := []byte("13800000000")
	sealed := r.Seal([]byte("before"), plain, "notices/a")[len("before"):]
	if len(sealed) != len(plain)+seal.Overhead || bytes.Contains(sealed, plain) || !r.Current(sealed) {
		t.Fatalf("sealed as %q", sealed)
	}
	if got, err := open(t, dir, key).Unseal(nil, sealed, "notices/a"); err != nil || !bytes.Equal(got, plain) {
		t.Errorf("opened again: %q, %v", got, err)
	}
	if _, err := r.Unseal(nil, sealed, "notices/b"); !errors.Is(err, models.ErrDataLoss) {
		t.Errorf("of another notice: %v", err)
	}
	for i := range sealed {
		damaged := bytes.Clone(sealed)
		damaged[i] ^= 1
		if _, err := r.Unseal(nil, damaged, "notices/a"); !errors.Is(err, models.ErrDataLoss) {
			t.Errorf("byte %d flipped: %v", i, err)
		}
		if _, err := r.Unseal(nil, sealed[:i], "notices/a"); i > 0 && !errors.Is(err, models.ErrDataLoss) {
			t.Errorf("cut to %d bytes: %v", i, err)
		}
	}
	if got := r.Seal(nil, nil, "x"); len(got) != 0 {
		t.Errorf("nothing is sealed as %x", got)
	}
}

func TestStreams(t *testing.T) {
	dir, key := folder(t)
	r := open(t, dir, key)
	const chunk = 64 << 10
	for _, size := range []int{0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk, 3*chunk + 7} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			plain := random(size)
			sealed := encrypt(t, r, plain)
			if got, err := decrypt(open(t, dir, key), sealed); err != nil || !bytes.Equal(got, plain) {
				t.Fatalf("%d bytes came back, %v", len(got), err)
			}
			if again := encrypt(t, r, plain); bytes.Equal(again, sealed) {
				t.Error("sealed the same way twice")
			}
			for _, at := range []int{0, 9, 13, 27, len(sealed) / 2, len(sealed) - 1} {
				damaged := bytes.Clone(sealed)
				damaged[at] ^= 1
				if _, err := decrypt(r, damaged); !errors.Is(err, models.ErrDataLoss) {
					t.Errorf("byte %d flipped: %v", at, err)
				}
				if _, err := decrypt(r, sealed[:at]); !errors.Is(err, models.ErrDataLoss) {
					t.Errorf("cut to %d bytes: %v", at, err)
				}
			}
			if _, err := decrypt(r, append(bytes.Clone(sealed), 0)); !errors.Is(err, models.ErrDataLoss) {
				t.Errorf("a byte more: %v", err)
			}
		})
	}
	// Whole chunks taken out, doubled or swapped.
	sealed := encrypt(t, r, random(4*chunk))
	const header, each = 28, chunk + 16
	part := func(i int) []byte { return sealed[header+i*each : min(header+(i+1)*each, len(sealed))] }
	for what, parts := range map[string][][]byte{
		"without one": {part(0), part(2), part(3)}, "doubled": {part(0), part(1), part(1), part(2), part(3)},
		"swapped": {part(1), part(0), part(2), part(3)}, "without the last": {part(0), part(1), part(2)},
	} {
		if _, err := decrypt(r, append(bytes.Clone(sealed[:header]), bytes.Join(parts, nil)...)); !errors.Is(err, models.ErrDataLoss) {
			t.Errorf("%s: %v", what, err)
		}
	}
	oops := errors.New("oops")
	if _, err := io.ReadAll(r.Encrypt(iotest.ErrReader(oops))); !errors.Is(err, oops) {
		t.Errorf("a source that fails: %v", err)
	}
}

// A key that cannot be used leaves the folder closed, and everything as it was.
func TestRefusedKeys(t *testing.T) {
	for what, c := range map[string]struct {
		spoil func(t *testing.T, dir, key string) (use string)
		want  string
	}{
		"missing":       {func(t *testing.T, _, key string) string { must(t, os.Remove(key)); return key }, "找不到主密钥文件"},
		"for everybody": {func(t *testing.T, _, key string) string { must(t, os.Chmod(key, 0o640)); return key }, "chmod 600"},
		"of another":    {func(t *testing.T, _, _ string) string { d, k := folder(t); open(t, d, k); return k }, "不符"},
		"garbage": {func(t *testing.T, _, key string) string {
			must(t, os.WriteFile(key, []byte("oops"), 0o600))
			return key
		}, "不是归途的密钥文件"},
		"empty": {func(t *testing.T, _, key string) string { must(t, os.WriteFile(key, nil, 0o600)); return key }, "不是归途的密钥文件"},
		"mistyped": {func(t *testing.T, _, key string) string {
			text := read(t, key)
			text[len(text)-9] ^= 1
			must(t, os.WriteFile(key, text, 0o600))
			return key
		}, "不是归途的密钥文件"},
		"inside": {func(t *testing.T, dir, key string) string {
			use := filepath.Join(dir, "key")
			must(t, os.Rename(key, use))
			return use
		}, "在数据目录里面"},
		"inside by a link": {func(t *testing.T, dir, key string) string {
			use := filepath.Join(dir, "key")
			must(t, os.Rename(key, use))
			must(t, os.Symlink(use, key))
			return key
		}, "在数据目录里面"},
		"keys.json damaged": {func(t *testing.T, dir, key string) string {
			must(t, os.WriteFile(filepath.Join(dir, "keys.json"), []byte("{"), 0o600))
			return key
		}, "已损坏"},
	} {
		t.Run(what, func(t *testing.T) {
			dir, key := folder(t)
			open(t, dir, key)
			use := c.spoil(t, dir, key)
			before := everything(t, filepath.Dir(dir))
			_, err := seal.Open(dir, use, true, "2030-01-01")
			if !errors.Is(err, models.ErrKey) || !strings.Contains(fmt.Sprint(err), c.want) {
				t.Errorf("error %v, want %q", err, c.want)
			}
			if after := everything(t, filepath.Dir(dir)); after != before {
				t.Errorf("touched:\n%s\nwas\n%s", after, before)
			}
		})
	}
}

func TestFilesAreForTheirOwnerOnly(t *testing.T) {
	dir, key := folder(t)
	if _, made := open(t, dir, key).KeyFile(); !made {
		t.Error("nobody is told that the key is new")
	}
	if _, made := open(t, dir, key).KeyFile(); made {
		t.Error("the key is told to be new twice")
	}
	for _, file := range []string{key, filepath.Join(dir, "keys.json")} {
		info, err := os.Stat(file)
		must(t, err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", file, info.Mode())
		}
	}
}

// A rotation that is cut off after any step leaves a folder that opens, with the old
// sealed things and the new ones; one that ended makes the old ones unreadable.
func TestRotation(t *testing.T) {
	dir, key := folder(t)
	r := open(t, dir, key)
	old, oldFile := r.Seal(nil, []byte("a"), "x"), encrypt(t, r, []byte("a"))
	was, wasKeys := read(t, key), read(t, filepath.Join(dir, "keys.json"))

	for range 2 { // the second goes on with the first
		must(t, r.BeginRotation("2030-01-02"))
		r = open(t, dir, key)
		if !r.Rotating() || r.Current(old) {
			t.Fatal("no rotation is under way")
		}
		if got, err := r.Unseal(nil, old, "x"); err != nil || string(got) != "a" {
			t.Fatalf("the old value: %q, %v", got, err)
		}
		if got, err := decrypt(r, oldFile); err != nil || string(got) != "a" {
			t.Fatalf("the old file: %q, %v", got, err)
		}
	}
	fresh := r.Seal(nil, []byte("b"), "x")
	must(t, r.FinishRotation())
	r = open(t, dir, key)
	if got, err := r.Unseal(nil, fresh, "x"); err != nil || string(got) != "b" || r.Rotating() {
		t.Errorf("the new value: %q, %v", got, err)
	}
	if _, err := r.Unseal(nil, old, "x"); !errors.Is(err, models.ErrDataLoss) {
		t.Errorf("the old value after the rotation: %v", err)
	}
	// A backup of before opens with the old master key only: destroying that erases it.
	backup := filepath.Join(t.TempDir(), "backup")
	must(t, os.Mkdir(backup, 0o700))
	must(t, os.WriteFile(filepath.Join(backup, "keys.json"), wasKeys, 0o600))
	if _, err := seal.Open(backup, key, true, "2030-01-03"); !errors.Is(err, models.ErrKey) {
		t.Errorf("the backup opens with the new master key: %v", err)
	}
	must(t, os.WriteFile(backup+".key", was, 0o600))
	if got, err := open(t, backup, "").Unseal(nil, old, "x"); err != nil || string(got) != "a" {
		t.Errorf("the backup with its own key: %q, %v", got, err)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, file string) []byte {
	t.Helper()
	b, err := os.ReadFile(file)
	must(t, err)
	return b
}

// everything returns the files below dir with their bytes.
func everything(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	must(t, filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			_, err = fmt.Fprintf(&b, "%s %x\n", path, read(t, path))
		}
		return err
	}))
	return b.String()
}

func FuzzUnseal(f *testing.F) {
	dir, key := folder(f)
	r := open(f, dir, key)
	f.Add(r.Seal(nil, []byte("a"), "x"), "x")
	f.Add(encrypt(f, r, []byte("a")), "x")
	f.Fuzz(func(t *testing.T, sealed []byte, about string) {
		if _, err := r.Unseal(nil, sealed, about); err != nil && !errors.Is(err, models.ErrDataLoss) {
			t.Error(err)
		}
		if _, err := decrypt(r, sealed); err != nil && !errors.Is(err, models.ErrDataLoss) {
			t.Error(err)
		}
	})
}

func BenchmarkSeal(b *testing.B) {
	dir, key := folder(b)
	r := open(b, dir, key)
	plain := random(4 * 512)
	sealed := r.Seal(nil, plain, "photos/x")
	var room []byte
	b.Run("seal/512", func(b *testing.B) {
		for b.Loop() {
			room = r.Seal(room[:0], plain, "photos/x")
		}
	})
	b.Run("unseal/512", func(b *testing.B) {
		for b.Loop() {
			room, _ = r.Unseal(room[:0], sealed, "photos/x")
		}
	})
}

func BenchmarkStream(b *testing.B) {
	dir, key := folder(b)
	r := open(b, dir, key)
	plain := random(4 << 20)
	b.Run("encrypt/4MB", func(b *testing.B) {
		b.SetBytes(int64(len(plain)))
		for b.Loop() {
			_, _ = io.Copy(io.Discard, r.Encrypt(bytes.NewReader(plain)))
		}
	})
	sealed := encrypt(b, r, plain)
	b.Run("decrypt/4MB", func(b *testing.B) {
		b.SetBytes(int64(len(plain)))
		for b.Loop() {
			_, _ = io.Copy(io.Discard, r.Decrypt(bytes.NewReader(sealed)))
		}
	})
}
