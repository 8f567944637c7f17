package record

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/store"
)

// Org is a handle on one organisation for one actor. Nothing reachable from it can read or write another
// organisation. It is immutable and safe for concurrent use.
//
// An Org is a [Scope]: a verb that is given one runs in a transaction of its own.
type Org struct {
	db     *DB
	id     string
	prefix prefix
	actor  Actor

	schemaKey []byte // made once
}

// orgEntry is what the store holds of an organisation.
type orgEntry struct {
	CreatedAt time.Time `json:"createdAt"`
	Dropping  bool      `json:"dropping,omitempty"`
	Settings  Settings  `json:"settings"`
}

// CreateOrg makes an organisation with its settings (nil: all defaults) and its first records. The id has 1
// to 64 letters, digits, hyphens, underscores or points. ErrExists: there is one of this id. Faults: the id,
// the settings. Inside a transaction of the same store: fault.ErrNested.
func (db *DB) CreateOrg(ctx context.Context, id string, settings *Settings) (*Org, error) {
	org, err := db.createOrg(ctx, id, settings)
	return org, named("org.create", err)
}

// EnsureOrg gives the organisation of this id, made with the settings if it is not there; the settings of one
// that is there stay as they are. Faults are those of CreateOrg.
func (db *DB) EnsureOrg(ctx context.Context, id string, settings *Settings) (*Org, error) {
	org, err := db.Org(ctx, id)
	if !errors.Is(err, store.ErrNotFound) {
		return org, err
	}
	org, err = db.createOrg(ctx, id, settings)
	if errors.Is(err, fault.ErrExists) {
		return db.Org(ctx, id)
	}
	return org, named("org.ensure", err)
}

// Org gives a handle on the organisation of this id, for the actor `system`. ErrNotFound: there is none.
func (db *DB) Org(ctx context.Context, id string) (*Org, error) {
	err := store.View(ctx, db.store, func(r store.Reader) error {
		e, err := readOrg(r, id)
		if err == nil && e.Dropping {
			err = store.ErrNotFound
		}
		return err
	})
	if err != nil {
		return nil, named("org.open", fmt.Errorf("organisation %.64q: %w", id, err))
	}
	return db.handle(id), nil
}

// Orgs walks the ids of all organisations, in ascending order, on one snapshot.
func (db *DB) Orgs(ctx context.Context) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		stopped := false
		err := store.View(ctx, db.store, func(r store.Reader) error {
			for e, err := range r.Scan(store.Prefix(orgKeys())) {
				if err != nil {
					return err
				}
				entry, err := decodeOrg(e.Value)
				if err != nil {
					return err
				}
				if !entry.Dropping && !yield(string(e.Key[len(orgKeys()):]), nil) {
					stopped = true
					return nil
				}
			}
			return nil
		})
		if err != nil && !stopped {
			yield("", named("org.list", err))
		}
	}
}

// DropOrg removes an organisation with everything in it, for good. From the first moment on it is not found;
// its data goes in several transactions. After an error or a crash it is called again and goes on.
// ErrNotFound: there is none. Inside a transaction of the same store: fault.ErrNested.
func (db *DB) DropOrg(ctx context.Context, id string) error {
	return named("org.drop", db.dropOrg(ctx, id))
}

func (db *DB) handle(id string) *Org {
	p := prefixOf(id)
	return &Org{db: db, id: id, prefix: p, actor: Actor{ID: SystemActor}, schemaKey: p.schema()}
}

