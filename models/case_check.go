package models

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// attachmentTypes are the files that may prove an item.
var attachmentTypes = []string{"image/jpeg", "image/png", "image/webp", "application/pdf"}

// MaxAttachment is the largest attachment, in bytes.
const MaxAttachment = 20 << 20

// check names every wrong field of a step, before it is asked whether it is allowed.
func (s *Step) check() error {
	v := newViolations()
	if s.Kind != StepItem && s.Kind != StepAssign && strings.TrimSpace(s.Reason) == "" {
		v.add("reason", "请写明理由", "say why")
	}
	checkLen(v, "reason", s.Reason, maxProse)
	checkLen(v, "assignee", s.Assignee, maxLine)
	if s.Kind == StepUnresolve {
		first, last, ok := s.ReviewDate.Span()
		if !ok || !first.Equal(last) || !first.After(s.Time) || first.Sub(s.Time) > FurthestReview {
			v.add("reviewDate", "请给出五年内将来的一天，如 2031-05-17", "give a day in the next five years, as 2031-05-17")
		}
	}
	if s.Kind == StepItem {
		if s.Item == nil {
			v.add("item", "缺少核实内容", "missing")
		} else {
			s.Item.check(v.at("item"), s.Time)
		}
	}
	return v.err()
}

func (i *Item) check(v violations, now time.Time) {
	need(v, ".kind", i.Kind, ItemFaceReview, ItemPhoneCall, ItemFamilyPhoto, ItemFamilyVisit, ItemDNA, ItemFingerprint, ItemPoliceRecord, ItemDocuments)
	need(v, ".result", i.Result, ResultSupports, ResultContradicts, ResultInconclusive)
	if strings.TrimSpace(i.Signature) == "" {
		v.add(".signature", "请签名（姓名和职务）", "sign it with name and post")
	}
	checkLen(v, ".signature", i.Signature, maxLine)
	checkLen(v, ".doneBy", i.DoneBy, maxLine)
	checkLen(v, ".reference", i.Reference, maxLine)
	checkLen(v, ".note", i.Note, maxProse)
	i.DoneDate.check(v, ".doneDate", now)
	if a := i.Attachment; a != nil {
		if !slices.Contains(attachmentTypes, a.ContentType) {
			v.add(".attachment", fmt.Sprintf("不支持的文件类型 %s，应为 JPEG、PNG、WebP 图片或 PDF", a.ContentType),
				fmt.Sprintf("unknown kind of file %s: must be a JPEG, PNG or WebP picture or a PDF", a.ContentType))
		}
		if a.Size > MaxAttachment {
			v.add(".attachment", fmt.Sprintf("文件太大，最多 %d MiB", MaxAttachment>>20), fmt.Sprintf("over %d MiB", MaxAttachment>>20))
		}
	}
}

// need is oneOf for a field that must be there.
func need[T ~string](v violations, field string, got T, allowed ...T) {
	if got == "" {
		v.add(field, fmt.Sprintf("缺少，应为 %v 之一", allowed), fmt.Sprintf("missing: must be one of %v", allowed))
	}
	oneOf(v, field, got, allowed...)
}
