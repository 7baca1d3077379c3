package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/postgres"
	"github.com/guitu-project/guitu/models/store/sqlite"
	"github.com/guitu-project/guitu/models/store/sqlstore"
)

type storeCmd struct {
	Copy      storeCopyCmd `cmd:"" help:"Copy all rows from the data folder to a PostgreSQL server, or back."`
	CopyBlobs copyBlobsCmd `cmd:"" help:"Copy photos, attachments and uploads into an S3 bucket, or back into a folder."`
}

type storeCopyCmd struct {
	From   string `required:"" placeholder:"DIR|URL" help:"Where the rows are: the data folder, or postgres://user@host/database."`
	To     string `required:"" placeholder:"URL|DIR" help:"Where they go to: an empty database, or the data folder of the database."`
	Direct string `name:"store-direct" env:"GUITU_STORE_DIRECT" placeholder:"URL" help:"The database server itself, where the URL leads through a pooler such as pgbouncer."`
	bytesFlags
	keyFlags
	Key      string `type:"path" env:"GUITU_KEY" help:"File with the master key. Default: DIR.key."`
	AuditKey string `type:"path" env:"GUITU_AUDIT_KEY" help:"File with the key that seals the audit trail. Default: DIR.audit-key."`
	Quiet    bool   `short:"q" help:"No progress."`
}

// Help is shown by guitu store copy --help.
func (storeCopyCmd) Help() string {
	return `请先停止所有服务。照片、密钥和设置留在数据目录中，只转移登记内容；中断后重新运行即可继续。逐表核对行数、内容和操作日志链之后，数据目录才改用新库；原来的 guitu.db 改名为 guitu.db.copied 保留，其中仍有此后被删除的人，确认无误后请删除。

Stop every service first. Pictures, uploads, keys and settings stay in the data folder:
only the rows move, sealed as they are. Cut off, it goes on when started again. When
every row was compared and the trail verified, the data folder is switched over, and
its old database stays beside as guitu.db.copied. It still holds whoever is erased from
now on: delete it when all is well.

  guitu store copy --from data --to postgres://guitu@db.example.cn/guitu
  guitu serve --data data --store postgres://guitu@db.example.cn/guitu

Back, --from is the server and --to its data folder; the server's rows stay there until
you drop the database.`
}

// isURL reports whether the rows are on a server.
func isURL(place string) bool {
	return strings.HasPrefix(place, "postgres://") || strings.HasPrefix(place, "postgresql://")
}