func (db *DB) createOrg(ctx context.Context, id string, settings *Settings) (*Org, error) {
	if inside(ctx, db) {
		return nil, fault.ErrNested
	}
	var faults fault.List
	if !validOrgID(id) {
		faults.AddWith("id", fault.NotAnID, "1 to 64 letters, digits, hyphens, underscores or points", fault.Params{"value": id})
	}
	var s Settings
	if settings != nil {
		s = *settings
	}
	s = s.normalise(db, &faults)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	if err := db.finishDrop(ctx, id); err != nil {
		return nil, err
	}
	org := db.handle(id)
	now := db.opt.Clock().UTC().Truncate(time.Microsecond)
	return org, org.run(ctx, true, "org.create", func(ctx context.Context, tx *Tx) error {
		if _, err := readOrg(tx.r, id); !errors.Is(err, store.ErrNotFound) {
			if err == nil {
				err = fmt.Errorf("organisation %s: %w", id, fault.ErrExists)
			}
			return err
		}
		incarnation, err := tx.figure(incarnationKey())
		if err != nil {
			return err
		}
		incarnation++
		tx.w.Put(incarnationKey(), appendFigure(nil, incarnation))
		tx.w.Put(org.prefix.schema(), appendFigure(nil, incarnation<<32))
		if err := tx.writeOrg(orgEntry{CreatedAt: now, Settings: s}); err != nil {
			return err
		}
		for _, seed := range db.seeds {
			if err := seed(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
}

func validOrgID(id string) bool {
	const allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."
	return len(id) >= 1 && len(id) <= 64 && !strings.ContainsFunc(id, func(r rune) bool {
		return !strings.ContainsRune(allowed, r)
	})
}

func readOrg(r store.Reader, id string) (orgEntry, error) {
	b, err := r.Get(orgKey(id))
	if err != nil {
		return orgEntry{}, err
	}
	return decodeOrg(b)
}

func decodeOrg(b []byte) (orgEntry, error) {
	var e orgEntry
	if err := json.Unmarshal(b, &e); err != nil {
		return e, fmt.Errorf("%w: the entry of an organisation: %w", store.ErrCorrupt, err)
	}
	return e, nil
}

func (tx *Tx) writeOrg(e orgEntry) error {
	b, err := json.Marshal(e)
	if err == nil {
		tx.w.Put(orgKey(tx.org.id), b)
	}
	return err
}

// dropChunk is how many keys one transaction of a drop removes.
const dropChunk = 20_000

func (db *DB) dropOrg(ctx context.Context, id string) error {
	if inside(ctx, db) {
		return fault.ErrNested
	}
	err := store.Update(ctx, db.store, func(w *store.Overlay) error {
		e, err := readOrg(w, id)
		if err != nil {
			return fmt.Errorf("organisation %.64q: %w", id, err)
		}
		e.Dropping = true
		b, err := json.Marshal(e)
		w.Put(orgKey(id), b)
		w.Delete(prefixOf(id).schema())
		return err
	})
	if err != nil {
		return err
	}
	db.shared.forget(id)
	return db.finishDrop(ctx, id)
}

// finishDrop removes what is left of an organisation that is being dropped, and does nothing for another.
func (db *DB) finishDrop(ctx context.Context, id string) error {
	for {
		done := false
		err := store.Update(ctx, db.store, func(w *store.Overlay) error {
			done = true
			e, err := readOrg(w, id)
			if errors.Is(err, store.ErrNotFound) || err == nil && !e.Dropping {
				return nil
			}
			if err != nil {
				return err
			}
			left, err := deleteSome(ctx, w, prefixOf(id), dropChunk)
			if err == nil && left {
				done = false
			} else if err == nil {
				w.Delete(orgKey(id))
			}
			return err
		})
		if err != nil || done {
			return err
		}
	}
}

// deleteSome removes up to n keys of an organisation and tells whether there may be more.
func deleteSome(ctx context.Context, w *store.Overlay, p prefix, n int) (bool, error) {
	for _, class := range classes {
		r := store.Prefix(p.key(class, 0))
		r.Limit = n
		for e, err := range w.Scan(r) {
			if err != nil {
				return false, err
			}
			w.Delete(e.Key)
			n--
		}
		if n == 0 {
			return true, context.Cause(ctx)
		}
	}
	return false, nil
}

// ID gives the organisation's id.
func (o *Org) ID() string { return o.id }

// Actor gives who acts through this handle.
func (o *Org) Actor() Actor { return o.actor }

// DB gives the database.
func (o *Org) DB() *DB { return o.db }

// As gives a handle for another actor. An empty id is the actor `system`.
func (o *Org) As(a Actor) *Org {
	if a.ID == "" {
		a.ID = SystemActor
	}
	a.Teams = slices.Clone(a.Teams)
	as := *o
	as.actor = a
	return &as
}
