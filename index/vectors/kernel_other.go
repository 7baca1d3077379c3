//go:build !amd64 || noasm

package vectors

// kernels returns those that this processor can run, the fastest first.
func kernels() []kernel { return []kernel{portable()} }
