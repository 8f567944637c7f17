package account

import "github.com/clientele-go/clientele/fault"

// The names of the modes.
const (
	keepGoing    = "keep_going"
	allOrNothing = "all_or_nothing"
)

// String gives the mode's name: "keep_going" or "all_or_nothing".
func (m Mode) String() string {
	if m == AllOrNothing {
		return allOrNothing
	}
	return keepGoing
}

// MarshalText gives the mode's name.
func (m Mode) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads the mode's name; an empty text is KeepGoing. Another one is a fault not_allowed.
func (m *Mode) UnmarshalText(text []byte) error {
	switch string(text) {
	case "", keepGoing:
		*m = KeepGoing
	case allOrNothing:
		*m = AllOrNothing
	default:
		return &fault.Error{Faults: []fault.Fault{{
			Code: fault.NotAllowed, Message: "is no mode of a bulk call",
			Params: fault.Params{"value": string(text), "allowed": []Mode{KeepGoing, AllOrNothing}},
		}}}
	}
	return nil
}
