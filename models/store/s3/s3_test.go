package s3_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/minio/minio-go/v7"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store/s3"
	"github.com/guitu-project/guitu/models/store/s3/s3test"
)

// server is the server of all tests.
var server *s3test.Server

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (code int, err error) {
	if server, err = s3test.Start(context.Background()); err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	return m.Run(), nil
}

func open(t *testing.T, bucket string) *s3.Bucket {
	t.Helper()
	url, err := server.Create(t.Context(), bucket)
	if err != nil {
		t.Fatal(err)
	}
	b, err := server.Open(t.Context(), strings.Replace(url, "?", "/some/prefix?", 1))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return b
}

func read(t *testing.T, b *s3.Bucket, name string) []byte {
	t.Helper()
	r, err := b.Open(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(r)
	if err := errors.Join(err, r.Close()); err != nil {
		t.Fatal(err)
	}
	return content
}

func names(t *testing.T, b *s3.Bucket, prefix string) (all []string) {
	t.Helper()
	if err := b.List(t.Context(), prefix, func(name string) error { all = append(all, name); return nil }); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestObjects(t *testing.T) {
	b, ctx := open(t, "objects"), t.Context()
	if _, err := b.Open(ctx, "blobs/ab/c"); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("opening what is not there: %v", err)
	}
	if err := b.Delete(ctx, "blobs/ab/c", "blobs/ab/d"); err != nil {
		t.Errorf("deleting what is not there: %v", err)
	}
	large := bytes.Repeat([]byte("0123456789abcdef"), 17<<16) // 17 MiB: more than one part
	for name, content := range map[string][]byte{"blobs/ab/c": []byte("small"), "blobs/ab/large": large, "blobs/ab/none": {}} {
		if err := b.Create(ctx, name, content); err != nil {
			t.Fatal(err)
		}
		if err := b.Create(ctx, name, []byte("other")); !errors.Is(err, models.ErrExists) {
			t.Errorf("creating %s twice: %v", name, err)
		}
		if !bytes.Equal(read(t, b, name), content) {
			t.Errorf("%s came back wrong", name)
		}
	}
	if err := b.Create(ctx, "blobs/ab/large", large); !errors.Is(err, models.ErrExists) {
		t.Errorf("creating the large one twice: %v", err)
	}
	if err := b.Put(ctx, "uploads/i%2F1.upload", iotest.OneByteReader(strings.NewReader("rows")), -1); err != nil {
		t.Fatal(err)
	}
	oops := errors.New("oops")
	if err := b.Put(ctx, "uploads/i%2F1.upload", io.MultiReader(bytes.NewReader(large), iotest.ErrReader(oops)), -1); !errors.Is(err, oops) {
		t.Errorf("a body that breaks off: %v", err)
	}
	if got := read(t, b, "uploads/i%2F1.upload"); string(got) != "rows" {
		t.Errorf("after a body that broke off: %q", got)
	}
	if got := names(t, b, "blobs/"); len(got) != 3 || got[0] != "blobs/ab/c" {
		t.Errorf("names %v", got)
	}
	if err := b.Delete(ctx, "blobs/ab/c", "blobs/ab/large", "blobs/ab/none"); err != nil {
		t.Fatal(err)
	}
	if got := names(t, b, ""); len(got) != 1 {
		t.Errorf("after deleting: %v", got)
	}
	if err := errors.Join(b.SweepParts(ctx), b.Reachable(ctx)); err != nil {
		t.Error(err)
	}
}

// Of what is deleted or replaced no version is left.
func TestVersions(t *testing.T) {
	ctx := t.Context()
	if _, err := server.Create(ctx, "versions"); err != nil {
		t.Fatal(err)
	}
	client, err := server.Client()
	if err == nil {
		err = client.EnableVersioning(ctx, "versions")
	}
	if err != nil {
		t.Fatal(err)
	}
	b, err := server.Open(ctx, server.URL("versions"))
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if !b.Versioned() {
		t.Error("a bucket with versions is not known as one")
	}
	versions := func() (n int) {
		for o := range client.ListObjects(ctx, "versions", minio.ListObjectsOptions{Recursive: true, WithVersions: true}) {
			if o.Err != nil {
				t.Fatal(o.Err)
			}
			n++
		}
		return n
	}
	for _, name := range []string{"blobs/aa/b", "blobs/aa/bc"} { // the name of one begins the other's
		for range 3 {
			if err := b.Put(ctx, name, strings.NewReader("x"), 1); err != nil {
				t.Fatal(err)
			}
		}
	}
	if n := versions(); n != 2 {
		t.Errorf("%d versions of two objects that were replaced", n)
	}
	if err := b.Delete(ctx, "blobs/aa/b"); err != nil {
		t.Fatal(err)
	}
	if n := versions(); n != 1 || string(read(t, b, "blobs/aa/bc")) != "x" {
		t.Errorf("%d versions after one of two objects was deleted", n)
	}
}

func TestRefused(t *testing.T) {
	ctx := t.Context()
	right := s3.Credentials{AccessKey: s3test.AccessKey, SecretKey: s3test.SecretKey}
	if _, err := server.Create(ctx, "there"); err != nil {
		t.Fatal(err)
	}
	client, err := server.Client()
	if err == nil {
		err = client.MakeBucket(ctx, "locked", minio.MakeBucketOptions{ObjectLocking: true})
	}
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		url         string
		credentials s3.Credentials
		want        error
		words       string
	}{
		"no bucket":      {server.URL("elsewhere"), right, models.ErrNotFound, "没有桶"},
		"wrong secret":   {server.URL("there"), s3.Credentials{AccessKey: s3test.AccessKey, SecretKey: "wrong"}, models.ErrUnavailable, "凭据"},
		"unknown person": {server.URL("there"), s3.Credentials{AccessKey: "stranger", SecretKey: "wrong"}, models.ErrUnavailable, "凭据"},
		"no credentials": {server.URL("there"), s3.Credentials{}, models.ErrInvalid, "AWS_ACCESS_KEY_ID"},
		"no file":        {server.URL("there"), s3.Credentials{File: filepath.Join(t.TempDir(), "none")}, models.ErrInvalid, "凭据文件"},
		"locked":         {server.URL("locked"), right, models.ErrPrecondition, "对象锁定"},
		"no server":      {"s3://there?endpoint=http://127.0.0.1:1&region=us-east-1", right, models.ErrUnavailable, "连不上"},
	} {
		t.Run(name, func(t *testing.T) {
			address, err := s3.ParseAddress(c.url)
			if err != nil {
				t.Fatal(err)
			}
			b, err := s3.Open(ctx, address, c.credentials)
			if err == nil {
				b.Close()
			}
			said, _ := errors.AsType[*models.RefusedError](err)
			if !errors.Is(err, c.want) || said == nil || !strings.Contains(said.Zh, c.words) || said.En == "" {
				t.Errorf("error %v, want %v with %s", err, c.want, c.words)
			}
			if strings.Contains(fmt.Sprint(err), "wrong") {
				t.Errorf("the secret is in the error: %v", err)
			}
		})
	}
}

