//go:build !amd64 || noasm

package gather

func assembled() []Kernel { return nil }
