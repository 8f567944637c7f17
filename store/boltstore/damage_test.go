package boltstore_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	bolt "go.etcd.io/bbolt"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/boltstore"
)

// refused checks that a file is refused with the error, for writing and for reading, and is left as it is, and
// that neither lock nor descriptor is kept.
func refused(t *testing.T, path string, want error) {
	t.Helper()
	before, err := os.ReadFile(path)
	require.NoError(t, err)
	open := descriptors()
	for _, readOnly := range []bool{false, true} {
		for range 2 {
			_, err := boltstore.Open(path, &boltstore.Options{ReadOnly: readOnly, LockTimeout: -1})
			require.ErrorIs(t, err, want)
		}
	}
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	require.True(t, bytes.Equal(before, after), "the file is changed")
	require.Equal(t, open, descriptors(), "a descriptor is kept")
	good, err := os.ReadFile(filled(t))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, good, 0o600)) // the same file, and so the same lock
	s, err := boltstore.Open(path, &boltstore.Options{LockTimeout: -1, NoSync: true})
	require.NoError(t, err, "a lock is kept")
	require.NoError(t, s.Close())
	require.NoError(t, os.WriteFile(path, before, 0o600))
}

// descriptors gives how many files are open, where the system tells.
func descriptors() int {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return -1
	}
	return len(entries)
}

func TestWhatIsNoStoreIsRefused(t *testing.T) {
	foreign := filepath.Join(t.TempDir(), "foreign.db")
	db, err := bolt.Open(foreign, 0o600, nil)
	require.NoError(t, err)
	require.NoError(t, db.Update(func(tx *bolt.Tx) error {
		_, err := tx.CreateBucket([]byte("r"))
		return err
	}))
	require.NoError(t, db.Close())
	foreignBytes, err := os.ReadFile(foreign)
	require.NoError(t, err)

	for name, content := range map[string][]byte{
		"empty":                 {},
		"short":                 []byte("hello"),
		"zeroes":                make([]byte, 1<<16),
		"text":                  bytes.Repeat([]byte("name,domain\n"), 5000),
		"bbolt file of another": foreignBytes,
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "file")
			require.NoError(t, os.WriteFile(path, content, 0o600))
			refused(t, path, store.ErrCorrupt)
		})
	}
}

func TestCutOffFileIsRefused(t *testing.T) {
	whole, err := os.ReadFile(filled(t))
	require.NoError(t, err)
	db := lastPage(t, whole)
	path := filepath.Join(t.TempDir(), "cut.db")
	random := rand.New(rand.NewPCG(5, 6))
	for size := 0; size < db; size += 1 << 12 {
		for _, cut := range []int{size, size + 1, size + random.IntN(1<<12), size + 1<<12 - 1} {
			require.NoError(t, os.WriteFile(path, whole[:cut], 0o600))
			refused(t, path, store.ErrCorrupt)
		}
	}
	require.NoError(t, os.WriteFile(path, whole[:db], 0o600))
	require.Equal(t, 600, rows(t, openFile(t, path, nil)), "what is in use is all there")
}

// lastPage gives the length of the file up to its last page in use.
func lastPage(t *testing.T, content []byte) int {
	path := filepath.Join(t.TempDir(), "copy.db")
	require.NoError(t, os.WriteFile(path, content, 0o600))
	db, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true})
	require.NoError(t, err)
	defer db.Close()
	var size int
	require.NoError(t, db.View(func(tx *bolt.Tx) error {
		size = int(tx.Size())
		return nil
	}))
	return size
}

func TestNewerFormatIsRefused(t *testing.T) {
	path := filled(t)
	setFormat(t, path, []byte("2"))
	refused(t, path, fault.ErrSchema)
	setFormat(t, path, []byte("one"))
	refused(t, path, store.ErrCorrupt)
}

// TestLockIsGivenBackWhenBoltPanics has bbolt fail over a file, on its opening and later.
func TestLockIsGivenBackWhenBoltPanics(t *testing.T) {
	path := filled(t)
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	bad := bytes.Clone(whole)
	for page := 2 << 12; page < len(bad); page += 1 << 12 {
		if bad[page+8] == 0x10 {
			bad[page+8] = 0x02 // the list of free pages is none
		}
	}
	require.NoError(t, os.WriteFile(path, bad, 0o600))
	before := descriptors()
	require.ErrorIs(t, boltstore.OpenUnchecked(path), store.ErrCorrupt)
	require.Equal(t, before, descriptors())
	require.NoError(t, os.WriteFile(path, whole, 0o600))
	s := openFile(t, path, &boltstore.Options{LockTimeout: -1})

	boltstore.Stick(s)
	require.ErrorIs(t, store.Update(ctx, s, put("r", "new")), store.ErrUnknown)
	require.Equal(t, 600, rows(t, s), "readers go on")
	require.NoError(t, s.Close())
	require.Equal(t, before, descriptors())
	require.Equal(t, 600, rows(t, openFile(t, path, &boltstore.Options{LockTimeout: -1})))
}

