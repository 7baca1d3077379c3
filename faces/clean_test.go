package faces

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"testing"

	"github.com/guitu-project/guitu/models"
)

const planted = "GPS 30.6571N 104.0665E 丽都路137号"

// segment returns a JPEG segment.
func segment(marker byte, data []byte) []byte {
	b := binary.BigEndian.AppendUint16([]byte{0xFF, marker}, uint16(len(data)+2))
	return append(b, data...)
}

// planting returns the picture in every format with the secret in every part of the file
// that can hold one.
func planting(t *testing.T, face *image.RGBA) map[string][]byte {
	t.Helper()
	secret := []byte(planted)
	after := func(file []byte, at int, parts ...[]byte) []byte {
		return append(append(append([]byte{}, file[:at]...), bytes.Join(parts, nil)...), file[at:]...)
	}
	jpegParts := [][]byte{
		segment(0xE0, append([]byte("JFXX\x00"), secret...)), segment(0xE2, append([]byte("MPF\x00"), secret...)),
		segment(0xE1, append([]byte("http://ns.adobe.com/xap/1.0/\x00"), secret...)), segment(0xED, append([]byte("Photoshop 3.0\x00"), secret...)),
		segment(0xFE, secret), segment(0xEE, append([]byte("Adobe"), secret...)), segment(0xEF, secret),
	}
	turned := storedTurned(t, face, 6, binary.BigEndian)
	plainPNG := asPNG(t, face)
	files := map[string][]byte{
		"jpeg":        append(after(asJPEG(t, face), 2, append(jpegParts, segment(0xE1, append(exifWith(1, binary.LittleEndian), secret...)))...), secret...),
		"turned jpeg": append(after(turned, 2+4+len(exifWith(6, binary.BigEndian)), jpegParts...), secret...),
		"png":         append(after(plainPNG, 33, pngChunk("tEXt", append([]byte("Comment\x00"), secret...)), pngChunk("eXIf", append(exifWith(1, binary.BigEndian)[6:], secret...)), pngChunk("prVt", secret)), secret...),
		"turned png":  after(plainPNG, 33, pngChunk("eXIf", append(exifWith(3, binary.BigEndian)[6:], secret...)), pngChunk("iTXt", secret)),
		"gif":         append(asGIF(t, face), secret...),
		"heic":        append(fixture(t, "face.heic"), append(pad("skip", secret), secret...)...),
		"webp":        withWebPChunks(fixture(t, "face.webp"), face, 1),
		"turned webp": withWebPChunks(fixture(t, "face.webp"), face, 6),
		"simple webp": append(fixture(t, "face.webp"), secret...),
	}
	return files
}

// pad returns a box of a HEIC file.
func pad(name string, data []byte) []byte {
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(8+len(data))), name...), data...)
}

// withWebPChunks makes a simple WebP file an extended one with EXIF and XMP.
func withWebPChunks(file []byte, face *image.RGBA, turn orientation) []byte {
	chunkOf := func(name string, data []byte) []byte {
		b := binary.LittleEndian.AppendUint32([]byte(name), uint32(len(data)))
		b = append(b, data...)
		if len(data)%2 == 1 {
			b = append(b, 0)
		}
		return b
	}
	size := face.Rect.Size()
	vp8x := []byte{webpEXIF | webpXMP, 0, 0, 0, byte(size.X - 1), byte((size.X - 1) >> 8), 0, byte(size.Y - 1), byte((size.Y - 1) >> 8), 0}
	body := append([]byte("WEBP"), chunkOf("VP8X", vp8x)...)
	body = append(body, file[12:]...)
	body = append(body, chunkOf("EXIF", append(exifWith(turn, binary.LittleEndian)[6:], planted...))...)
	body = append(body, chunkOf("XMP ", []byte(planted))...)
	out := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body)))
	return append(out, body...)
}

// A clean picture shows what the file showed, as upright, and says nothing else.
func TestClean(t *testing.T) {
	face := facePicture(t)
	l := Off(Config{}, errors.New("not needed"))
	for name, file := range planting(t, face) {
		t.Run(name, func(t *testing.T) {
			if !bytes.Contains(file, []byte(planted)) {
				t.Fatal("nothing was planted")
			}
			clean, contentType, err := l.Clean(t.Context(), file)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Contains(clean, []byte(planted[:8])) || bytes.Contains(clean, []byte(planted[len(planted)-8:])) {
				t.Errorf("what was planted is still there")
			}
			within := 0.0
			if name == "gif" || name == "heic" {
				within = 16
				if contentType != "image/jpeg" {
					t.Errorf("content type %s", contentType)
				}
			}
			if d := difference(t, pixelsOf(t, file), pixelsOf(t, clean)); d > within {
				t.Errorf("the picture changed by %.2f levels", d)
			}
			again, _, err := l.Clean(t.Context(), clean)
			if err != nil || within == 0 && !bytes.Equal(again, clean) {
				t.Errorf("a clean picture is cleaned again: %v", err)
			}
		})
	}
}

func TestCleanRefusesWhatIsNoPicture(t *testing.T) {
	l := Off(Config{}, errors.New("not needed"))
	for _, file := range [][]byte{nil, []byte("no picture"), {0xFF, 0xD8, 0xFF}, []byte("\x89PNG\r\n\x1a\n"), []byte("RIFF\x00\x00\x00\x00WEBP")} {
		if clean, _, err := l.Clean(t.Context(), file); !errors.Is(err, models.ErrUnreadable) {
			t.Errorf("%q: %d bytes, %v", file, len(clean), err)
		}
	}
}

// Whatever can be decoded can be cleaned, to the same pixels.
func FuzzClean(f *testing.F) {
	for _, name := range []string{"face.webp", "face.heic", "face-cmyk.jpg"} {
		f.Add(fixture(f, name))
	}
	f.Add(asJPEG(f, image.NewRGBA(image.Rect(0, 0, 20, 20))))
	f.Add(asPNG(f, image.NewRGBA(image.Rect(0, 0, 20, 20))))
	l := Off(Config{MaxPixels: 1 << 16}, errors.New("not needed"))
	f.Fuzz(func(t *testing.T, file []byte) {
		before, err := l.decoder.decode(t.Context(), file)
		clean, _, cleanErr := l.Clean(t.Context(), file)
		if err != nil {
			return
		}
		if cleanErr != nil {
			t.Fatalf("can be decoded and not cleaned: %v", cleanErr)
		}
		after, err := l.decoder.decode(t.Context(), clean)
		if err != nil {
			t.Fatalf("cannot be decoded when it is clean: %v", err)
		}
		if before.pixels.Rect != after.pixels.Rect {
			t.Errorf("sizes %v and %v", before.pixels.Rect, after.pixels.Rect)
		}
	})
}
