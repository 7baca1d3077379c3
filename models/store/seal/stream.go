package seal

import (
	"bufio"
	"bytes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/guitu-project/guitu/models"
)

// A sealed file is fileMagic, the key's id, a salt, and chunks. The nonce of a chunk is
// its number, and whether it is the last: the STREAM construction (Hoang et al. 2015),
// as age has it.
const (
	fileMagic = "GUITUSF1"
	saltSize  = 16
	chunkSize = 64 << 10
	tagSize   = 16

	fileHeader = len(fileMagic) + len(keyID{}) + saltSize
)

type nonce [12]byte

func (n *nonce) next(number uint64, last bool) []byte {
	binary.BigEndian.PutUint64(n[3:11], number)
	n[11] = 0
	if last {
		n[11] = 1
	}
	return n[:]
}

// Encrypt returns plain, sealed, as a stream.
func (r *Keyring) Encrypt(plain io.Reader) io.Reader {
	k := r.state.Load().current
	header := append([]byte(fileMagic), k.id[:]...)
	salt := make([]byte, saltSize)
	_, _ = rand.Read(salt) // never fails
	gcm, err := k.file(salt)
	return &encrypter{in: bufio.NewReaderSize(plain, chunkSize+1), gcm: gcm, err: err, ready: append(header, salt...)}
}

type encrypter struct {
	in     *bufio.Reader
	gcm    cipher.AEAD
	nonce  nonce
	number uint64
	ready  []byte // sealed and not read yet
	err    error
}

func (e *encrypter) Read(p []byte) (int, error) {
	for len(e.ready) == 0 {
		if e.err != nil {
			return 0, e.err
		}
		e.fill()
	}
	n := copy(p, e.ready)
	e.ready = e.ready[n:]
	return n, nil
}

// fill seals the next chunk; err is then io.EOF after the last one.
func (e *encrypter) fill() {
	chunk, err := e.in.Peek(chunkSize + 1)
	last := errors.Is(err, io.EOF)
	if err != nil && !last {
		e.err = err
		return
	}
	if !last {
		chunk = chunk[:chunkSize]
	}
	e.ready = e.gcm.Seal(e.ready[:0], e.nonce.next(e.number, last), chunk, nil)
	e.number++
	_, _ = e.in.Discard(len(chunk)) // it was peeked at
	if last {
		e.err = io.EOF
	}
}

// Decrypt returns what a sealed stream holds. A reader gets models.ErrDataLoss where the
// stream was damaged or is no sealed one.
func (r *Keyring) Decrypt(sealed io.Reader) io.Reader {
	return &decrypter{ring: r, in: bufio.NewReaderSize(sealed, chunkSize+tagSize+1)}
}

type decrypter struct {
	ring   *Keyring
	in     *bufio.Reader
	gcm    cipher.AEAD
	nonce  nonce
	number uint64
	room   []byte
	ready  []byte
	err    error
}

func (d *decrypter) Read(p []byte) (int, error) {
	for len(d.ready) == 0 {
		if d.err != nil {
			return 0, d.err
		}
		d.fill()
	}
	n := copy(p, d.ready)
	d.ready = d.ready[n:]
	return n, nil
}

func (d *decrypter) fill() {
	if d.gcm == nil {
		if d.err = d.begin(); d.err != nil {
			return
		}
	}
	chunk, err := d.in.Peek(chunkSize + tagSize + 1)
	last := errors.Is(err, io.EOF)
	if err != nil && !last {
		d.err = err
		return
	}
	if !last {
		chunk = chunk[:chunkSize+tagSize]
	}
	plain, err := d.gcm.Open(d.room[:0], d.nonce.next(d.number, last), chunk, nil)
	if err != nil {
		d.err = fmt.Errorf("%w: chunk %d of a sealed file: %w", models.ErrDataLoss, d.number, err)
		return
	}
	d.room, d.ready = plain, plain
	d.number++
	_, _ = d.in.Discard(len(chunk)) // it was peeked at
	if last {
		d.err = io.EOF
	}
}

// begin reads the header.
func (d *decrypter) begin() error {
	header := make([]byte, fileHeader)
	if _, err := io.ReadFull(d.in, header); err != nil || !bytes.HasPrefix(header, []byte(fileMagic)) {
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return err
		}
		return fmt.Errorf("%w: not a sealed file", models.ErrDataLoss)
	}
	k := d.ring.state.Load().keys[keyID(header[len(fileMagic):])]
	if k == nil {
		return fmt.Errorf("%w: sealed with key %x, which is not held", models.ErrDataLoss, header[len(fileMagic):len(fileMagic)+len(keyID{})])
	}
	var err error
	d.gcm, err = k.file(header[fileHeader-saltSize:])
	return err
}

// InspectHeader says what the beginning of a file is: sealed at all, and with the current key.
func (r *Keyring) InspectHeader(beginning []byte) (sealed, current bool) {
	if len(beginning) < fileHeader || !bytes.HasPrefix(beginning, []byte(fileMagic)) {
		return false, false
	}
	return true, keyID(beginning[len(fileMagic):]) == r.state.Load().current.id
}
