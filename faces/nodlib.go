//go:build nodlib || !cgo

package faces

import (
	"fmt"

	"github.com/guitu-project/guitu/models"
)

// available says that this program was built without dlib.
func available() error {
	return fmt.Errorf("%w: this program was built without dlib", models.ErrFacesOff)
}

func openScanner(string) (scanner, error) { return nil, available() }
