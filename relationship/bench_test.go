package relationship_test

import (
	"bytes"
	"context"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	bolt "go.etcd.io/bbolt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/store/boltstore"
)

// The benchmarks work on accounts in a file. What raw bbolt needs for the same keys stands beside each: compare
// within one run.

// benchGroup gives an organisation in a file with n accounts, a function that closes the store and opens the file
// with bbolt's own API, and the type that names the forest.
func benchGroup(b *testing.B, n int, parentOf func(i int) int) (*clientele.Org, []account.ID, func() *rawForest) {
	b.Helper()
	path := filepath.Join(b.TempDir(), "bench.db")
	st, err := boltstore.Open(path, &boltstore.Options{NoSync: true})
	require.NoError(b, err)
	b.Cleanup(func() { st.Close() })
	org, ids := plant(b, st, n, parentOf)
	types, err := relationship.ListTypes(ctx, org)
	require.NoError(b, err)
	return org, ids, func() *rawForest {
		require.NoError(b, st.Close())
		db, err := bolt.Open(path, 0o600, &bolt.Options{InitialMmapSize: 1 << 32})
		require.NoError(b, err)
		b.Cleanup(func() { db.Close() })
		return &rawForest{db: db, canon: types[0].ID}
	}
}

// rawForest reads the forest through bbolt's own API, with the smallest code that can do it.
type rawForest struct {
	db    *bolt.DB
	canon relationship.TypeID
}

func (r *rawForest) key(dst []byte, class, index byte, id account.ID) []byte {
	dst = append(dst, class)
	dst = append(dst, "org_deep\x00R"...)
	dst = append(append(dst, index, 0x07), r.canon[:]...)
	return append(append(dst, 0x07), id[:]...)
}

// depth counts the ancestors.
func (r *rawForest) depth(b *testing.B, id account.ID) (n int) {
	err := r.db.View(func(tx *bolt.Tx) error {
		if tx.Bucket([]byte("m")).Get([]byte("morg_deep\x00v")) == nil {
			b.Fatal("no organisation")
		}
		unique := tx.Bucket([]byte("u"))
		var room [64]byte
		for {
			v := unique.Get(r.key(room[:0], 'u', 1, id))
			if v == nil {
				return nil
			}
			id = account.ID(v[16:32])
			n++
		}
	})
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// subtree counts the accounts below one, with a seek for each.
func (r *rawForest) subtree(b *testing.B, id account.ID) (n int) {
	err := r.db.View(func(tx *bolt.Tx) error {
		c := tx.Bucket([]byte("i")).Cursor()
		queue := []account.ID{id}
		var room [64]byte
		for len(queue) > 0 {
			prefix := r.key(room[:0], 'i', 2, queue[0])
			queue = queue[1:]
			for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
				queue = append(queue, account.ID(k[len(prefix)+1:len(prefix)+17]))
				n++
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// BenchmarkAncestors walks up ten levels of a hundred chains.
func BenchmarkAncestors(b *testing.B) {
	const deep = 11
	org, ids, raw := benchGroup(b, 20_000, func(i int) int {
		if i%deep == 0 {
			return -1
		}
		return i - 1
	})
	leaf := func(i int) account.ID { return ids[(i*7919%(len(ids)/deep))*deep+deep-1] }
	b.Run("relationship", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			n := 0
			for _, err := range relationship.Ancestors(ctx, org, leaf(i)) {
				if err != nil {
					b.Fatal(err)
				}
				n++
			}
			if n != deep-1 {
				b.Fatal(n)
			}
		}
	})
	floor := raw()
	b.Run("raw", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if n := floor.depth(b, leaf(i)); n != deep-1 {
				b.Fatal(n)
			}
		}
	})
}

// BenchmarkCheckParent judges moves inside one transaction: of an account without children, of a small subtree below
// the end of a long chain, and of the long chain below a small tree.
func BenchmarkCheckParent(b *testing.B) {
	for name, n := range map[string]int{"1000": 1000, "100000": 100_000} {
		b.Run(name, func(b *testing.B) {
			// a chain, and beside it an account with nine children, one of which has one
			org, ids, _ := benchGroup(b, n+11, func(i int) int {
				switch {
				case i < n:
					return i - 1
				case i == n:
					return -1
				case i == n+10:
					return n + 1
				}
				return n
			})
			for what, pair := range map[string][2]account.ID{
				"childless": {ids[n+9], ids[n-1]}, "small": {ids[n], ids[n-1]}, "chain": {ids[0], ids[n+10]},
			} {
				b.Run(what, func(b *testing.B) {
					require.NoError(b, org.View(ctx, func(ctx context.Context, tx *clientele.Tx) error {
						b.ReportAllocs()
						for b.Loop() {
							if err := relationship.Judge(tx, pair[0], pair[1]); err != nil {
								return err
							}
						}
						return nil
					}))
				})
			}
		})
	}
}

// BenchmarkSubtree works on 100,000 accounts, each with ten children but the last ones.
func BenchmarkSubtree(b *testing.B) {
	const n = 100_000
	org, ids, raw := benchGroup(b, n, func(i int) int {
		if i == 0 {
			return -1
		}
		return (i - 1) / 10
	})
	for name, order := range map[string]relationship.Order{"breadth": relationship.BreadthFirst, "depth": relationship.DepthFirst} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				found := 0
				for _, err := range relationship.Descendants(ctx, org, ids[0], relationship.Descent{Order: order}) {
					if err != nil {
						b.Fatal(err)
					}
					found++
				}
				if found != n-1 {
					b.Fatal(found)
				}
			}
		})
	}
	b.Run("rollup", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			sum, err := relationship.RollUp(ctx, org, ids[0])
			if err != nil || sum.Accounts != n {
				b.Fatal(err)
			}
		}
	})
	b.Run("move", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if err := relationship.SetParent(ctx, org, ids[1], ids[i%2*2]); err != nil { // 11,111 accounts below 0 or 2
				b.Fatal(err)
			}
		}
	})
	require.NoError(b, relationship.SetParent(ctx, org, ids[1], ids[0]))
	floor := raw()
	b.Run("raw", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if found := floor.subtree(b, ids[0]); found != n-1 {
				b.Fatal(found)
			}
		}
	})
}
