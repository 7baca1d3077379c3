package backup

import (
	"encoding/json"
	"os"
	"path/filepath"
	"time"
)

// Note holds what the service of a data folder knows of its last backup.
type Note struct {
	Time     time.Time `json:"time"`
	Bytes    int64     `json:"bytes"`
	Verified bool      `json:"verified"` // it was read back and is whole
}

// PutNote keeps the note in the data folder.
func PutNote(dir string, n Note) error {
	text, err := json.Marshal(n)
	if err != nil {
		return err
	}
	file := filepath.Join(dir, noteFile)
	if err := writeDurable(file+".new", text); err != nil {
		return err
	}
	return os.Rename(file+".new", file)
}

// ReadNote returns the note of a data folder; none if no backup was made of it, or where
// the note cannot be read.
func ReadNote(dir string) (n Note, ok bool) {
	text, err := os.ReadFile(filepath.Join(dir, noteFile)) //nolint:gosec // the operator names the folder
	if err != nil {
		return n, false
	}
	return n, json.Unmarshal(text, &n) == nil
}
