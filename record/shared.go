package record

import (
	"maps"
	"sync"

	"github.com/clientele-go/clientele/store"
)

// Shared is something derived from the records that shape others (picklist values, custom fields, settings):
// made once for each version of an organisation's schema, kept by the DB, used by all transactions at that
// version. It is made of all records, whatever the policy hides from the actor, for every actor gets the same.
// What it holds must not be changed.
type Shared[V any] struct {
	load func(tx *Tx) (V, error)
}

// NewShared gives a Shared that load makes. It is a package variable; what it loads stays with the DB.
func NewShared[V any](load func(tx *Tx) (V, error)) *Shared[V] {
	return &Shared[V]{load: load}
}

// Get gives the value as this transaction sees it, its own changes of the schema included. It costs nothing
// but a look into a map when another transaction has made it at this version. Errors are those of load, and
// store.ErrClosed after the transaction's end.
func (s *Shared[V]) Get(tx *Tx) (V, error) {
	var none V
	if tx.done {
		return none, store.ErrClosed
	}
	if v, ok := tx.values[s]; ok {
		return v.(V), nil
	}
	version, err := tx.schemaVersion()
	if err != nil {
		return none, err
	}
	if !tx.shapes {
		if tx.shared == nil || tx.shared.version != version {
			tx.shared = tx.org.db.shared.at(tx.org.id)
		}
		if v, ok := tx.shared.get(version, s); ok {
			return v.(V), nil
		}
	}
	v, err := s.read(tx)
	if err != nil {
		return none, err
	}
	tx.keep(s, v)
	tx.fresh = true
	return v, nil
}

// read makes the value. Whoever acts, all records are seen.
func (s *Shared[V]) read(tx *Tx) (V, error) {
	outer := tx.loads
	tx.loads = true
	defer func() { tx.loads = outer }()
	return s.load(tx)
}

// Unasked runs fn without asking the policy: for what follows from a write that it has allowed, in records that
// the actor may not even see.
func (tx *Tx) Unasked(fn func() error) error {
	outer := tx.loads
	tx.loads = true
	defer func() { tx.loads = outer }()
	return fn()
}

func (tx *Tx) keep(key, v any) {
	if tx.values == nil {
		tx.values = map[any]any{}
	}
	tx.values[key] = v
}

// publish gives what a transaction made to those after it. It is called when the transaction has succeeded,
// for only then what it read is known to last.
func (tx *Tx) publish() {
	if !tx.fresh || tx.shapes || tx.schema == 0 {
		return
	}
	tx.org.db.shared.put(tx.org.id, tx.schema, tx.values)
}

// sharedCache keeps the Shared values of each organisation at the newest version that was seen.
type sharedCache struct {
	mu   sync.RWMutex
	orgs map[string]*sharedAt
}

// sharedAt is the Shared values at one version. It is never changed, only replaced.
type sharedAt struct {
	version uint64
	values  map[any]any
}

func (at *sharedAt) get(version uint64, key any) (any, bool) {
	if at == nil || at.version != version {
		return nil, false
	}
	v, ok := at.values[key]
	return v, ok
}

func (c *sharedCache) at(org string) *sharedAt {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.orgs[org]
}

// put adds values of a version, unless those of a newer one are there.
func (c *sharedCache) put(org string, version uint64, values map[any]any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	next := &sharedAt{version: version, values: maps.Clone(values)}
	if at := c.orgs[org]; at != nil {
		if at.version > version {
			return
		}
		if at.version == version {
			maps.Copy(next.values, at.values)
		}
	}
	if c.orgs == nil {
		c.orgs = map[string]*sharedAt{}
	}
	c.orgs[org] = next
}

func (c *sharedCache) forget(org string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.orgs, org)
}
