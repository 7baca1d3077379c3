// Package text is the full-text index.
package text
