package value

import "github.com/clientele-go/clientele/fault"

// refuse gives a fault of the value as a whole.
func refuse(code fault.Code, message string) error {
	return fault.New("", code, message)
}

// refuseAbove gives a fault of the value as a whole that has a limit.
func refuseAbove(limit int, code fault.Code, message string) error {
	return &fault.Error{Faults: []fault.Fault{{Code: code, Message: message, Params: fault.Params{"limit": limit}}}}
}
