package faces

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"image"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

//go:generate go run libheif/gen.go

// heifWasm holds libheif and libde265 as gen2brain/heic builds them, see libheif/README.md. We
// run it ourselves because that package hands files to the system's native libheif if one is
// installed, sets no bound on memory or time, and reads the size of a picture from the
// first 32 kB only. In here a hostile file meets a sandbox with all three.
//
//go:embed libheif/heif.wasm.gz
var heifWasm []byte

const (
	heifMemory = 1 << 30 // bytes that one decoder may use
	heifTime   = time.Minute
	wasmPage   = 64 << 10
)

// heif decodes HEIC pictures, each in a sandbox of its own.
type heif struct {
	load    func() error // compiles, once (half a second)
	runtime wazero.Runtime
	code    wazero.CompiledModule
}

func newHEIF() *heif {
	h := new(heif)
	h.load = sync.OnceValue(h.compile)
	return h
}

func (h *heif) compile() error {
	ctx := context.Background()
	z, err := gzip.NewReader(bytes.NewReader(heifWasm))
	if err != nil {
		return fmt.Errorf("libheif: %w", err)
	}
	binary, err := io.ReadAll(z)
	if err != nil {
		return fmt.Errorf("libheif: %w", err)
	}
	h.runtime = wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfig().
		WithMemoryLimitPages(heifMemory/wasmPage).WithCloseOnContextDone(true))
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, h.runtime); err != nil {
		return fmt.Errorf("libheif: %w", err)
	}
	if h.code, err = h.runtime.CompileModule(ctx, binary); err != nil {
		return fmt.Errorf("libheif: %w", err)
	}
	return nil
}

func (h *heif) close() {
	if h.runtime != nil {
		_ = h.runtime.Close(context.Background()) // frees memory; there is nothing to lose
	}
}

// isHEIC reports whether an ISO media file says that it holds HEVC stills. Some
// phones name the general brand mif1 first and heic among the compatible ones.
func isHEIC(file []byte) bool {
	if len(file) < 16 || string(file[4:8]) != "ftyp" {
		return false
	}
	size := int(file[2])<<8 | int(file[3]) // a brand list longer than that is no photo
	brands := file[8:min(max(size, 16), len(file))]
	for len(brands) >= 4 {
		switch string(brands[:4]) {
		case "heic", "heix", "heim", "heis":
			return true
		}
		brands = brands[4:]
	}
	return false
}

var errHEIF = errors.New("libheif cannot decode it")

// decode returns the picture upright: libheif follows the file's own rotation.
// check sees the size before the pixels are decoded.
func (h *heif) decode(ctx context.Context, file []byte, check func(w, h int) error) (image.Image, error) {
	if err := h.load(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, heifTime)
	defer cancel()
	module, err := h.runtime.InstantiateModule(ctx, h.code, wazero.NewModuleConfig().WithName(""))
	if err != nil {
		return nil, fmt.Errorf("libheif: %w", err)
	}
	defer func() { _ = module.Close(context.Background()) }()
	return sandbox{ctx, module}.decode(file, check)
}

// sandbox calls the C function decode of gen2brain/heic (lib/heif.c):
//
//	int decode(in, size, config_only, *width, *height, *colorspace, *chroma, *premultiplied, out)
type sandbox struct {
	ctx context.Context //nolint:containedctx // lives as long as one decoding
	api.Module
}

func (s sandbox) decode(file []byte, check func(w, h int) error) (image.Image, error) {
	in, err := s.malloc(len(file))
	if err != nil {
		return nil, err
	}
	results, err := s.malloc(5 * 4)
	if err != nil {
		return nil, err
	}
	// It takes the brand heic only; isHEIC has seen it among the brands.
	if !s.Memory().Write(in, file) || !s.Memory().WriteString(in+8, "heic") {
		return nil, errHEIF
	}
	if err := s.call(in, len(file), 1, results, 0); err != nil {
		return nil, err
	}
	layout, err := s.layout(results)
	if err != nil {
		return nil, err
	}
	if err := check(layout.width, layout.height); err != nil {
		return nil, err
	}
	size := layout.size()
	if size == 0 {
		return nil, errors.New("libheif: unknown colour space")
	}
	out, err := s.malloc(size)
	if err != nil {
		return nil, err
	}
	if err := s.call(in, len(file), 0, results, out); err != nil {
		return nil, err
	}
	pixels, ok := s.Memory().Read(out, uint32(size))
	if !ok {
		return nil, errHEIF
	}
	return layout.image(slices.Clone(pixels)), nil // a copy: the sandbox's memory goes
}

// call calls the C function, whose five results stand one behind the other.
func (s sandbox) call(in uint32, size int, configOnly uint64, results, out uint32) error {
	args := []uint64{uint64(in), uint64(size), configOnly, 0, 0, 0, 0, 0, uint64(out)} //nolint:gosec // a length
	for i := range 5 {
		args[3+i] = uint64(results) + uint64(4*i)
	}
	ok, err := s.ExportedFunction("decode").Call(s.ctx, args...)
	if err == nil && ok[0] == 0 {
		err = errHEIF
	}
	return err
}

func (s sandbox) malloc(size int) (uint32, error) {
	p, err := s.ExportedFunction("malloc").Call(s.ctx, uint64(size))
	if err != nil {
		return 0, err
	}
	if p[0] == 0 {
		return 0, fmt.Errorf("libheif needs over %d bytes: %w", heifMemory, errHEIF)
	}
	return api.DecodeU32(p[0]), nil
}
