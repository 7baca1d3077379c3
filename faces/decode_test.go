package faces

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"math"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/image/bmp"
	"golang.org/x/image/draw"
	"golang.org/x/image/tiff"

	"github.com/guitu-project/guitu/models"
)

// converted is img in another of Go's picture types.
func converted(img image.Image, to draw.Image) draw.Image {
	draw.Draw(to, to.Bounds(), img, img.Bounds().Min, draw.Src)
	return to
}

func asBMP(tb testing.TB, img image.Image) []byte {
	tb.Helper()
	var buf bytes.Buffer
	if err := bmp.Encode(&buf, img); err != nil {
		tb.Fatal(err)
	}
	return buf.Bytes()
}

func asTIFF(tb testing.TB, img image.Image, how *tiff.Options) []byte {
	tb.Helper()
	var buf bytes.Buffer
	if err := tiff.Encode(&buf, img, how); err != nil {
		tb.Fatal(err)
	}
	return buf.Bytes()
}

// tiffWith returns a TIFF in which a field that it has holds another number.
func tiffWith(tb testing.TB, file []byte, fields map[uint16]uint16) []byte {
	tb.Helper()
	file = bytes.Clone(file)
	at := binary.LittleEndian.Uint32(file[4:])
	found := 0
	for i := range int(binary.LittleEndian.Uint16(file[at:])) {
		entry := file[int(at)+2+12*i:]
		if value, ok := fields[binary.LittleEndian.Uint16(entry)]; ok {
			binary.LittleEndian.PutUint32(entry[8:], uint32(value))
			found++
		}
	}
	if found != len(fields) {
		tb.Fatalf("%d of %d fields found", found, len(fields))
	}
	return file
}

// Fields of a TIFF.
const tiffWidth, tiffHeight, tiffCompression = 256, 257, 259

func hugeTIFF(tb testing.TB) []byte {
	tb.Helper()
	return tiffWith(tb, asTIFF(tb, image.NewGray(image.Rect(0, 0, 20, 20)), nil), map[uint16]uint16{tiffWidth: 20_000, tiffHeight: 20_000})
}

func hugeBMP(tb testing.TB) []byte {
	tb.Helper()
	file := asBMP(tb, image.NewGray(image.Rect(0, 0, 20, 20)))
	return withSize(file, 18, binary.LittleEndian, 20_000)
}

// largeJPEG says that it has 64 million pixels.
func largeJPEG(tb testing.TB) []byte {
	tb.Helper()
	file := asJPEG(tb, image.NewGray(image.Rect(0, 0, 20, 20)))
	sof := bytes.Index(file, []byte{0xFF, 0xC0})
	binary.BigEndian.PutUint16(file[sof+5:], 8000)
	binary.BigEndian.PutUint16(file[sof+7:], 8000)
	return file
}

func asGIF(tb testing.TB, img image.Image) []byte {
	tb.Helper()
	var buf bytes.Buffer
	if err := gif.Encode(&buf, img, nil); err != nil {
		tb.Fatal(err)
	}
	return buf.Bytes()
}

// difference returns the mean distance of two pictures' pixels in levels of 0 … 255.
func difference(tb testing.TB, a, b *image.RGBA) float64 {
	tb.Helper()
	if a.Rect != b.Rect {
		tb.Fatalf("sizes %v and %v", a.Rect, b.Rect)
	}
	sum := 0.0
	for i := range a.Pix {
		sum += math.Abs(float64(a.Pix[i]) - float64(b.Pix[i]))
	}
	return sum / float64(len(a.Pix))
}