// TestMisnamedClassIsRefused has keys stand in the bucket of another class, and things that are no class.
func TestMisnamedClassIsRefused(t *testing.T) {
	for name, change := range map[string]func(tx *bolt.Tx) error{
		"keys of another class": func(tx *bolt.Tx) error {
			b, err := tx.CreateBucket([]byte("x"))
			require.NoError(t, err)
			return b.Put([]byte("r000"), boltstore.AppendSealed(nil, []byte("r000"), nil))
		},
		"a longer name": func(tx *bolt.Tx) error {
			_, err := tx.CreateBucket([]byte("clientela"))
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := filled(t)
			changeFile(t, path, change)
			refused(t, path, store.ErrCorrupt)
		})
	}
}

// setFormat writes another format version, sealed, into a store.
func setFormat(t *testing.T, path string, version []byte) {
	changeFile(t, path, func(tx *bolt.Tx) error {
		return tx.Bucket([]byte("clientele")).Put([]byte("format"), boltstore.AppendSealed(nil, []byte("format"), version))
	})
}

func changeFile(t *testing.T, path string, change func(*bolt.Tx) error) {
	db, err := bolt.Open(path, 0o600, nil)
	require.NoError(t, err)
	require.NoError(t, db.Update(change))
	require.NoError(t, db.Close())
}

// TestDamagedValueIsAnError damages values below the store.
func TestDamagedValueIsAnError(t *testing.T) {
	key, other := []byte("r100"), []byte("r101")
	for name, change := range map[string]func(b *bolt.Bucket) error{
		"one bit":            func(b *bolt.Bucket) error { return b.Put(key, flip(b.Get(key), 3)) },
		"in the checksum":    func(b *bolt.Bucket) error { v := b.Get(key); return b.Put(key, flip(v, 8*len(v)-1)) },
		"a value of another": func(b *bolt.Bucket) error { return b.Put(key, bytes.Clone(b.Get(other))) },
		"too short for any":  func(b *bolt.Bucket) error { return b.Put(key, []byte("abc")) },
	} {
		t.Run(name, func(t *testing.T) {
			path := filled(t)
			changeFile(t, path, func(tx *bolt.Tx) error { return change(tx.Bucket(key[:1])) })
			s := openFile(t, path, nil)
			require.NoError(t, store.View(ctx, s, func(r store.Reader) error {
				_, err := r.Get(other)
				require.NoError(t, err, "others are as they were")
				damaged(t, r, key)
				return nil
			}))
		})
	}
}

// TestBucketInPlaceOfAValue has a scan report what bbolt itself takes for no value at all.
func TestBucketInPlaceOfAValue(t *testing.T) {
	path := filled(t)
	changeFile(t, path, func(tx *bolt.Tx) error {
		_, err := tx.Bucket([]byte("r")).CreateBucket([]byte("r1000"))
		return err
	})
	s := openFile(t, path, nil)
	require.ErrorIs(t, store.View(ctx, s, func(r store.Reader) error {
		for _, err := range r.Scan(store.Prefix([]byte("r"))) {
			if err != nil {
				return err
			}
		}
		return nil
	}), store.ErrCorrupt)
}

// damaged checks that the value of key is damaged, whichever way it is read.
func damaged(t *testing.T, r store.Reader, key []byte) {
	_, err := r.GetMany([][]byte{[]byte("r000"), key})
	require.ErrorIs(t, err, store.ErrCorrupt)
	for _, reverse := range []bool{false, true} {
		steps := 0
		for e, err := range r.Scan(store.Range{Lo: key, Hi: append(key, 0), Reverse: reverse}) {
			require.ErrorIs(t, err, store.ErrCorrupt)
			require.Zero(t, e)
			steps++
		}
		require.Equal(t, 1, steps)
	}
}

func flip(b []byte, bit int) []byte {
	b = bytes.Clone(b)
	b[bit/8] ^= 1 << (bit % 8)
	return b
}

// TestDamagedPagesNeverPanic overwrites each page in use with rubbish.
func TestDamagedPagesNeverPanic(t *testing.T) {
	whole, err := os.ReadFile(filled(t))
	require.NoError(t, err)
	const page = 1 << 12
	path := filepath.Join(t.TempDir(), "damaged.db")
	for at := 2 * page; at < lastPage(t, whole); at += page {
		bad := bytes.Clone(whole)
		copy(bad[at:], bytes.Repeat([]byte{0xa5, 0x01, 0x7f}, page/3))
		require.NoError(t, os.WriteFile(path, bad, 0o600))
		s, err := boltstore.Open(path, &boltstore.Options{MaxMap: -1, LockTimeout: -1})
		if err != nil {
			require.ErrorIs(t, err, store.ErrCorrupt)
			continue
		}
		store.View(ctx, s, func(r store.Reader) error {
			for e, err := range r.Scan(store.Range{}) {
				if err != nil {
					require.ErrorIs(t, err, store.ErrCorrupt)
					return err
				}
				if e.Key[0] == 'r' {
					require.True(t, bytes.HasPrefix(e.Value, []byte("row ")))
				}
			}
			return nil
		})
		require.NoError(t, s.Close())
	}
}