// Run copies the rows.
func (c *storeCopyCmd) Run(ctx context.Context, m *Main, log *slog.Logger) (err error) {
	if isURL(c.From) == isURL(c.To) {
		return fmt.Errorf("%w: --from 和 --to 应一个是数据目录，一个是 postgres:// 地址 (one must be a data folder, the other a postgres:// address)", models.ErrInvalid)
	}
	out := isURL(c.To)
	f := dataFlags{Data: c.From, Store: c.To, StoreDirect: c.Direct, bytesFlags: c.bytesFlags, keyFlags: c.keyFlags, Key: c.Key, AuditKey: c.AuditKey}
	if !out {
		f.Data, f.Store = c.To, c.From
	}
	if known, err := exists(f.Data); err != nil || !known {
		return errors.Join(err, fmt.Errorf("%w: 没有这个数据目录 (there is no such data folder): %s", models.ErrNotFound, f.Data))
	}
	lock, err := lockFolder(f.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	opts, err := f.storeOptions(ctx, log)
	if err != nil {
		return err
	}
	mover := &mover{dataFlags: f, main: m, quiet: c.Quiet, opts: opts, log: log}
	if out {
		return mover.toServer(ctx)
	}
	return mover.toFolder(ctx)
}

// mover moves the rows of a data folder.
type mover struct {
	dataFlags
	main  *Main
	quiet bool
	opts  []sqlstore.Option
	log   *slog.Logger
}

func (c *mover) file(name string) string { return filepath.Join(c.Data, name) }

// copiedFile is what becomes of a database whose rows were copied to a server.
const copiedFile = sqlite.DatabaseFile + ".copied"

// toServer copies the folder's database. The folder's mark tells a start that comes between
// the steps of switching over where the rows are.
func (c *mover) toServer(ctx context.Context) (err error) {
	own, err := exists(c.file(sqlite.DatabaseFile))
	if err != nil {
		return err
	}
	to, err := postgres.OpenCopy(ctx, c.server(), c.Data, c.opts...)
	if err != nil {
		return fmt.Errorf("open the server's store: %w", err)
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	if !own {
		whole, err := to.CopyIsWhole(ctx)
		if err == nil && !whole {
			err = fmt.Errorf("%w: 数据目录中没有 %s (the data folder has no database of its own)", models.ErrNotFound, sqlite.DatabaseFile)
		}
		if err != nil {
			return err
		}
		return errors.Join(c.noteServer(rowsThere), to.FinishCopy(ctx))
	}
	from, err := sqlite.Open(ctx, c.Data, c.opts...)
	if err != nil {
		return fmt.Errorf("open the folder's store: %w", err)
	}
	report, err := c.copy(ctx, from.Store, to.Store)
	if err := errors.Join(err, from.Close()); err != nil {
		return err
	}
	if err := c.noteServer(rowsCopied); err != nil {
		return err
	}
	if err := os.Rename(c.file(sqlite.DatabaseFile), c.file(copiedFile)); err != nil {
		return err
	}
	if err := errors.Join(c.noteServer(rowsThere), to.FinishCopy(ctx)); err != nil {
		return err
	}
	return c.tell(report, "原库保留为 "+copiedFile+"，确认无误后请删除；现在用 --store 启动服务 (the old database stays as "+copiedFile+": delete it when all is well; now serve with --store)")
}

// toFolder copies the server's rows into a new database of the folder.
func (c *mover) toFolder(ctx context.Context) (err error) {
	mark, err := os.ReadFile(c.file(serverFile))
	if err != nil {
		return fmt.Errorf("%w: 数据目录没有 "+serverFile+"：登记内容不在服务器上，请指明与该数据库一起使用的数据目录 (the rows of this data folder are not on a server: name the folder that is used with the database): %w", models.ErrPrecondition, err)
	}
	switch own, err := exists(c.file(sqlite.DatabaseFile)); {
	case err != nil:
		return err
	case own && string(mark) == rowsThere: // all but the mark was done before
		return os.Remove(c.file(serverFile))
	case own:
		return fmt.Errorf("%w: 此数据目录正在转移到服务器，请先运行完 (the folder is being moved to the server: run that to its end first)", models.ErrPrecondition)
	}
	from, err := postgres.Open(ctx, c.server(), c.Data, c.opts...)
	if err != nil {
		return fmt.Errorf("open the server's store: %w", err)
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	if err := newServers(from, c.log).others(ctx); err != nil {
		return err
	}
	to, err := sqlite.OpenCopy(ctx, c.Data, c.opts...)
	if err != nil {
		return fmt.Errorf("open the folder's store: %w", err)
	}
	report, err := c.copy(ctx, from.Store, to.Store)
	if err == nil {
		err = to.FinishCopy(ctx)
	}
	if err := errors.Join(err, to.Close()); err != nil {
		return err
	}
	if err := os.Rename(c.file(sqlite.CopyFile), c.file(sqlite.DatabaseFile)); err != nil {
		return err
	}
	if err := os.Remove(c.file(serverFile)); err != nil {
		return err
	}
	return c.tell(report, "现在不带 --store 启动服务；服务器上的内容请自行删除 (now serve without --store; drop the database on the server yourself)")
}

// copy copies with a bar that says how long it will take: each row is copied, and compared.
func (c *mover) copy(ctx context.Context, from, to *sqlstore.Store) (store.Copied, error) {
	bar := c.main.bar(-1, "转移 copy", "rows", c.quiet)
	report, err := from.CopyTo(ctx, to, func(done, of int64) {
		bar.ChangeMax64(of)
		_ = bar.Set64(done) // a bar that fails to draw hurts nobody
	})
	if err != nil {
		return report, fmt.Errorf("已转移的部分保留，重新运行即可继续 (what was copied stays: start again to go on): %w", err)
	}
	return report, nil
}

func (c *mover) tell(report store.Copied, next string) error {
	out := c.main.Stdout
	for _, t := range report.Tables {
		if t.Rows > 0 {
			_, _ = fmt.Fprintf(out, "%-18s %9d  %s\n", t.Name, t.Rows, t.Sum[:16])
		}
	}
	if report.MissingBlobs > 0 {
		_, _ = fmt.Fprintf(out, "有 %d 个照片文件缺失，与转移无关，请运行 guitu check (pictures are missing, as they were before: run guitu check): %d\n", report.MissingBlobs, report.MissingBlobs)
	}
	if report.Audit.BadSeq > 0 {
		_, _ = fmt.Fprintf(out, "操作日志在第 %d 行起校验不符，与原库相同 (the trail does not hold from row %d on, as before): %s\n", report.Audit.BadSeq, report.Audit.BadSeq, report.Audit.Reason.Zh)
	}
	_, err := fmt.Fprintf(out, "已转移并逐行核对 %d 行，操作日志 %d 行 copied and compared %d rows, %d of them the trail's\n%s\n", report.Rows, report.Audit.Rows, report.Rows, report.Audit.Rows, next)
	return err
}
