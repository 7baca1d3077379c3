package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/guitu-project/guitu/models"
)

// The headers of an event, as Standard Webhooks names them.
const (
	IDHeader        = "Webhook-Id"        // the event's id, the same each time it is sent
	TimestampHeader = "Webhook-Timestamp" // seconds since 1970 UTC
	SignatureHeader = "Webhook-Signature" // signatures, each "v1," and base64, with spaces between
)

// Tolerance is how far the clocks of sender and receiver may differ.
const Tolerance = 5 * time.Minute

const (
	scheme       = "v1,"
	secretPrefix = "whsec_" // of a secret in base64
	minKey       = 24       // bytes of one in base64, and
	maxKey       = 64       // at most, as the standard has them
)

var (
	errBase64 = errors.New("what follows " + secretPrefix + " is not base64")
	errLength = fmt.Errorf("what follows %s is not %d to %d bytes", secretPrefix, minKey, maxKey)
	errShort  = fmt.Errorf("under %d bytes", MinSecret)
)

// keyOf returns the key that a secret stands for: what follows whsec_ in base64, or else the
// bytes themselves, of which a receiver makes a whsec_ by writing them in base64.
func keyOf(secret []byte) ([]byte, error) {
	encoded, ok := strings.CutPrefix(string(secret), secretPrefix)
	if !ok {
		if len(secret) < MinSecret {
			return nil, errShort
		}
		return secret, nil
	}
	key, err := base64.StdEncoding.DecodeString(encoded)
	switch {
	case err != nil:
		return nil, errBase64
	case len(key) < minKey || len(key) > maxKey:
		return nil, errLength
	}
	return key, nil
}

// sign returns a signature: the HMAC-SHA256 of id, timestamp and body with full stops between.
func sign(key []byte, id, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, key)
	_, _ = mac.Write([]byte(id + "." + timestamp + "."))
	_, _ = mac.Write(body)
	return scheme + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// Verify does what a receiver does with an event before it reads the body. It returns nil if
// one of the signatures is the secret's and the event was sent within Tolerance of now.
// Errors: models.ErrUnauthenticated.
func Verify(secret []byte, header http.Header, body []byte, now time.Time) error {
	key, err := keyOf(secret)
	if err != nil {
		return fmt.Errorf("%w: the secret: %w", models.ErrUnauthenticated, err)
	}
	id, timestamp := header.Get(IDHeader), header.Get(TimestampHeader)
	if id == "" {
		return fmt.Errorf("%w: no id", models.ErrUnauthenticated)
	}
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return fmt.Errorf("%w: no timestamp", models.ErrUnauthenticated)
	}
	if apart := now.Sub(time.Unix(seconds, 0)); apart.Abs() > Tolerance {
		return fmt.Errorf("%w: the event is %v old", models.ErrUnauthenticated, apart.Round(time.Second))
	}
	want := []byte(sign(key, id, timestamp, body))
	for given := range strings.FieldsSeq(header.Get(SignatureHeader)) { // several while a secret is replaced
		if hmac.Equal([]byte(given), want) {
			return nil
		}
	}
	return fmt.Errorf("%w: no signature is the secret's", models.ErrUnauthenticated)
}
