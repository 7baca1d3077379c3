package store

import "github.com/guitu-project/guitu/models"

// Copied is what was copied from one store into another, and compared.
type Copied struct {
	Rows   int64
	Tables []CopiedTable
	Audit  models.AuditVerdict // of the trail in the copy, which is that of the other

	MissingBlobs int64 // that rows name and that are not there
}

// CopiedTable is what was copied of one table.
type CopiedTable struct {
	Name string
	Rows int64
	Sum  string // of the rows; the same in both
}