// Every format shows the same picture; lossy ones and GIF's palette within a few
// levels, the grey ones against the grey picture.
func TestDecodeFormats(t *testing.T) {
	face := facePicture(t)
	grey := image.NewRGBA(face.Rect)
	converted(converted(face, image.NewGray(face.Rect)), grey)
	seeThrough := image.NewNRGBA(image.Rect(0, 0, 64, 64)) // all transparent: shows as white
	white := image.NewRGBA(seeThrough.Rect)
	draw.Draw(white, white.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	mif1 := bytes.Replace(fixture(t, "face.heic"), []byte("ftypheic"), []byte("ftypmif1"), 1)

	for name, test := range map[string]struct {
		file        []byte
		contentType string
		want        *image.RGBA
		within      float64
	}{
		"jpeg":             {asJPEG(t, face), "image/jpeg", face, 2},
		"grey jpeg":        {asJPEG(t, converted(face, image.NewGray(face.Rect))), "image/jpeg", grey, 2},
		"cmyk jpeg":        {fixture(t, "face-cmyk.jpg"), "image/jpeg", face, 8},
		"png":              {asPNG(t, face), "image/png", face, 0.01},
		"16 bit png":       {asPNG(t, converted(face, image.NewNRGBA64(face.Rect))), "image/png", face, 0.01},
		"grey 16 bit png":  {asPNG(t, converted(face, image.NewGray16(face.Rect))), "image/png", grey, 1},
		"transparent png":  {asPNG(t, seeThrough), "image/png", white, 0.01},
		"webp":             {fixture(t, "face.webp"), "image/webp", face, 0.01},
		"heic":             {fixture(t, "face.heic"), "image/heic", face, 8},
		"heic, mif1 first": {mif1, "image/heic", face, 8},
		"heic, turned":     {rotatedHEIC(t, fixture(t, "face.heic"), 3), "image/heic", render(face, face.Rect, 1, 6), 8},
		"gif":              {asGIF(t, face), "image/gif", face, 16},
		"bmp":              {asBMP(t, face), "image/bmp", face, 0.01},
		"tiff":             {asTIFF(t, face, nil), "image/tiff", face, 0.01},
		"packed tiff":      {asTIFF(t, face, &tiff.Options{Compression: tiff.Deflate, Predictor: true}), "image/tiff", face, 0.01},
		"grey tiff":        {asTIFF(t, converted(face, image.NewGray(face.Rect)), nil), "image/tiff", grey, 1},
		"16 bit tiff":      {asTIFF(t, converted(face, image.NewNRGBA64(face.Rect)), nil), "image/tiff", face, 0.01},
	} {
		t.Run(name, func(t *testing.T) {
			pic, err := newDecoder().decode(context.Background(), test.file)
			if err != nil {
				t.Fatal(err)
			}
			if pic.contentType != test.contentType {
				t.Errorf("content type %s, want %s", pic.contentType, test.contentType)
			}
			if got := difference(t, pic.pixels, test.want); got > test.within {
				t.Errorf("the pixels differ by %.2f levels, allowed %.2f", got, test.within)
			}
		})
	}
}

func TestDecodeOrientation(t *testing.T) {
	face := facePicture(t)
	upright := render(face, image.Rect(0, 0, 200, 120), 1, asIs) // not square: a swapped side shows
	d := newDecoder()
	for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
		for o := orientation(1); o <= 8; o++ {
			pic, err := d.decode(context.Background(), storedTurned(t, upright, o, order))
			if err != nil {
				t.Fatal(err)
			}
			if pic.width != 200 || pic.height != 120 {
				t.Fatalf("orientation %d: %d×%d", o, pic.width, pic.height)
			}
			if got := difference(t, pic.pixels, upright); got > 2 {
				t.Errorf("orientation %d, %v: the pixels differ by %.1f levels", o, order, got)
			}
		}
	}
}

// A TIFF has the tag in its own directory.
func TestOrientationOfTIFF(t *testing.T) {
	const resolutionUnit, orientationTag = 296, 0x0112 // a field of the same kind
	file := tiffWith(t, asTIFF(t, image.NewGray(image.Rect(0, 0, 20, 20)), nil), map[uint16]uint16{resolutionUnit: 6})
	tag := bytes.LastIndex(file, binary.LittleEndian.AppendUint16(nil, resolutionUnit))
	binary.LittleEndian.PutUint16(file[tag:], orientationTag)
	if got := orientationOf(file); got != 6 {
		t.Errorf("orientation %d, want 6", got)
	}
}

// PNG and WebP carry the same EXIF data in chunks of their own.
func TestOrientationInChunks(t *testing.T) {
	exif := exifWith(6, binary.LittleEndian)
	plain := asPNG(t, image.NewGray(image.Rect(0, 0, 32, 32)))
	const afterIHDR = 8 + 25
	body := append([]byte("eXIf"), exif[6:]...)
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(body)-4))
	chunk = binary.BigEndian.AppendUint32(append(chunk, body...), crc32.ChecksumIEEE(body))
	png := append(append(bytes.Clone(plain[:afterIHDR]), chunk...), plain[afterIHDR:]...)

	webp := append([]byte("RIFF\x00\x00\x00\x00WEBPJUNK\x03\x00\x00\x00abc\x00EXIF"), byte(len(exif)), 0, 0, 0)
	webp = append(webp, exif...)
	for name, file := range map[string][]byte{"png": png, "webp": webp} {
		if got := orientationOf(file); got != 6 {
			t.Errorf("%s: orientation %d, want 6", name, got)
		}
	}
	if got := orientationOf(plain); got != asIs {
		t.Errorf("a PNG without EXIF: orientation %d", got)
	}
}

