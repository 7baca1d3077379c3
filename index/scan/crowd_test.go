//go:build !race

package scan

// How many notices there are in the tests of exactness, and how many ask from each side.
const crowdNotices, crowdRecords, crowdAsks = 20_000, 2_500, 200
