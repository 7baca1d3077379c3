package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store/backup"
)

// backupCmd makes backups and looks at them.
type backupCmd struct {
	Make   backupMakeCmd   `cmd:"" default:"withargs" help:"Make a backup: of a folder's backups, or FILE.tar."`
	List   backupListCmd   `cmd:"" help:"List the backups in a folder."`
	Verify backupVerifyCmd `cmd:"" help:"Read a backup back and find what is damaged."`
}

type backupMakeCmd struct {
	To       string `arg:"" type:"path" help:"Folder of backups, which share what has not changed, or a new FILE.tar."`
	Keep     int    `placeholder:"N" help:"Afterwards delete all backups in the folder but the newest N."`
	NoVerify bool   `help:"Do not read the backup back."`
	Quiet    bool   `short:"q" help:"No progress."`
	dataFlags
}

// Help returns what guitu backup make --help shows.
func (backupMakeCmd) Help() string {
	return `服务运行中即可备份。备份里没有主密钥和审计密钥：请另行保存 DATA.key、DATA.audit-key 以及旁边的 .head 和 .erased 文件，否则备份无法读取，也无法得知恢复后应再次删除谁。

Works while the service serves. The database is copied as it is at one moment, then the
pictures that it names; the index is rebuilt after a restore. What is in the backup
stays sealed. Neither DATA.key nor DATA.audit-key is in it: keep copies of both, and of
DATA.audit-key.head and DATA.audit-key.erased, somewhere else. Without the first nothing
can be read; by the last two a restored backup is known to be older, and who was
erased since is erased again.

What is erased stays in older backups: --keep N deletes them.`
}

// Run makes the backup.
func (c *backupMakeCmd) Run(ctx context.Context, m *Main, log *slog.Logger) error {
	switch onServer, err := c.rowsOnServer(); {
	case err != nil:
		return err
	case onServer:
		return fmt.Errorf("%w: 登记内容在 PostgreSQL 中：请用 pg_dump 备份数据库，再复制整个数据目录 (the rows are in PostgreSQL: back the database up with pg_dump, and then copy the data folder)", models.ErrPrecondition)
	}
	bar := m.bar(-1, "备份 back up", "files", c.Quiet)
	blobs := c.folder()
	if inBucket(c.Blobs) {
		blobs = backup.Elsewhere
		log.Warn("照片和附件在 S3 中，不在此备份里：请为该桶另设复制或备份 (photos and attachments are in S3 and not in this backup: replicate the bucket)")
	}
	made, err := backup.Make(ctx, c.Data, blobs, c.To, version(), time.Now(), func(done, of int) {
		bar.ChangeMax(of)
		_ = bar.Set(done) // a bar that fails to draw hurts no one
	})
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	for _, missing := range made.Missing {
		log.Warn("数据目录里缺少照片文件 (a picture that the database names is missing in the data folder)", "file", missing)
	}
	note := backup.Note{Time: made.Created, Bytes: made.Bytes()}
	if !c.NoVerify {
		report, err := backup.Verify(ctx, c.To, "")
		if err != nil {
			return fmt.Errorf("verify the backup: %w", err)
		}
		if err := complaint(report); err != nil {
			return err
		}
		note.Verified = true
	}
	if err := backup.PutNote(c.Data, note); err != nil {
		return fmt.Errorf("note the backup: %w", err)
	}
	deleted := 0
	if c.Keep > 0 {
		if deleted, err = backup.Keep(c.To, c.Keep); err != nil {
			return fmt.Errorf("delete old backups: %w", err)
		}
	}
	_, err = fmt.Fprintf(m.Stdout, "已备份 %d 个文件，%d MB，删除旧备份 %d 份 backed up %d files, %d MB, deleted %d old backups\n密钥不在备份里，请另存 the keys are not in it, keep copies: %s, %s\n",
		len(made.Files), note.Bytes>>20, deleted, len(made.Files), note.Bytes>>20, deleted, c.keyFile(), c.auditKeyFile()+"*")
	return err
}

type backupListCmd struct {
	From string `arg:"" type:"existingdir" help:"Folder of backups."`
}

// Run lists the backups.
func (c *backupListCmd) Run(_ context.Context, m *Main) error {
	names, err := backup.List(c.From)
	if err != nil {
		return err
	}
	for _, name := range names {
		_, _ = fmt.Fprintln(m.Stdout, name)
	}
	return nil
}

type backupVerifyCmd struct {
	From string `arg:"" type:"path" help:"Folder of backups, or FILE.tar."`
	At   string `placeholder:"NAME" help:"Which backup of the folder, as guitu backup list names it. Default: the newest."`
}

// Run reads the backup back.
func (c *backupVerifyCmd) Run(ctx context.Context, m *Main) error {
	report, err := backup.Verify(ctx, c.From, c.At)
	if err != nil {
		return err
	}
	if err := complaint(report); err != nil {
		return err
	}
	_, err = fmt.Fprintf(m.Stdout, "备份完整 the backup is whole: %s, %d files, %d MB\n", report.Created.Format(time.RFC3339), len(report.Files), report.Bytes()>>20)
	return err
}

// complaint returns what is wrong with a backup, nil if it is whole.
func complaint(r *backup.Report) error {
	if r.Whole() {
		return nil
	}
	return fmt.Errorf("%w: 备份中有 %d 个文件损坏，请重新备份 (damaged files in the backup: make another) %v", models.ErrDataLoss, len(r.Wrong), r.Wrong[:min(len(r.Wrong), 5)])
}

type restoreCmd struct {
	From string `arg:"" type:"path" help:"Folder of backups, or FILE.tar."`
	At   string `placeholder:"NAME" help:"Which backup of the folder, as guitu backup list names it. Default: the newest."`
	dataFlags
}

// Help returns what guitu restore --help shows.
func (restoreCmd) Help() string {
	return `恢复到一个新的数据目录（--data），完整或不恢复；中断后重新运行即可。请先把 DATA.key、DATA.audit-key 及其 .head、.erased 放在数据目录旁。

Brings a backup back as the new folder --data, whole or not at all: cut off, start it
again. Put DATA.key, DATA.audit-key, DATA.audit-key.head and DATA.audit-key.erased beside
it. At its first start the service makes the index anew, says in its log and in the trail
how much the backup lacks, and erases again who was erased since.`
}

// Run restores.
func (c *restoreCmd) Run(ctx context.Context, m *Main) error {
	back, err := backup.Restore(ctx, c.From, c.At, c.Data)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	_, err = fmt.Fprintf(m.Stdout, "已恢复 %s 的备份到 %s：%d 个文件 restored the backup of %s: %d files\n",
		back.Created.Format(time.DateTime), c.Data, len(back.Files), back.Created.Format(time.RFC3339), len(back.Files))
	for _, missing := range back.Missing {
		_, _ = fmt.Fprintln(m.Stdout, "  备份时已缺少 missing when it was made:", missing)
	}
	return err
}

// readBackupNote returns what the data folder knows of its last backup.
func readBackupNote(dir string) (backup.Note, bool) { return backup.ReadNote(dir) }
