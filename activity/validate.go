package activity

import (
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/entry"
)

// The limits of an activity's fields: characters, minutes, participants.
const (
	maxText         = 255
	maxDescription  = 32_768
	maxDuration     = 1_000_000 // some two years
	maxParticipants = 1_000
)

func setDuration(w *entry.Writer[Activity], minutes int64) {
	switch {
	case minutes < 0:
		w.Faults.AddWith(string(FieldDuration), fault.TooSmall, "must not be negative", fault.Params{"limit": 0})
	case minutes > maxDuration:
		w.Faults.AddWith(string(FieldDuration), fault.TooLarge, "too many minutes", fault.Params{"limit": maxDuration})
	default:
		w.R.Duration = minutes
	}
}
