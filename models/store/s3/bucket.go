package s3

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
	"golang.org/x/sync/errgroup"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store/sqlstore"
)

const (
	// partSize is the size of the parts of what is larger, or of unknown size: an upload of an import takes as much memory,
	// and has 10,000 of them at most.
	partSize = 16 << 20

	// tries is how often a request is sent when the server is away or busy: the caller hears of it within seconds.
	tries = 3

	// connectWait and answerWait bound one request to a server that says nothing.
	connectWait = 5 * time.Second
	answerWait  = 30 * time.Second

	// callWait bounds a call in all. It must be far below what a deletion is given before another
	// takes it over (see package sqlstore).
	callWait = 2 * time.Minute

	// sideBySide is how many objects are deleted at once.
	sideBySide = 8

	// brokenAfter is the age of parts that belong to no object yet and never will.
	brokenAfter = 24 * time.Hour
)

// Bucket implements sqlstore.Objects. It is safe for concurrent use.
type Bucket struct {
	Address
	client    minio.Core
	transport *http.Transport
	versioned bool // old versions of what is replaced or deleted may stay
}

var _ sqlstore.Objects = (*Bucket)(nil)

// Credentials let a caller in: either a file of AWS's form, or the keys.
type Credentials struct {
	File                          string
	AccessKey, SecretKey, Session string
}

