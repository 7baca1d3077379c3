package seal

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/guitu-project/guitu/models"
)

const (
	keySize   = 32 // bytes: AES-256
	keyPrefix = "guitu-master-1"
	keyNote   = `# 归途主密钥：照片、人脸特征、联系方式都用它加密，丢失后无法恢复。请另存一份，与数据备份分开存放。
# Guitu's master key. Without it no photo, embedding or contact can be read again.
# Keep a copy of this file apart from the backups of the data.
`
)

// DefaultKeyFile returns where the master key of a data folder lies where no one names
// another place: beside the folder.
func DefaultKeyFile(dataDir string) string { return filepath.Clean(dataDir) + ".key" }

// master describes a key that wraps data keys. Its id is a digest of it, so that a line that
// was mistyped is found.
type master struct {
	id  string
	key []byte
}

func newMaster() master {
	key := make([]byte, keySize)
	_, _ = rand.Read(key) // never fails
	return master{masterID(key), key}
}

func masterID(key []byte) string {
	digest := sha256.Sum256(append([]byte(keyPrefix), key...))
	return hex.EncodeToString(digest[:8])
}

func (m master) line() string {
	return keyPrefix + " " + m.id + " " + base64.StdEncoding.EncodeToString(m.key)
}

// checkPlace refuses a key file inside the data folder: a copy of the folder would
// hold both the lock and the key.
func checkPlace(dataDir, file string) error {
	dir, err := filepath.EvalSymlinks(dataDir)
	if err != nil {
		return fmt.Errorf("data folder: %w", err)
	}
	place, err := filepath.EvalSymlinks(file)
	if errors.Is(err, fs.ErrNotExist) {
		var parent string
		parent, err = filepath.EvalSymlinks(filepath.Dir(file))
		place = filepath.Join(parent, filepath.Base(file))
	}
	if err != nil {
		return fmt.Errorf("%w: 密钥文件所在的目录不可用 (the folder of the key file): %w", models.ErrKey, err)
	}
	if rel, err := filepath.Rel(dir, place); err != nil || rel == "." || !strings.HasPrefix(rel, "..") {
		return fmt.Errorf("%w: 密钥文件 %s 在数据目录里面，请放到外面 (the key file lies inside the data folder: keep it outside, see --key)", models.ErrKey, file)
	}
	return nil
}

// readMasters reads the key file: the current master key first, then those that a
// rotation has not finished with. Errors: fs.ErrNotExist, models.ErrKey.
func readMasters(file string) ([]master, error) {
	info, err := os.Stat(file)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		return nil, fmt.Errorf("%w: %w", models.ErrKey, err)
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return nil, fmt.Errorf("%w: 密钥文件 %s 其他用户也能读取（权限 %04o），请执行 chmod 600 (others can read the key file: chmod 600 it)", models.ErrKey, file, mode)
	}
	text, err := os.ReadFile(file) //nolint:gosec // the operator names it
	if err != nil {
		return nil, fmt.Errorf("%w: %w", models.ErrKey, err)
	}
	return parseMasters(file, text)
}

// parseMasters reads the text of a key file.
func parseMasters(file string, text []byte) (masters []master, err error) {
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		m, ok := parseMaster(line)
		if !ok {
			return nil, badKeyFile(file)
		}
		masters = append(masters, m)
	}
	if len(masters) == 0 {
		return nil, badKeyFile(file)
	}
	return masters, nil
}

func badKeyFile(file string) error {
	return fmt.Errorf("%w: %s 不是归途的密钥文件，或已损坏 (not a key file of Guitu's, or a damaged one)", models.ErrKey, file)
}

func parseMaster(line string) (m master, ok bool) {
	words := strings.Fields(line)
	if len(words) != 3 || words[0] != keyPrefix {
		return m, false
	}
	key, err := base64.StdEncoding.DecodeString(words[2])
	m = master{words[1], key}
	return m, err == nil && len(key) == keySize && masterID(key) == m.id
}

func writeMasters(file string, masters []master) error {
	var text strings.Builder
	text.WriteString(keyNote)
	for _, m := range masters {
		_, _ = fmt.Fprintln(&text, m.line())
	}
	if err := writeDurably(file, []byte(text.String())); err != nil {
		return fmt.Errorf("%w: 无法写入密钥文件 (the key file cannot be written; --key names another): %w", models.ErrKey, err)
	}
	return nil
}

// writeDurably replaces a file by one that is whole and on disk, for its owner alone.
func writeDurably(file string, content []byte) (err error) {
	dir := filepath.Dir(file)
	next, err := os.CreateTemp(dir, filepath.Base(file)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(next.Name()))
		}
	}()
	if _, err = next.Write(content); err != nil {
		return errors.Join(err, next.Close())
	}
	if err = errors.Join(next.Sync(), next.Close()); err != nil {
		return err
	}
	if err = os.Rename(next.Name(), file); err != nil {
		return err
	}
	d, err := os.Open(dir) //nolint:gosec // the operator names it
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
