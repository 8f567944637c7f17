package entry

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/input"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/value"
)

// Writer puts the values of an input into a record, normalised, and collects what is wrong with them. Every path that
// writes an entry goes through it.
type Writer[T any] struct {
	input.Writer[string]
	R     *T
	Rules Rules

	kind      *Kind[T]
	given     []customfield.Input
	isNew     bool
	questions []func(tx *record.Tx) (fault.List, error)
}

// result gives the record, or what is wrong with it.
func (w *Writer[T]) result() (*T, error) {
	if err := w.Faults.Err(); err != nil {
		return nil, err
	}
	return w.R, nil
}

// Ask has something found out that only the store knows, when the whole record is written. Without a store it is not
// asked.
func (w *Writer[T]) Ask(question func(tx *record.Tx) (fault.List, error)) {
	w.questions = append(w.questions, question)
}

// ask adds what only the store knows to be wrong: look-ups, and what a field wants to know.
func (w *Writer[T]) ask(tx *record.Tx, before *T) error {
	var had []*T
	if before != nil {
		had = []*T{before}
	}
	found, err := w.kind.custom.CheckLookUps(tx, had, []*T{w.R})
	if err != nil {
		return err
	}
	w.Faults = append(w.Faults, found[0]...)
	for _, question := range w.questions {
		more, err := question(tx)
		if err != nil {
			return err
		}
		w.Faults = append(w.Faults, more...)
	}
	return nil
}

// User sets a user id. One that the record has already is not asked for again.
func (w *Writer[T]) User(field string, to *string, in string) {
	id, err := value.Text(in, maxUser)
	if !w.Take(field, err) {
		return
	}
	if id != "" && id != *to && w.Rules.KnownUser != nil && !w.Rules.KnownUser(id) {
		w.Faults.AddWith(field, fault.UnknownReference, "is no active user", fault.Params{"value": id})
		return
	}
	*to = id
}

// Choose sets a picklist, of a new record to the default if nothing is given.
func (w *Writer[T]) Choose(c Choice[T], in string) {
	set := w.Rules.Picklists.Of(c.Attribute)
	if in == "" && w.isNew {
		setDefault(set, c.Ref(w.R))
		return
	}
	w.Take(c.Name, set.Assign(c.Ref(w.R), in))
}

// account keeps the account as it is.
func (w *Writer[T]) account(id account.ID) {
	to := w.kind.spec.Parts(w.R).AccountID
	if !id.IsZero() && id != *to {
		w.Faults.Add(FieldAccount, fault.Immutable, "the account never changes")
		return
	}
	*to = id
}

// Time sets a time, normalised as input.Time has it.
func (w *Writer[T]) Time(field string, to *time.Time, in time.Time) {
	n := len(w.Faults)
	if at := input.Time(field, in, &w.Faults); len(w.Faults) == n {
		*to = at
	}
}

// Metadata sets the metadata.
func (w *Writer[T]) Metadata(in json.RawMessage) {
	w.Writer.Metadata("metadata", w.kind.spec.Parts(w.R).Metadata, in)
}

// customFields sets the values of a new record, and changes those of one that has some.
func (w *Writer[T]) customFields(in []customfield.Input) {
	schema, values := w.Rules.CustomFields, w.kind.spec.Parts(w.R).Custom
	if schema == nil {
		schema, _ = customfield.NewSchema(w.kind.spec.Source)
	}
	var err error
	if w.isNew {
		*values, err = schema.Validate(in, w.Rules.custom())
	} else {
		*values, err = schema.Apply(*values, in, w.Rules.custom())
	}
	w.Join(fault.All(err))
}

// RequireOnClose notes the custom fields that are mandatory on close and have no value, each once: neither those that
// are missing anyway, nor those that something was found wrong with.
func (w *Writer[T]) RequireOnClose() {
	if w.Rules.CustomFields == nil {
		return
	}
	at := map[string]bool{}
	for i, in := range w.given {
		if f, ok := w.Rules.CustomFields.Resolve(in.FieldID); ok && w.Faulty(fault.At("customFieldValues", i)) {
			at[f.Slug] = true
		}
	}
	for _, have := range w.Faults {
		if slug, ok := have.Params["field"].(string); ok && have.Path == "customFieldValues" {
			at[slug] = true
		}
	}
	for _, missing := range w.Rules.CustomFields.RequireOnClose(*w.kind.spec.Parts(w.R).Custom) {
		if slug, _ := missing.Params["field"].(string); !at[slug] {
			w.Faults = append(w.Faults, missing)
		}
	}
}

// whole judges the record as a whole, in what concerns the fields that were touched.
func (w *Writer[T]) whole(before *T) {
	for _, field := range slices.Concat(w.kind.spec.Required, w.Rules.Settings.Mandatory[w.kind.spec.Name]) {
		w.Require(field, (w.isNew || w.Touched[field]) && w.empty(field))
	}
	if w.kind.spec.Whole != nil {
		w.kind.spec.Whole(w, before)
	}
}

// empty tells whether clearing a field would change nothing.
func (w *Writer[T]) empty(field string) bool {
	clear, ok := w.kind.spec.Clearers[field]
	if !ok {
		return false
	}
	without := *w.R
	clear(&without)
	return w.kind.table.Equal(w.R, &without)
}

// Set hands a value that was given to the writer; one that is to be cleared as well is a fault.
func Set[T, V any, F ~string](w *Writer[T], field F, v *V, write func(V)) {
	input.Set(&w.Writer, string(field), v, write)
}
