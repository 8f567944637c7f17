package record

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/record/internal/wire"
	"github.com/clientele-go/clientele/store"
)

// TrashSet is a deletion set: what one delete moved to the trash together.
type TrashSet struct {
	ID      SetID     `json:"id"`
	Kind    string    `json:"kind"`   // of the record that was deleted
	RootID  uuid.UUID `json:"rootId"` // of the record that was deleted
	At      time.Time `json:"at"`
	By      string    `json:"by"`      // the actor
	Records int64     `json:"records"` // in the set: the record and all that went with it
	Partial bool      `json:"partial"` // a chunked delete has not come to its end

	kind byte
}

// setEntry is the stored form of a TrashSet; its key has the id.
type setEntry struct {
	at      time.Time
	by      string
	kind    int64
	root    [16]byte
	records int64
	partial bool
}

var setTable, errSetTable = wire.NewTable([]wire.Field[setEntry]{
	wire.At(1, wire.Time, func(e *setEntry) *time.Time { return &e.at }),
	wire.At(2, wire.Text, func(e *setEntry) *string { return &e.by }),
	wire.At(3, wire.Int, func(e *setEntry) *int64 { return &e.kind }),
	wire.At(4, wire.UUID, func(e *setEntry) *[16]byte { return &e.root }),
	wire.At(5, wire.Int, func(e *setEntry) *int64 { return &e.records }),
	wire.At(6, wire.Bool, func(e *setEntry) *bool { return &e.partial }),
})

func (tx *Tx) putSet(s TrashSet) {
	e := setEntry{at: s.At, by: s.By, kind: int64(s.kind), root: s.RootID, records: s.Records, partial: s.Partial}
	tx.w.Put(tx.org.prefix.set(uuid.UUID(s.ID)), setTable.Append(nil, &e))
}

func (tx *Tx) decodeSet(id uuid.UUID, b []byte) (TrashSet, error) {
	var e setEntry
	if err := setTable.Decode(b, &e); err != nil {
		return TrashSet{}, fmt.Errorf("deletion set %s: %w", id, damaged(err))
	}
	k := tx.org.db.kinds[byte(e.kind)]
	if k == nil {
		return TrashSet{}, fmt.Errorf("deletion set %s: %w: kind %q", id, store.ErrCorrupt, byte(e.kind))
	}
	return TrashSet{ID: SetID(id), Kind: k.name, RootID: e.root, At: e.at, By: e.by, Records: e.records, Partial: e.partial, kind: byte(e.kind)}, nil
}

// getSet reads a deletion set. ErrNotFound: there is none.
func (tx *Tx) getSet(id SetID) (TrashSet, error) {
	values, err := tx.getMany([][]byte{tx.org.prefix.set(uuid.UUID(id))})
	if err == nil && values[0] == nil {
		err = store.ErrNotFound
	}
	if err != nil {
		return TrashSet{}, fmt.Errorf("deletion set %s: %w", id, err)
	}
	return tx.decodeSet(uuid.UUID(id), values[0])
}

// GetSet gives a deletion set. ErrNotFound: there is none.
func GetSet(ctx context.Context, s Scope, id SetID) (*TrashSet, error) {
	return Read(ctx, s, "trash.get", func(_ context.Context, tx *Tx) (*TrashSet, error) {
		set, err := tx.getSet(id)
		if err != nil {
			return nil, err
		}
		return &set, nil
	})
}

// buried is a record in the trash.
type buried struct {
	member
	raw []byte
}

// inSet gives the records of a set, at most limit; 0 is all.
func (tx *Tx) inSet(id SetID, limit int) ([]buried, error) {
	return tx.inSetAfter(id, member{}, limit)
}

// inSetAfter gives the records of a set that come after one in the order of the keys.
func (tx *Tx) inSetAfter(id SetID, after member, limit int) ([]buried, error) {
	var out []buried
	lo := tx.org.prefix.trashedIn(uuid.UUID(id))
	span := store.Prefix(lo)
	span.Limit = limit
	if after != (member{}) {
		span.Lo = append(tx.org.prefix.trashed(uuid.UUID(id), after.kind, after.id), 0)
	}
	for e, err := range tx.r.Scan(span) {
		if err != nil {
			return nil, err
		}
		tail := e.Key[len(lo):]
		if len(tail) != 17 || tx.org.db.kinds[tail[0]] == nil {
			return nil, fmt.Errorf("%w: trash key %x", store.ErrCorrupt, e.Key)
		}
		out = append(out, buried{member{tail[0], uuidOf(tail[1:])}, append([]byte(nil), e.Value...)})
	}
	return out, nil
}

// Trash lists the deletion sets of an organisation, the newest first. A cursor of another list is a fault
// `invalid_cursor`.
func Trash(ctx context.Context, s Scope, p Paging) (*Page[TrashSet], error) {
	return Read(ctx, s, "trash.list", func(ctx context.Context, tx *Tx) (*Page[TrashSet], error) {
		window, err := p.Window("trash", "", nil)
		if err != nil {
			return nil, err
		}
		if _, err := tx.schemaVersion(); err != nil {
			return nil, err
		}
		span := store.Prefix(tx.org.prefix.sets())
		span.Reverse = true
		if window.After != nil {
			span.Hi = append(tx.org.prefix.sets(), window.After...)
		}
		page := &Page[TrashSet]{Items: []*TrashSet{}}
		if p.Total {
			n, err := tx.countKeys(store.Prefix(tx.org.prefix.sets()))
			if err != nil {
				return nil, err
			}
			page.Total = &n
		}
		skip := window.Skip
		for e, err := range tx.r.Scan(span) {
			if err != nil {
				return nil, err
			}
			if skip > 0 {
				skip--
				continue
			}
			if len(page.Items) == window.Limit {
				last := page.Items[len(page.Items)-1].ID
				page.Next = window.Cursor(last[:])
				break
			}
			set, err := tx.decodeSet(idOf(e.Key), e.Value)
			if err != nil {
				return nil, err
			}
			page.Items = append(page.Items, &set)
		}
		return page, nil
	})
}

// countKeys counts the keys of a range.
func (tx *Tx) countKeys(r store.Range) (int, error) {
	n := 0
	for _, err := range tx.r.Scan(r) {
		if err != nil {
			return 0, err
		}
		if n++; n%watch == 0 {
			if err := tx.alive(); err != nil {
				return 0, err
			}
		}
	}
	return n, nil
}

// InTrash gives the deletion set that a record stands in, or ErrNotFound.
func InTrash[T any](ctx context.Context, s Scope, target Target[T], id ID[T]) (SetID, error) {
	return Read(ctx, s, target.name+".in_trash", func(_ context.Context, tx *Tx) (SetID, error) {
		values, err := tx.getMany([][]byte{tx.org.prefix.setOf(target.code, uuid.UUID(id))})
		switch {
		case err != nil:
		case values[0] == nil:
			err = store.ErrNotFound
		case len(values[0]) != 16:
			err = store.ErrCorrupt
		default:
			return SetID(values[0]), nil
		}
		return SetID{}, &Error{Kind: target.name, ID: uuid.UUID(id), Err: err}
	})
}
