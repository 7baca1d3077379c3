package models

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
)

// ChainHash is the hash of an audit row and, through the row before it, of every
// row before that.
type ChainHash [sha256.Size]byte

// String is lower-case hex.
func (h ChainHash) String() string { return hex.EncodeToString(h[:]) }

// chainFormat is hashed first, so that another format can follow one day.
const chainFormat = "guitu audit row 1"

// HashAfter returns the hash that the row must carry when prev is that of the row before it.
// It covers everything that the row says. Each text is preceded by its length, so
// that no two rows read the same.
func (a *Audit) HashAfter(prev ChainHash) ChainHash {
	b := make([]byte, 0, rowSize)
	b = append(b, prev[:]...)
	b = appendText(b, chainFormat)
	b = appendNumber(b, a.Seq)
	b = appendNumber(b, a.Time.UnixNano())
	for _, text := range []string{a.Actor.ID, string(a.Actor.Role), string(a.Action), a.Purpose} {
		b = appendText(b, text)
	}
	b = appendNumber(b, int64(len(a.Objects)))
	for _, object := range a.Objects {
		b = appendText(b, object)
	}
	return sha256.Sum256(appendText(b, a.Detail))
}

// rowSize is what most rows take, in bytes.
const rowSize = 512

func appendNumber(b []byte, n int64) []byte {
	return binary.BigEndian.AppendUint64(b, uint64(n))
}

func appendText(b []byte, text string) []byte {
	return append(appendNumber(b, int64(len(text))), text...)
}

// AuditHead holds the end of the trail: its last row's number and hash. The one who notes
// it down can later prove that the rows up to it are still the same.
type AuditHead struct {
	Seq  int64
	Hash ChainHash
}

// AuditVerdict holds what a look at the whole trail found.
type AuditVerdict struct {
	Rows   int64     // that were found good
	Head   AuditHead // of the good rows
	BadSeq int64     // the first row that is wrong or missing; 0 if all is well
	Reason Text      // why; empty if all is well
	Losses []int64   // rows that say that the store lacked what was committed, as after an older backup was restored
}

// Chain follows the trail from its first row.
type Chain struct {
	Head AuditHead
	Rows int64
}

// Follow takes the next row, or says what is wrong with it.
func (c *Chain) Follow(row *Audit) (wrong Text) {
	switch {
	case row.Seq <= c.Head.Seq:
		return Text{Zh: "序号重复或倒退", En: "its number is not after that of the row before"}
	case row.HashAfter(c.Head.Hash) != row.Hash:
		return Text{
			Zh: "与哈希链不符：此行被改动，或此行之前有行被删除、插入、调换",
			En: "it does not fit the chain: it was changed, or rows before it were removed, put in or moved",
		}
	}
	c.Head = AuditHead{Seq: row.Seq, Hash: row.Hash}
	c.Rows++
	return Text{}
}

// Verdict ends a look in which every row was good so far; kept is the head that was
// kept apart from the rows.
func (c *Chain) Verdict(kept AuditHead) AuditVerdict {
	v := AuditVerdict{Rows: c.Rows, Head: c.Head}
	switch {
	case kept.Seq > c.Head.Seq:
		v.BadSeq = c.Head.Seq + 1
		v.Reason = Text{
			Zh: fmt.Sprintf("末尾缺行：链头记录到第 %d 行，实际只到第 %d 行", kept.Seq, c.Head.Seq),
			En: fmt.Sprintf("the end is cut off: the head is at row %d, the rows end at %d", kept.Seq, c.Head.Seq),
		}
	case kept != c.Head:
		v.BadSeq = c.Head.Seq
		v.Reason = Text{Zh: "最后一行与链头不符", En: "the last row is not the one that the head is of"}
	}
	return v
}
