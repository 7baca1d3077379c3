package sqlstore

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/guitu-project/guitu/models"
)

// PutErasure notes an erasure; see store.ErasureWriter.
func (t *tx) PutErasure(ctx context.Context, job *models.ErasureJob) error {
	next := *job
	err := t.write(ctx, "erase "+job.Name, func(ctx context.Context) error {
		actor, err := models.ActorFrom(ctx)
		if err != nil {
			return err
		}
		next.Time = t.store.time()
		if next.Part == models.DataAll {
			if err := t.eraseAll(ctx, &next); err != nil {
				return err
			}
		} else if err := t.erasePart(ctx, &next); err != nil {
			return err
		}
		rest, err := json.Marshal(next)
		if err != nil {
			return err
		}
		next.ID, err = t.insert(ctx, "INSERT INTO erasure_jobs (name, sealed) VALUES (?, ?)", next.Name, t.store.ring.Seal(nil, rest, next.Name))
		if err != nil {
			return err
		}
		detail := string(next.Part) + " " + next.Reason
		return t.audit(ctx, &models.Audit{Actor: actor, Action: models.ActionErase, Objects: []string{next.Name}, Detail: detail})
	})
	if err == nil {
		*job = next
		if next.Part == models.DataAll {
			t.erased = append(t.erased, next.Erasure)
		}
	}
	return err
}

// eraseAll leaves a placeholder of the subject, and nothing of what people wrote about it
// elsewhere: its cases and proceedings with their files, its ties, its alerts, the rows of
// imports.
func (t *tx) eraseAll(ctx context.Context, job *models.ErasureJob) error {
	_, err := t.insert(ctx, "INSERT INTO erasures (name, kind, time, reason) VALUES (?, ?, ?, ?)",
		job.Name, string(job.Kind), job.Time.UnixNano(), job.Reason)
	if err != nil {
		return err
	}
	if err := t.addAttachments(ctx, job); err != nil {
		return err
	}
	if err := t.dropRowsOf(ctx, job, job.ExternalID); err != nil {
		return err
	}
	files, err := t.proceedingFiles(ctx, "subject = ?", job.Name)
	if err != nil {
		return err
	}
	job.Blobs = append(job.Blobs, files...)
	return t.execEach(ctx, job.Name,
		`UPDATE facts SET event = '' WHERE event <> '' AND event IN (SELECT name FROM proceedings WHERE subject = ?1
			UNION ALL SELECT name FROM cases WHERE record = ?1 OR notice = ?1 UNION ALL SELECT ?1)`,
		"DELETE FROM proceedings WHERE subject = ?1",
		"DELETE FROM alerts WHERE doc ->> 'case' IN (SELECT name FROM cases WHERE record = ?1 OR notice = ?1)",
		"DELETE FROM cases WHERE record = ?1 OR notice = ?1",
		"DELETE FROM ties WHERE file = ?1 OR of = ?1",
		"UPDATE changes SET other = '' WHERE other <> '' AND other = ?1",
	)
}

// erasePart takes the same part out of the subject's cases: the files that prove them,
// which are photos and documents, with the photos; what a pair weighed, which quotes both
// sides, with the texts.
func (t *tx) erasePart(ctx context.Context, job *models.ErasureJob) error {
	if err := t.dropRowsOf(ctx, job, ""); err != nil {
		return err
	}
	if err := t.emptyAnswers(ctx, job.Name); err != nil {
		return err
	}
	switch job.Part {
	case models.DataBiometrics:
		if err := t.addAttachments(ctx, job); err != nil {
			return err
		}
		err := t.execEach(ctx, job.Name, `UPDATE case_steps SET attachment = ''
			WHERE attachment <> '' AND case_id IN (SELECT id FROM cases WHERE record = ?1 OR notice = ?1)`)
		if err != nil {
			return err
		}
	case models.DataTexts:
		err := t.execEach(ctx, job.Name,
			"DELETE FROM alerts WHERE doc ->> 'case' IN (SELECT name FROM cases WHERE record = ?1 OR notice = ?1)",
			"UPDATE cases SET match = '{}', sealed = x'' WHERE record = ?1 OR notice = ?1")
		if err != nil {
			return err
		}
	}
	return t.markErased(ctx, job.Name, job.Part)
}

func (t *tx) execEach(ctx context.Context, name string, statements ...string) error {
	for _, statement := range statements {
		if _, err := t.exec(ctx, statement, name); err != nil {
			return err
		}
	}
	return nil
}

// addAttachments adds the files of the subject's cases to the job's blobs.
func (t *tx) addAttachments(ctx context.Context, job *models.ErasureJob) error {
	return t.addBlobs(ctx, job, `SELECT DISTINCT attachment FROM case_steps JOIN cases ON id = case_id
		WHERE attachment <> '' AND (record = ?1 OR notice = ?1)`, job.Name)
}

// addBlobs adds the blobs that a query selects to the job's.
func (t *tx) addBlobs(ctx context.Context, job *models.ErasureJob, query string, args ...any) error {
	sums, err := t.texts(ctx, query, args...)
	job.Blobs = append(job.Blobs, sums...)
	return err
}

// MarkErased notes that a part is gone; see store.ErasureWriter.
func (t *tx) MarkErased(ctx context.Context, name string, part models.DataCategory) error {
	return t.write(ctx, "mark "+name, func(ctx context.Context) error { return t.markErased(ctx, name, part) })
}

