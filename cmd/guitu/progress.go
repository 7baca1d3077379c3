package main

import (
	"fmt"
	"io"

	"github.com/schollz/progressbar/v3"
)

// bar returns a progress bar on standard error that counts units up to total, −1 if
// no one knows how many there are; it draws nothing when quiet.
func (m *Main) bar(total int, what, unit string, quiet bool) *progressbar.ProgressBar {
	out := m.Stderr
	if quiet {
		out = io.Discard
	}
	return progressbar.NewOptions(total, progressbar.OptionSetWriter(out), progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString(unit), progressbar.OptionThrottle(watchEvery/2),
		progressbar.OptionSetSpinnerChangeInterval(0), // its goroutine has no owner, and races with Set
		progressbar.OptionOnCompletion(func() { _, _ = fmt.Fprintln(out) }))
}