// withSize patches the size that a file names.
func withSize(file []byte, at int, order binary.ByteOrder, side uint32) []byte {
	b := bytes.Clone(file)
	order.PutUint32(b[at:], side)
	order.PutUint32(b[at+4:], side)
	return b
}

func hugeJPEG(tb testing.TB) []byte {
	tb.Helper()
	b := asJPEG(tb, image.NewGray(image.Rect(0, 0, 32, 32)))
	sof := bytes.Index(b, []byte{0xFF, 0xC0})
	binary.BigEndian.PutUint16(b[sof+5:], 20000)
	binary.BigEndian.PutUint16(b[sof+7:], 20000)
	return b
}

func hugePNG(tb testing.TB) []byte {
	tb.Helper()
	b := withSize(asPNG(tb, image.NewGray(image.Rect(0, 0, 32, 32))), 16, binary.BigEndian, 20000)
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
	return b
}

func hugeGIF(tb testing.TB) []byte {
	tb.Helper()
	b := asGIF(tb, image.NewGray(image.Rect(0, 0, 32, 32)))
	binary.LittleEndian.PutUint16(b[6:], 20000)
	binary.LittleEndian.PutUint16(b[8:], 20000)
	return b
}

func hugeHEIC(tb testing.TB) []byte {
	tb.Helper()
	b := fixture(tb, "face.heic")
	return withSize(b, bytes.Index(b, []byte("ispe"))+8, binary.BigEndian, 20000)
}

func hugeWebP() []byte { // lossless, 16,384 × 16,384
	return []byte("RIFF\x12\x00\x00\x00WEBPVP8L\x05\x00\x00\x00\x2f\xff\xff\xff\x0f\x00")
}

func TestDecodeRefuses(t *testing.T) {
	photo := asJPEG(t, facePicture(t))
	png := asPNG(t, facePicture(t))
	manyScans := append(bytes.Clone(photo), bytes.Repeat([]byte{0xFF, 0xDA}, maxScans+1)...)
	for name, test := range map[string]struct {
		file []byte
		want error
		says string
	}{
		"nothing":        {nil, models.ErrUnreadable, "empty"},
		"text":           {[]byte("这不是照片"), models.ErrUnreadable, "text/plain"},
		"a PDF":          {[]byte("%PDF-1.7\n"), models.ErrUnreadable, "application/pdf"},
		"a web page":     {[]byte("<html><body>404"), models.ErrUnreadable, "text/html"},
		"AVIF":           {[]byte("\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1miaf"), models.ErrUnreadable, "not a JPEG"},
		"truncated JPEG": {photo[:len(photo)/8], models.ErrUnreadable, "truncated"},
		"JPEG head only": {photo[:20], models.ErrUnreadable, "truncated"},
		"truncated PNG":  {png[:len(png)/2], models.ErrUnreadable, "truncated"},
		"truncated WebP": {fixture(t, "face.webp")[:2000], models.ErrUnreadable, "image/webp"},
		"truncated HEIC": {fixture(t, "face.heic")[:3000], models.ErrUnreadable, "image/heic"},
		"HEIC head only": {fixture(t, "face.heic")[:64], models.ErrUnreadable, "image/heic"},
		"damaged PNG":    {append(bytes.Clone(png[:60]), make([]byte, 500)...), models.ErrUnreadable, "damaged"},
		"1x1":            {asPNG(t, image.NewGray(image.Rect(0, 0, 1, 1))), models.ErrUnreadable, "1×1"},
		"a line":         {asJPEG(t, image.NewGray(image.Rect(0, 0, 3000, 4))), models.ErrUnreadable, "3000×4"},
		"a scan bomb":    {manyScans, models.ErrUnreadable, "scans"},
		"costly scans":   {append(bytes.Clone(largeJPEG(t)), bytes.Repeat([]byte{0xFF, 0xDA}, 20)...), models.ErrUnreadable, "scans of 8000×8000"},
		"huge BMP":       {hugeBMP(t), models.ErrTooLarge, "20000×20000"},
		"truncated BMP":  {asBMP(t, facePicture(t))[:2000], models.ErrUnreadable, "truncated"},
		"huge TIFF":      {hugeTIFF(t), models.ErrTooLarge, "20000×20000"},
		"truncated TIFF": {asTIFF(t, facePicture(t), nil)[:2000], models.ErrUnreadable, "truncated"},
		"TIFF of JPEGs":  {tiffWith(t, asTIFF(t, facePicture(t), nil), map[uint16]uint16{tiffCompression: 7}), models.ErrUnreadable, "压缩"},
		"a video":        {[]byte("\x1aE\xdf\xa3\x01\x00\x00\x00"), models.ErrUnreadable, "视频"},
		"too many bytes": {make([]byte, 20<<20+1), models.ErrTooLarge, "bytes"},
		"huge JPEG":      {hugeJPEG(t), models.ErrTooLarge, "20000×20000"},
		"huge PNG":       {hugePNG(t), models.ErrTooLarge, "20000×20000"},
		"huge GIF":       {hugeGIF(t), models.ErrTooLarge, "20000×20000"},
		"huge HEIC":      {hugeHEIC(t), models.ErrTooLarge, "20000×20000"},
		"huge WebP":      {hugeWebP(), models.ErrTooLarge, "16384×16384"},
	} {
		t.Run(name, func(t *testing.T) {
			pic, err := newDecoder().decode(context.Background(), test.file)
			if pic != nil || !errors.Is(err, test.want) || !strings.Contains(err.Error(), test.says) {
				t.Fatalf("decoded %v, error %v; want an error %q that says %q", pic, err, test.want, test.says)
			}
		})
	}
}

