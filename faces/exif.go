package faces

import (
	"bytes"
	"encoding/binary"
)

// orientationOf reads the orientation from the EXIF data of a JPEG, PNG, WebP
// or TIFF file; asIs if there is none or it is damaged. It reads this one tag and
// nothing else, so that no count or offset in a hostile file leads anywhere.
func orientationOf(file []byte) orientation {
	switch {
	case bytes.HasPrefix(file, []byte{0xFF, 0xD8}):
		return tiffOrientation(jpegEXIF(file[2:]))
	case bytes.HasPrefix(file, pngMagic):
		return tiffOrientation(chunk(file[len(pngMagic):], "eXIf", binary.BigEndian, true))
	case isWebP(file):
		exif := chunk(file[12:], "EXIF", binary.LittleEndian, false)
		return tiffOrientation(bytes.TrimPrefix(exif, exifMagic))
	case isTIFF(file):
		return tiffOrientation(file)
	}
	return asIs
}

var exifMagic = []byte("Exif\x00\x00")

// jpegEXIF walks the segments before the first scan.
func jpegEXIF(b []byte) []byte {
	for len(b) >= 4 && b[0] == 0xFF {
		marker, size := b[1], int(b[2])<<8|int(b[3])
		switch {
		case marker == 0xFF: // padding
			b = b[1:]
			continue
		case marker == 0xDA || size < 2 || len(b) < 2+size:
			return nil
		case marker == 0xE1 && bytes.HasPrefix(b[4:2+size], exifMagic):
			return b[4+len(exifMagic) : 2+size]
		}
		b = b[2+size:]
	}
	return nil
}

// chunk finds a chunk of a PNG (length, name, data, CRC) or RIFF (name, length,
// data, padding to even).
func chunk(b []byte, name string, order binary.ByteOrder, png bool) []byte {
	for len(b) >= 8 {
		id, size := b[:4], uint64(order.Uint32(b[4:]))
		after := size + size%2
		if png {
			id, size = b[4:8], uint64(order.Uint32(b))
			after = size + 4
		}
		b = b[8:]
		if size > uint64(len(b)) {
			return nil
		}
		if string(id) == name {
			return b[:size]
		}
		b = b[min(after, uint64(len(b))):]
	}
	return nil
}

// tiffOrientation reads tag 0x0112 (a SHORT) in the first directory of a TIFF.
func tiffOrientation(tiff []byte) orientation {
	const tag, short = 0x0112, 3
	var order binary.ByteOrder = binary.LittleEndian
	switch {
	case len(tiff) < 8:
		return asIs
	case tiff[0] == 'M':
		order = binary.BigEndian
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return asIs
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < 12 {
			return asIs
		}
		if order.Uint16(entries) == tag && order.Uint16(entries[2:]) == short {
			if o := orientation(order.Uint16(entries[8:])); o >= 1 && o <= 8 {
				return o
			}
			return asIs
		}
		entries = entries[12:]
	}
	return asIs
}
