package record

import (
	"encoding/base64"
	"encoding/binary"
	"hash/fnv"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/lenient"
	"github.com/clientele-go/clientele/store"
)

// Limits of a page.
const (
	DefaultLimit = 50    // items of a page by cursor
	PageLimit    = 10    // items of a page by number
	MaxLimit     = 1_000 // items of any page
)

// Paging asks for one page of a list: by cursor (After), or by number (Page) for callers that know no
// cursors. The zero value is the first page.
type Paging struct {
	After string `json:"after,omitempty"` // the Next of the page before; empty: the first page
	Page  int    `json:"page,omitempty"`  // from 1; not together with After
	Limit int    `json:"limit,omitempty"` // 1 to 1,000; default 50, with Page 10
	// Order is "createdAt", "updatedAt" or "name", with a "-" before it for descending, where the list has
	// them. Default: what the list says.
	Order string   `json:"order,omitempty"`
	Total bool     `json:"total,omitempty"` // count all items, too
	With  []string `json:"with,omitempty"`  // computed fields to fill in: "memberCount"

	faults fault.List // of decoding
}

// UnmarshalJSON decodes a paging; numbers, booleans and lists may be texts, as in the query of a URL: {"page": "2"}. The
// error is about malformed JSON alone; the rest is reported by the list.
func (p *Paging) UnmarshalJSON(data []byte) error {
	type plain Paging
	faults, err := lenient.DecodeQuery(data, (*plain)(p))
	p.faults = faults
	return err
}

// LenientFaults gives what was wrong with the JSON that the paging was decoded from.
func (p *Paging) LenientFaults() fault.List { return p.faults }

// Page is one page of a list.
type Page[T any] struct {
	Items []*T   `json:"items"`
	Next  string `json:"next,omitempty"`  // for Paging.After; empty: this was the last page
	Total *int   `json:"total,omitempty"` // on request
}

// Window is a Paging with its cursor understood, for a list that a package makes itself.
type Window struct {
	Limit int    // items of the page
	Skip  int    // items before it, of a page by number
	After []byte // the position after which it begins; nil: the start
	hash  uint64
}

// cursorFormat is the first byte of every cursor made now.
const cursorFormat = 2

// Window checks the paging of a list. The list's name, its order and its filter go into the cursor: one of another list,
// order or filter is a fault `invalid_cursor`, caused by fault.ErrCursor. What else is wrong is a *fault.Error, too.
func (p Paging) Window(list, order string, filter []byte) (Window, error) {
	faults := append(fault.List{}, p.faults...)
	w := Window{Limit: p.Limit}
	switch {
	case p.Limit < 0 || p.Limit > MaxLimit:
		faults.AddWith("limit", fault.TooLarge, "a page has 1 to 1000 items", fault.Params{"limit": MaxLimit})
	case p.Limit == 0 && p.Page > 0:
		w.Limit = PageLimit
	case p.Limit == 0:
		w.Limit = DefaultLimit
	}
	if p.Page < 0 || p.Page > 1<<31/MaxLimit {
		faults.AddWith("page", fault.NotAllowed, "pages count from 1", fault.Params{"limit": 1 << 31 / MaxLimit})
	} else if p.Page > 0 {
		w.Skip = (p.Page - 1) * w.Limit
	}
	if p.Page > 0 && p.After != "" {
		faults.Add("after", fault.Contradiction, "a page is asked for by number or by cursor, not by both")
	}
	h := fnv.New64a()
	for _, part := range [][]byte{[]byte(list), {0}, []byte(order), {0}, filter} {
		h.Write(part)
	}
	w.hash = h.Sum64()
	if p.After != "" {
		raw, err := base64.RawURLEncoding.DecodeString(p.After)
		if err != nil || len(raw) < 10 || len(raw) > 9+store.MaxKey || raw[0] != cursorFormat || binary.BigEndian.Uint64(raw[1:]) != w.hash {
			faults = append(faults, fault.Fault{
				Path: "after", Code: fault.InvalidCursor, Cause: fault.ErrCursor,
				Message: "is not a cursor of this list with this filter and order: begin at the first page",
			})
		} else {
			w.After = raw[9:]
		}
	}
	return w, faults.Err()
}

// Validate gives what is wrong with the paging itself, as a *fault.Error. Whether a cursor is one of the list
// only the list can tell.
func (p Paging) Validate() error {
	p.After = ""
	_, err := p.Window("", "", nil)
	return err
}

// Cursor gives the text for the page after a position.
func (w Window) Cursor(position []byte) string {
	raw := binary.BigEndian.AppendUint64([]byte{cursorFormat}, w.hash)
	return base64.RawURLEncoding.EncodeToString(append(raw, position...))
}
