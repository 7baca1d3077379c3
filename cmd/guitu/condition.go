package main

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"syscall"
	"time"

	"github.com/guitu-project/guitu/api/gateway"
	"github.com/guitu-project/guitu/models"
)

// What of the disk is kept free. A million reads are written down in some 500 MB of trail:
// the reserve is a working day of a province after the disk is full.
const (
	diskFloor   = 64 << 20 // bytes that must be free for more to be stored
	diskReserve = 8 << 20  // bytes that are given up when something else takes the rest
	diskWarn    = .10      // of the disk, below which an operator is warned
)

const (
	checkEvery = 15 * time.Second // how often the service looks at itself
	checkWait  = 5 * time.Second  // for the store to let a write begin
	remindFull = time.Minute      // between two log lines about a full disk
	indexLag   = time.Minute      // for which changes may wait for the index
)

// disk holds the room where the data folder lies, in bytes.
type disk struct{ free, size int64 }

func diskOf(dir string) (disk, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return disk{}, fmt.Errorf("disk of the data folder: %w", err)
	}
	block := s.Bsize
	return disk{free: int64(s.Bavail) * block, size: int64(s.Blocks) * block}, nil
}

// check says how one part of the service is, and why to those who may know.
type check struct {
	Name, State string
	Reason      models.Text
}

// condition looks at how the service that runs is.
type condition struct {
	engine    *engine
	folders   dataFlags
	heads     *headSender   // nil if none are sent
	backupAge time.Duration // from which on a backup is too old
	log       *slog.Logger
	stopping  func() (check, bool) // the server is about to stop

	mu       sync.Mutex
	behind   time.Time // since when changes have been waiting for the index; zero if none are
	position int64
	last     map[string]string // state by name, as it was logged
	said     time.Time         // that the disk is full
}

// watch logs what becomes better or worse until ctx ends.
func (c *condition) watch(ctx context.Context) error {
	tick := time.NewTicker(checkEvery)
	defer tick.Stop()
	for {
		c.announce(c.checks(ctx))
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// announce logs the checks whose state is another than it was, and a full disk every minute.
func (c *condition) announce(checks []check) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, k := range checks {
		full := k.Name == "disk" && k.State == gateway.StateFail && time.Since(c.said) >= remindFull
		if c.last[k.Name] == k.State && !full {
			continue
		}
		if full {
			c.said = time.Now()
		}
		c.last[k.Name] = k.State
		switch k.State {
		case gateway.StateFail:
			c.log.Error(k.Reason.Zh+" ("+k.Reason.En+")", "check", k.Name)
		case gateway.StateWarn:
			c.log.Warn(k.Reason.Zh+" ("+k.Reason.En+")", "check", k.Name)
		default:
			c.log.Info("check is well", "check", k.Name)
		}
	}
}

// public returns the checks without their reasons, which are in the log.
func (c *condition) public(ctx context.Context) []gateway.Check {
	checks := c.checks(ctx)
	c.announce(checks)
	var all []gateway.Check
	if stops, begun := c.stopping(); begun { // no fault that the log should speak of
		checks = append(checks, stops)
	}
	for _, k := range checks {
		all = append(all, gateway.Check{Name: k.Name, State: k.State})
	}
	return all
}

// ready returns why the service is not ready, nil if it is.
func (c *condition) ready() error {
	if _, stops := c.stopping(); stops {
		return fmt.Errorf("stopping: %w", models.ErrUnavailable)
	}
	for _, k := range c.checks(context.Background()) {
		if k.State == gateway.StateFail {
			return fmt.Errorf("%s: %w", k.Name, models.ErrUnavailable)
		}
	}
	return nil
}

// checks looks at every part.
func (c *condition) checks(ctx context.Context) []check {
	all := []check{c.store(ctx), c.rows(), c.index(ctx), c.words(), c.faces(), c.disk(), c.backup()}
	if inBucket(c.folders.Blobs) {
		all = append(all, c.blobs(ctx))
	}
	if c.heads != nil {
		all = append(all, c.heads.check())
	}
	return all
}

func well(name string) check { return check{Name: name, State: gateway.StateOK} }

func (c *condition) store(ctx context.Context) check {
	if c.engine.store.DiskFull() { // which the check of the disk says
		return well("store")
	}
	ctx, cancel := context.WithTimeout(ctx, checkWait)
	defer cancel()
	if err := c.engine.store.Writable(ctx); err != nil && ctx.Err() == nil {
		return check{"store", gateway.StateFail, models.Text{Zh: "数据库不能写入：" + err.Error(), En: "the store cannot be written"}}
	}
	return well("store")
}

// blobs warns and no more: people are searched for without their photos, at the servers that a proxy still asks.
func (c *condition) blobs(ctx context.Context) check {
	ctx, cancel := context.WithTimeout(ctx, checkWait)
	defer cancel()
	if err := c.engine.store.BlobsReachable(ctx); err != nil {
		return check{"blobs", gateway.StateWarn, models.Text{
			Zh: "照片存储（S3）不可用：照片和附件不能打开或保存：" + err.Error(), En: "the storage of photos (S3) cannot be used: photos and attachments can be neither opened nor saved",
		}}
	}
	return well("blobs")
}

func (c *condition) rows() check {
	if n := len(c.engine.store.Damaged()); n > 0 {
		return check{"rows", gateway.StateWarn, models.Text{
			Zh: fmt.Sprintf("%d 行数据损坏，已跳过；请运行 guitu check，并从备份恢复", n),
			En: fmt.Sprintf("%d damaged rows are left out: run guitu check, and restore them from a backup", n),
		}}
	}
	return well("rows")
}

func (c *condition) index(ctx context.Context) check {
	if err := c.engine.index.Unreachable(); err != nil {
		return check{"index", gateway.StateFail, models.Text{Zh: "索引分区不全，不能匹配：" + err.Error(), En: "some partitions of the index do not answer: nothing can be matched"}}
	}
	applied, failure := c.engine.index.Position()
	last, err := c.engine.store.LastChange(ctx)
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case err != nil || failure != nil:
		if err == nil {
			err = failure
		}
		return check{"index", gateway.StateFail, models.Text{Zh: "索引不能更新：" + err.Error(), En: "the index does not go on"}}
	case last <= applied:
		c.behind = time.Time{}
	case applied != c.position || c.behind.IsZero():
		c.behind = time.Now()
	case time.Since(c.behind) > indexLag:
		return check{"index", gateway.StateWarn, models.Text{
			Zh: fmt.Sprintf("有 %d 条变更一分钟后仍不能检索到", last-applied), En: fmt.Sprintf("%d changes cannot be found after a minute", last-applied),
		}}
	}
	c.position = applied
	return well("index")
}