func TestParseAddress(t *testing.T) {
	for _, text := range []string{
		"s3://", "s3:///prefix", "http://bucket", "s3://key:secret@bucket", "s3://b?endpoint=host:9000", "s3://b?endpoint=https://k:s@host", "s3://b?endpoint=ftp://host",
		"s3://b?endpoint=http://s3.example.cn", "s3://b?secret=x", "s3://b?endpoint=https://host/path", "s3://b#x", "s3://b?%zz",
	} {
		if a, err := s3.ParseAddress(text); !errors.Is(err, models.ErrInvalid) || strings.Contains(err.Error(), "secret@") {
			t.Errorf("%s is taken as %v: %v", text, a, err)
		}
	}
	for text, want := range map[string]s3.Address{
		"s3://b": {Endpoint: "s3.amazonaws.com", Secure: true, Bucket: "b"},
		"s3://b/a/c/?endpoint=https://s3.example.cn:9000&region=cn-1":   {Endpoint: "s3.example.cn:9000", Secure: true, Region: "cn-1", Bucket: "b", Prefix: "a/c/"},
		"s3://b?endpoint=http://127.0.0.1:7070":                         {Endpoint: "127.0.0.1:7070", Bucket: "b"},
		"s3://b?endpoint=http://s3.internal:7070&insecure=true":         {Endpoint: "s3.internal:7070", Bucket: "b"},
		"s3://guitu/photos?endpoint=http://localhost:7070&region=local": {Endpoint: "localhost:7070", Region: "local", Bucket: "guitu", Prefix: "photos/"},
	} {
		if a, err := s3.ParseAddress(text); err != nil || a != want {
			t.Errorf("%s is %+v (%v), want %+v", text, a, err, want)
		}
	}
}
