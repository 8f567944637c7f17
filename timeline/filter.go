package timeline

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/input"
	"github.com/clientele-go/clientele/internal/lenient"
	"github.com/clientele-go/clientele/record"
)

// Filter says whose time line is wanted, and which part of it.
type Filter struct {
	AccountID account.ID `json:"accountId"` // required
	Subtree   bool       `json:"subtree"`   // of all accounts below it, too, at any depth
	Kinds     []Kind     `json:"kinds"`     // empty: all
	From      time.Time  `json:"from"`      // from this time on
	To        time.Time  `json:"to"`        // and before this one

	faults fault.List // of decoding
}

// UnmarshalJSON decodes a filter; numbers, booleans and lists may be texts, as in the query of a URL. The error is about
// malformed JSON alone; the rest is reported by the verb.
func (f *Filter) UnmarshalJSON(data []byte) error {
	type plain Filter
	faults, err := lenient.DecodeQuery(data, (*plain)(f))
	f.faults = faults
	return err
}

// LenientFaults gives what was wrong with the JSON that the filter was decoded from.
func (f *Filter) LenientFaults() fault.List { return f.faults }

// The orders of a time line; with a "-" before it, descending, which is the default.
const OrderAt = "at"

// window checks filter and paging.
func (f *Filter) window(p record.Paging) (w record.Window, newest bool, err error) {
	faults := append(fault.List{}, f.faults...)
	input.Span(&f.From, &f.To, "from", "to", &faults)
	if f.AccountID.IsZero() && !slices.ContainsFunc(faults, func(have fault.Fault) bool { return have.Path == "accountId" }) {
		faults.Add("accountId", fault.Required, "is required")
	}
	for i, k := range f.Kinds {
		if k.rank() < 0 {
			faults.AddWith(fault.At("kinds", i), fault.NotAllowed, "is no kind of item", fault.Params{"value": string(k), "allowed": Kinds()})
		}
	}
	if p.Order == "" {
		p.Order = "-" + OrderAt
	}
	if p.Order != OrderAt && p.Order != "-"+OrderAt {
		faults.AddWith("order", fault.NotAllowed, "a time line has no such order", fault.Params{"allowed": []string{OrderAt}})
	}
	key, err := json.Marshal(f)
	if err != nil {
		return w, false, err
	}
	w, err = p.Window("timeline", p.Order, key)
	if err := faults.Take("", err); err != nil {
		return w, false, err
	}
	if _, ok := place(w.After); w.After != nil && !ok {
		faults = append(faults, fault.Fault{Path: "after", Code: fault.InvalidCursor, Cause: fault.ErrCursor, Message: "is no cursor of a time line"})
	}
	return w, p.Order != OrderAt, faults.Err()
}

func (f *Filter) wants(k Kind) bool { return len(f.Kinds) == 0 || slices.Contains(f.Kinds, k) }
