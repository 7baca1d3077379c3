package concurrent

import (
	"context"
	"io"
)

// Reader returns a reader of the same bytes that fails with the error of ctx once that is over.
func Reader(ctx context.Context, in io.Reader) io.Reader { return cancellable{ctx, in} }

type cancellable struct {
	ctx context.Context //nolint:containedctx // lives as long as one copy
	io.Reader
}

func (c cancellable) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.Reader.Read(p)
}
