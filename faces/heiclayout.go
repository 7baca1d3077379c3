package faces

import (
	"image"
)

// heifLayout says how libheif lays out the pixels of one picture: planes one after
// the other, rows padded to 16 bytes.
type heifLayout struct {
	width, height      int
	colorspace, chroma uint32
	premultiplied      bool
}

// The values of libheif's enums (heif.h).
const (
	heifYCbCr, heifRGB, heifMonochrome = 0, 1, 2
	heif420, heif422, heif444          = 1, 2, 3
)

// layout reads what decode wrote behind its five result pointers.
func (s sandbox) layout(at uint32) (heifLayout, error) {
	var v [5]uint32
	for i := range v {
		var ok bool
		if v[i], ok = s.Memory().ReadUint32Le(at + uint32(4*i)); !ok {
			return heifLayout{}, errHEIF
		}
	}
	return heifLayout{
		width: int(v[0]), height: int(v[1]), colorspace: v[2], chroma: v[3], premultiplied: v[4] == 1,
	}, nil
}

func align16(n int) int { return (n + 15) &^ 15 }

// chromaPlane is stride and rows of the Cb and Cr planes; 0 for an unknown layout.
func (l heifLayout) chromaPlane() (stride, rows int, ratio image.YCbCrSubsampleRatio) {
	switch l.chroma {
	case heif420:
		return align16((l.width + 1) / 2), (l.height + 1) / 2, image.YCbCrSubsampleRatio420
	case heif422:
		return align16((l.width + 1) / 2), l.height, image.YCbCrSubsampleRatio422
	case heif444:
		return align16(l.width), l.height, image.YCbCrSubsampleRatio444
	}
	return 0, 0, 0
}

// size returns the bytes that the pixels take, 0 if the layout is unknown.
func (l heifLayout) size() int {
	switch l.colorspace {
	case heifYCbCr:
		stride, rows, _ := l.chromaPlane()
		if stride == 0 {
			return 0
		}
		return align16(l.width)*l.height + 2*stride*rows
	case heifMonochrome:
		return align16(l.width) * l.height
	case heifRGB:
		return align16(4*l.width) * l.height
	}
	return 0
}

// image wraps pixels of that size.
func (l heifLayout) image(pixels []byte) image.Image {
	rect := image.Rect(0, 0, l.width, l.height)
	switch {
	case l.colorspace == heifMonochrome:
		return &image.Gray{Pix: pixels, Stride: align16(l.width), Rect: rect}
	case l.colorspace == heifRGB && l.premultiplied:
		return &image.RGBA{Pix: pixels, Stride: align16(4 * l.width), Rect: rect}
	case l.colorspace == heifRGB:
		return &image.NRGBA{Pix: pixels, Stride: align16(4 * l.width), Rect: rect}
	}
	stride, rows, ratio := l.chromaPlane()
	luma, chroma := align16(l.width)*l.height, stride*rows
	return &image.YCbCr{
		Y: pixels[:luma], Cb: pixels[luma : luma+chroma], Cr: pixels[luma+chroma:],
		YStride: align16(l.width), CStride: stride, SubsampleRatio: ratio, Rect: rect,
	}
}
