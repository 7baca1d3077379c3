package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store/sqlstore"
)

type copyBlobsCmd struct {
	dataFlags
	To            string `required:"" placeholder:"URL|DIR" help:"Where the bytes go to: s3://BUCKET/PREFIX?endpoint=…, a folder, or DATA for the data folder itself."`
	ToCredentials string `type:"path" placeholder:"FILE" help:"File with the keys to the bucket, as --blobs-credentials. Default: the same."`
	Quiet         bool   `short:"q" help:"No progress."`
}

// Help is shown by guitu store copy-blobs --help.
func (copyBlobsCmd) Help() string {
	return `请先停止所有服务。把照片、附件和上传文件原样（仍加密）复制到 S3 或复制回文件夹，逐一读回核对；中断后重新运行即可继续。全部完成后才改用新位置；原位置的文件请在确认无误后自行删除，其中仍有此后被删除的人。

Stop every service first. Copies photos, attachments and uploads, sealed as they are, and
reads each back. Cut off, it goes on when started again; only when all is there does the
service want them in the new place. What is in the old one stays until you delete it: do
when all is well, for it still holds whoever is erased from now on.

  guitu store copy-blobs --data data --to 's3://guitu/photos?endpoint=https://s3.example.cn'
  guitu serve --data data --blobs 's3://guitu/photos?endpoint=https://s3.example.cn'

Back, --blobs is the bucket and --to a folder, DATA for the data folder.`
}

// Run copies the bytes.
func (c *copyBlobsCmd) Run(ctx context.Context, m *Main, log *slog.Logger) (err error) {
	if inBucket(c.Blobs) == inBucket(c.To) {
		return fmt.Errorf("%w: --blobs 和 --to 应一个是 s3:// 地址，一个是文件夹 (of --blobs and --to one must be an s3:// address, the other a folder)", models.ErrInvalid)
	}
	st, closeBoth, err := c.openAlone(ctx, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeBoth()) }()
	to, end, err := c.place(ctx)
	if err != nil {
		return err
	}
	defer end()
	bar := m.bar(-1, "复制照片 copy", "photos", c.Quiet)
	copied, err := st.CopyBlobs(ctx, to, func(done, of int) {
		bar.ChangeMax(of)
		_ = bar.Set(done) // a bar that fails to draw hurts nobody
	})
	if err != nil {
		return fmt.Errorf("已复制的部分保留，重新运行即可继续 (what was copied stays: start again to go on): %w", err)
	}
	if copied.Missing > 0 {
		_, _ = fmt.Fprintf(m.Stdout, "有 %d 个照片文件原来就缺失或损坏，请运行 guitu check (pictures were missing or damaged before: run guitu check): %d\n", copied.Missing, copied.Missing)
	}
	_, err = fmt.Fprintf(m.Stdout, "已复制并核对 %d 个照片和附件、%d 个上传文件；现在用 --blobs 指明新位置启动服务，确认无误后删除原位置的文件\ncopied and read back %d photos and attachments, %d uploads: now serve with --blobs naming the new place, and delete the old files when all is well\n",
		copied.Blobs, copied.Uploads, copied.Blobs, copied.Uploads)
	return err
}

// place opens where the bytes go to. end closes it.
func (c *copyBlobsCmd) place(ctx context.Context) (_ sqlstore.Place, end func(), err error) {
	to := bytesFlags{Blobs: c.To, BlobsCredentials: c.BlobsCredentials}
	if c.ToCredentials != "" {
		to.BlobsCredentials = c.ToCredentials
	}
	switch {
	case inBucket(c.To):
		bucket, err := to.openBucket(ctx)
		if err != nil {
			return sqlstore.Place{}, nil, fmt.Errorf("--to: %w", err)
		}
		return sqlstore.Place{Objects: bucket}, bucket.Close, nil
	case c.To == "DATA":
		return sqlstore.Place{}, func() {}, nil
	}
	return sqlstore.Place{Folder: to.folder()}, func() {}, nil
}