func (c *condition) words() check {
	if !c.engine.index.HasWords() {
		return check{"words", gateway.StateWarn, models.Text{Zh: "全文索引仍在重建，暂时不能按文字检索", En: "the text index is still being made: words cannot be searched for yet"}}
	}
	return well("words")
}

func (c *condition) faces() check {
	if err := c.engine.photos.Without(); err != nil {
		return check{"faces", gateway.StateWarn, models.Text{
			Zh: "人脸模型不全，请运行 guitu face-models fetch：" + err.Error(), En: "a face model is missing: run guitu face-models fetch",
		}}
	}
	return well("faces")
}

func (c *condition) disk() check {
	d, err := c.folders.disk()
	switch {
	case err != nil:
		return check{"disk", gateway.StateFail, models.Text{Zh: "无法查看磁盘：" + err.Error(), En: "the disk cannot be looked at"}}
	case c.engine.store.DiskFull():
		return check{"disk", gateway.StateFail, models.Text{
			Zh: fmt.Sprintf("磁盘已满（剩余 %d MB）：只能查看，不能保存", d.free>>20),
			En: fmt.Sprintf("the disk is full (%d MB free): what is there can be read, nothing can be saved", d.free>>20),
		}}
	case float64(d.free) < diskWarn*float64(d.size):
		return check{"disk", gateway.StateWarn, models.Text{
			Zh: fmt.Sprintf("磁盘快满了：剩余 %d MB", d.free>>20), En: fmt.Sprintf("the disk is nearly full: %d MB free", d.free>>20),
		}}
	}
	return well("disk")
}

func (c *condition) backup() check {
	note, ok := readBackupNote(c.folders.Data)
	switch {
	case !ok:
		return check{"backup", gateway.StateWarn, models.Text{Zh: "还没有备份，请运行 guitu backup", En: "no backup was ever made: run guitu backup"}}
	case time.Since(note.Time) > c.backupAge:
		return check{"backup", gateway.StateWarn, models.Text{
			Zh: "最近的备份是 " + note.Time.Format(time.DateTime), En: "the last backup is of " + note.Time.Format(time.DateTime),
		}}
	}
	return well("backup")
}
