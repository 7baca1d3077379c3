// Package mapped keeps bytes in files that are mapped into memory, so that they are in
// the system's page cache and not on the heap: the system may write them out and fetch
// them back.
package mapped
