// Package web is the page: its TypeScript source, and what make build makes of it,
// embedded. A program that was built without npm holds a page that says how to build it.
//
// README.md beside this file says how the source is laid out.
package web

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed all:embedded
var embedded embed.FS

// Files returns the page with its entry at index.html, and whether it was built; if
// not, index.html is all there is.
func Files() (files fs.FS, built bool, err error) {
	folder := "embedded/dist"
	if _, err := fs.Stat(embedded, folder+"/index.html"); err == nil {
		built = true
	} else {
		folder = "embedded/unbuilt"
	}
	if files, err = fs.Sub(embedded, folder); err != nil {
		return nil, false, fmt.Errorf("embedded page: %w", err)
	}
	return files, built, nil
}
