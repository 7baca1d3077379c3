package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

// paramsCmd is the life of the numbers that decide about people: learned from
// decisions, tried on open records, put in force, and taken back.
type paramsCmd struct {
	Show  paramsShowCmd  `cmd:"" help:"Say which version is in force and what differs from the built-in numbers."`
	Learn paramsLearnCmd `cmd:"" help:"Learn scales from confirmed and rejected pairs into a parameter file."`
	Try   paramsTryCmd   `cmd:"" help:"Show what a parameter file would move, without putting it in force."`
	Use   paramsUseCmd   `cmd:"" help:"Put a parameter file in force, or take one back."`
}

// builtIn is what the numbers of the program itself are called on the command line.
const builtIn = "built-in"

func (f dataFlags) paramsFile() string { return filepath.Join(f.Data, "params.json") }

// keptFile returns where a version lies that is not in force.
func (f dataFlags) keptFile(version string) string {
	return filepath.Join(f.Data, "params-"+version+".json")
}

// params returns the numbers in force: those of DATA/params.json, if there is one,
// else the built-in ones.
func (f dataFlags) params() (feature.File, error) {
	p, err := readParams(f.paramsFile())
	if errors.Is(err, os.ErrNotExist) {
		return feature.File{Params: feature.DefaultParams()}, nil
	}
	return p, err
}

// findParams reads what a user named: built-in, a file, a file in the data folder, or
// a version that is kept there. Errors: models.ErrNotFound, models.ErrInvalid.
func (f dataFlags) findParams(named string) (feature.File, error) {
	if named == builtIn || named == feature.DefaultParams().Version {
		return feature.File{Params: feature.DefaultParams()}, nil
	}
	for _, path := range []string{named, filepath.Join(f.Data, named), f.keptFile(named)} {
		p, err := readParams(path)
		if !errors.Is(err, os.ErrNotExist) {
			return p, err
		}
	}
	return feature.File{}, fmt.Errorf("parameters %s: neither a file nor a version in %s: %w", named, f.Data, models.ErrNotFound)
}

func readParams(path string) (_ feature.File, err error) {
	file, err := os.Open(path) //nolint:gosec // the operator names the file
	if err != nil {
		return feature.File{}, fmt.Errorf("parameters: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	p, err := feature.ReadFile(file)
	if err != nil {
		return feature.File{}, fmt.Errorf("parameters in %s: %w", path, err)
	}
	return p, nil
}

// sameNumbers reports whether two sets of parameters weigh equally.
func sameNumbers(a, b *feature.Params) (bool, error) {
	x, err := a.Sum()
	if err != nil {
		return false, err
	}
	y, err := b.Sum()
	return x == y, err
}

// keep writes parameters to a file that is not there yet or holds the same numbers:
// a version, once given, never means others. Errors: models.ErrExists.
func keep(path string, p *feature.File) error {
	there, err := readParams(path)
	if errors.Is(err, os.ErrNotExist) {
		return replaceFile(path, p.Write)
	}
	if err != nil {
		return fmt.Errorf("%s is in the way: %w", path, err)
	}
	same, err := sameNumbers(&there.Params, &p.Params)
	if err == nil && (!same || there.Version != p.Version) {
		err = fmt.Errorf("%s holds other numbers: name another file or version: %w", path, models.ErrExists)
	}
	return err
}

// replaceFile writes a file so that a reader sees it as it was or whole, also after a
// crash.
func replaceFile(path string, write func(io.Writer) error) (err error) {
	temp, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*") // 0600
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(temp.Name()) // what matters is the error before
		}
	}()
	err = write(temp)
	if err == nil {
		err = temp.Sync()
	}
	if err = errors.Join(err, temp.Close()); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err = os.Rename(temp.Name(), path); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder makes a rename in the folder durable.
func syncFolder(path string) error {
	dir, err := os.Open(path) //nolint:gosec // the operator names the folder
	if err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// operator is who the commands are that work on the data folder without the service:
// the one who can read it could read the admin token.
var operator = models.Actor{ID: "admin", Role: models.RoleAdmin, Areas: models.Nationwide}
