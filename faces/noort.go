//go:build !cgo

package faces

import (
	"fmt"

	"github.com/guitu-project/guitu/models"
)

// loadRuntime says that this program was built without cgo, which loads C libraries.
func loadRuntime(string) error {
	return fmt.Errorf("%w: this program was built without cgo, which ONNX Runtime needs", models.ErrFacesOff)
}

func openNetwork([]byte, ...int64) (*network, error) { return nil, loadRuntime("") }
