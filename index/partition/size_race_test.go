//go:build race

package partition_test

// With the race detector a weighing takes ten times as long.
const people, searches = 1_400, 4
