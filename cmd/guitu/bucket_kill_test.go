//go:build !race

package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/guitu-project/guitu/models/store/s3/s3test"
)

// startS3 starts an S3 server, lets the commands in, and makes a bucket.
func startS3(t *testing.T) (server *s3test.Server, url string) {
	t.Helper()
	server, err := s3test.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	if url, err = server.Create(t.Context(), "guitu"); err != nil {
		t.Fatal(err)
	}
	t.Setenv("AWS_ACCESS_KEY_ID", s3test.AccessKey)
	t.Setenv("AWS_SECRET_ACCESS_KEY", s3test.SecretKey)
	return server, url
}

// onePicture returns a picture that is no other's.
func onePicture(t *testing.T, i int) string {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 32, 32))
	for k := range 32 * 32 {
		img.SetRGBA(k%32, k/32, color.RGBA{uint8(i), uint8(i >> 8), uint8(k), 255})
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(out.Bytes())
}

func withPicture(t *testing.T, i int) object {
	return with(aRecord(fmt.Sprint("pictured-", i), "柳望舒"), "photos", []object{{"content": onePicture(t, i)}})
}

// Photos move from the folder into a bucket. When its server is killed amid puts, the calls that need bytes are
// refused in words and all others go on; when it is back, every photo that was acknowledged is there. Whoever is erased is erased
// from it, and the photos move back.
func TestBucket(t *testing.T) {
	server, url := startS3(t)
	data, noModels := filepath.Join(t.TempDir(), "data"), t.TempDir()
	p := serve(t, data, noModels)
	first := p.must(http.MethodPost, "/v1/records", withPicture(t, 1<<15))
	p.stop()

	t.Setenv("GUITU_BLOBS", url)
	refusedStarts(t, server, data)
	t.Setenv("GUITU_BLOBS", "")
	if code, out, errs := run(t, "store", "copy-blobs", "-q", "--data", data, "--to", url); code != 0 || !strings.Contains(out, "1 个照片") {
		t.Fatalf("copy-blobs: %s%s", out, errs)
	}
	if code, _, errs := run(t, "serve", "--data", data, "--models", noModels, "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0"); code == 0 || !strings.Contains(errs, "在 S3 中") {
		t.Errorf("without the bucket: exit %d\n%s", code, errs)
	}
	if err := os.RemoveAll(filepath.Join(data, "blobs")); err != nil {
		t.Fatal(err)
	}

	t.Setenv("GUITU_BLOBS", url)
	p = serve(t, data, noModels)
	photos := putUntilKilled(t, p, server)
	photos = append(photos, str(first, "photos.0.name"))
	withoutBytes(t, p, photos[0])
	if err := server.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	eventually(t, "photos can be opened again", func() bool {
		code, _ := p.raw(http.MethodGet, "/v1/"+photos[0], "", nil)
		return code == http.StatusOK
	})
	for _, photo := range photos {
		if code, _ := p.raw(http.MethodGet, "/v1/"+photo, "", nil); code != http.StatusOK {
			t.Errorf("%s was acknowledged: %d", photo, code)
		}
	}
	again := p.must(http.MethodPost, "/v1/records", withPicture(t, 1<<14))
	p.stop()

	erasedFromBucket(t, data, url, server, str(again, "name"))
	if code, out, errs := run(t, "store", "copy-blobs", "-q", "--data", data, "--to", "DATA"); code != 0 {
		t.Fatalf("copy-blobs back: %s%s", out, errs)
	}
	t.Setenv("GUITU_BLOBS", "")
	if code, out, errs := run(t, "check", "--data", data); code != 0 {
		t.Errorf("check: %s%s", out, errs)
	}
}

