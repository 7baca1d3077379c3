package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/guitu-project/guitu/models"
)

// The headers of an event.
const (
	TimestampHeader = "Guitu-Timestamp" // seconds since 1970 UTC
	SignatureHeader = "Guitu-Signature" // v1= and the HMAC-SHA256 of timestamp, a full stop and the body, in hex
	EventHeader     = "Guitu-Event"     // the event's id, as in the body
)

// Tolerance is how far the clocks of sender and receiver may differ.
const Tolerance = 5 * time.Minute

const version = "v1="

// sign returns the value of SignatureHeader.
func sign(secret []byte, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, secret)
	_, _ = mac.Write([]byte(timestamp + "."))
	_, _ = mac.Write(body)
	return version + hex.EncodeToString(mac.Sum(nil))
}

// Verify is what a receiver does with an event before it reads the body: nil where the
// sender holds the secret and sent it within Tolerance of now.
// Errors: models.ErrUnauthenticated.
func Verify(secret []byte, header http.Header, body []byte, now time.Time) error {
	timestamp := header.Get(TimestampHeader)
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return fmt.Errorf("%w: no timestamp", models.ErrUnauthenticated)
	}
	given := strings.TrimSpace(header.Get(SignatureHeader))
	if !hmac.Equal([]byte(given), []byte(sign(secret, timestamp, body))) {
		return fmt.Errorf("%w: the signature is not the secret's", models.ErrUnauthenticated)
	}
	if apart := now.Sub(time.Unix(seconds, 0)); apart.Abs() > Tolerance {
		return fmt.Errorf("%w: the event is %v old", models.ErrUnauthenticated, apart.Round(time.Second))
	}
	return nil
}
