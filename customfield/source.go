package customfield

import (
	"slices"

	"github.com/clientele-go/clientele/fault"
)

// Source is what the records are that have a field.
type Source string

// The sources.
const (
	Account         Source = "account"
	CustomerContact Source = "customer_contact"
	Activity        Source = "activity"
	Note            Source = "note"
	Task            Source = "task"
)

// Sources gives all sources.
func Sources() []Source { return []Source{Account, CustomerContact, Activity, Note, Task} }

func (s Source) check() error {
	return known(s, Sources(), "a source is required", "is no source of custom fields")
}

// known refuses a word that is not one of a list.
func known[W ~string](word W, words []W, missing, unknown string) error {
	switch {
	case word == "":
		return fault.New("", fault.Required, missing)
	case slices.Contains(words, word):
		return nil
	}
	return &fault.Error{Faults: []fault.Fault{{
		Code: fault.NotAllowed, Message: unknown, Params: fault.Params{"value": string(word), "allowed": words},
	}}}
}
