package account_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"
	"path/filepath"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	bolt "go.etcd.io/bbolt"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/memstore"
	"github.com/clientele-go/clientele/value"
)

// rawDB is the floor of the benchmarks: the same keys and values, through bbolt's own API, with the smallest
// code that can do it, a decoder written by hand, and no checksum looked at.
type rawDB struct {
	db     *bolt.DB
	prefix []byte // of the organisation
}

// The tags before a text and a UUID in an index key.
const textTag, uuidTag = 0x09, 0x07

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func sealed(key, v []byte) bool {
	n := len(v) - 4
	return crc32.Update(crc32.Checksum(key, castagnoli), castagnoli, v[:n]) == binary.LittleEndian.Uint32(v[n:])
}

func openRaw(b *testing.B, path string) *rawDB {
	b.Helper()
	db, err := bolt.Open(path, 0o600, &bolt.Options{InitialMmapSize: 1 << 32})
	require.NoError(b, err)
	b.Cleanup(func() { db.Close() })
	return &rawDB{db: db, prefix: []byte("org_bench\x00")}
}

func newRaw(b *testing.B, noSync bool) *rawDB {
	b.Helper()
	db, err := bolt.Open(filepath.Join(b.TempDir(), "raw.db"), 0o600, &bolt.Options{
		InitialMmapSize: 1 << 32, FreelistType: bolt.FreelistMapType, NoSync: noSync,
	})
	require.NoError(b, err)
	b.Cleanup(func() { db.Close() })
	return &rawDB{db: db}
}

func (r *rawDB) key(class byte, tail ...byte) []byte {
	return append(append([]byte{class}, r.prefix...), tail...)
}

