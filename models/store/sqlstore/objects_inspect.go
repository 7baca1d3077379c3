package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// strayPage is how many objects are looked for by one statement.
const strayPage = 1000

// inspectStrays finds objects that the table blobs does not know: of rows that a restored database lacks.
func (s *Store) inspectStrays(ctx context.Context, found func(store.Finding)) error {
	if s.objects == nil {
		return nil
	}
	var page []string
	tell := func() error {
		known, err := s.texts(ctx, "SELECT sha256 FROM blobs WHERE sha256 IN (SELECT value FROM json_each(?))", listOf(page))
		if err != nil {
			return err
		}
		for _, sum := range page {
			if !slices.Contains(known, sum) {
				name, _ := BlobPath(sum)
				found(store.Finding{Part: store.PartBlobs, Where: name, Err: fmt.Errorf("%w: 没有登记内容与此照片对应 (no row knows of it)", models.ErrPrecondition), Repairable: true})
			}
		}
		page = page[:0]
		return nil
	}
	err := s.blobs.blobNames(ctx, func(name string) error {
		sum, _ := sumOf(name)
		if page = append(page, sum); len(page) < strayPage {
			return nil
		}
		return tell()
	})
	if err != nil || len(page) == 0 {
		return err
	}
	return tell()
}

// DropStrays marks them; see store.Inspector.
func (s *Store) DropStrays(ctx context.Context, where []string) error {
	return fail("mark what no row knows", s.inTx(ctx, func(t *tx) error {
		for _, name := range where {
			sum, ok := sumOf(name)
			if !ok {
				continue
			}
			if _, err := t.exec(ctx, "INSERT INTO blobs (sha256, state, time) VALUES (?, 'MARKED', ?) ON CONFLICT (sha256) DO NOTHING", sum, s.now().UnixNano()); err != nil {
				return err
			}
		}
		return nil
	}))
}

// checkBlobs refuses a store whose bytes are elsewhere. Errors: models.ErrPrecondition.
func (s *Store) checkBlobs(ctx context.Context) error {
	inBucket, err := s.texts(ctx, "SELECT sha256 FROM blobs WHERE state = 'KEPT' LIMIT 3")
	switch {
	case err != nil:
		return err
	case s.objects == nil && len(inBucket) > 0:
		return models.Refused(models.ErrPrecondition, "照片和附件在 S3 中，请用 --blobs s3://… 或 GUITU_BLOBS 指明", "the photos and attachments are in S3: name the bucket with --blobs s3://… or GUITU_BLOBS")
	case s.objects == nil:
		return nil
	case len(inBucket) == 0:
		named, err := s.texts(ctx, NamedBlobs+" LIMIT 1")
		if err == nil && len(named) > 0 {
			err = models.Refused(models.ErrPrecondition, "照片和附件在文件夹中，不在 S3 中：请停止服务，先运行 guitu store copy-blobs", "the photos and attachments are in the folder and not in S3: stop the service and run guitu store copy-blobs first")
		}
		return err
	}
	for _, sum := range inBucket {
		name, _ := BlobPath(sum)
		file, err := s.objects.Open(ctx, name)
		if err == nil {
			return file.Close()
		}
		if !errors.Is(err, models.ErrNotFound) {
			return err
		}
	}
	return models.Refused(models.ErrPrecondition, "此桶（及前缀）中没有本系统的照片，请检查 --blobs", "this bucket, under its prefix, holds none of the photos of this installation: look at --blobs")
}
