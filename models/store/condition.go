package store

import "context"

// Condition tells an operator how a store is.
type Condition interface {
	// Damaged returns the names of the rows that could not be read back since the store was
	// opened, in order. They are left out of lists, and models.ErrDataLoss by name.
	Damaged() []string

	// DiskFull reports whether nothing more is taken in because the disk is full.
	DiskFull() bool

	// Writable returns why nothing can be written, nil if something can be.
	// Errors: models.ErrUnavailable, models.ErrDiskFull.
	Writable(ctx context.Context) error

	// BlobsReachable returns why no bytes of photos, attachments and uploads can be opened for now, nil if they can.
	// Errors: models.ErrUnavailable.
	BlobsReachable(ctx context.Context) error
}

// The parts of a store that a Finding is about.
const (
	PartDatabase = "database"
	PartRows     = "rows"
	PartBlobs    = "blobs"
	PartUploads  = "uploads"
)

// Finding describes something that is not as it was written.
type Finding struct {
	Part       string
	Where      string // records/…, photos/…, a file in the data folder
	Err        error  // models.ErrDataLoss or models.ErrNotFound
	Repairable bool   // it may be made anew from what is whole (RepairFaces)
}

// Inspector looks for damage before it is stumbled over.
type Inspector interface {
	// Inspect reads everything and tells found of what is damaged or missing; nothing is
	// changed. It goes on while others read and write.
	Inspect(ctx context.Context, found func(Finding)) error

	// RepairFaces deletes the faces of a photo that cannot be read, so that the picture, which
	// must be whole, is looked at again. Errors: models.ErrNotFound, models.ErrDataLoss (the
	// picture is not whole either).
	RepairFaces(ctx context.Context, photo string) error

	// DropStrays has a later sweep delete the objects of findings that no row knows of.
	DropStrays(ctx context.Context, where []string) error
}
