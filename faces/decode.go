package faces

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"
)

// minSide keeps out pictures that cannot show a face (tracking pixels, icons).
const minSide = 16 // px

// maxScans is far above what encoders write (about 10). A progressive JPEG of 20 MB can
// hold a million scans, and each goes over the whole picture: of a large one few are
// read, so that what all of them go over stays within maxScanned pixels.
const (
	maxScans   = 500
	maxScanned = 1 << 30
)

// checkScans refuses a JPEG that costs far more to read than its size lets expect.
func checkScans(file []byte) error {
	scans := bytes.Count(file, []byte{0xFF, 0xDA})
	if scans > maxScans {
		return tooCostly(fmt.Sprintf("%d scans", scans))
	}
	if c, err := jpeg.DecodeConfig(bytes.NewReader(file)); err == nil && c.Width > 0 && scans > maxScanned/max(1, c.Width*c.Height) {
		return tooCostly(fmt.Sprintf("%d scans of %d×%d pixels", scans, c.Width, c.Height))
	}
	return nil
}

// picture is a decoded photo. pixels is an upright copy of at most [finestSide];
// width and height are those of the upright original.
type picture struct {
	contentType   string
	width, height int
	pixels        *image.RGBA
	short         bool // the file ends before the picture does: it is what was there
}

// decoder turns files from outside into pictures.
type decoder struct {
	maxBytes, maxPixels int
	heif                *heif
}

// decode reads JPEG (see cutJPEG of one that ends early), PNG, WebP, HEIC, BMP, the first
// frame of GIF and the first page of TIFF. The limits are checked before anything of the picture's size is allocated. Errors:
// models.ErrUnreadable, models.ErrTooLarge, or that of ctx.
func (d decoder) decode(ctx context.Context, file []byte) (pic *picture, err error) {
	if len(file) > d.maxBytes {
		return nil, tooManyBytes(len(file), d.maxBytes)
	}
	// The decoders are pure Go and widely fuzzed; one forgotten bounds check in
	// them must still not end the service.
	defer func() {
		if r := recover(); r != nil {
			pic, err = nil, damaged(sniff(file), fmt.Errorf("the decoder gave up: %v", r))
		}
	}()
	contentType := sniff(file)
	var img image.Image
	var short bool
	switch contentType {
	case "image/jpeg":
		img, short, err = d.decodeJPEG(file)
	case "image/png":
		img, err = d.standard(file, png.DecodeConfig, png.Decode)
	case "image/webp":
		img, err = d.standard(file, webp.DecodeConfig, webp.Decode)
	case "image/gif":
		img, err = d.standard(file, gif.DecodeConfig, gif.Decode)
	case "image/bmp":
		img, err = d.standard(file, bmp.DecodeConfig, bmp.Decode)
	case "image/tiff":
		img, err = d.standard(file, tiff.DecodeConfig, tiff.Decode)
	case "image/heic":
		img, err = d.heif.decode(ctx, file, d.check)
	default:
		return nil, notAPicture(file)
	}
	if err != nil {
		return nil, readError(ctx, contentType, len(file), err)
	}
	pic = upright(contentType, img, orientationOf(file))
	pic.short = short
	return pic, nil
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
		return tooFewPixels(width, height)
	case width > d.maxPixels/height:
		return tooManyPixels(width, height, d.maxPixels)
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

// isBMP reports whether a file begins like a Windows bitmap: two letters alone are too
// few to tell, so that the reserved words must be zero, too.
func isBMP(file []byte) bool {
	return len(file) >= 14 && string(file[:2]) == "BM" && string(file[6:10]) == "\x00\x00\x00\x00"
}

// isTIFF reports whether a file begins like a TIFF of either order of bytes, as scanners
// write them.
func isTIFF(file []byte) bool {
	return bytes.HasPrefix(file, []byte("II*\x00")) || bytes.HasPrefix(file, []byte("MM\x00*"))
}

// sniff tells the format by its first bytes; names and headers lie.
func sniff(file []byte) string {
	switch {
	case bytes.HasPrefix(file, []byte{0xFF, 0xD8, 0xFF}):
		return "image/jpeg"
	case bytes.HasPrefix(file, pngMagic):
		return "image/png"
	case isBMP(file):
		return "image/bmp"
	case isTIFF(file):
		return "image/tiff"
	case bytes.HasPrefix(file, []byte("GIF8")):
		return "image/gif"
	case isWebP(file):
		return "image/webp"
	case isHEIC(file):
		return "image/heic"
	}
	return ""
}
