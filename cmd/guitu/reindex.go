package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"github.com/guitu-project/guitu/models"
)

type reindexCmd struct {
	dataFlags
}

// Help returns what guitu reindex --help shows.
func (reindexCmd) Help() string {
	return `The index is a cache of the store: nothing is lost when it is deleted. A missing,
damaged or older index is rebuilt by itself at the start of the service; this
command does it at a time of your choosing, while no service runs.`
}

// Run throws the index away and builds it from the store.
func (c *reindexCmd) Run(ctx context.Context, m *Main, log *slog.Logger) (err error) {
	lock, err := lockFolder(c.Data) // before anything is deleted
	if err != nil {
		return err
	}
	if err := errors.Join(os.RemoveAll(c.index()), lock.Close()); err != nil {
		return fmt.Errorf("delete index: %w", err)
	}
	e, err := openEngine(ctx, c.dataFlags, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, e.close()) }()
	if err := e.index.Whole(ctx); err != nil {
		return err
	}
	_, err = fmt.Fprintf(m.Stdout, "index rebuilt: %d open notices, %d open records\n", e.index.OpenCount(models.Notices), e.index.OpenCount(models.Records))
	return err
}
