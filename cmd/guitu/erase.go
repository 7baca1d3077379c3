package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store/postgres"
	"github.com/guitu-project/guitu/models/store/seal"
)

type eraseCmd struct {
	Names  []string `arg:"" optional:"" help:"Whom to erase: records/… or notices/…"`
	Reason string   `default:"FAMILY_WITHDREW" enum:"FAMILY_WITHDREW,NOT_MISSING,ORDER,ENTERED_BY_MISTAKE" help:"Why: ${enum}."`
	dataFlags

	Verify    bool     `help:"Erase nothing; prove that nothing of the given bytes is left in the data folder."`
	Photo     []string `type:"existingfile" help:"With --verify: a picture that must be gone."`
	Embedding []string `type:"existingfile" help:"With --verify: a JSON array of numbers that must be gone."`
	Text      []string `help:"With --verify: a phone number or a text that must be gone."`
}

// Help returns what guitu erase --help shows.
func (eraseCmd) Help() string {
	return `家属撤回时立即删除：照片、人脸特征、联系方式、描述文字、案件，任何地方都不留；只留占位（名称、种类、时间、原因）和审计记录。不能恢复。

Erases at once and for good, in the store, the pictures, the index and what is learned
from faces. It works with the service that runs on the folder, or starts one. Cut off,
the rest is done at the next start.

  guitu erase notices/ID --data DIR
  guitu erase --verify --photo face.jpg --embedding face.json --text 13800000000 --data DIR

--verify searches every file of the folder for any 32 bytes of the pictures and
embeddings (as 32-bit and 64-bit numbers and as signed bytes) and for the texts, and
then everything that the key opens. Backups are not in the folder: those made before
still hold what was erased, until they are deleted or, after guitu key rotate, the
copies of the old key are.`
}

// Run erases, or verifies.
func (c *eraseCmd) Run(ctx context.Context, m *Main, log *slog.Logger) error {
	if c.Verify {
		return c.verify(ctx, m, log)
	}
	if len(c.Names) == 0 {
		return models.Invalid("NAME", "请写明要删除谁：records/… 或 notices/…", "say whom to erase: records/… or notices/…")
	}
	return c.erase(ctx, m, log)
}

func (c *eraseCmd) erase(ctx context.Context, m *Main, log *slog.Logger) (err error) {
	service, err := connect(ctx, c.dataFlags, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, service.Close()) }()
	erasures := guituv1.NewErasureServiceClient(service.conn)
	for _, name := range c.Names {
		e, err := erasures.Erase(service.as(ctx), &guituv1.EraseRequest{Name: name, Reason: c.Reason})
		if err != nil {
			return fmt.Errorf("erase %s: %w", name, err)
		}
		said := "已删除 erased"
		if e.GetPending() {
			said = "已删除，文件清理随后自动完成 erased, files are cleaned by and by"
		}
		_, _ = fmt.Fprintf(m.Stdout, "%s  %s  %s  %s\n", e.GetName(), e.GetEraseTime().AsTime().Format("2006-01-02 15:04:05Z"), e.GetReason(), said)
	}
	onServer, err := c.rowsOnServer()
	if err != nil {
		return err
	}
	if onServer {
		left := postgres.Remains()
		_, _ = fmt.Fprintf(m.Stdout, "%s\n%s\n", left.Zh, left.En)
	}
	_, err = fmt.Fprintln(m.Stdout, "此前的备份仍含有这些数据，直到备份被删除，或更换密钥（guitu key rotate）并销毁旧密钥的副本\nbackups of before still hold them, until they are deleted, or the keys are rotated and the old key's copies destroyed")
	return err
}

func (c *eraseCmd) verify(ctx context.Context, m *Main, log *slog.Logger) (err error) {
	sought, err := c.sought()
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(c.Data, "guitu.db")); c.Store == "" && err != nil {
		return fmt.Errorf("data folder: %w", err)
	}
	st, err := c.openStore(ctx, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	r := erasureCheck{sought: sought}
	if err := r.searchFolder(ctx, c.Data); err != nil {
		return err
	}
	_, _ = fmt.Fprintf(m.Stdout, "查找了 %d 个文件 searched %d files, %d bytes\n", r.files, r.files, r.bytes)
	files := r.files
	unreadable, err := st.Unsealed(ctx, r.searchIn)
	if err != nil {
		return err
	}
	scans, err := c.searchScans(st.Keyring(), &r)
	if err != nil {
		return err
	}
	unreadable += scans
	_, _ = fmt.Fprintf(m.Stdout, "解密后查找了 %d 项 opened and searched %d sealed things, %d cannot be opened\n", r.files-files, r.files-files, unreadable)
	for _, found := range r.found {
		_, _ = fmt.Fprintln(m.Stdout, "  找到 found:", found)
	}
	if len(r.found) > 0 {
		return fmt.Errorf("仍有残留 (something is left): %d", len(r.found))
	}
	if where := st.Remains(); where != (models.Text{}) {
		_, err = fmt.Fprintf(m.Stdout, "数据目录和数据库的现有内容中没有残留 nothing is left in the folder and in what the database holds\n但 but: %s\n%s\n", where.Zh, where.En)
		return err
	}
	_, err = fmt.Fprintln(m.Stdout, "没有残留 nothing is left")
	return err
}

// searchScans opens the scan, and what a save of it that was cut off left, and returns how many
// do not open.
func (c *eraseCmd) searchScans(ring *seal.Keyring, r *erasureCheck) (unreadable int, err error) {
	files, err := filepath.Glob(filepath.Join(c.index(), "scan*"))
	if err != nil {
		return 0, err
	}
	for _, path := range files {
		file, err := os.Open(path)          //nolint:gosec // in the operator's folder
		if errors.Is(err, fs.ErrNotExist) { // gone since
			continue
		}
		if err != nil {
			return unreadable, err
		}
		err = errors.Join(r.searchIn("index/"+filepath.Base(path), ring.Decrypt(file)), file.Close())
		if errors.Is(err, models.ErrDataLoss) {
			unreadable++
		} else if err != nil {
			return unreadable, err
		}
	}
	return unreadable, nil
}

// sought reads what must be gone.
func (c *eraseCmd) sought() (*sought, error) {
	s := newSought()
	for _, file := range c.Photo {
		content, err := os.ReadFile(file) //nolint:gosec // the operator names it
		if err != nil {
			return nil, err
		}
		if s.add("photo "+filepath.Base(file), content) == 0 {
			return nil, models.Invalid("--photo", file+" 太小或全是相同的字节，无法查找", file+" is too small, or the same bytes all over: it cannot be searched for")
		}
	}
	for _, file := range c.Embedding {
		text, err := os.ReadFile(file) //nolint:gosec // the operator names it
		if err != nil {
			return nil, err
		}
		if err := s.addVector("embedding "+filepath.Base(file), text); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
	}
	for _, text := range c.Text {
		s.addText(text)
	}
	if s.empty() {
		return nil, models.Invalid("--photo, --embedding, --text", "请写明要查找什么", "say what must be gone")
	}
	return s, nil
}
