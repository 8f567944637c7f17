package bench

import (
	"context"
	"path/filepath"
	"testing"

	bolt "go.etcd.io/bbolt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/memstore"
)

// raw is the floor: the batches that creating accounts commits, put into bbolt as they are, by the smallest code
// that can do it.
type raw struct{ db *bolt.DB }

func openRaw(b testing.TB) raw {
	b.Helper()
	db, err := bolt.Open(filepath.Join(b.TempDir(), "raw.db"), 0o600, &bolt.Options{InitialMmapSize: 1 << 32, FreelistType: bolt.FreelistMapType})
	must(b, err)
	b.Cleanup(func() { db.Close() })
	return raw{db}
}

// put commits a batch: a bucket for each class of keys, pages filled as boltstore fills them.
func (r raw) put(batch store.Batch) error {
	return r.db.Update(func(tx *bolt.Tx) error {
		var bucket *bolt.Bucket
		for i, w := range batch {
			if i == 0 || batch[i-1].Key[0] != w.Key[0] {
				var err error
				if bucket, err = tx.CreateBucketIfNotExists(w.Key[:1]); err != nil {
					return err
				}
				bucket.FillPercent = 0.95
			}
			if err := bucket.Put(w.Key, w.Value); err != nil {
				return err
			}
		}
		return nil
	})
}

// captured gives the batches of n accounts, bulk of them a commit.
func captured(b testing.TB, n, bulk int) []store.Batch {
	b.Helper()
	ctx := context.Background()
	st := &capturing{Store: memstore.New()}
	db, err := clientele.Open(ctx, st, nil)
	must(b, err)
	org, err := db.EnsureOrg(ctx, "org_bench", nil)
	must(b, err)
	st.batches = nil
	in := drafts(n)
	for start := 0; start < n; start += bulk {
		_, err := account.CreateMany(ctx, org, in[start:min(start+bulk, n)], account.AllOrNothing)
		must(b, err)
	}
	return st.batches
}

type capturing struct {
	store.Store
	batches []store.Batch
}

func (c *capturing) Begin(ctx context.Context, writable bool) (store.Txn, error) {
	txn, err := c.Store.Begin(ctx, writable)
	return capturingTxn{txn, c}, err
}

type capturingTxn struct {
	store.Txn
	c *capturing
}

func (t capturingTxn) Commit(b store.Batch) error {
	if len(b) > 0 {
		t.c.batches = append(t.c.batches, b)
	}
	return t.Txn.Commit(b)
}
