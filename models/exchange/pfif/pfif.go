// Package pfif reads and writes the People Finder Interchange Format 1.4
// (http://zesty.ca/pfif/1.4): XML of person and note records, in which registries of
// missing people exchange them. Files of 1.1 to 1.3 are read, too.
//
// A person becomes the row of a table: elements that PFIF has are its cells, and what it
// has none for stands in the description, a line each under the heading that tables have.
// So a file that Guitu wrote reads back the same, and what another registry describes is
// kept as the person's appearance.
//
// Notes belong to the person that they stand in or follow: a location that was last known
// and what they say become the place and the circumstances. A record whose expiry date has
// passed is not taken, as the format asks. Pictures are addresses in PFIF, which are kept
// and not fetched.
//
// Document types are refused, with all that they can declare: no entity is expanded and
// nothing is fetched.
package pfif

import (
	"io"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange"
	"github.com/guitu-project/guitu/models/exchange/table"
)

// Format returns the format of PFIF files.
func Format() exchange.Format {
	return exchange.Format{
		Name: "PFIF", Suffix: ".xml", MediaType: "application/xml",
		Records: func(r io.Reader, o exchange.Options) exchange.RowReader[*models.Record] {
			return table.NewRecordReader(newSource(r, models.Records), o)
		},
		Notices: func(r io.Reader, o exchange.Options) exchange.RowReader[*models.Notice] {
			return table.NewNoticeReader(newSource(r, models.Notices), o)
		},
		Count: func(r io.Reader, o exchange.Options) (int64, error) {
			return table.Count(newSource(r, models.Notices), o)
		},
		Rejected: newRejected,
		Write:    newSubjects,
	}
}

// namespace begins those of all versions.
const namespace = "http://zesty.ca/pfif/"

// version is which one is written.
const version = "1.4"

// ownDomain is before the numbers of files that no registry named: record ids of PFIF begin
// with a domain, and this one is no one's (RFC 2606).
const ownDomain = "guitu.invalid/"

// person describes a person record.
type person struct {
	RecordID    string `xml:"person_record_id"`
	EntryDate   string `xml:"entry_date"`
	ExpiryDate  string `xml:"expiry_date"`
	AuthorName  string `xml:"author_name"`
	AuthorEmail string `xml:"author_email"`
	AuthorPhone string `xml:"author_phone"`
	SourceName  string `xml:"source_name"`
	SourceDate  string `xml:"source_date"`
	SourceURL   string `xml:"source_url"`
	FullName    string `xml:"full_name"`
	GivenName   string `xml:"given_name"`
	FamilyName  string `xml:"family_name"`
	FirstName   string `xml:"first_name"` // of versions before 1.4
	LastName    string `xml:"last_name"`
	Alternates  string `xml:"alternate_names"`
	Description string `xml:"description"`
	Other       string `xml:"other"` // the description, in versions before 1.4
	Sex         string `xml:"sex"`
	Birth       string `xml:"date_of_birth"`
	Age         string `xml:"age"`
	HomeStreet  string `xml:"home_street"`
	HomeQuarter string `xml:"home_neighborhood"`
	HomeCity    string `xml:"home_city"`
	HomeState   string `xml:"home_state"`
	HomeCountry string `xml:"home_country"`
	PhotoURL    string `xml:"photo_url"`
	ProfileURLs string `xml:"profile_urls"`
	Notes       []note `xml:"note"`
}

// note describes a note record.
type note struct {
	RecordID   string `xml:"note_record_id"`
	PersonID   string `xml:"person_record_id"`
	AuthorName string `xml:"author_name"`
	SourceDate string `xml:"source_date"`
	Status     string `xml:"status"`
	Location   string `xml:"last_known_location"`
	Text       string `xml:"text"`
}