func (t *tx) markErased(ctx context.Context, name string, part models.DataCategory) error {
	_, err := t.exec(ctx, "UPDATE subjects SET erased = erased | ? WHERE name = ?", partBit(part), name)
	return err
}

// partBit returns the part's bit in subjects.erased.
func partBit(part models.DataCategory) int { return 1 << slices.Index(models.DataCategories, part) }

// EndErasure forgets a job; see store.ErasureWriter.
func (t *tx) EndErasure(ctx context.Context, id int64) error {
	return t.write(ctx, "end an erasure", func(ctx context.Context) error {
		_, err := t.exec(ctx, "DELETE FROM erasure_jobs WHERE id = ?", id)
		return err
	})
}

// Erasure reads a placeholder; see store.Erasures.
func (s *Store) Erasure(ctx context.Context, name string) (*models.Erasure, error) {
	e := &models.Erasure{Name: name}
	var nanos int64
	err := s.reader().queryRow(ctx, "SELECT kind, time, reason FROM erasures WHERE name = ?", name).Scan(&e.Kind, &nanos, &e.Reason)
	if err != nil {
		return nil, fail("get the erasure of "+name, err)
	}
	e.Time = fromNanos(nanos)
	return e, nil
}

// Erasures reads a page of placeholders; see store.Erasures.
func (s *Store) Erasures(ctx context.Context, limit int, token string) (page []models.Erasure, next string, err error) {
	return pageOf(ctx, s, "e", "SELECT id, name, kind, time, reason FROM erasures WHERE id > ? ORDER BY id LIMIT ?", limit, token,
		func(scan func(...any) error) (id int64, e models.Erasure, err error) {
			var nanos int64
			err = scan(&id, &e.Name, &e.Kind, &nanos, &e.Reason)
			e.Time = fromNanos(nanos)
			return id, e, err
		})
}

// pageOf reads a page of a table in the order of its ids; query takes the id after which
// the page begins, then a limit, then the further arguments. letter tells the table's
// tokens from others.
func pageOf[T any](ctx context.Context, s *Store, letter, query string, limit int, token string,
	row func(scan func(...any) error) (int64, T, error), args ...any,
) (page []T, next string, err error) {
	after := int64(0)
	if token != "" {
		after, err = strconv.ParseInt(token[1:], 36, 64)
		if err != nil || after < 1 || letter+strconv.FormatInt(after, 36) != token {
			return nil, "", models.Invalid("pageToken", "翻页标记无效，请从第一页重新开始", "unknown token: begin again with the first page")
		}
	}
	if limit < 1 {
		return nil, "", models.Invalid("pageSize", "每页数量至少为 1", "must be at least 1")
	}
	limit = min(limit, maxPage)
	read, last := 0, int64(0)
	err = s.each(ctx, query, func(scan func(...any) error) error {
		id, t, err := row(scan)
		spared := id != 0 && s.damage.spares(fmt.Sprintf("%s/%d", letter, id), err)
		if err != nil && !spared {
			return err
		}
		if read++; read > limit { // tells that there is a next page
			return nil
		}
		if last = id; !spared {
			page = append(page, t)
		}
		return nil
	}, append([]any{after, limit + 1}, args...)...)
	if err != nil {
		return nil, "", fail("read a page", err)
	}
	if read <= limit {
		return page, "", nil
	}
	return page, letter + strconv.FormatInt(last, 36), nil
}

// ErasureJobs reads what is to be done; see store.Erasures.
func (s *Store) ErasureJobs(ctx context.Context) (jobs []models.ErasureJob, err error) {
	err = s.each(ctx, "SELECT id, name, sealed FROM erasure_jobs ORDER BY id", func(scan func(...any) error) error {
		var id int64
		var name string
		var sealed []byte
		if err := scan(&id, &name, &sealed); err != nil {
			return err
		}
		rest, err := s.ring.Unseal(nil, sealed, name)
		if s.damage.spares("erasure of "+name, err) { // its rows are gone, and its blobs are swept
			return nil
		}
		if err != nil {
			return err
		}
		var job models.ErasureJob
		if err := json.Unmarshal(rest, &job); err != nil {
			return fmt.Errorf("%w: erasure of %s: %w", models.ErrDataLoss, name, err)
		}
		job.ID = id
		jobs = append(jobs, job)
		return nil
	})
	return jobs, fail("read erasures", err)
}

// Expired finds whose time has come; see store.Erasures.
func (s *Store) Expired(ctx context.Context, side models.Kind, statuses []string, before time.Time, part models.DataCategory, limit int) (names []string, err error) {
	names, err = s.texts(ctx, `SELECT name FROM subjects WHERE NOT open AND kind = ? AND status IN (SELECT value FROM json_each(?))
		AND status_time < ? AND erased & ? = 0 LIMIT ?`, string(side), listOf(statuses), before.UnixNano(), partBit(part), limit)
	return names, fail("find what is to be erased", err)
}

// DropBlobs deletes what no one names; see store.Scrubber. The one who has put the same bytes
// and not named them yet is refused when they do, and puts them again.
func (s *Store) DropBlobs(ctx context.Context, sums []string) error {
	return fail("drop blobs", s.blobs.drop(ctx, sums))
}

// Scrub has the database forget what was deleted; see store.Scrubber.
func (s *Store) Scrub(ctx context.Context) error { return fail("scrub", s.scrub(ctx)) }

// Remains says what Scrub leaves; see store.Scrubber.
func (s *Store) Remains() models.Text { return s.db.Remains() }
