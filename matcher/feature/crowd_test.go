//go:build !race

package feature

// bases are how many of the people that columns are tested with vary in each field.
const bases = 4