// refusedStarts: the service says in words what is wrong with the bucket.
func refusedStarts(t *testing.T, server *s3test.Server, data string) {
	for blobs, says := range map[string]string{
		server.URL("guitu"):    "copy-blobs",
		server.URL("nowhere"):  "没有桶 nowhere",
		"s3://k:secret@guitu":  "不能有用户名和密码",
		"s3://guitu?endpoint=": "拒绝",
	} {
		if blobs == "s3://guitu?endpoint=" { // the right bucket with other credentials
			blobs = server.URL("guitu")
			t.Setenv("AWS_SECRET_ACCESS_KEY", "another")
		}
		code, out, errs := run(t, "serve", "--data", data, "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0", "--blobs", blobs)
		if code == 0 || !strings.Contains(errs, says) || strings.Contains(out+errs, "secret@") {
			t.Errorf("%s: exit %d, want %q\n%s", blobs, code, says, errs)
		}
		t.Setenv("AWS_SECRET_ACCESS_KEY", s3test.SecretKey)
	}
}

// putUntilKilled puts records with photos from several sides until the S3 server, which is killed meanwhile, refuses
// them, and returns the photos that were acknowledged.
func putUntilKilled(t *testing.T, p *process, server *s3test.Server) (photos []string) {
	var (
		mu    sync.Mutex
		sides sync.WaitGroup
		kill  sync.Once
	)
	for side := range 3 {
		sides.Go(func() {
			for i := side; ; i += 3 {
				code, answer := p.call(http.MethodPost, "/v1/records", withPicture(t, i))
				if code != http.StatusOK {
					if code != http.StatusServiceUnavailable || !strings.Contains(str(answer, "message"), "照片存储暂时连不上") {
						t.Errorf("a record with a photo: %d %v", code, answer)
					}
					return
				}
				mu.Lock()
				photos = append(photos, str(answer, "photos.0.name"))
				enough := len(photos) >= 12
				mu.Unlock()
				if enough {
					kill.Do(func() {
						if err := server.Kill(); err != nil {
							t.Error(err)
						}
					})
				}
			}
		})
	}
	sides.Wait()
	if len(photos) < 12 {
		t.Fatalf("%d photos before the server was killed", len(photos))
	}
	return photos
}

// withoutBytes: what needs none goes on, and the rest is refused in words.
func withoutBytes(t *testing.T, p *process, photo string) {
	n := p.must(http.MethodPost, "/v1/notices", aNotice("without-bytes", "欧阳建东"))
	r := p.must(http.MethodPost, "/v1/records", aRecord("without-bytes", "欧阳建东（音）"))
	if list := p.must(http.MethodGet, "/v1/"+str(r, "name")+"/matches", nil); str(list, "matches.0.notice") != str(n, "name") {
		t.Error("the notice is not the first match")
	}
	code, answer := p.call(http.MethodGet, "/v1/"+photo, nil)
	if code != http.StatusServiceUnavailable || !strings.Contains(fmt.Sprint(answer), "照片存储暂时连不上") {
		t.Errorf("a photo: %d %v", code, answer)
	}
	code, answer = p.call(http.MethodGet, "/readyz", nil)
	if checks := fmt.Sprint(answer); code != http.StatusOK || !strings.Contains(checks, "blobs") {
		t.Errorf("readyz: %d %v", code, checks)
	}
	for i := range length(answer, "checks") {
		if str(answer, fmt.Sprintf("checks.%d.name", i)) == "blobs" && str(answer, fmt.Sprintf("checks.%d.state", i)) != "WARN" {
			t.Errorf("readyz says %v", answer)
		}
	}
}

// erasedFromBucket: of a record that is erased no object is left.
func erasedFromBucket(t *testing.T, data, url string, server *s3test.Server, name string) {
	bucket, err := server.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer bucket.Close()
	count := func() (n int) {
		if err := bucket.List(t.Context(), "blobs/", func(string) error { n++; return nil }); err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := count()
	if code, out, errs := run(t, "erase", name, "--data", data); code != 0 {
		t.Fatalf("erase: %s%s", out, errs)
	}
	if after := count(); after != before-1 {
		t.Errorf("%d objects, %d before the erasure", after, before)
	}
}
