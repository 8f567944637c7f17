package contact

import (
	"context"
	"slices"
	"strings"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/lenient"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/value"
)

// Query says who is looked for: by the whole e-mail address, or by what a name or an address begins with. It decodes
// from JSON as a [Draft] does.
type Query struct {
	Email string `json:"email"` // an address; not beside Text
	Text  string `json:"text"`  // the beginning of a first, last or whole name, or of an address, whatever its case
	Limit int    `json:"limit"` // 1 to record.MaxLimit; 0: record.DefaultLimit

	faults fault.List // of decoding
}

// UnmarshalJSON decodes a query; nothing is left of what it was before. The error is about malformed JSON alone.
func (q *Query) UnmarshalJSON(data []byte) error {
	type plain Query
	var in plain
	faults, err := lenient.DecodeQuery(data, &in)
	*q = Query(in)
	q.faults = faults
	return err
}

// LenientFaults gives what was wrong with the JSON that the query was decoded from.
func (q *Query) LenientFaults() fault.List { return q.faults }

// Search gives the live contacts that a query means, at most Limit: that with the address, or those with the
// beginning, by whole name first, then by last name, then by address, each in alphabetical order. Nobody found is no
// error.
//
// Faults: `required` at "email" where nothing is looked for, `not_an_email`, `contradiction` for an address beside a
// text, `invalid_text` and `too_long` at "text", `too_small` and `too_large` at "limit".
func Search(ctx context.Context, s record.Scope, q Query) ([]*Contact, error) {
	return record.Read(ctx, s, "contact.search", func(_ context.Context, tx *record.Tx) ([]*Contact, error) {
		w, err := q.understand()
		if err != nil {
			return nil, err
		}
		cs, err := w.look(tx)
		if err != nil {
			return nil, err
		}
		return cs, complete(tx, cs...)
	})
}

// wanted is a query that is understood.
type wanted struct {
	email string
	text  string // folded
	limit int
}

func (q Query) understand() (wanted, error) {
	faults := append(fault.List{}, q.faults...)
	w := wanted{limit: q.Limit}
	text, err := value.Text(q.Text, maxText)
	faults.Nest("text", fault.All(err))
	w.text = value.Fold(text)
	switch given := strings.TrimSpace(q.Email) != ""; {
	case given && w.text != "":
		faults.Add("email", fault.Contradiction, "stands beside text")
	case given:
		w.email, err = value.Email(q.Email)
		faults.Nest("email", fault.All(err))
	case w.text == "" && !slices.ContainsFunc(faults, func(f fault.Fault) bool { return f.Path != "limit" }):
		faults.Add("email", fault.Required, "an e-mail address or a text is required")
	}
	switch {
	case q.Limit < 0:
		faults.AddWith("limit", fault.TooSmall, "must not be negative", fault.Params{"limit": 0})
	case q.Limit > record.MaxLimit:
		faults.AddWith("limit", fault.TooLarge, "too many", fault.Params{"limit": record.MaxLimit})
	case q.Limit == 0:
		w.limit = record.DefaultLimit
	}
	return w, faults.Err()
}

func (w wanted) look(tx *record.Tx) ([]*Contact, error) {
	if w.email != "" {
		ids, err := contacts.Find(tx, indexEmail, record.Tuple{}.Text(w.email))
		if err != nil || ids[0].IsZero() {
			return []*Contact{}, err
		}
		return w.take(tx, ids)
	}
	ids, err := w.beginning(tx)
	if err != nil {
		return nil, err
	}
	return w.take(tx, ids)
}

// beginning gives the ids of contacts with the beginning, each once: no more than are wanted, unless some may have to
// be left out.
func (w wanted) beginning(tx *record.Tx) ([]ID, error) {
	enough := w.limit
	if tx.DB().Options().Policy != nil || len(w.text) > keyText {
		enough = -1
	}
	var ids []ID
	seen := map[ID]bool{}
	for _, in := range []struct {
		index string
		from  record.Tuple
	}{{indexName, named(wholeName).TextPrefix(w.text)}, {indexName, named(lastName).TextPrefix(w.text)}, {indexEmail, record.Tuple{}.TextPrefix(w.text)}} {
		to := record.Tuple(store.After(in.from))
		err := contacts.ScanRange(tx, in.index, in.from, to, func(_ record.Tuple, id ID) bool {
			if !seen[id] {
				seen[id] = true
				ids = append(ids, id)
			}
			return len(ids) != enough
		})
		if err != nil || len(ids) == enough {
			return ids, err
		}
	}
	return ids, nil
}

// keyText is how many bytes of a text stand in a key: those behind are looked at in the contact.
const keyText = 200

// take reads contacts until there are enough.
func (w wanted) take(tx *record.Tx, ids []ID) ([]*Contact, error) {
	cs := []*Contact{}
	for len(ids) > 0 && len(cs) < w.limit {
		n := min(len(ids), max(w.limit-len(cs), allBatch))
		found, err := contacts.GetMany(tx, ids[:n])
		if err != nil {
			return nil, err
		}
		for _, c := range found {
			if c != nil && len(cs) < w.limit && w.matches(c) {
				cs = append(cs, c)
			}
		}
		ids = ids[n:]
	}
	return cs, nil
}

func (w wanted) matches(c *Contact) bool {
	return w.email != "" || strings.HasPrefix(value.Fold(c.Name()), w.text) || strings.HasPrefix(value.Fold(c.LastName), w.text) || strings.HasPrefix(value.Fold(c.Email), w.text)
}
