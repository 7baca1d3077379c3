package prints

import (
	"bytes"
	"encoding/hex"
	"errors"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
)

// invented returns a template whose numbers every format can hold.
func invented(f Format, views int) *Template {
	r := rand.New(rand.NewPCG(1, uint64(views)))
	t := &Template{Format: f, Device: 0x8123}
	step := 360.0 / isoSteps
	if f == ANSI2004 || f == ANSI2009 {
		t.Owner, t.Type, step = 0x103, 7, 2
	}
	for i := range views {
		v := View{Finger: Finger(i % 11), Number: uint8(i / 11), Impression: uint8(i % 9), Quality: uint8(1 + i%100), Width: 400, Height: 500, XRes: 197, YRes: 197}
		for range 20 + r.IntN(60) {
			m := Minutia{Kind: Kind(r.IntN(3)), X: uint16(r.IntN(401)), Y: uint16(r.IntN(501)), Angle: float64(r.IntN(int(360/step))) * step, Quality: uint8(1 + r.IntN(100))}
			if r.IntN(5) == 0 {
				m.Quality = Unknown
			}
			v.Minutiae = append(v.Minutiae, m)
		}
		if i%3 == 1 {
			v.Extended = []byte{0, 1, 0, 6, 9, byte(i)}
		}
		t.Views = append(t.Views, v)
	}
	return t
}

func TestRoundTrip(t *testing.T) {
	for _, f := range Formats {
		for _, views := range []int{1, 2, 10, 25, 176} {
			in := invented(f, views)
			record, err := in.Append([]byte("before"))
			if err != nil {
				t.Fatalf("%s, %d views: %v", f, views, err)
			}
			record = record[len("before"):]
			padded := append(bytes.Clone(record), make([]byte, 77)...)
			for _, b := range [][]byte{record, padded} {
				out, err := Read(b)
				if err != nil {
					t.Fatalf("%s, %d views: %v", f, views, err)
				}
				if !reflect.DeepEqual(in, out) {
					t.Errorf("%s, %d views: wrote %+v, read %+v", f, views, in, out)
				}
			}
		}
	}
}

// Records put together by hand from the layouts, two minutiae each: a bifurcation at (100, 200)
// with 90° and quality 60, and an ending at (258, 3) whose quality is not said.
func TestForeignRecords(t *testing.T) {
	for f, record := range map[Format]string{
		ISO2005: "464d520020323000 0000002a 0007 0190 01f4 00c5 00c5 01 00" +
			"02 00 50 02  8064 00c8 40 3c  4102 0003 00 00  0000",
		ANSI2004: "464d520020323000 002c 0033 0001 0007 0190 01f4 00c5 00c5 01 00" +
			"02 00 50 02  8064 00c8 2d 3c  4102 0003 00 00  0000",
		ANSI2009: "464d520030333000 00000034 0033 0001 00 0007 01 00" +
			"02 00 00 50 0000 0000 0190 01f4 00c5 00c5 02  8064 00c8 2d 3c  4102 0003 00 fe  0000",
		ISO2011: "464d520030333000 0000 0042 0001 00" +
			"00000033 07e9 01 02 03 04 05 0000 00 0000 0007 01 50 0000 0000" +
			"02 00 00c5 00c5 00 0190 01f4 60 02  8064 00c8 40 3c  4102 0003 00 fe  0000 ",
	} {
		b, err := hex.DecodeString(strings.ReplaceAll(record, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		got, err := Read(b)
		if err != nil {
			t.Errorf("%s: %v", f, err)
			continue
		}
		want := []View{{Finger: RightIndex, Quality: 80, Width: 400, Height: 500, XRes: 197, YRes: 197, Minutiae: []Minutia{
			{Kind: Bifurcation, X: 100, Y: 200, Angle: 90, Quality: 60}, {Kind: Ending, X: 258, Y: 3, Quality: Unknown}}}}
		if got.Format != f || got.Device != 7 || !reflect.DeepEqual(got.Views, want) {
			t.Errorf("%s: read %+v", f, got)
		}
	}
}

func TestWhatIsRefused(t *testing.T) {
	good, err := invented(ISO2005, 2).Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	with := func(at int, b ...byte) []byte {
		bad := bytes.Clone(good)
		copy(bad[at:], b)
		return bad
	}
	for name, record := range map[string][]byte{
		"nothing":                      nil,
		"a picture":                    []byte("\x89PNG\r\n\x1a\n and so on, and so on"),
		"cut":                          good[:len(good)-1],
		"another version":              with(4, ' ', '3', '0'),
		"a length over what there is":  with(8, 0, 1, 0, 0),
		"a length in the middle":       with(8, 0, 0, 0, 60),
		"no views":                     with(22, 0),
		"more views than there are":    with(22, 3),
		"no such finger":               with(24, 11),
		"a minutia beyond the picture": with(28, 0x7f, 0xff),
		"a pixel of a metre":           with(18, 0, 1),
		"over the limit":               make([]byte, MaxRecord+1),
	} {
		if got, err := Read(record); !errors.Is(err, models.ErrInvalid) {
			t.Errorf("%s: read %+v, %v", name, got, err)
		}
	}
	for name, bad := range map[string]*Template{
		"no format":           {Views: invented(ISO2005, 1).Views},
		"no views":            {Format: ISO2005},
		"two sizes":           {Format: ANSI2004, Views: append(invented(ANSI2004, 1).Views, View{Width: 1, Height: 1, XRes: 197, YRes: 197})},
		"an angle of no step": {Format: ISO2011, Views: []View{{XRes: 197, YRes: 197, Minutiae: []Minutia{{Angle: 360}}}}},
	} {
		if _, err := bad.Append(nil); !errors.Is(err, models.ErrInvalid) {
			t.Errorf("%s: written, %v", name, err)
		}
	}
}

// fuzz holds a reader to this: what it reads can be written in its format, and reads the same again.
func fuzz(f *testing.F, format Format) {
	for _, views := range []int{1, 3, 12} {
		record, err := invented(format, views).Append(nil)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(record)
		f.Add(record[:len(record)/2])
	}
	f.Fuzz(func(t *testing.T, record []byte) {
		in, err := Read(record)
		if err != nil {
			if !errors.Is(err, models.ErrInvalid) {
				t.Fatal(err)
			}
			return
		}
		again, err := in.Append(nil)
		if err != nil {
			t.Fatalf("%v: %+v", err, in)
		}
		out, err := Read(again)
		if err != nil || !reflect.DeepEqual(in, out) {
			t.Fatalf("%v: read %+v, then %+v", err, in, out)
		}
	})
}

func FuzzISO2005(f *testing.F)  { fuzz(f, ISO2005) }
func FuzzISO2011(f *testing.F)  { fuzz(f, ISO2011) }
func FuzzANSI2004(f *testing.F) { fuzz(f, ANSI2004) }
func FuzzANSI2009(f *testing.F) { fuzz(f, ANSI2009) }
