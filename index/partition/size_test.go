//go:build !race

package partition_test

// How many people there are, and how many searches are made from each side.
const people, searches = 2_000, 8
