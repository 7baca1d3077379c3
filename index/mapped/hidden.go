package mapped

import (
	"errors"
	"os"
)

// Hidden returns a new file of a folder that has no name: nothing of it stays when it is closed
// and mapped no more, however the process ends.
func Hidden(dir string) (*os.File, error) {
	file, err := os.CreateTemp(dir, "scratch-*")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(file.Name()); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}
