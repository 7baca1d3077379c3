package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/guitu-project/guitu/matcher/eval"
	"github.com/guitu-project/guitu/models"
)

// decision holds what people found out about a pair: a line of a file, or a case.
type decision struct {
	line           int    // of the file; 0 if it is a case
	file           string // the case
	record, notice string // resource names or externalIds
	verdict        eval.Verdict
}

// The verdicts as a file writes them.
var verdicts = map[string]eval.Verdict{"CONFIRMED": eval.Confirmed, "REJECTED": eval.Rejected}

// toldErrors is how many wrong lines are told of at once.
const toldErrors = 20

// longestDecision is how long a line may be, in bytes.
const longestDecision = 1 << 20

// readDecisions reads one JSON object a line: {"record": …, "notice": …, "decision":
// "CONFIRMED" or "REJECTED"}. Other fields (who, when, why) and empty lines are passed
// over. Errors: models.ErrInvalid with the line and the field of every wrong line, up
// to twenty; nothing is read then.
func readDecisions(r io.Reader) (list []decision, err error) {
	in := bufio.NewScanner(r)
	in.Buffer(nil, longestDecision)
	var wrong []error
	n := 0
	for in.Scan() {
		n++
		text := bytes.TrimSpace(bytes.TrimPrefix(in.Bytes(), []byte("\xEF\xBB\xBF")))
		if len(text) == 0 {
			continue
		}
		d, err := decisionOf(text)
		if err != nil {
			if wrong = append(wrong, atLine(n, err)); len(wrong) == toldErrors {
				break
			}
			continue
		}
		d.line = n
		list = append(list, d)
	}
	if err := in.Err(); err != nil {
		wrong = append(wrong, atLine(n+1, fmt.Errorf("%w: %w", models.ErrInvalid, err)))
	}
	if len(wrong) > 0 {
		return nil, errors.Join(wrong...)
	}
	return list, nil
}

func atLine(n int, err error) error { return fmt.Errorf("line %d: %w", n, err) }

// from returns where it was read.
func (d *decision) from() models.Text {
	if d.line == 0 {
		return models.Text{Zh: d.file, En: d.file}
	}
	return models.Text{Zh: fmt.Sprintf("第 %d 行", d.line), En: fmt.Sprintf("line %d", d.line)}
}

// wrong says of an error which decision it is about.
func (d *decision) wrong(err error) error { return fmt.Errorf("%s: %w", d.from().En, err) }

func decisionOf(text []byte) (decision, error) {
	var row struct {
		Record   string `json:"record"`
		Notice   string `json:"notice"`
		Decision string `json:"decision"`
	}
	var wrongType *json.UnmarshalTypeError
	switch err := json.Unmarshal(text, &row); {
	case errors.As(err, &wrongType) && wrongType.Field != "":
		return decision{}, models.Invalid(wrongType.Field, "应为文字", "must be a string")
	case err != nil:
		return decision{}, models.Invalid("decision", "这一行不是 JSON 对象", "the line is not a JSON object")
	case row.Record == "":
		return decision{}, models.Invalid("record", "缺少受助人员 records/… 或其 externalId", "missing: the name records/… or the externalId")
	case row.Notice == "":
		return decision{}, models.Invalid("notice", "缺少寻亲启事 notices/… 或其 externalId", "missing: the name notices/… or the externalId")
	}
	v, known := verdicts[row.Decision]
	if !known {
		return decision{}, models.Invalid("decision", "应为 CONFIRMED 或 REJECTED", "must be CONFIRMED or REJECTED")
	}
	return decision{record: row.Record, notice: row.Notice, verdict: v}, nil
}
