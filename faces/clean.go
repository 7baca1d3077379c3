package faces

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image/jpeg"
	"slices"
)

// cleanQuality is the JPEG quality of pictures that are encoded again.
const cleanQuality = 92

// Clean returns a picture as it may leave: with what is to be seen and nothing else. The
// place, time, device, thumbnails and comments that a file carries (EXIF, XMP, IPTC, text
// chunks, what follows the picture) can tell what masking takes out of the texts beside
// it. JPEG, PNG and WebP keep their pixels bit for bit, and of EXIF the orientation;
// other formats, and files whose parts cannot be told apart, become a JPEG that stands
// upright. Errors: models.ErrUnreadable, models.ErrTooLarge, or that of ctx.
func (l *Analyzer) Clean(ctx context.Context, file []byte) (clean []byte, contentType string, err error) {
	contentType = sniff(file)
	switch contentType {
	case "image/jpeg":
		clean = cleanJPEG(file)
	case "image/png":
		clean = cleanPNG(file)
	case "image/webp":
		clean = cleanWebP(file)
	}
	if clean != nil {
		return clean, contentType, nil
	}
	pic, err := l.decoder.decode(ctx, file)
	if err != nil {
		return nil, "", err
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, pic.pixels, &jpeg.Options{Quality: cleanQuality}); err != nil {
		return nil, "", fmt.Errorf("encode a clean picture: %w", err)
	}
	return out.Bytes(), "image/jpeg", nil
}

// exifOf returns an EXIF block (a TIFF file) that holds the orientation alone; nil when
// the picture stands upright as it is.
func exifOf(turn orientation) []byte {
	if turn == asIs {
		return nil
	}
	b := []byte("MM\x00\x2a\x00\x00\x00\x08\x00\x01")                // big-endian, one directory of one entry
	b = append(b, 0x01, 0x12, 0x00, 0x03, 0x00, 0x00, 0x00, 0x01)    // tag 0x0112, one SHORT
	return append(b, 0x00, byte(turn), 0x00, 0x00, 0x00, 0x00, 0, 0) // its value; no further directory
}

var (
	jfif     = []byte("JFIF\x00")
	adobe    = []byte("Adobe")
	iccMagic = []byte("ICC_PROFILE\x00")
)

// jpegShows reports whether a segment decides how the picture looks. Application data
// does so in three forms: JFIF without a thumbnail, Adobe's colour transform, a colour
// profile.
func jpegShows(marker byte, data []byte) bool {
	switch {
	case marker == 0xFE: // comment
		return false
	case marker < 0xE0 || marker > 0xEF:
		return true
	case marker == 0xE0:
		return bytes.HasPrefix(data, jfif) && len(data) == 14
	case marker == 0xE2:
		return bytes.HasPrefix(data, iccMagic)
	case marker == 0xEE:
		return bytes.HasPrefix(data, adobe) && len(data) == 12
	}
	return false
}

// cleanJPEG copies the segments that show something, up to the end of the first picture;
// nil when the file is not made of segments.
func cleanJPEG(file []byte) []byte {
	out := append(make([]byte, 0, len(file)), 0xFF, 0xD8)
	exif := exifOf(orientationOf(file))
	for b := file[2:]; len(b) >= 2 && b[0] == 0xFF; {
		marker := b[1]
		switch {
		case marker == 0xFF: // padding
			b = b[1:]
			continue
		case marker == 0xD9:
			return append(out, 0xFF, 0xD9)
		case marker >= 0xD0 && marker <= 0xD8 || marker == 0x01 || len(b) < 4:
			return nil
		}
		size := 2 + int(binary.BigEndian.Uint16(b[2:]))
		if size < 4 || size > len(b) {
			return nil
		}
		if marker != 0xE0 && exif != nil { // EXIF stands first, or after JFIF
			out = append(out, 0xFF, 0xE1)
			out = binary.BigEndian.AppendUint16(out, uint16(2+len(exifMagic)+len(exif)))
			out = append(append(out, exifMagic...), exif...)
			exif = nil
		}
		if jpegShows(marker, b[4:size]) {
			out = append(out, b[:size]...)
		}
		b = b[size:]
		if marker == 0xDA { // the scan's data go to the next marker that is no restart and no stuffed byte
			n := scanLength(b)
			out = append(out, b[:n]...)
			b = b[n:]
		}
	}
	return nil // without an end
}

// scanLength returns how many bytes of coded data b begins with.
func scanLength(b []byte) int {
	for i := 0; i+1 < len(b); i++ {
		if b[i] == 0xFF && b[i+1] != 0 && (b[i+1] < 0xD0 || b[i+1] > 0xD7) && b[i+1] != 0xFF {
			return i
		}
	}
	return len(b)
}

// pngShown are the chunks that decide how a PNG looks; of an animation, its first
// picture.
var pngShown = []string{"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYs"}

// cleanPNG copies the chunks that show something; nil when the file is not made of
// chunks.
func cleanPNG(file []byte) []byte {
	out := append(make([]byte, 0, len(file)), pngMagic...)
	exif := exifOf(orientationOf(file))
	for b := file[len(pngMagic):]; len(b) >= 12; {
		size := uint64(binary.BigEndian.Uint32(b)) + 12
		if size > uint64(len(b)) {
			return nil
		}
		name := string(b[4:8])
		if name == "IDAT" && exif != nil {
			out = append(out, pngChunk("eXIf", exif)...)
			exif = nil
		}
		if slices.Contains(pngShown, name) {
			out = append(out, b[:size]...)
		}
		if name == "IEND" {
			return out
		}
		b = b[size:]
	}
	return nil
}

func pngChunk(name string, data []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(append(b, name...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// Bits of a VP8X chunk that announce chunks about the picture.
const webpEXIF, webpXMP = 0x08, 0x04

// cleanWebP copies the chunks that show something; nil when the file is not made of
// chunks.
func cleanWebP(file []byte) []byte {
	out := append(make([]byte, 0, len(file)), file[:12]...)
	var extended int // where the flags of a VP8X chunk stand in out
	var pixels bool
	end := max(12, min(uint64(len(file)), 8+uint64(binary.LittleEndian.Uint32(file[4:]))))
	for b := file[12:end]; len(b) >= 8; {
		size := uint64(binary.LittleEndian.Uint32(b[4:]))
		size += 8 + size%2
		if size > uint64(len(b)) {
			return nil
		}
		switch string(b[:4]) {
		case "VP8X":
			extended = len(out) + 8
			out = append(out, b[:size]...)
		case "ANIM", "ANMF":
			return nil
		case "VP8 ", "VP8L":
			pixels = true
			out = append(out, b[:size]...)
		case "ALPH", "ICCP":
			out = append(out, b[:size]...)
		}
		b = b[size:]
	}
	if !pixels {
		return nil
	}
	if extended > 0 {
		out[extended] &^= webpEXIF | webpXMP
		if exif := exifOf(orientationOf(file)); exif != nil {
			out[extended] |= webpEXIF
			out = binary.LittleEndian.AppendUint32(append(out, "EXIF"...), uint32(len(exif)))
			out = append(out, exif...)
		}
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out
}
