package customfield

import "encoding/json"

// Input is the value of a custom field as an input gives it. The field is named by its id, its slug or its
// name; a value of null removes what is there.
type Input struct {
	FieldID string          `json:"fieldId"`
	Value   json.RawMessage `json:"value"`
}
