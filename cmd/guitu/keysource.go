package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/guitu-project/guitu/models"
)

// keyFlags say where the keys come from, if not from files.
type keyFlags struct {
	KeyFrom      string `env:"GUITU_KEY_FROM" placeholder:"SOURCE" help:"Where the master key comes from in the place of --key: env:NAME (a variable), or cmd:PROGRAM ARG… (what it writes, as of a KMS; no shell). Never written to disk."`
	AuditKeyFrom string `env:"GUITU_AUDIT_KEY_FROM" placeholder:"SOURCE" help:"The same for the key that seals the audit trail. What is kept beside --audit-key stays there."`
}

const (
	keyPatience = time.Minute // for a command
	shortestKey = 32          // characters of an audit key
)

// readKey returns the key from a source. Errors: models.ErrKey, which say no word of the key.
func readKey(ctx context.Context, flag, source string) ([]byte, error) {
	kind, what, _ := strings.Cut(source, ":")
	var key []byte
	switch kind {
	case "env":
		key = []byte(os.Getenv(what))
	case "cmd":
		words := strings.Fields(what)
		if len(words) == 0 {
			return nil, fmt.Errorf("%w: %s 没有写明命令 (names no command)", models.ErrKey, flag)
		}
		ctx, end := context.WithTimeout(ctx, keyPatience)
		defer end()
		cmd := exec.CommandContext(ctx, words[0], words[1:]...) //nolint:gosec // the operator names it
		var said bytes.Buffer
		cmd.Stderr = &said
		var err error
		if key, err = cmd.Output(); err != nil {
			return nil, fmt.Errorf("%w: %s 的命令失败 (its command failed): %w: %s", models.ErrKey, flag, err, strings.TrimSpace(said.String()))
		}
	default:
		return nil, fmt.Errorf("%w: %s 应为 env:变量名 或 cmd:命令 (must be env:NAME or cmd:PROGRAM)", models.ErrKey, flag)
	}
	if key = bytes.TrimSpace(key); len(key) == 0 {
		return nil, fmt.Errorf("%w: %s 没有给出密钥 (gave no key): %s", models.ErrKey, flag, source)
	}
	return key, nil
}

// auditKeyFrom reads the key of the trail from its source.
func (f keyFlags) auditKeyFrom(ctx context.Context) ([]byte, error) {
	key, err := readKey(ctx, "--audit-key-from", f.AuditKeyFrom)
	if err == nil && len(key) < shortestKey {
		err = fmt.Errorf("%w: --audit-key-from 给出的密钥不足 %d 个字符 (gave a key of under %d characters)", models.ErrKey, shortestKey, shortestKey)
	}
	return key, err
}
