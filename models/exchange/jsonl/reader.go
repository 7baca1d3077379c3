package jsonl

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange"
)

// Format returns the format of one JSON object a line, in the contract's JSON.
func Format() exchange.Format {
	return exchange.Format{
		Name: "JSONL", Suffix: ".jsonl", MediaType: "application/x-ndjson",
		Records: func(r io.Reader, o exchange.Options) exchange.RowReader[*models.Record] {
			return NewRecordReader(r, o.After)
		},
		Notices: func(r io.Reader, o exchange.Options) exchange.RowReader[*models.Notice] {
			return NewNoticeReader(r, o.After)
		},
		Count:    func(r io.Reader, _ exchange.Options) (int64, error) { return Count(r) },
		Rejected: newRejected,
		Photos:   true,
		Write:    newSubjects,
	}
}

// MaxLine is how long a line may be, in bytes: photos come inline, as base64.
const MaxLine = 32 << 20

const byteOrderMark = "\xEF\xBB\xBF"

// errLong is a line over the limit; it was skipped.
var errLong = errors.New("line too long")

// Reader reads subjects of one side. It is not safe for concurrent use.
type Reader[T models.Subject] struct {
	lines lines
	fresh func() T
	after int64
}

// NewRecordReader reads records from r, beginning behind line after: 0 begins at
// the beginning. Nothing is read yet.
func NewRecordReader(r io.Reader, after int64) *Reader[*models.Record] {
	return newReader(r, after, func() *models.Record { return new(models.Record) })
}

// NewNoticeReader reads notices from r, beginning behind line after.
func NewNoticeReader(r io.Reader, after int64) *Reader[*models.Notice] {
	return newReader(r, after, func() *models.Notice { return new(models.Notice) })
}

func newReader[T models.Subject](r io.Reader, after int64, fresh func() T) *Reader[T] {
	return &Reader[T]{lines: newLines(r, MaxLine), fresh: fresh, after: after}
}

// Next returns the next line that has something on it. Errors: io.EOF, or that of the
// reader below.
func (r *Reader[T]) Next() (exchange.Row[T], error) {
	for {
		text, err := r.lines.next()
		line := r.lines.number
		switch {
		case err != nil && !errors.Is(err, errLong):
			return exchange.Row[T]{Line: line}, err
		case line <= r.after:
			continue
		case err != nil:
			wrong := models.Invalid("", fmt.Sprintf("这一行超过 %d MB", r.lines.limit>>20), fmt.Sprintf("the line is over %d MiB", r.lines.limit>>20))
			return exchange.Row[T]{Line: line, Decode: func() (exchange.Decoded[T], error) { return exchange.Decoded[T]{}, wrong }, Source: func() *models.RowSource { return nil }}, nil //nolint:nilerr // the line's own, which Decode returns
		case len(text) > 0:
			text := bytes.Clone(text)
			return exchange.Row[T]{
				Line: line, Size: len(text),
				Decode: func() (exchange.Decoded[T], error) { return decodeLine(text, r.fresh()) },
				Source: func() *models.RowSource { return &models.RowSource{Cells: []string{string(text)}} },
			}, nil
		}
	}
}

// decodeLine reads the line into s. What the server sets is left out: names, etag, times,
// and what was seen in a photo; only a photo that brings neither picture nor faces keeps
// its name, which is then all it says.
func decodeLine[T models.Subject](text []byte, s T) (exchange.Decoded[T], error) {
	if err := decode(text, s); err != nil {
		return exchange.Decoded[T]{}, err
	}
	clearServerSet(s.Common())
	hash, err := Hash(s)
	return exchange.Decoded[T]{Subject: s, Hash: hash}, err
}

// Count returns how many lines of r have something on them, so many as Next returns
// from the beginning.
func Count(r io.Reader) (int64, error) { return count(newLines(r, MaxLine)) }

func count(in lines) (n int64, err error) {
	for {
		text, err := in.next()
		switch {
		case errors.Is(err, io.EOF):
			return n, nil
		case err != nil && !errors.Is(err, errLong):
			return n, err
		case err != nil || len(text) > 0:
			n++
		}
	}
}

// lines goes through a text line by line.
type lines struct {
	in     *bufio.Reader
	limit  int
	number int64  // of the line that next returned
	long   []byte // joins a line that is longer than the buffer
}

func newLines(r io.Reader, limit int) lines {
	return lines{in: bufio.NewReaderSize(r, 64<<10), limit: limit}
}

// next returns the line without the space around it, good until the next call.
// Errors: errLong, after which it goes on; io.EOF; that of the reader below.
func (l *lines) next() ([]byte, error) {
	l.long = l.long[:0]
	tooLong := false
	for {
		part, err := l.in.ReadSlice('\n')
		full := errors.Is(err, bufio.ErrBufferFull)
		if err != nil && !full && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("read line %d: %w", l.number+1, err)
		}
		if errors.Is(err, io.EOF) && len(part) == 0 && len(l.long) == 0 && !tooLong {
			return nil, io.EOF
		}
		if tooLong = tooLong || len(l.long)+len(part) > l.limit; tooLong {
			l.long = l.long[:0]
		} else if full || len(l.long) > 0 {
			l.long = append(l.long, part...)
			part = l.long
		}
		if full {
			continue
		}
		l.number++
		if tooLong {
			return nil, errLong
		}
		if l.number == 1 {
			part = bytes.TrimPrefix(part, []byte(byteOrderMark))
		}
		if part = bytes.TrimSpace(part); isRemark(part) {
			part = part[:0]
		}
		return part, nil
	}
}
