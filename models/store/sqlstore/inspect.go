package sqlstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// Inspect reads every row and file; see store.Inspector.
func (s *Store) Inspect(ctx context.Context, found func(store.Finding)) error {
	for _, step := range []func(context.Context, func(store.Finding)) error{s.inspectSealed, s.inspectDocuments, s.inspectBlobs, s.inspectUploads} {
		if err := step(ctx, found); err != nil {
			return fail("inspect the store", err)
		}
	}
	return nil
}

// inspectSealed opens every sealed column.
func (s *Store) inspectSealed(ctx context.Context, found func(store.Finding)) error {
	return s.eachSealed(ctx, func(about string, _ []byte, err error) error {
		if err != nil {
			found(store.Finding{Part: store.PartRows, Where: about, Err: err, Repairable: strings.HasPrefix(about, "photos/")})
		}
		return nil
	})
}

// inspectDocuments reads every subject as a caller would, which also finds what opens and
// makes no sense.
func (s *Store) inspectDocuments(ctx context.Context, found func(store.Finding)) error {
	spoken := map[string]bool{}
	for _, name := range s.Damaged() {
		spoken[name] = true
	}
	for _, read := range []func(token string) (string, error){
		func(token string) (string, error) {
			_, next, err := s.Records().List(ctx, store.Filter{}, sealPage, token)
			return next, err
		},
		func(token string) (string, error) {
			_, next, err := s.Notices().List(ctx, store.Filter{}, sealPage, token)
			return next, err
		},
	} {
		for token, more := "", true; more; more = token != "" {
			var err error
			if token, err = read(token); err != nil {
				return err
			}
		}
	}
	for _, name := range s.Damaged() {
		if !spoken[name] {
			found(store.Finding{Part: store.PartRows, Where: name, Err: models.ErrDataLoss, Repairable: strings.HasPrefix(name, "photos/")})
		}
	}
	return nil
}

// inspectBlobs reads every picture and document that a row names, and finds files that none
// names.
func (s *Store) inspectBlobs(ctx context.Context, found func(store.Finding)) error {
	sums, err := s.texts(ctx, NamedBlobs)
	if err != nil {
		return err
	}
	for _, sum := range sums {
		if err := s.inspectBlob(ctx, sum); errors.Is(err, models.ErrDataLoss) || errors.Is(err, models.ErrNotFound) {
			file, _ := BlobPath(sum)
			found(store.Finding{Part: store.PartBlobs, Where: file, Err: err})
		} else if err != nil {
			return err
		}
	}
	return s.inspectStrays(ctx, found)
}

func (s *Store) inspectBlob(ctx context.Context, sum string) (err error) {
	b, err := s.Blob(ctx, sum)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	_, err = io.Copy(io.Discard, b)
	return err
}

func (s *Store) inspectUploads(ctx context.Context, found func(store.Finding)) error {
	return s.blobs.uploadNames(ctx, func(name string) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		file, err := s.blobs.open(ctx, name)
		if errors.Is(err, models.ErrNotFound) { // done with
			return nil
		}
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, s.ring.Decrypt(file))
		if err := file.Close(); err != nil {
			return err
		}
		if errors.Is(err, models.ErrDataLoss) {
			found(store.Finding{Part: store.PartUploads, Where: name, Err: err})
			return nil
		}
		return err
	})
}

// RepairFaces deletes what is damaged of the faces on a photo whose picture is whole; see
// store.Inspector.
func (s *Store) RepairFaces(ctx context.Context, photo string) error {
	p, subject, err := s.Photo(ctx, photo)
	if err == nil && p.SHA256 == "" {
		err = fmt.Errorf("%s came without a picture: %w", photo, models.ErrNotFound)
	}
	if err == nil {
		err = s.inspectBlob(ctx, p.SHA256)
	}
	if err != nil {
		return fail("repair "+photo, err)
	}
	return s.inTx(ctx, func(t *tx) error {
		return t.write(ctx, "repair "+photo, func(ctx context.Context) error {
			actor, err := models.ActorFrom(ctx)
			if err != nil {
				return err
			}
			faces, further, err := t.damagedFaces(ctx, photo)
			if err != nil {
				return err
			}
			for _, id := range faces {
				if _, err := t.exec(ctx, "DELETE FROM faces WHERE id = ?", id); err != nil {
					return err
				}
			}
			for _, e := range further {
				if _, err := t.exec(ctx, "DELETE FROM embeddings WHERE face = ? AND position = ?", e[0], e[1]); err != nil {
					return err
				}
			}
			s.damage.whole(photo)
			entry, err := t.entryNow(ctx, subject, models.ChangeUpdated)
			if err != nil {
				return err
			}
			t.noted.change(entry)
			return t.audit(ctx, &models.Audit{Actor: actor, Action: models.ActionUpdate, Objects: []string{subject, photo}, Detail: "damaged faces were taken out"})
		})
	})
}

// damagedFaces returns the ids of a photo's faces that cannot be read, and face and position
// of the further embeddings that cannot be.
func (t *tx) damagedFaces(ctx context.Context, photo string) (faces []int64, further [][2]int64, err error) {
	rows, err := t.query(ctx, `SELECT f.id, f.geometry, f.embedding, coalesce(e.position, -1), e.embedding FROM photos p JOIN faces f ON f.photo = p.id
		LEFT JOIN embeddings e ON e.face = f.id WHERE p.name = ?`, photo)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = rows.Close() }() // rows.Err tells
	for rows.Next() {
		var id, position int64
		var geometry, embedding, other []byte
		if err := rows.Scan(&id, &geometry, &embedding, &position, &other); err != nil {
			return nil, nil, err
		}
		c := faceColumns{geometry: bytes.Clone(geometry), embedding: embedding}
		if _, err := c.face(t.store.ring, photo); err != nil {
			faces = append(faces, id)
		} else if _, err := unsealEmbedding(t.store.ring, other, photo); position >= 0 && err != nil {
			further = append(further, [2]int64{id, position})
		}
	}
	return faces, further, rows.Err()
}
