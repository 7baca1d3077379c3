package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/postgres"
	"github.com/guitu-project/guitu/models/store/sqlite"
	"github.com/guitu-project/guitu/models/store/sqlstore"
)

// dataStore is the store of a data folder: what the service needs, and what its operator
// needs beside.
type dataStore interface {
	store.Store
	store.Keys
	store.Condition
	store.Inspector
	CopyBlobs(ctx context.Context, to sqlstore.Place, told func(done, of int)) (sqlstore.CopiedBlobs, error)
}

// openStore opens the store and says what the operator must know about its key. Who is
// erased is noted in the ledger.
func (f dataFlags) openStore(ctx context.Context, log *slog.Logger) (dataStore, error) {
	opts, err := f.storeOptions(ctx, log)
	if err != nil {
		return nil, err
	}
	st, err := f.openRows(ctx, opts...)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	if file, made := st.Keyring().KeyFile(); made {
		log.Warn("主密钥已生成：请立即另存一份，丢失后照片和联系方式无法恢复 (a master key was made: keep a copy, apart from the backups; without it photos and contacts are lost)", "file", file)
	}
	if st.Keyring().Rotating() {
		log.Warn("更换密钥尚未完成，请停止服务后运行 guitu key rotate (a rotation of the keys was cut off: stop the service and run guitu key rotate)")
	}
	return st, nil
}

// openAlone is openStore for what wants the installation to itself: the folder is taken, and no
// server runs on the database. closeBoth gives them back. Errors: models.ErrBusy, models.ErrPrecondition.
func (f dataFlags) openAlone(ctx context.Context, log *slog.Logger) (st dataStore, closeBoth func() error, err error) {
	lock, err := lockFolder(f.Data)
	if err != nil {
		return nil, nil, err
	}
	if st, err = f.openStore(ctx, log); err != nil {
		return nil, nil, errors.Join(err, lock.Close())
	}
	closeBoth = func() error { return errors.Join(st.Close(), lock.Close()) }
	if err := newServers(st, log).others(ctx); err != nil {
		return nil, nil, errors.Join(err, closeBoth())
	}
	return st, closeBoth, nil
}

// storeOptions says how a store of the folder works, wherever its rows are.
func (f dataFlags) storeOptions(ctx context.Context, log *slog.Logger) ([]sqlstore.Option, error) {
	auditKey, err := f.auditKey()
	if err != nil {
		return nil, err
	}
	noted, err := f.ledger()
	if err != nil {
		return nil, err
	}
	key := sqlstore.WithKeyFile(f.Key)
	if f.KeyFrom != "" {
		text, err := readKey(ctx, "--key-from", f.KeyFrom)
		if err != nil {
			return nil, err
		}
		key = sqlstore.WithKey(f.KeyFrom, text)
	}
	bytes, err := f.bytesOption(ctx, log)
	if err != nil {
		return nil, err
	}
	now := time.Now
	if f.clock != nil {
		now = f.clock
	}
	return []sqlstore.Option{
		bytes, sqlstore.WithClock(now), sqlstore.WithAuditKey(auditKey), key, sqlstore.WithProgress(progressLog(log, "sealing what the folder holds")),
		sqlstore.WithErasedTold(func(e models.Erasure) {
			if err := noted.AddErased(e); err != nil { // the next start notes it
				log.Error("没有记下删除名单，请检查审计密钥所在目录 (an erasure was not noted beside the audit key)", "name", e.Name, "err", err)
			}
		}),
		sqlstore.WithDamageTold(func(row string, err error) {
			log.Error("数据损坏，已跳过；请运行 guitu check (a damaged row is left out: run guitu check)", "row", row, "err", err)
		}),
		sqlstore.WithRoom(sqlstore.Room{Floor: diskFloor, Reserve: diskReserve, Free: func() (int64, error) {
			disk, err := f.disk()
			return disk.free, err
		}}),
	}, nil
}

// serverFile in a data folder says that its rows are on a database server. Without it, a
// command that is not told so would begin an empty database in the folder, or forget keys that
// the server's rows are sealed with.
const serverFile = "rows-on-server"

// What serverFile says.
const (
	rowsThere  = "postgres\n"
	rowsCopied = "postgres, copied\n" // and the folder's own database is still to be put aside
)

func (f dataFlags) noteServer(what string) error {
	return os.WriteFile(filepath.Join(f.Data, serverFile), []byte(what), 0o600)
}

// server is the database server with the rows.
func (f dataFlags) server() postgres.Server {
	return postgres.Server{Address: f.Store, Direct: f.StoreDirect}
}

func (f dataFlags) rowsOnServer() (bool, error) { return exists(filepath.Join(f.Data, serverFile)) }

func exists(file string) (bool, error) {
	_, err := os.Stat(file)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// openRows opens the database in the folder, or the one that --store names. Errors:
// models.ErrPrecondition (the folder's rows are elsewhere), and those of the store.
func (f dataFlags) openRows(ctx context.Context, opts ...sqlstore.Option) (dataStore, error) {
	onServer, err := f.rowsOnServer()
	if err != nil {
		return nil, err
	}
	if f.Store == "" {
		if onServer {
			return nil, fmt.Errorf("%w: 此数据目录的登记内容在 PostgreSQL 中，请用 --store 或 GUITU_STORE 指明 (the rows of this data folder are in PostgreSQL: name it with --store or GUITU_STORE)", models.ErrPrecondition)
		}
		st, err := sqlite.Open(ctx, f.Data, opts...)
		if err != nil {
			return nil, err
		}
		return st, nil
	}
	switch own, err := exists(filepath.Join(f.Data, sqlite.DatabaseFile)); {
	case err != nil:
		return nil, err
	case own:
		return nil, fmt.Errorf("%w: 此数据目录已有自己的数据库 %s，其内容不会转到 PostgreSQL；请用空的数据目录 ，或用 guitu store copy 转移 (this data folder has a database of its own: move it with guitu store copy, or begin with an empty folder)", models.ErrPrecondition, sqlite.DatabaseFile)
	}
	st, err := postgres.Open(ctx, f.server(), f.Data, opts...)
	if err == nil && !onServer {
		if err = f.noteServer(rowsThere); err != nil {
			err = errors.Join(err, st.Close())
		}
	}
	if err != nil {
		return nil, err
	}
	return st, nil
}
