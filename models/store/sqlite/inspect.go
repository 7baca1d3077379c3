package sqlite

import (
	"context"
	"errors"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// Inspect has SQLite look at its file, and reads everything that is in it; see
// store.Inspector.
func (s *Store) Inspect(ctx context.Context, found func(store.Finding)) error {
	err := CheckFile(ctx, s.database.file)
	if errors.Is(err, models.ErrDataLoss) {
		found(store.Finding{Part: store.PartDatabase, Where: databaseFile, Err: err})
	} else if err != nil {
		return fail("inspect the store", err)
	}
	return s.Store.Inspect(ctx, found)
}
