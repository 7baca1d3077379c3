package forms

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg" // signatures come as JPEG,
	"image/png"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // … or WebP
)

const (
	mostPixels = 40 << 20 // of a picture that is read
	inkWidth   = 640      // pixels of a picture as it is printed, at most
)

// Ink makes a signature, as drawn on a screen or scanned, ready for print: grey on white, no
// larger than paper shows. Errors: of a picture that cannot be read.
func Ink(file []byte) ([]byte, error) {
	head, _, err := image.DecodeConfig(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("read a signature: %w", err)
	}
	if head.Width <= 0 || head.Height <= 0 || head.Width > mostPixels/head.Height {
		return nil, fmt.Errorf("read a signature: %d × %d pixels", head.Width, head.Height)
	}
	pic, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("read a signature: %w", err)
	}
	w, h := head.Width, head.Height
	if w > inkWidth {
		w, h = inkWidth, max(1, h*inkWidth/w)
	}
	if h > inkWidth {
		w, h = max(1, w*inkWidth/h), inkWidth
	}
	grey := image.NewGray(image.Rect(0, 0, w, h))
	draw.Draw(grey, grey.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(grey, grey.Bounds(), pic, pic.Bounds(), draw.Over, nil)
	var out bytes.Buffer
	if err := png.Encode(&out, grey); err != nil {
		return nil, fmt.Errorf("write a signature: %w", err)
	}
	return out.Bytes(), nil
}
