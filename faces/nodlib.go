//go:build nodlib

package faces

import (
	"fmt"

	"github.com/guitu-project/guitu/models"
)

// available says that this program was built with the tag nodlib.
func available() error {
	return fmt.Errorf("%w: this program was built without dlib", models.ErrFacesOff)
}

func openScanner(string) (scanner, error) { return nil, available() }
