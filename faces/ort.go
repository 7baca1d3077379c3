//go:build cgo

package faces

/*
// Numbers below 1e-38 make a processor stumble: fr_feature.onnx, whose weights hold
// some, takes 45 ms with them and 8 ms if they are taken for 0. That is a setting of the
// thread, so it is made for the run and taken back after it.
#if defined(__x86_64__)
#include <xmmintrin.h>
static unsigned long tiny_is_zero(void) { unsigned old = _mm_getcsr(); _mm_setcsr(old | 0x8040); return old; }
static void as_before(unsigned long old) { _mm_setcsr((unsigned)old); }
#elif defined(__aarch64__)
static unsigned long tiny_is_zero(void) {
	unsigned long old;
	__asm__ volatile("mrs %0, fpcr" : "=r"(old));
	__asm__ volatile("msr fpcr, %0" : : "r"(old | (1ul << 24)));
	return old;
}
static void as_before(unsigned long old) { __asm__ volatile("msr fpcr, %0" : : "r"(old)); }
#else
static unsigned long tiny_is_zero(void) { return 0; }
static void as_before(unsigned long old) { (void)old; }
#endif
*/
import "C"

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"sync"

	ort "github.com/yalue/onnxruntime_go"

	"github.com/guitu-project/guitu/models"
)

// loading guards what ONNX Runtime keeps once for the whole process. It is loaded
// with the first model and stays: unloading a C++ library under live threads is
// not safe.
var loading sync.Mutex

// loadRuntime loads ONNX Runtime's shared library, whose bytes have been verified.
func loadRuntime(dir string) error {
	loading.Lock()
	defer loading.Unlock()
	if ort.IsInitialized() {
		return nil
	}
	path, err := filepath.Abs(filepath.Join(dir, fileRuntime)) // a bare name would be searched for elsewhere
	if err == nil {
		ort.SetSharedLibraryPath(path)
		err = ort.InitializeEnvironment()
	}
	if err != nil {
		return fmt.Errorf("%w: ONNX Runtime cannot be loaded: %w", models.ErrFacesOff, err)
	}
	return nil
}

// openNetwork loads a model of one input of that shape, to run on one thread: our
// workers use the cores better than threads inside do.
func openNetwork(model []byte, shape ...int64) (_ *network, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("%w: ONNX Runtime cannot load a model: %w", models.ErrFacesOff, err)
		}
	}()
	ins, outs, err := ort.GetInputOutputInfoWithONNXData(model)
	if err != nil {
		return nil, err
	}
	if len(ins) != 1 || len(outs) == 0 || !fits(ins[0].Dimensions, shape) {
		return nil, fmt.Errorf("the model takes %v, want one input of %v", ins, shape)
	}
	n, owned := &network{}, []interface{ Destroy() error }{}
	n.close = func() {
		for i := len(owned) - 1; i >= 0; i-- { // the session before its tensors
			_ = owned[i].Destroy() // frees memory; has no way to fail
		}
	}
	defer func() {
		if err != nil {
			n.close()
		}
	}()
	input, err := ort.NewEmptyTensor[float32](shape)
	if err != nil {
		return nil, err
	}
	owned, n.in = append(owned, input), input.GetData()
	outputs, names := make([]ort.Value, len(outs)), make([]string, len(outs))
	for i, o := range outs {
		t, err := ort.NewEmptyTensor[float32](single(o.Dimensions))
		if err != nil {
			return nil, fmt.Errorf("output %s: %w", o.Name, err)
		}
		owned, n.out = append(owned, t), append(n.out, t.GetData())
		outputs[i], names[i] = t, o.Name
	}
	options, err := ort.NewSessionOptions()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, options.Destroy()) }()
	if err := errors.Join(options.SetIntraOpNumThreads(1), options.SetInterOpNumThreads(1), options.SetCpuMemArena(true)); err != nil {
		return nil, err
	}
	session, err := ort.NewAdvancedSessionWithONNXData(model, []string{ins[0].Name}, names, []ort.Value{input}, outputs, options)
	if err != nil {
		return nil, err
	}
	owned = append(owned, session)
	n.run = func() error {
		runtime.LockOSThread() // of one thread inside, the session runs on the caller's
		defer runtime.UnlockOSThread()
		defer C.as_before(C.tiny_is_zero())
		if err := session.Run(); err != nil { // the input is our own, so memory ran out
			return fmt.Errorf("%w: ONNX Runtime: %w", models.ErrUnavailable, err)
		}
		return nil
	}
	return n, nil
}

// fits reports whether a model's dimensions, of which those under 1 are free, are
// those wanted.
func fits(dims ort.Shape, want []int64) bool {
	if len(dims) != len(want) {
		return false
	}
	for i, d := range dims {
		if d > 0 && d != want[i] {
			return false
		}
	}
	return true
}

// single returns a shape whose free dimensions are 1: a batch of one.
func single(dims ort.Shape) ort.Shape {
	s := dims.Clone()
	for i := range s {
		s[i] = max(1, s[i])
	}
	return s
}
