package faces

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"

	"golang.org/x/image/webp"

	"github.com/guitu-project/guitu/models"
)

// minSide keeps out pictures that cannot show a face (tracking pixels, icons).
const minSide = 16 // px

// maxScans is far above what encoders write (about 10). A progressive JPEG of
// 20 MB can hold a million scans, and each goes over the whole picture.
const maxScans = 500

// picture is a decoded photo. pixels is an upright copy of at most [finestSide];
// width and height are those of the upright original.
type picture struct {
	contentType   string
	width, height int
	pixels        *image.RGBA
}

// decoder turns files from outside into pictures.
type decoder struct {
	maxBytes, maxPixels int
	heif                *heif
}

// decode reads JPEG, PNG, WebP, HEIC and the first frame of GIF. The limits are
// checked before anything of the picture's size is allocated. Errors:
// models.ErrUnreadable, models.ErrTooLarge, or that of ctx.
func (d decoder) decode(ctx context.Context, file []byte) (pic *picture, err error) {
	if len(file) > d.maxBytes {
		return nil, fmt.Errorf("%w: the file has %d bytes, %d are allowed", models.ErrTooLarge, len(file), d.maxBytes)
	}
	// The decoders are pure Go and widely fuzzed; one forgotten bounds check in
	// them must still not end the service.
	defer func() {
		if r := recover(); r != nil {
			pic, err = nil, fmt.Errorf("%w: the decoder gave up: %v", models.ErrUnreadable, r)
		}
	}()
	contentType := sniff(file)
	var img image.Image
	switch contentType {
	case "image/jpeg":
		if n := bytes.Count(file, []byte{0xFF, 0xDA}); n > maxScans {
			return nil, fmt.Errorf("%w: a JPEG of %d scans", models.ErrUnreadable, n)
		}
		img, err = d.standard(file, jpeg.DecodeConfig, jpeg.Decode)
	case "image/png":
		img, err = d.standard(file, png.DecodeConfig, png.Decode)
	case "image/webp":
		img, err = d.standard(file, webp.DecodeConfig, webp.Decode)
	case "image/gif":
		img, err = d.standard(file, gif.DecodeConfig, gif.Decode)
	case "image/heic":
		img, err = d.heif.decode(ctx, file, d.check)
	default:
		return nil, notAPicture(file)
	}
	if err != nil {
		return nil, readError(ctx, contentType, len(file), err)
	}
	return upright(contentType, img, orientationOf(file)), nil
}

type (
	configFunc func(io.Reader) (image.Config, error)
	decodeFunc func(io.Reader) (image.Image, error)
)

func (d decoder) standard(file []byte, config configFunc, decode decodeFunc) (image.Image, error) {
	c, err := config(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	if err := d.check(c.Width, c.Height); err != nil {
		return nil, err
	}
	return decode(bytes.NewReader(file))
}

// check holds the size that a file names against the limits.
func (d decoder) check(width, height int) error {
	switch {
	case width < minSide || height < minSide:
		return fmt.Errorf("%w: %d×%d pixels are too few to show a face", models.ErrUnreadable, width, height)
	case width > d.maxPixels/height:
		return fmt.Errorf("%w: %d×%d pixels, %d are allowed in all", models.ErrTooLarge, width, height, d.maxPixels)
	}
	return nil
}

// upright turns and shrinks what was decoded into the copy that is worked on.
func upright(contentType string, img image.Image, turn orientation) *picture {
	b := img.Bounds()
	k := min(1, finestSide/float64(max(b.Dx(), b.Dy())))
	p := &picture{contentType: contentType, width: b.Dx(), height: b.Dy(), pixels: render(img, b, k, turn)}
	if turn.swaps() {
		p.width, p.height = p.height, p.width
	}
	return p
}

var pngMagic = []byte("\x89PNG\r\n\x1a\n")

func isWebP(file []byte) bool {
	return len(file) >= 12 && string(file[:4]) == "RIFF" && string(file[8:12]) == "WEBP"
}

// sniff tells the format by its first bytes; names and headers lie.
func sniff(file []byte) string {
	switch {
	case bytes.HasPrefix(file, []byte{0xFF, 0xD8, 0xFF}):
		return "image/jpeg"
	case bytes.HasPrefix(file, pngMagic):
		return "image/png"
	case bytes.HasPrefix(file, []byte("GIF8")):
		return "image/gif"
	case isWebP(file):
		return "image/webp"
	case isHEIC(file):
		return "image/heic"
	}
	return ""
}

func notAPicture(file []byte) error {
	if len(file) == 0 {
		return fmt.Errorf("%w: the file is empty", models.ErrUnreadable)
	}
	return fmt.Errorf("%w: not a JPEG, PNG, WebP, HEIC or GIF picture; it looks like %s",
		models.ErrUnreadable, http.DetectContentType(file))
}

// readError says what is wrong with a file in words of ours.
func readError(ctx context.Context, contentType string, size int, err error) error {
	switch {
	case errors.Is(err, models.ErrUnreadable), errors.Is(err, models.ErrTooLarge):
		return err
	case ctx.Err() != nil:
		return fmt.Errorf("decoding a photo: %w", ctx.Err())
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return fmt.Errorf("%w: the %s file is truncated after %d bytes", models.ErrUnreadable, contentType, size)
	}
	return fmt.Errorf("%w: the %s file is truncated or damaged: %w", models.ErrUnreadable, contentType, err)
}