// Open looks at a bucket: that it is there, can be written conditionally and can be erased from.
// Errors: models.ErrInvalid (no credentials), models.ErrUnavailable (the server), models.ErrNotFound (the bucket),
// models.ErrPermission (the credentials), models.ErrPrecondition (the bucket or the server does not do).
func Open(ctx context.Context, a Address, c Credentials) (*Bucket, error) {
	held := credentials.NewStaticV4(c.AccessKey, c.SecretKey, c.Session)
	if c.File != "" {
		held = credentials.NewFileAWSCredentials(c.File, "default")
	}
	switch keys, err := held.GetWithContext(nil); {
	case err != nil && c.File != "":
		return nil, models.Refused(models.ErrInvalid, "无法读取 S3 凭据文件 "+c.File, "the file with the S3 credentials cannot be read: "+c.File)
	case err != nil || keys.AccessKeyID == "" || keys.SecretAccessKey == "":
		return nil, models.Refused(models.ErrInvalid, "缺少 S3 凭据：请用 --blobs-credentials 指明文件，或设置环境变量 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY",
			"there are no S3 credentials: name a file with --blobs-credentials, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
	}
	transport, err := minio.DefaultTransport(a.Secure)
	if err != nil {
		return nil, err
	}
	transport.DialContext = (&net.Dialer{Timeout: connectWait, KeepAlive: 15 * time.Second}).DialContext
	transport.ResponseHeaderTimeout = answerWait
	client, err := minio.New(a.Endpoint, &minio.Options{Creds: held, Secure: a.Secure, Region: a.Region, Transport: transport, MaxRetries: tries, BucketLookup: minio.BucketLookupAuto})
	if err != nil {
		return nil, invalid("endpoint 无法使用", "its endpoint cannot be used")
	}
	b := &Bucket{Address: a, client: minio.Core{Client: client}, transport: transport}
	if err := b.inspect(ctx); err != nil {
		b.Close()
		return nil, err
	}
	return b, nil
}

// Close ends the connections that wait.
func (b *Bucket) Close() { b.transport.CloseIdleConnections() }

// Versioned reports whether the bucket keeps versions, which are deleted with what they are of.
func (b *Bucket) Versioned() bool { return b.versioned }

// inspect looks at the bucket for the first time.
func (b *Bucket) inspect(ctx context.Context) error {
	ctx, end := context.WithTimeout(ctx, callWait)
	defer end()
	switch err := b.first(ctx); {
	case minio.ToErrorResponse(err).Code == minio.NoSuchBucket:
		return models.Refused(models.ErrNotFound, "S3 上没有桶 "+b.Bucket+"，请先建好，或检查 --blobs", "the S3 server has no bucket "+b.Bucket+": make it, or look at --blobs")
	case err != nil:
		return b.failed(err)
	}
	if lock, _, _, _, err := b.client.GetObjectLockConfig(ctx, b.Bucket); err == nil && lock != "" {
		return models.Refused(models.ErrPrecondition, "桶 "+b.Bucket+" 启用了对象锁定：应删除的人脸和照片无法删除，请换用没有对象锁定的桶",
			"the bucket "+b.Bucket+" is locked against deletion, so no one in it could be erased: use one without object lock")
	}
	v, err := b.client.GetBucketVersioning(ctx, b.Bucket)
	code := minio.ToErrorResponse(err).Code
	b.versioned = err == nil && v.Status != "" || err != nil && code != "NotImplemented" && code != "VersioningNotConfigured"
	return b.probe(ctx)
}

// probe holds the server to conditional writes: without them two servers that put the same picture could
// destroy each other's.
func (b *Bucket) probe(ctx context.Context) error {
	const name = "probe"
	if err := b.Put(ctx, name, strings.NewReader("guitu"), 5); err != nil {
		return err
	}
	err := b.Create(ctx, name, []byte("guitu"))
	if err == nil {
		err = models.Refused(models.ErrPrecondition, "此 S3 服务不支持条件写入（If-None-Match: *），无法安全地由多台服务器使用", "this S3 server ignores conditional writes (If-None-Match: *): several servers cannot use it safely")
	} else if errors.Is(err, models.ErrExists) {
		err = nil
	}
	return cmp.Or(err, b.Delete(ctx, name))
}

// Create makes content durable under a name that has none; see sqlstore.Objects.
func (b *Bucket) Create(ctx context.Context, name string, content []byte) error {
	ctx, end := context.WithTimeout(ctx, callWait)
	defer end()
	options := putOptions()
	options.SetMatchETagExcept("*")
	if len(content) > partSize {
		return b.failed(b.createParts(ctx, b.Prefix+name, content, options))
	}
	_, err := b.client.Client.PutObject(ctx, b.Bucket, b.Prefix+name, bytes.NewReader(content), int64(len(content)), options)
	return b.failed(err)
}

// createParts puts content in parts. The condition is the end's, which the client's own multipart puts leave out.
func (b *Bucket) createParts(ctx context.Context, key string, content []byte, options minio.PutObjectOptions) error {
	upload, err := b.client.NewMultipartUpload(ctx, b.Bucket, key, putOptions())
	if err != nil {
		return err
	}
	var parts []minio.CompletePart
	for part := range slices.Chunk(content, partSize) {
		put, err := b.client.PutObjectPart(ctx, b.Bucket, key, upload, len(parts)+1, bytes.NewReader(part), int64(len(part)), minio.PutObjectPartOptions{})
		if err != nil {
			return errors.Join(err, b.abort(ctx, key, upload))
		}
		parts = append(parts, minio.CompletePart{PartNumber: len(parts) + 1, ETag: put.ETag, ChecksumCRC32C: put.ChecksumCRC32C})
	}
	if _, err := b.client.CompleteMultipartUpload(ctx, b.Bucket, key, upload, parts, options); err != nil {
		if aborted := b.abort(ctx, key, upload); aborted != nil && minio.ToErrorResponse(aborted).Code != minio.NoSuchUpload {
			return aborted
		}
		return err
	}
	return nil
}

// abort deletes the parts of an upload also where its caller has gone.
func (b *Bucket) abort(ctx context.Context, key, upload string) error {
	ctx, end := context.WithTimeout(context.WithoutCancel(ctx), answerWait)
	defer end()
	return b.client.AbortMultipartUpload(ctx, b.Bucket, key, upload)
}

// Put makes content durable in the place of what was there; see sqlstore.Objects.
func (b *Bucket) Put(ctx context.Context, name string, content io.Reader, size int64) error {
	if size >= 0 { // what comes from a caller comes at the caller's pace
		var end context.CancelFunc
		ctx, end = context.WithTimeout(ctx, callWait)
		defer end()
	}
	_, err := b.client.Client.PutObject(ctx, b.Bucket, b.Prefix+name, content, size, putOptions())
	if err == nil && b.versioned {
		return b.deleteVersions(ctx, name, false)
	}
	return b.failed(err)
}

func putOptions() minio.PutObjectOptions {
	return minio.PutObjectOptions{ContentType: "application/octet-stream", PartSize: partSize}
}

// Open opens an object; see sqlstore.Objects.
func (b *Bucket) Open(ctx context.Context, name string) (io.ReadCloser, error) {
	body, _, _, err := b.client.GetObject(ctx, b.Bucket, b.Prefix+name, minio.GetObjectOptions{})
	if err != nil {
		return nil, b.failed(err)
	}
	return &reading{body, b}, nil
}

// reading is an object that is read, whose errors are in words.
type reading struct {
	io.ReadCloser
	bucket *Bucket
}

func (r *reading) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = r.bucket.failed(err)
	}
	return n, err
}

