package models

import "time"

// Alert describes a pair that Guitu announces by itself. ID grows with every alert and is
// never used twice.
type Alert struct {
	ID      int64     `json:"-"`
	Key     string    `json:"-"` // of the pair and what both sides said: nothing is announced twice
	Case    string    `json:"case"`
	Match   Match     `json:"match"`
	Reasons []Text    `json:"reasons,omitempty"` // what a reader must know besides the evidence
	Time    time.Time `json:"-"`
}

// DeliveryState says how far a delivery is.
type DeliveryState string

// The states of a delivery.
const (
	DeliveryWaiting DeliveryState = "WAITING" // for its first or its next attempt
	DeliveryDone    DeliveryState = "DONE"
	DeliveryDead    DeliveryState = "DEAD" // given up; the alert itself stays
)

// Delivery describes one alert on its way to the webhook.
type Delivery struct {
	Alert    int64
	State    DeliveryState
	Attempts int
	Next     time.Time // of the next attempt
	Error    string    // why the last one failed, without anything personal
	Time     time.Time // of the last change
}
