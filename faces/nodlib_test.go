//go:build nodlib

package faces

import (
	"errors"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
)

func TestOpenWithoutDlib(t *testing.T) {
	_, err := Open(Config{ModelDir: t.TempDir()})
	if !errors.Is(err, models.ErrFacesOff) || !strings.Contains(err.Error(), "without dlib") {
		t.Errorf("error %v", err)
	}
}
