// Package clienteletest makes organisations for the tests of programs that embed clientele: in memory, with a
// clock that stands still until it is moved and ids that ascend from one, so that the same test gives the same
// bytes each time.
//
//	func TestRenewal(t *testing.T) {
//		org := clienteletest.Org(t)
//		acme, err := account.Create(t.Context(), org, account.Draft{Name: "Acme", PrimaryDomain: "acme.com"})
//		…
//	}
package clienteletest

import (
	"context"
	"encoding/binary"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/memstore"
)

// Start is what a new Clock says: 2026-01-05 09:00 UTC, a Monday.
var Start = time.Date(2026, time.January, 5, 9, 0, 0, 0, time.UTC)

// Clock is a clock that moves only when it is told to. Its zero value stands at Start. It is safe for
// concurrent use.
type Clock struct {
	mu    sync.Mutex
	moved time.Duration
}

// Now gives the time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return Start.Add(c.moved)
}

// Advance moves the clock, back if d is negative.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.moved += d
}

// IDs gives a source of ids of version 7 for Options.IDs: the time, then a number that counts from 1. Ids
// ascend as long as the clock does not go back.
func IDs() func(at time.Time) uuid.UUID {
	var mu sync.Mutex
	var n uint64
	return func(at time.Time) uuid.UUID {
		mu.Lock()
		defer mu.Unlock()
		n++
		var id uuid.UUID
		binary.BigEndian.PutUint64(id[:8], uint64(at.UnixMilli())<<16|0x7000)
		binary.BigEndian.PutUint64(id[8:], 0x8000<<48|n)
		return id
	}
}

// Options gives options with a Clock and IDs of this package.
func Options() *clientele.Options {
	clock := new(Clock)
	return &clientele.Options{Clock: clock.Now, IDs: IDs()}
}

// Open gives the organisation "org_test" in a new database in memory: for an Example, which has no test that
// ends. Nothing of it has to be closed.
func Open(ctx context.Context) (*clientele.Org, error) {
	db, err := clientele.Open(ctx, memstore.New(), Options())
	if err != nil {
		return nil, err
	}
	return db.EnsureOrg(ctx, "org_test", nil)
}

// Org gives the organisation "org_test" in a new database in memory, closed when the test ends.
func Org(t testing.TB) *clientele.Org {
	t.Helper()
	return OrgOn(t, memstore.New(), Options())
}

// OrgOn gives the organisation "org_test" in a database on a store, which is closed when the test ends.
// Options may be nil. At the end of a test that has not failed, Check has to find the database clean.
func OrgOn(t testing.TB, st store.Store, options *clientele.Options) *clientele.Org {
	t.Helper()
	ctx := context.Background()
	db, err := clientele.Open(ctx, st, options)
	if err != nil {
		t.Fatalf("clienteletest: %v", err)
	}
	t.Cleanup(func() {
		if !t.Failed() {
			Check(t, db)
		}
		if err := st.Close(); err != nil {
			t.Errorf("clienteletest: close: %v", err)
		}
	})
	org, err := db.EnsureOrg(ctx, "org_test", nil)
	if err != nil {
		t.Fatalf("clienteletest: %v", err)
	}
	return org
}

// Check fails the test for every inconsistency in the database.
func Check(t testing.TB, db *clientele.DB) {
	t.Helper()
	report, err := clientele.Check(context.Background(), db)
	if err != nil {
		t.Errorf("clienteletest: check: %v", err)
		return
	}
	for _, p := range report.Problems {
		t.Errorf("clienteletest: check: %s", p)
	}
}
