package matcher

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/guitu-project/guitu/matcher/prose"
	"github.com/guitu-project/guitu/models"
)

// maxParsed is how many characters of a text are read at once: as many as a file's own
// texts may have.
const maxParsed = 20_000

// ParseText reads a text about one person into a subject of the given side, which is not
// stored, with the words that each field came from. Errors: models.ErrInvalid (no text, a
// text that is too long, or none in UTF-8).
func (s *Service) ParseText(ctx context.Context, text string, side models.Kind) (models.Subject, *prose.Reading, error) {
	if _, err := models.ActorFrom(ctx); err != nil {
		return nil, nil, err
	}
	switch {
	case strings.TrimSpace(text) == "":
		return nil, nil, models.Invalid("text", "请粘贴或输入要识别的文字", "give the text to read")
	case !utf8.ValidString(text):
		return nil, nil, models.Invalid("text", "文字编码不是 UTF-8", "text is not UTF-8")
	case utf8.RuneCountInString(text) > maxParsed:
		return nil, nil, models.Invalid("text", fmt.Sprintf("文字过长，最多 %d 字", maxParsed), fmt.Sprintf("text is over %d characters", maxParsed))
	}
	done, err := s.mayRead(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer done()
	reading := prose.Read(text, side, s.clock())
	subject := subjectOf(reading, side)
	understand(subject)
	return subject, reading, s.audit(ctx, models.ActionSearch, "text")
}

// subjectOf puts a reading into the form of one side.
func subjectOf(r *prose.Reading, side models.Kind) models.Subject {
	entry := models.Entry{ExternalID: r.ExternalID, Person: r.Person, Circumstances: r.Circumstances}
	place := models.Place{Text: r.EventPlace}
	if side == models.Notices {
		return &models.Notice{Entry: entry, MissingDate: r.EventDate, MissingPlace: place, Contacts: r.Contacts}
	}
	return &models.Record{Entry: entry, FoundDate: r.EventDate, FoundPlace: place}
}
