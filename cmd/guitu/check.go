package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"github.com/guitu-project/guitu/index"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

type checkCmd struct {
	dataFlags
	Repair bool `help:"Make anew what can be: the index, and damaged faces of photos that are whole."`
}

// Help returns what guitu check --help shows.
func (checkCmd) Help() string {
	return `逐一读取数据库、加密内容、照片、审计记录和索引，列出损坏之处；不改动任何数据。服务运行时不检查索引。

Reads the database, everything that is sealed, every picture, the trail and, while no
service runs, the index against the store, and lists what is damaged. Nothing is changed
but with --repair, which wants the service stopped and makes anew only what comes from
something that is whole: the index, and faces of photos that are there (then run guitu
faces reembed); and has photos in an S3 bucket that no row knows of, as after a restore,
deleted an hour later. All else comes from a backup: guitu restore into another folder.`
}

// checkup describes one run of check.
type checkup struct {
	checkCmd
	m        *Main
	store    dataStore
	findings int
	faces    []string // photos whose faces can be made anew
	strays   []string // objects in a bucket that no row knows of
}

// Run looks, and repairs if it is told to.
func (c *checkCmd) Run(ctx context.Context, m *Main, log *slog.Logger) (err error) {
	if _, err := os.Stat(c.Data); err != nil {
		return fmt.Errorf("data folder: %w", err)
	}
	lock, err := lockFolder(c.Data)
	serving := errors.Is(err, models.ErrBusy)
	if err != nil && (!serving || c.Repair) {
		return err
	}
	k := &checkup{checkCmd: *c, m: m}
	if err := k.look(ctx, log); err != nil {
		return errors.Join(err, closeLock(lock))
	}
	if err := closeLock(lock); err != nil {
		return err
	}
	if serving {
		_, _ = fmt.Fprintln(m.Stdout, "服务正在运行：未检查索引 (the service runs: the index was not looked at)")
	} else if err := k.index(ctx, log); err != nil {
		return err
	}
	if k.findings > 0 {
		return fmt.Errorf("%w: %d 处损坏 (places that are damaged)", models.ErrDataLoss, k.findings)
	}
	_, err = fmt.Fprintln(m.Stdout, "没有发现损坏 (nothing is damaged)")
	return err
}

func closeLock(lock *os.File) error {
	if lock == nil {
		return nil
	}
	return lock.Close()
}

func (k *checkup) say(part, where string, err error) {
	k.findings++
	_, _ = fmt.Fprintf(k.m.Stdout, "损坏 damaged  %-8s  %s  %v\n", part, where, err)
}

// look reads the store and the trail, and repairs faces.
func (k *checkup) look(ctx context.Context, log *slog.Logger) (err error) {
	quiet := slog.New(slog.NewTextHandler(k.m.Stderr, &slog.HandlerOptions{Level: slog.LevelError + 1})) // what is damaged is listed here
	if k.store, err = k.openStore(ctx, quiet); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, k.store.Close()) }()
	seen := map[string]bool{}
	err = k.store.Inspect(ctx, func(f store.Finding) {
		switch {
		case !f.Repairable || seen[f.Where]:
		case f.Part == store.PartBlobs:
			k.strays = append(k.strays, f.Where)
		default:
			k.faces = append(k.faces, f.Where)
		}
		if !seen[f.Where] {
			k.say(f.Part, f.Where, f.Err)
		}
		seen[f.Where] = true
	})
	if err != nil {
		return err
	}
	verdict, err := k.store.VerifyAudit(ctx)
	if err != nil {
		return err
	}
	if verdict.BadSeq != 0 {
		k.say("trail", fmt.Sprintf("row %d", verdict.BadSeq), errors.New(verdict.Reason.Zh+" ("+verdict.Reason.En+")"))
	}
	if k.Repair {
		return cmp.Or(k.dropStrays(ctx), k.repairFaces(ctx, log))
	}
	return nil
}

// dropStrays has the service delete what is in a bucket and in no row, as after a restored database.
func (k *checkup) dropStrays(ctx context.Context) error {
	if len(k.strays) == 0 {
		return nil
	}
	if err := k.store.DropStrays(ctx, k.strays); err != nil {
		return err
	}
	k.findings -= len(k.strays)
	_, err := fmt.Fprintf(k.m.Stdout, "%d 个没有登记内容对应的照片将在一小时后由服务删除 (photos that no row knows of are deleted by the service an hour from now): %d\n", len(k.strays), len(k.strays))
	return err
}

func (k *checkup) repairFaces(ctx context.Context, log *slog.Logger) error {
	ctx = models.WithActor(ctx, models.Actor{ID: "guitu/check", Role: models.RoleAdmin, Areas: models.Nationwide})
	for _, photo := range k.faces {
		err := k.store.RepairFaces(ctx, photo)
		if errors.Is(err, models.ErrNotFound) || errors.Is(err, models.ErrDataLoss) {
			log.Warn("the faces of a photo cannot be made anew", "photo", photo, "err", err)
			continue
		}
		if err != nil {
			return err
		}
		k.findings--
		_, _ = fmt.Fprintf(k.m.Stdout, "已清除损坏的人脸特征，请运行 guitu faces reembed (damaged faces are taken out, now run guitu faces reembed)  %s\n", photo)
	}
	return nil
}

// index holds the index against the store.
func (k *checkup) index(ctx context.Context, log *slog.Logger) (err error) {
	e, err := openEngine(ctx, k.dataFlags, log)
	if err != nil {
		return err
	}
	if err := e.index.Whole(ctx); err != nil {
		return errors.Join(err, e.close())
	}
	c, err := e.index.Compare(ctx)
	if err := errors.Join(err, e.close()); err != nil {
		return err
	}
	if c.Same() {
		return nil
	}
	k.say("index", "index/", fmt.Errorf("%w: %s", models.ErrDataLoss, mismatches(c)))
	if !k.Repair {
		return nil
	}
	again := reindexCmd{dataFlags: k.dataFlags}
	if err := again.Run(ctx, k.m, log); err != nil {
		return err
	}
	k.findings--
	return nil
}

// mismatches says how the index differs from the store.
func mismatches(c index.Comparison) string {
	var parts []string
	if c.Lack > 0 {
		parts = append(parts, fmt.Sprintf("缺少 %d 人 (lacks %d): %s", c.Lack, c.Lack, strings.Join(c.Lacking, " ")))
	}
	if c.Surplus > 0 {
		parts = append(parts, fmt.Sprintf("多出 %d 人 (has %d too many)", c.Surplus, c.Surplus))
	}
	switch {
	case c.Words > 0:
		parts = append(parts, fmt.Sprintf("全文索引多出 %d 人 (has the words of %d too many)", c.Words, c.Words))
	case c.Words < 0:
		parts = append(parts, fmt.Sprintf("全文索引缺少 %d 人 (lacks the words of %d)", -c.Words, -c.Words))
	}
	return strings.Join(parts, "；")
}
