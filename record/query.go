package record

import (
	"iter"
	"math"
)

// Query says which records of a kind are wanted, and in what order. A verb makes it of its filter: it picks
// one index, and leaves the rest to conditions on the stored bytes and at last to a function of the record.
// The zero Query is all records in the order of their creation.
type Query[T any] struct {
	// Index is what is walked; empty: the records, by id. A record with several entries in what is walked
	// comes once for each, unless In has several tuples.
	Index string
	// In limits the walk to entries that start with one of these tuples, nil does not; an empty list is no
	// record. Several are merged: their entries come in the order of what follows those tuples, and then of the
	// record ids. They have to be of a Many index, none of them may start with another, and of a record's entries
	// in them all have to have the same behind them, for then it comes once. It takes a range for each.
	In []Tuple
	// From and To limit what follows the tuples of In, or the whole tuples without In: From ≤ rest < To, byte by
	// byte, the record's id behind it; nil is no limit. They are not for walks without an Index.
	From, To Tuple
	// IDs are the only records that may pass, nil is no limit. Without an Index they are read directly.
	IDs     map[ID[T]]bool
	Reverse bool
	// Found names the indexes in which IDs were found, for the Plan.
	Found []string
	// Covered decides on an index entry alone, before its record is read.
	Covered func(t Tuple) bool
	// Where are conditions on stored fields; all have to hold.
	Where []Where
	// Match decides on the decoded record.
	Match func(r *T) bool
	// ByUpdate gives the records in the order of their last update. No index has it: each page looks at the
	// stored time of every record, and keeps the best. Index, In and Covered are not used.
	ByUpdate bool
	// Place names what the entries of an index are in the order of, behind the tuples of In, where that is the same in
	// several indexes and for any number of tuples: a cursor then goes on in another of those walks.
	Place string
}

// Plan tells how a query is answered.
type Plan struct {
	Index   string   `json:"index"`           // that is walked; empty: all records, by id
	Ranges  int      `json:"ranges"`          // of the index; 0: all of it
	IDs     bool     `json:"ids"`             // a set of ids was found first
	Found   []string `json:"found,omitempty"` // the indexes in which they were found
	Covered bool     `json:"covered"`         // entries are filtered before their records are read
	Raw     []string `json:"raw"`             // fields that are filtered before a record is decoded
	Decoded bool     `json:"decoded"`         // decoded records are filtered
	Sorted  bool     `json:"sorted"`          // all matches are looked at for each page: no index has this order
}

// Plan tells how the query is answered.
func (q Query[T]) Plan() Plan {
	p := Plan{Index: q.Index, Ranges: len(q.In), IDs: q.IDs != nil, Found: q.Found, Covered: q.Covered != nil, Decoded: q.Match != nil, Raw: []string{}}
	if q.ByUpdate {
		p.Index, p.Ranges, p.Covered, p.Sorted = "", 0, false, true
	}
	for _, w := range q.Where {
		p.Raw = append(p.Raw, w.Field)
	}
	return p
}

// Select walks the records of a query, decoded.
func (k *Kind[T]) Select(tx *Tx, q Query[T]) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		each := k.each
		if q.ByUpdate {
			each = k.eachByUpdate
		}
		want := selectBatch
		if q.ByUpdate {
			want = math.MaxInt
		}
		err := each(tx, q, nil, want, func(_ []byte, r *T) bool { return yield(r, nil) })
		if err != nil {
			yield(nil, err)
		}
	}
}

// First gives the first n records of a query.
func (k *Kind[T]) First(tx *Tx, q Query[T], n int) ([]*T, error) {
	out := make([]*T, 0, min(n, selectBatch))
	if n <= 0 {
		return out, nil
	}
	each := k.each
	if q.ByUpdate {
		each = k.eachByUpdate
	}
	err := each(tx, q, nil, n, func(_ []byte, r *T) bool {
		out = append(out, r)
		return len(out) < n
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Number counts the records of a query. It decodes none unless the query or a policy has to see them.
func (k *Kind[T]) Number(tx *Tx, q Query[T]) (int, error) {
	n := 0
	if q.ByUpdate {
		q.Index, q.In, q.Covered, q.ByUpdate = "", nil, nil, false
	}
	w, err := k.walker(tx, q)
	if err != nil {
		return 0, err
	}
	w.want = selectBatch
	w.fn = func([]byte, *T) bool { n++; return true }
	w.blind = q.Match == nil && tx.org.db.opt.Policy == nil
	return n, w.walk(nil)
}

// List gives a page of a query. list and filter name it for the cursor: the same filter has to give the same
// bytes.
func (k *Kind[T]) List(tx *Tx, q Query[T], p Paging, filter []byte) (*Page[T], error) {
	w, err := p.Window(k.name, p.Order+q.walk(), filter)
	if err != nil {
		return nil, err
	}
	page := &Page[T]{Items: make([]*T, 0, min(w.Limit, selectBatch))}
	if p.Total {
		n, err := k.Number(tx, q)
		if err != nil {
			return nil, err
		}
		page.Total = &n
	}
	var last []byte
	skip := w.Skip
	each := k.each
	if q.ByUpdate {
		each = k.eachByUpdate
	}
	err = each(tx, q, w.After, w.Skip+w.Limit+1, func(position []byte, r *T) bool {
		if skip > 0 {
			skip--
			return true
		}
		if len(page.Items) == w.Limit {
			page.Next = w.Cursor(last)
			return false
		}
		page.Items = append(page.Items, r)
		last = append(last[:0], position...)
		return true
	})
	if err != nil {
		return nil, err
	}
	return page, nil
}