// A picture of 400 megapixels would need from 400 MB to 3 GB.
func TestHugePicturesAllocateNothing(t *testing.T) {
	d := newDecoder()
	if _, err := d.decode(context.Background(), fixture(t, "face.heic")); err != nil { // compiles libheif
		t.Fatal(err)
	}
	for name, file := range map[string][]byte{
		"jpeg": hugeJPEG(t), "png": hugePNG(t), "gif": hugeGIF(t), "heic": hugeHEIC(t), "webp": hugeWebP(), "tiff": hugeTIFF(t),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := d.decode(context.Background(), file); !errors.Is(err, models.ErrTooLarge) {
			t.Errorf("%s: error %v", name, err)
		}
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 32<<20 { // the sandbox of libheif starts with 16 MB
			t.Errorf("%s: %d MB allocated", name, used>>20)
		}
	}
}

func TestDecodeHEICHonoursContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	d := newDecoder()
	if _, err := d.decode(ctx, fixture(t, "face.heic")); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v, want context.Canceled", err)
	}
}

// Large photos are worked on in a smaller copy, but keep their size.
func TestDecodeShrinks(t *testing.T) {
	d := newDecoder()
	big := render(facePicture(t), image.Rect(0, 0, 200, 200), 17, asIs) // 3,400 px
	pic, err := d.decode(context.Background(), asJPEG(t, big))
	if err != nil {
		t.Fatal(err)
	}
	if pic.width != 3400 || pic.height != 3400 || pic.pixels.Rect.Dx() != finestSide {
		t.Errorf("%d×%d with a copy of %v", pic.width, pic.height, pic.pixels.Rect)
	}
}

func FuzzDecode(f *testing.F) {
	face := facePicture(f)
	small := render(face, face.Rect, 0.2, asIs)
	f.Add(storedTurned(f, small, 6, binary.BigEndian))
	f.Add(asPNG(f, small))
	f.Add(asGIF(f, small))
	f.Add(fixture(f, "face.webp"))
	f.Add(fixture(f, "face.heic"))
	f.Add(fixture(f, "face-cmyk.jpg"))
	f.Add(hugeWebP())
	d := decoder{maxBytes: 64 << 10, maxPixels: 1 << 18, heif: sharedHEIF()}
	if err := d.heif.load(); err != nil { // not within the ten seconds that one input has
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		pic, err := d.decode(context.Background(), file)
		if err != nil {
			if !errors.Is(err, models.ErrUnreadable) && !errors.Is(err, models.ErrTooLarge) {
				t.Fatalf("an error of no kind: %v", err)
			}
			if strings.Contains(err.Error(), "gave up") {
				t.Fatalf("a decoder panicked: %v", err)
			}
			return
		}
		if b := pic.pixels.Rect; b.Dx() != pic.width || b.Dy() != pic.height || pic.width*pic.height > 1<<18 {
			t.Fatalf("%d×%d with pixels %v", pic.width, pic.height, b)
		}
	})
}
