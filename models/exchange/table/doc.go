// Package table makes records and notices of the rows of a table: a CSV file or the
// sheets of a workbook as stations and police offices keep them.
//
// Nothing about the table is asked. The row of headings is found below titles; headings
// are known by many names, Chinese and English, simplified and traditional (headings.go);
// blank rows, repeated headings, totals and notes below the table are passed over. A sheet
// that is a form, with a person down the page, is read as one (form.go), and that is said. A cell
// is read by what its column is of (cells.go): dates, heights, ages and identity numbers in
// the ways that people write them. What a column of an unknown heading says is kept as
// text with its heading, never dropped.
//
// What cannot be read without guessing is an error of its row, which names the heading
// and what would be right: 3/5/2019 may be a day in March or in May, and 1.1E+17 is an
// identity number that the spreadsheet has rounded.
//
// A row without a number of its own gets one made of its name, birth, sex, date and
// source, so that the same file again changes nothing ([keyPrefix]).
package table
