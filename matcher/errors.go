package matcher

import (
	"errors"

	"github.com/guitu-project/guitu/models"
)

// isGone reports whether what was asked for does not exist, or no longer.
func isGone(err error) bool { return errors.Is(err, models.ErrNotFound) }