func (r *rawDB) get(b *testing.B, id account.ID) {
	err := r.db.View(func(tx *bolt.Tx) error {
		schema := tx.Bucket([]byte("m")).Get(r.key('m', 'v'))
		v := tx.Bucket([]byte("r")).Get(append(r.key('r', 'A'), id[:]...))
		if schema == nil || v == nil {
			b.Fatal("not there")
		}
		decodeByHand(b, v, new(account.Account))
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

func (r *rawDB) byDomain(b *testing.B, domain string) {
	err := r.db.View(func(tx *bolt.Tx) error {
		schema := tx.Bucket([]byte("m")).Get(r.key('m', 'v'))
		key := append(append(r.key('u', 'A', 0, textTag), domain...), 0, 1)
		id := tx.Bucket([]byte("u")).Get(key)
		if schema == nil || id == nil {
			b.Fatal("not there")
		}
		v := tx.Bucket([]byte("r")).Get(append(r.key('r', 'A'), id[:16]...))
		decodeByHand(b, v, new(account.Account))
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

func (r *rawDB) list(b *testing.B, status picklist.ID, after account.ID, n int) int {
	found := 0
	err := r.db.View(func(tx *bolt.Tx) error {
		records := tx.Bucket([]byte("r"))
		prefix := append(append(r.key('i', 'A', 4), uuidTag), status[:]...)
		c := tx.Bucket([]byte("i")).Cursor()
		out := make([]account.Account, n)
		for k, _ := c.Seek(append(append(bytes.Clone(prefix), after[:]...), 0)); bytes.HasPrefix(k, prefix) && found < n; k, _ = c.Next() {
			decodeByHand(b, records.Get(append(r.key('r', 'A'), k[len(k)-16:]...)), &out[found])
			found++
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return found
}

// scan walks all accounts, looks at the checksum as the engine does, filters on the hot field and decodes what
// matches.
func (r *rawDB) scan(b *testing.B, health picklist.ID) int {
	found := 0
	err := r.db.View(func(tx *bolt.Tx) error {
		prefix := r.key('r', 'A')
		c := tx.Bucket([]byte("r")).Cursor()
		for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = c.Next() {
			if !sealed(k, v) {
				b.Fatal("damaged")
			}
			if at := 2 + 3*9 + 2*17; v[at] == 10<<2|3 && bytes.Equal(v[at+1:at+17], health[:]) {
				decodeByHand(b, v, new(account.Account))
				found++
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return found
}

// put writes a batch in one transaction.
func (r *rawDB) put(b *testing.B, batch store.Batch) {
	err := r.db.Update(func(tx *bolt.Tx) error {
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
	if err != nil {
		b.Fatal(err)
	}
}

// captured gives the batches that creating n accounts commits, up to bulk at a time.
func captured(b *testing.B, n, bulk int) []store.Batch {
	b.Helper()
	st := &capturing{Store: memstore.New()}
	org := benchOrg(b, st)
	st.batches = nil
	for start := 0; start < n; start += bulk {
		drafts := make([]account.Draft, 0, bulk)
		for i := start; i < min(start+bulk, n); i++ {
			drafts = append(drafts, benchDraft(i))
		}
		_, err := account.CreateMany(context.Background(), org, drafts, account.KeepGoing)
		require.NoError(b, err)
	}
	return st.batches
}

type capturing struct {
	store.Store
	batches []store.Batch
}

func (c *capturing) Begin(ctx context.Context, writable bool) (store.Txn, error) {
	txn, err := c.Store.Begin(ctx, writable)
	return &capturingTxn{txn, c}, err
}

type capturingTxn struct {
	store.Txn
	c *capturing
}

func (t *capturingTxn) Commit(b store.Batch) error {
	if len(b) > 0 {
		t.c.batches = append(t.c.batches, b)
	}
	return t.Txn.Commit(b)
}

// decodeByHand decodes a stored account without a table: the floor of the codec.
func decodeByHand(b *testing.B, v []byte, a *account.Account) {
	v = v[:len(v)-4] // the checksum
	s := string(v)
	at := 2
	for range int(v[1]) {
		tag := v[at]
		if tag&3 == 3 {
			id := v[at+1 : at+17]
			switch tag >> 2 {
			case 8:
				copy(a.Status.ID[:], id)
			case 9:
				copy(a.Classification.ID[:], id)
			case 10:
				copy(a.Health.ID[:], id)
			case 11:
				copy(a.Industry.ID[:], id)
			}
			at += 17
			continue
		}
		n := int64(binary.LittleEndian.Uint64(v[at+1:]))
		switch tag >> 2 {
		case 1:
			a.Version = n
		case 2:
			a.CreatedAt = time.UnixMicro(n).UTC()
		case 3:
			a.UpdatedAt = time.UnixMicro(n).UTC()
		case 12:
			a.Number = n
		}
		at += 9
	}
	for at < len(v) {
		tag := v[at]
		at++
		if tag&3 == 0 {
			n, w := binary.Varint(v[at:])
			at += w
			a.Employees = &n
			continue
		}
		n, w := binary.Uvarint(v[at:])
		at += w
		text := s[at : at+int(n)]
		at += int(n)
		switch tag >> 2 {
		case 4:
			a.CreatedBy = text
		case 5:
			a.UpdatedBy = text
		case 13:
			a.Name = text
		case 14:
			a.PrimaryDomain = text
		case 15:
			for len(text) > 0 {
				n := int(text[0])
				a.SecondaryDomains = append(a.SecondaryDomains, text[1:1+n])
				text = text[1+n:]
			}
		case 16:
			a.Description = text
		case 17:
			a.Source = text
		case 18:
			a.OwnerID = text
		case 19:
			a.Logo = text
		case 20:
			a.Website = text
		case 21:
			n := int(text[0])
			amount, err := decimal.NewFromString(text[1 : 1+n])
			if err != nil {
				b.Fatal(err)
			}
			a.AnnualRevenue = &value.Money{Amount: amount, Currency: text[2+n:]}
		case 23:
			a.BillingAddress = addressByHand(text)
		case 24:
			a.ShippingAddress = addressByHand(text)
		case 25:
			a.Metadata = []byte(text)
		case 26:
			a.Territory = text
		}
	}
}

func addressByHand(text string) (a value.Address) {
	for _, part := range [...]*string{&a.Line, &a.Street, &a.City, &a.State, &a.PostalCode, &a.Country} {
		n := int(text[0])
		*part = text[1 : 1+n]
		text = text[1+n:]
	}
	return a
}
