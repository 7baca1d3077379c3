package faces

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/draw"
	"image/jpeg"
	"io"
	"slices"
)

// leastShown is the share of a picture's lines that a file which ends early must hold for
// what is there to be worth a look.
const leastShown = 0.25

// fillPerBlock is how many bytes of filling one block of 8 × 8 coefficients may take to
// read: zeros are short codes, of two or three bits a coefficient.
const fillPerBlock = 32

// cutJPEG returns what a JPEG shows that ends before its picture does, as phones and chat
// programs leave them. Of a progressive one that is the whole picture as coarse as its
// last whole scan; of any other the lines that are there, at least leastShown of them. Errors: io.ErrUnexpectedEOF if too little
// is there.
func (d decoder) cutJPEG(file []byte, parts jpegHead) (image.Image, error) {
	switch {
	case d.check(parts.width, parts.height) != nil:
		return nil, io.ErrUnexpectedEOF
	case parts.progressive && parts.scans > 1:
		return d.wholeJPEG(append(bytes.Clone(file[:parts.lastScan]), 0xFF, 0xD9))
	case parts.progressive || parts.scans > 1:
		return nil, io.ErrUnexpectedEOF
	}
	// What differs when the filling does was not in the file.
	one, err := d.wholeJPEG(parts.filled(file, 0x00))
	if err != nil {
		return nil, io.ErrUnexpectedEOF
	}
	other, err := d.wholeJPEG(parts.filled(file, 0x24))
	if err != nil {
		return nil, io.ErrUnexpectedEOF
	}
	lines := sameLines(one, other) / parts.unit * parts.unit
	b := one.Bounds()
	if float64(lines) < leastShown*float64(b.Dy()) {
		return nil, io.ErrUnexpectedEOF
	}
	shown := image.NewRGBA(image.Rect(0, 0, b.Dx(), lines))
	draw.Draw(shown, shown.Rect, one, b.Min, draw.Src)
	return shown, nil
}

// sameLines returns how many lines two decodings of one JPEG have in common, from the top.
func sameLines(a, b image.Image) int {
	height := a.Bounds().Dy()
	for y := range height {
		if !slices.EqualFunc(lineOf(a, y), lineOf(b, y), bytes.Equal) {
			return y
		}
	}
	return height
}

// lineOf returns a line's samples, plane by plane; none of a picture that no JPEG decodes to.
func lineOf(img image.Image, y int) [][]byte {
	line := func(pix []byte, stride, y int) []byte { return pix[y*stride:][:stride] }
	switch p := img.(type) {
	case *image.YCbCr:
		c := p.COffset(p.Rect.Min.X, p.Rect.Min.Y+y) / max(1, p.CStride)
		return [][]byte{line(p.Y, p.YStride, y), line(p.Cb, p.CStride, c), line(p.Cr, p.CStride, c)}
	case *image.Gray:
		return [][]byte{line(p.Pix, p.Stride, y)}
	case *image.CMYK:
		return [][]byte{line(p.Pix, p.Stride, y)}
	case *image.RGBA:
		return [][]byte{line(p.Pix, p.Stride, y)}
	}
	return nil
}

// jpegHead holds what the segments of a JPEG say up to where it ends.
type jpegHead struct {
	progressive   bool
	width, height int
	scans         int // begun
	lastScan      int // where the marker of the last of them stands
	unit          int // lines of one row of blocks, of the component with most of them
	blocks        int // of all components
	units         int // rows × columns of what is coded together
	restart       int // units between two restart markers; 0 without
}

// jpegParts reads the segments of a file; early reports whether it ends within a scan.
func jpegParts(file []byte) (head jpegHead, early bool) {
	for at := 2; at+4 <= len(file) && file[at] == 0xFF; {
		marker := file[at+1]
		if marker == 0xFF { // padding
			at++
			continue
		}
		end := at + 2 + int(binary.BigEndian.Uint16(file[at+2:]))
		if marker == 0xD9 || end > len(file) || end < at+4 {
			break
		}
		data := file[at+4 : end]
		switch marker {
		case 0xC0, 0xC1, 0xC2:
			if !head.frame(data) {
				return head, false
			}
			head.progressive = marker == 0xC2
		case 0xDD:
			if len(data) == 2 {
				head.restart = int(binary.BigEndian.Uint16(data))
			}
		case 0xDA:
			head.scans++
			head.lastScan = at
			end += scanLength(file[end:])
			early = end+1 >= len(file)
		}
		at = end
	}
	return head, early && head.unit > 0
}

// frame reads the size of the picture and of its blocks.
func (h *jpegHead) frame(data []byte) bool {
	if len(data) < 6 || len(data) < 6+3*int(data[5]) {
		return false
	}
	h.height, h.width = int(binary.BigEndian.Uint16(data[1:])), int(binary.BigEndian.Uint16(data[3:]))
	most, wide, each := 1, 1, 0
	for i := range int(data[5]) {
		across, down := int(data[6+3*i+1]>>4), int(data[6+3*i+1]&15)
		most, wide, each = max(most, down), max(wide, across), each+across*down
	}
	if data[5] == 1 { // one component alone is coded block by block
		most, wide, each = 1, 1, 1
	}
	h.unit = 8 * most
	h.units = ((h.height + h.unit - 1) / h.unit) * ((h.width + 8*wide - 1) / (8 * wide))
	h.blocks = h.units * each
	return true
}

// filled returns the file with enough of one byte behind it for all blocks that it lacks,
// with the restart markers that are due, and an end.
func (h *jpegHead) filled(file []byte, filling byte) []byte {
	if n := len(file); n > 0 && file[n-1] == 0xFF { // half a marker, or a byte that needs its zero
		file = file[:n-1]
	}
	if h.restart == 0 {
		fill := bytes.Repeat([]byte{filling}, fillPerBlock*h.blocks)
		return append(append(bytes.Clone(file), fill...), 0xFF, 0xD9)
	}
	seen := 0
	for i := h.lastScan; i+1 < len(file); i++ {
		if file[i] == 0xFF && file[i+1] >= 0xD0 && file[i+1] <= 0xD7 {
			seen++
		}
	}
	out := bytes.Clone(file)
	fill := bytes.Repeat([]byte{filling}, fillPerBlock*(h.blocks/max(1, h.units))*h.restart)
	for due := (h.units - 1) / h.restart; seen < due; seen++ {
		out = append(append(out, fill...), 0xFF, 0xD0+byte(seen%8))
	}
	return append(append(out, fill...), 0xFF, 0xD9)
}

// decodeJPEG reads a JPEG, and of one that ends early what is there; short tells them
// apart.
func (d decoder) decodeJPEG(file []byte) (img image.Image, short bool, err error) {
	if err := checkScans(file); err != nil {
		return nil, false, err
	}
	if img, err = d.wholeJPEG(file); err == nil {
		return img, false, nil
	}
	parts, early := jpegParts(file)
	if !early {
		return nil, false, err
	}
	img, err = d.cutJPEG(file, parts)
	return img, err == nil, err
}

func (d decoder) wholeJPEG(file []byte) (image.Image, error) {
	return d.standard(file, jpeg.DecodeConfig, jpeg.Decode)
}
