package s3

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"

	"github.com/minio/minio-go/v7"

	"github.com/guitu-project/guitu/models"
)

// failed puts an error of the client's into words. What a caller's reader or context said comes back as it was.
func (b *Bucket) failed(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	if said := minio.ToErrorResponse(err); said.Code != "" {
		return fmt.Errorf("%w: %s %s", b.refusal(said), said.Code, said.Message)
	}
	_, way := errors.AsType[*url.Error](err)
	_, broken := errors.AsType[net.Error](err)
	if way || broken || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%w: %w", b.away(), err)
	}
	return err
}

// away says that the server cannot be reached, and what goes on without it.
func (b *Bucket) away() error {
	return models.Refused(models.ErrUnavailable, "照片存储暂时连不上，照片和附件不能打开或保存，请稍后再试；查找和登记文字不受影响",
		"the storage of photos cannot be reached: photos and attachments can be neither opened nor saved for now, try again later; searching and describing go on")
}

func (b *Bucket) refusal(said minio.ErrorResponse) error {
	switch said.Code {
	case "NoSuchKey", "NoSuchVersion":
		return models.ErrNotFound
	case "PreconditionFailed", "ConditionalRequestConflict":
		return models.ErrExists
	case "NoSuchBucket":
		return models.Refused(models.ErrUnavailable, "S3 上没有桶 "+b.Bucket, "the S3 server has no bucket "+b.Bucket)
	case "InvalidAccessKeyId", "SignatureDoesNotMatch", "AccessDenied", "InvalidTokenId", "ExpiredToken":
		return models.Refused(models.ErrUnavailable, "S3 拒绝了凭据，或凭据无权使用桶 "+b.Bucket, "the S3 server refuses the credentials, or they may not use the bucket "+b.Bucket)
	case "RequestTimeTooSkewed":
		return models.Refused(models.ErrUnavailable, "本机时钟与 S3 服务相差太多", "the clock of this machine is too far from the S3 server's")
	case "EntityTooLarge":
		return models.ErrTooLarge
	}
	if said.StatusCode < http.StatusBadRequest || said.StatusCode >= http.StatusInternalServerError || said.StatusCode == http.StatusTooManyRequests {
		return b.away()
	}
	return models.Refused(models.ErrUnavailable, "S3 拒绝了请求（"+said.Code+"），请检查凭据和桶 "+b.Bucket+" 的权限", "the S3 server refuses the call ("+said.Code+"): look at the credentials and at the rights to the bucket "+b.Bucket)
}
