package faces

import "fmt"

// network is a loaded ONNX model with its tensors: the caller fills in, calls run
// and reads out before the next run. It serves one goroutine at a time.
type network struct {
	in    []float32
	out   [][]float32 // in the order of the file's outputs
	run   func() error
	close func()
}

// shaped holds the length of what a network takes and gives against what is needed.
func (n *network) shaped(in int, out ...int) error {
	ok := len(n.in) == in && len(n.out) == len(out)
	for i := range out {
		ok = ok && len(n.out[i]) == out[i]
	}
	if ok {
		return nil
	}
	got := make([]int, len(n.out))
	for i := range n.out {
		got[i] = len(n.out[i])
	}
	return fmt.Errorf("takes %d numbers and gives %v, want %d and %v", len(n.in), got, in, out)
}