// Delete deletes objects with all their versions; see sqlstore.Objects.
func (b *Bucket) Delete(ctx context.Context, names ...string) error {
	ctx, end := context.WithTimeout(ctx, callWait)
	defer end()
	each, ctx := errgroup.WithContext(ctx)
	each.SetLimit(sideBySide)
	for _, name := range names {
		each.Go(func() error {
			if b.versioned {
				return b.deleteVersions(ctx, name, true)
			}
			return b.failed(b.client.RemoveObject(ctx, b.Bucket, b.Prefix+name, minio.RemoveObjectOptions{}))
		})
	}
	return each.Wait()
}

// deleteVersions deletes the versions of an object, the newest too if latest is set.
func (b *Bucket) deleteVersions(ctx context.Context, name string, latest bool) error {
	ctx, end := context.WithCancel(ctx)
	defer end() // or the listing would wait for its reader
	key := b.Prefix + name
	for version := range b.client.Client.ListObjects(ctx, b.Bucket, minio.ListObjectsOptions{Prefix: key, Recursive: true, WithVersions: true}) {
		if version.Err != nil {
			return b.failed(version.Err)
		}
		if version.Key != key || version.IsLatest && !latest {
			continue
		}
		err := b.client.RemoveObject(ctx, b.Bucket, key, minio.RemoveObjectOptions{VersionID: version.VersionID})
		if err != nil {
			return b.failed(err)
		}
	}
	return b.failed(ctx.Err())
}

// List shows the names that begin with prefix; see sqlstore.Objects.
func (b *Bucket) List(ctx context.Context, prefix string, visit func(name string) error) error {
	ctx, end := context.WithCancel(ctx)
	defer end() // or the listing would wait for its reader
	for object := range b.client.Client.ListObjects(ctx, b.Bucket, minio.ListObjectsOptions{Prefix: b.Prefix + prefix, Recursive: true}) {
		if object.Err != nil {
			return b.failed(object.Err)
		}
		if err := visit(strings.TrimPrefix(object.Key, b.Prefix)); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// SweepParts deletes the parts of puts that were cut off; see sqlstore.Objects.
func (b *Bucket) SweepParts(ctx context.Context) error {
	ctx, end := context.WithCancel(ctx)
	defer end() // or the listing would wait for its reader
	for upload := range b.client.ListIncompleteUploads(ctx, b.Bucket, b.Prefix, true) {
		if upload.Err != nil {
			return b.failed(upload.Err)
		}
		if time.Since(upload.Initiated) < brokenAfter {
			continue
		}
		err := b.client.AbortMultipartUpload(ctx, b.Bucket, upload.Key, upload.UploadID)
		if err != nil && minio.ToErrorResponse(err).Code != minio.NoSuchUpload { // another's end of it
			return b.failed(err)
		}
	}
	return nil
}

// Reachable asks the server for the bucket; see sqlstore.Objects.
func (b *Bucket) Reachable(ctx context.Context) error {
	return b.failed(b.first(ctx))
}

// first lists one object: the answer to a HEAD would have no words.
func (b *Bucket) first(ctx context.Context) error {
	ctx, end := context.WithCancel(ctx)
	defer end() // or the listing would wait for its reader
	for object := range b.client.Client.ListObjects(ctx, b.Bucket, minio.ListObjectsOptions{Prefix: b.Prefix, Recursive: true, MaxKeys: 1}) {
		return object.Err
	}
	return ctx.Err()
}
