package faces

import (
	"context"
	"errors"
	"fmt"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"
	"strings"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"github.com/guitu-project/guitu/models"
)

// formats are the pictures that are read, as people call them.
const formats = "JPEG、PNG、WebP、GIF、BMP、TIFF"

// What a photo is refused for, each in words that say what to do.

func tooManyBytes(size, most int) error {
	return models.Refused(models.ErrTooLarge, fmt.Sprintf("照片有 %d MB，最多 %d MB，请缩小后再传", size>>20, most>>20),
		fmt.Sprintf("the file has %d bytes, %d are allowed: shrink the photo", size, most))
}

func tooManyPixels(width, height, most int) error {
	return models.Refused(models.ErrTooLarge, fmt.Sprintf("照片有 %d×%d 像素，总数最多 %d 万，请缩小后再传", width, height, most/10_000),
		fmt.Sprintf("%d×%d pixels, %d are allowed in all: shrink the photo", width, height, most))
}

func tooFewPixels(width, height int) error {
	return models.Refused(models.ErrUnreadable, fmt.Sprintf("照片只有 %d×%d 像素，看不清人脸，请传原图", width, height),
		fmt.Sprintf("%d×%d pixels are too few to show a face: send the original", width, height))
}

func truncated(contentType string, size int) error {
	return models.Refused(models.ErrUnreadable, "照片没有传完整（只有前一部分），请重新上传原图",
		fmt.Sprintf("the %s file is truncated after %d bytes: send it again", contentType, size))
}

func damaged(contentType string, err error) error {
	return errors.Join(models.Refused(models.ErrUnreadable, "照片文件已损坏，请换一张，或用看图软件打开后另存为 JPEG",
		fmt.Sprintf("the %s file is truncated or damaged: send another, or save it as JPEG anew", contentType)), err)
}

func unsupported(contentType string, err error) error {
	return errors.Join(models.Refused(models.ErrUnreadable, "照片文件的压缩或颜色方式读不了，请用看图软件打开后另存为 JPEG",
		fmt.Sprintf("the %s file is compressed or coloured in a way that is not read: save it as JPEG", contentType)), err)
}

func tooCostly(what string) error {
	return models.Refused(models.ErrUnreadable, "照片的编码方式过于复杂，无法读取，请用看图软件打开后另存为 JPEG",
		"the picture is written in a way that costs too much to read ("+what+"): save it as JPEG anew")
}

// notAPicture says what a file looks like instead.
func notAPicture(file []byte) error {
	if len(file) == 0 {
		return models.Refused(models.ErrUnreadable, "文件是空的，请重新选择照片", "the file is empty")
	}
	looks := http.DetectContentType(file)
	zh := "这不是能读取的照片，请传 " + formats + " 图片"
	switch {
	case looks == "application/pdf":
		zh = "这是 PDF 文件，请把其中的照片存成图片（" + formats + "）再传"
	case strings.HasPrefix(looks, "video/"):
		zh = "这是视频，请截取一张清楚的画面存成图片再传"
	case strings.HasPrefix(looks, "text/"):
		zh = "这是文本或网页，不是照片，请传 " + formats + " 图片"
	}
	return models.Refused(models.ErrUnreadable, zh, "not a JPEG, PNG, WebP, GIF, BMP or TIFF picture; it looks like "+looks)
}

// noHEIC tells how a phone's picture becomes one that is read.
func noHEIC() error {
	return models.Refused(models.ErrUnreadable,
		"这是 HEIC 照片（苹果等手机的格式），这里不收。请存成 JPEG 再传：苹果手机在“设置—相机—格式”选“兼容性最佳”后重拍，或把照片存到“文件”、用微信（不勾“原图”）发给自己再存；电脑上用看图软件另存为 JPEG",
		"a HEIC picture, which is not taken here: send it as JPEG (iPhone: Settings, Camera, Formats, Most Compatible; computer: open it and save it as JPEG)")
}

// readError says what is wrong with a file of which a decoder said err.
func readError(ctx context.Context, contentType string, size int, err error) error {
	switch {
	case errors.Is(err, models.ErrUnreadable), errors.Is(err, models.ErrTooLarge):
		return err
	case ctx.Err() != nil:
		return fmt.Errorf("decoding a photo: %w", ctx.Err())
	case endsEarly(err):
		return truncated(contentType, size)
	case isUnsupported(err):
		return unsupported(contentType, err)
	}
	return damaged(contentType, err)
}

// endsEarly reports whether a decoder wanted more than the file holds.
func endsEarly(err error) bool {
	return errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF)
}

// isUnsupported reports whether a decoder knows the format, but not this form of it.
func isUnsupported(err error) bool {
	var (
		ofJPEG jpeg.UnsupportedError
		ofPNG  png.UnsupportedError
		ofTIFF tiff.UnsupportedError
	)
	return errors.As(err, &ofJPEG) || errors.As(err, &ofPNG) || errors.As(err, &ofTIFF) || errors.Is(err, bmp.ErrUnsupported)
}
