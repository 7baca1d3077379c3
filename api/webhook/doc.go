// Package webhook tells another system of every alert: a signed POST that holds no
// personal data, tried again until it is taken.
//
// The form is that of Standard Webhooks (github.com/standard-webhooks/standard-webhooks), for which
// receivers find libraries in most languages: the headers webhook-id, webhook-timestamp and
// webhook-signature, HMAC-SHA256 over id, time and body, a secret that begins with whsec_:
//
//	echo "whsec_$(openssl rand -base64 32)" > secret && chmod 600 secret
//
// A secret without whsec_, of 32 bytes or more, is the key as it stands; such a receiver's
// library is given whsec_ and the base64 of it.
//
// A receiver takes an event only if Verify is nil by its own clock, and if it has not seen the
// event's id before: the signature covers the time, so that an event that was recorded on the
// way cannot be played again later, nor another be made of it.
package webhook
