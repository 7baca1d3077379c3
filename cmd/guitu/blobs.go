package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store/s3"
	"github.com/guitu-project/guitu/models/store/sqlstore"
)

// bytesFlags say where photos, attachments and uploads are.
type bytesFlags struct {
	Blobs            string `env:"GUITU_BLOBS" placeholder:"DIR|URL" help:"Where photos and uploads are, which all servers on one database share: a folder, or s3://BUCKET/PREFIX?endpoint=https://HOST:PORT&region=REGION. Default: in DATA."`
	BlobsCredentials string `type:"path" env:"GUITU_BLOBS_CREDENTIALS" placeholder:"FILE" help:"File with the keys to the bucket (AWS's form: [default], aws_access_key_id, aws_secret_access_key), readable by you alone. Default: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment."`
}

// inBucket reports whether bytes are in a bucket.
func inBucket(blobs string) bool { return strings.HasPrefix(blobs, s3.Scheme) }

// folder returns the folder with the bytes, empty if they are in a bucket or in DATA.
func (f bytesFlags) folder() string {
	if f.Blobs == "" || inBucket(f.Blobs) {
		return ""
	}
	return kong.ExpandPath(f.Blobs)
}

// bytesOption has a store keep its bytes where the flags say. Errors: those of s3.
func (f bytesFlags) bytesOption(ctx context.Context, log *slog.Logger) (sqlstore.Option, error) {
	if !inBucket(f.Blobs) {
		return sqlstore.WithFiles(f.folder()), nil
	}
	bucket, err := f.openBucket(ctx)
	if err != nil {
		return nil, fmt.Errorf("--blobs: %w", err)
	}
	if bucket.Versioned() {
		log.WarnContext(ctx, "桶保留旧版本：删除照片时会一并删除其所有版本，请勿另设保留规则 (the bucket keeps versions: with a photo all its versions are deleted; have no rule that keeps them)", "bucket", bucket.Bucket)
	}
	return sqlstore.WithObjects(bucket), nil
}

func (f bytesFlags) openBucket(ctx context.Context) (*s3.Bucket, error) {
	address, err := s3.ParseAddress(f.Blobs)
	if err != nil {
		return nil, err
	}
	credentials := s3.Credentials{File: f.BlobsCredentials}
	if f.BlobsCredentials == "" {
		credentials = s3.Credentials{AccessKey: os.Getenv("AWS_ACCESS_KEY_ID"), SecretKey: os.Getenv("AWS_SECRET_ACCESS_KEY"), Session: os.Getenv("AWS_SESSION_TOKEN")}
	} else if info, err := os.Stat(f.BlobsCredentials); err == nil && info.Mode().Perm()&0o077 != 0 {
		return nil, models.Refused(models.ErrInvalid, "其他用户也能读取 S3 凭据文件，请执行 chmod 600 "+f.BlobsCredentials, "others can read the file with the S3 credentials: chmod 600 "+f.BlobsCredentials)
	}
	return s3.Open(ctx, address, credentials)
}
