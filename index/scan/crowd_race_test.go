//go:build race

package scan

// With the race detector a weighing takes ten times as long: a smaller crowd.
const crowdNotices, crowdRecords, crowdAsks = 3_000, 1_200, 40
