package jsonl

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/guitu-project/guitu/models"
)

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

// Read returns the next line that has something on it: its number from 1, what it
// says, and the hash of that (see Hash). What the server sets is left out of the
// subject: names, etag, times, and what was seen in a photo; only a photo that
// brings neither picture nor faces keeps its name, which is then all it says.
// Fields are not checked further: Validate does that.
// Errors: io.EOF, a *models.InvalidError about this line, or that of the reader
// below.
func (r *Reader[T]) Read() (line int64, subject T, hash string, err error) {
	for {
		text, err := r.lines.next()
		line = r.lines.number
		switch {
		case errors.Is(err, errLong) && line > r.after:
			return line, subject, "", models.Invalid("", fmt.Sprintf("这一行超过 %d MB", r.lines.limit>>20),
				fmt.Sprintf("the line is over %d MiB", r.lines.limit>>20))
		case err != nil && !errors.Is(err, errLong):
			return line, subject, "", err
		case line <= r.after || len(text) == 0:
			continue
		}
		s := r.fresh()
		if err := decode(text, s); err != nil {
			return line, subject, "", err
		}
		clearServerSet(s.Common())
		hash, err := Hash(s)
		return line, s, hash, err
	}
}

// Count returns how many lines of r have something on them, so many as Read
// returns from the beginning.
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
		return bytes.TrimSpace(part), nil
	}
}
