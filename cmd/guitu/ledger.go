package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/guitu-project/guitu/models"
)

// headEvery is how often the head of the trail is kept beside the audit key: what is added
// within that time before the folder is replaced is not missed.
const headEvery = 2 * time.Second

// reconcile holds the store against what was kept beside the audit key: if the store is
// older, that is said in the log and in the trail, and the one who was erased since is erased
// again.
func (e *engine) reconcile(ctx context.Context, log *slog.Logger) error {
	if err := e.compareHead(ctx, log); err != nil {
		return err
	}
	noted, bad, err := e.ledger.Erased()
	if err != nil {
		return err
	}
	if bad > 0 {
		log.Error("删除名单有损坏或被改动的行，已忽略 (lines of the list of erased people are damaged or forged, and ignored)", "lines", bad)
	}
	held, err := e.erasures(ctx)
	if err != nil {
		return err
	}
	again := 0
	for _, erasure := range noted {
		if held[erasure.Name] {
			delete(held, erasure.Name)
			continue
		}
		switch err := e.service.EraseAgain(ctx, erasure); {
		case err == nil:
			again++
		case errors.Is(err, models.ErrNotFound): // was never in this backup
		default:
			log.Error("没能再次删除，请手工处理 (an erased person is back and could not be erased again)", "name", erasure.Name, "err", err)
		}
	}
	if again > 0 {
		log.Warn("恢复的备份里有已被删除的人，已再次删除 (people who had been erased were back, and are erased again)", "people", again)
	}
	return nil
}

// erasures returns who is erased by the store, and notes in the ledger whom it lacks.
func (e *engine) erasures(ctx context.Context) (held map[string]bool, err error) {
	held = map[string]bool{}
	const page = 1000
	for token, more := "", true; more; more = token != "" {
		var list []models.Erasure
		if list, token, err = e.store.Erasures(ctx, page, token); err != nil {
			return nil, fmt.Errorf("who was erased: %w", err)
		}
		if err := e.ledger.AddErased(list...); err != nil {
			return nil, err
		}
		for _, erasure := range list {
			held[erasure.Name] = true
		}
	}
	return held, nil
}

// compareHead notes if the trail is not the one whose head was kept last, or ends before
// it.
func (e *engine) compareHead(ctx context.Context, log *slog.Logger) error {
	kept, err := e.ledger.Head()
	if errors.Is(err, models.ErrNotFound) {
		return nil
	}
	if errors.Is(err, models.ErrDataLoss) || errors.Is(err, models.ErrPermission) {
		log.Error("审计密钥旁的链头损坏或不是用此密钥签的 (the head beside the audit key is damaged, or not signed with it)", "err", err)
		return nil
	}
	if err != nil {
		return err
	}
	head, err := kept.Audit()
	if err != nil {
		return err
	}
	now, err := e.store.AuditHead(ctx)
	if err != nil {
		return err
	}
	var detail string
	switch row, err := e.store.AuditTrail(ctx, head.Seq-1, 1); {
	case err != nil:
		return err
	case now.Seq < head.Seq:
		e.lost = max(e.lost, head.Seq-now.Seq)
		detail = fmt.Sprintf("the trail ended at row %d of %d that were known: an older backup was restored, or the log was damaged", now.Seq, head.Seq)
	case len(row) != 1 || row[0].Seq != head.Seq || row[0].Hash != head.Hash:
		detail = fmt.Sprintf("row %d is not the one that was known: an older backup was restored and worked with, or the trail was written anew", head.Seq)
	default:
		return nil
	}
	log.Error("数据比审计密钥旁记下的更旧：恢复了较早的备份，或日志损坏 (the data is older than what was known of it)", "kept", head.Seq, "keptTime", kept.Time, "now", now.Seq)
	return e.store.AppendAudit(models.WithActor(ctx, models.System()), &models.Audit{Action: models.ActionLoss, Detail: detail})
}

// putHead keeps the head of the trail beside the audit key.
func (e *engine) putHead(ctx context.Context) error {
	head, err := e.store.AuditHead(ctx)
	if err != nil || head.Seq == 0 {
		return err
	}
	if kept, err := e.ledger.Head(); err == nil && kept.Seq == head.Seq && kept.Hash == head.Hash.String() {
		return nil
	}
	return e.ledger.PutHead(e.ledger.Sign(head, time.Now()))
}

// keepHead keeps the head, if it moved, until ctx ends.
func (e *engine) keepHead(ctx context.Context, log *slog.Logger) error {
	tick := time.NewTicker(headEvery)
	defer tick.Stop()
	for {
		if err := e.putHead(ctx); err != nil && ctx.Err() == nil {
			log.Error("链头没有保存 (the head of the trail was not kept beside the audit key)", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}
