// Package input puts the values of an input into a record, normalised, and collects what is wrong with them: what the
// writers of all domain packages have alike.
package input

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/value"
)

// Writer collects the faults of one input. F names the fields.
type Writer[F ~string] struct {
	Faults  fault.List
	Touched map[F]bool // by a patch
}

// Take notes the faults of a value, and tells whether it can be used.
func (w *Writer[F]) Take(path string, err error) bool {
	if err == nil {
		return true
	}
	if failed := w.Faults.Take(path, err); failed != nil {
		w.Faults.Add(path, fault.NotAllowed, failed.Error())
	}
	return false
}

// Text sets a text of one line.
func (w *Writer[F]) Text(f F, to *string, in string, limit int) {
	if text, err := value.Text(in, limit); w.Take(string(f), err) {
		*to = text
	}
}

// LongText sets a text of several lines.
func (w *Writer[F]) LongText(f F, to *string, in string, limit int) {
	if text, err := value.LongText(in, limit); w.Take(string(f), err) {
		*to = text
	}
}

// URL sets a web address; a blank one is none.
func (w *Writer[F]) URL(f F, to *string, in string) {
	if strings.TrimSpace(in) == "" {
		*to = ""
		return
	}
	if url, err := value.URL(in); w.Take(string(f), err) {
		*to = url
	}
}

// Metadata sets a JSON object.
func (w *Writer[F]) Metadata(f F, to *json.RawMessage, in json.RawMessage) {
	if metadata, err := value.Metadata(in); w.Take(string(f), err) {
		*to = metadata
	}
}

// Require notes that a field is missing, unless something was found wrong with what was given for it.
func (w *Writer[F]) Require(f F, missing bool) {
	if missing && !w.Faulty(string(f)) {
		w.Faults.Add(string(f), fault.Required, "is required")
	}
}

// Faulty tells whether something was found wrong with a value, or inside it, already.
func (w *Writer[F]) Faulty(path string) bool { return faulty(w.Faults, path) }

func faulty(faults fault.List, path string) bool {
	return slices.ContainsFunc(faults, func(have fault.Fault) bool {
		inside, ok := strings.CutPrefix(have.Path, path)
		return ok && (inside == "" || inside[0] == '.' || inside[0] == '[')
	})
}

// Join adds faults, but for those of values that were at fault before.
func (w *Writer[F]) Join(found []fault.Fault) {
	before := len(w.Faults)
	for _, f := range found {
		if !faulty(w.Faults[:before], f.Path) {
			w.Faults = append(w.Faults, f)
		}
	}
}

// Clear empties the fields that a patch clears, by functions for those that can be.
func Clear[F ~string, T any](w *Writer[F], r *T, fields []F, clearers map[F]func(r *T)) {
	for _, f := range fields {
		empty, ok := clearers[f]
		if !ok {
			w.Faults.Add(string(f), fault.UnknownField, "is no field that can be cleared")
			continue
		}
		if !w.Touched[f] {
			w.Touched[f] = true
			empty(r)
		}
	}
}

// Set hands a value that was given to the writer; one that is to be cleared as well is a fault.
func Set[F ~string, V any](w *Writer[F], f F, v *V, write func(V)) {
	if v == nil {
		return
	}
	if w.Touched[f] {
		w.Faults.Add(string(f), fault.Contradiction, "is both set and cleared")
		return
	}
	w.Touched[f] = true
	write(*v)
}
