package backup

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/guitu-project/guitu/models"
)

// format is that of the manifest.
const format = 1

// File describes one file of a data folder.
type File struct {
	Path   string `json:"path"` // in the data folder, with slashes
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`

	// Changed is when the file was last changed in any way (ctime, in nanoseconds), by which
	// the next backup knows that it need not read it again.
	Changed int64 `json:"changed,omitempty"`
}

// Manifest says what a backup holds.
type Manifest struct {
	Format     int       `json:"format"`
	Created    time.Time `json:"created"`
	Program    string    `json:"program"` // the version that made it
	Schema     int64     `json:"schema"`
	LastChange int64     `json:"lastChange"`
	AuditSeq   int64     `json:"auditSeq"`
	AuditHash  string    `json:"auditHash"`
	Files      []File    `json:"files"`
	Missing    []string  `json:"missing,omitempty"` // pictures that the database names and the folder did not have
	Sum        string    `json:"sum"`               // SHA-256 of the manifest with an empty sum
}

// Bytes returns how much the files are together.
func (m *Manifest) Bytes() (n int64) {
	for _, f := range m.Files {
		n += f.Size
	}
	return n
}

func (m *Manifest) digest() (string, error) {
	plain := *m
	plain.Sum = ""
	text, err := json.Marshal(plain)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

func (m *Manifest) encode() (text []byte, err error) {
	if m.Sum, err = m.digest(); err != nil {
		return nil, err
	}
	return json.MarshalIndent(m, "", " ")
}

// decode reads a manifest. Errors: models.ErrDataLoss, models.ErrPrecondition (of a newer
// program).
func decode(text []byte) (*Manifest, error) {
	m := new(Manifest)
	if err := json.Unmarshal(text, m); err != nil {
		return nil, fmt.Errorf("%w: the manifest: %w", models.ErrDataLoss, err)
	}
	if m.Format > format {
		return nil, fmt.Errorf("%w: the backup has format %d, this program knows up to %d", models.ErrPrecondition, m.Format, format)
	}
	if sum, err := m.digest(); err != nil || sum != m.Sum {
		return nil, fmt.Errorf("%w: the manifest is not the one that was written", models.ErrDataLoss)
	}
	return m, nil
}
