package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

type paramsUseCmd struct {
	Params string `arg:"" name:"file" help:"A parameter file, a version kept in the data folder, or built-in."`
	dataFlags
}

// Help returns what guitu params use --help shows.
func (paramsUseCmd) Help() string {
	return `The version that was in force is kept as DATA/params-VERSION.json; naming it here takes
the change back, and guitu params use built-in returns to the program's own numbers.

The service reads its parameters when it starts: one that runs goes on with the old
ones until it is started again.`
}

// Run checks the file, keeps the one in force and puts the new one in its place.
func (c *paramsUseCmd) Run(m *Main) error {
	if _, err := os.Stat(c.Data); err != nil {
		return fmt.Errorf("data folder: %w", err)
	}
	next, err := c.findParams(c.Params)
	if err != nil {
		return err
	}
	t, built := table{out: m.Stdout}, feature.DefaultParams().Version
	undo, err := c.putInForce(&next)
	if err != nil {
		return err
	}
	t.line("现用参数 (now in force)  %s", next.Version)
	t.faces(next.Faces)
	if undo != next.Version && (undo != builtIn || next.Version != built) {
		t.line("撤回 (to take it back)  guitu params use %s --data %s", undo, c.Data)
	}
	switch lock, err := lockFolder(c.Data); {
	case errors.Is(err, models.ErrBusy):
		t.line("正在运行的服务仍用旧参数，重启后生效 (the service that runs goes on with the old ones: restart it)")
	case err != nil:
		return err
	default:
		if err := lock.Close(); err != nil {
			return err
		}
		t.line("下次启动服务时生效 (takes effect when the service starts)")
	}
	return t.err
}

// putInForce keeps the version in force and puts another in its place, from the next start
// of the service on. It returns what was in force before, builtIn for the program's own.
// Errors: models.ErrExists (another version of that name is kept).
func (f dataFlags) putInForce(next *feature.File) (before string, err error) {
	before = builtIn
	if _, err := os.Stat(f.paramsFile()); err == nil {
		old, err := f.params()
		if err != nil {
			return "", fmt.Errorf("what is in force cannot be kept, move it away by hand: %w", err)
		}
		if err := keep(f.keptFile(old.Version), &old); err != nil {
			return "", err
		}
		before = old.Version
	}
	if next.Version == feature.DefaultParams().Version {
		return before, f.dropParams()
	}
	if err := keep(f.keptFile(next.Version), next); err != nil {
		return "", err
	}
	return before, replaceFile(f.paramsFile(), next.Write)
}

// dropParams leaves the built-in numbers in force.
func (f dataFlags) dropParams() error {
	if err := os.Remove(f.paramsFile()); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("return to the built-in numbers: %w", err)
	}
	return syncFolder(f.Data)
}
