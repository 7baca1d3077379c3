package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"

	"github.com/guitu-project/guitu/api/webhook"
	"github.com/guitu-project/guitu/models"
)

// startWebhook sends alerts to the webhook in the background, if there is one.
// Errors: models.ErrInvalid.
func (e *engine) startWebhook(c serveCmd, log *slog.Logger) error {
	if c.WebhookURL == "" && c.WebhookSecret == "" {
		return nil
	}
	if c.WebhookURL == "" || c.WebhookSecret == "" {
		return models.Invalid("webhook-url", "--webhook-url 与 --webhook-secret 须一起给出", "--webhook-url and --webhook-secret go together")
	}
	info, err := os.Stat(c.WebhookSecret)
	if err != nil {
		return fmt.Errorf("webhook secret: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return models.Invalid("webhook-secret", "密钥文件他人可读，请先 chmod 600", "others may read the file: chmod 600 it first")
	}
	secret, err := os.ReadFile(c.WebhookSecret) //nolint:gosec // the operator names the file
	if err != nil {
		return fmt.Errorf("webhook secret: %w", err)
	}
	sender, err := webhook.New(webhook.Config{URL: c.WebhookURL, Secret: bytes.TrimSpace(secret), Store: e.store, Clock: c.clock, Log: log})
	if err != nil {
		return err
	}
	e.once("webhook", sender.Run)
	return nil
}
