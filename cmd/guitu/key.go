package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/guitu-project/guitu/models/store/seal"
)

type keyCmd struct {
	Rotate keyRotateCmd `cmd:"" help:"Make a new master key and seal everything with it."`
	New    keyNewCmd    `cmd:"" help:"Write a new master key, for --key-from."`
}

type keyNewCmd struct{}

// Run writes a key and keeps nothing.
func (keyNewCmd) Run(_ context.Context, m *Main) error {
	_, err := fmt.Fprintln(m.Stdout, seal.NewMaster())
	return err
}

type keyRotateCmd struct {
	dataFlags
	Quiet bool `short:"q" help:"No progress."`
}

// Help returns what guitu key rotate --help shows.
func (keyRotateCmd) Help() string {
	return `照片、人脸特征、登记内容都已加密；主密钥在数据目录之外，丢失后无法恢复。更换后请重新另存密钥文件。

Photos, embeddings and descriptions are sealed with AES-256-GCM; the master key lies
outside the data folder (DATA.key, or --key). This makes a new one, seals everything
again and then forgets the old, which stays readable until all is done: broken off, it
goes on when started again, and the service can serve meanwhile in between. It wants
the service stopped while it runs.

A key from --key-from is the source's: put a new one (guitu key new) in front of the old
there, run this, and take the old one out.

Backups made before can be read with the old master key only. Destroying every copy of
that erases what they hold.`
}

// Run rotates the keys.
func (c *keyRotateCmd) Run(ctx context.Context, m *Main, log *slog.Logger) (err error) {
	st, closeBoth, err := c.openAlone(ctx, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeBoth()) }()
	bar, all := m.bar(-1, "重新加密 seal again", "things", c.Quiet), 0
	err = st.RotateKeys(ctx, func(done int) {
		all = done
		_ = bar.Set(done) // a bar that fails to draw hurts no one
	})
	if !c.Quiet {
		_, _ = fmt.Fprintln(m.Stderr) // a bar without an end does not end its line
	}
	if err != nil {
		return fmt.Errorf("新旧密钥都还有效，请再次运行以完成 (both keys still open the data: start again to finish): %w", err)
	}
	file, _ := st.Keyring().KeyFile()
	if st.Keyring().Given() {
		_, err = fmt.Fprintf(m.Stdout, "已全部用 %s 中的第一个主密钥重新加密，请从中删去旧密钥，并销毁其副本\neverything is sealed with the first master key of %s: %d things gone through; take the old one out of it, destroy its copies\n", file, file, all)
		return err
	}
	_, err = fmt.Fprintf(m.Stdout, "主密钥已更换，请另存 %s，并销毁旧密钥的副本\nnew master key in %s: %d things gone through; keep a copy, destroy the copies of the old\n", file, file, all)
	return err
}
