package boltstore_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/metrics"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	bolt "go.etcd.io/bbolt"

	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/boltstore"
)

// long tells whether tests may take their time: minutes, with CLIENTELE_LONG=1.
func long() bool { return os.Getenv("CLIENTELE_LONG") != "" }

// times gives how often a test does what it does at random.
func times(short, inLongRuns int) int {
	if long() {
		return inLongRuns
	}
	return short
}

// content is what a store truly has.
type content map[string]string

// some gives n rows of each of five classes, of different lengths, and one that is longer than a page.
func some(n int) content {
	true_ := content{"l-long": strings.Repeat("long ", 400)}
	for i := range n {
		for _, class := range []string{"r", "i", "u", "l", "t"} {
			key := fmt.Sprintf("%s%04d", class, i*7)
			true_[key] = strings.Repeat(key, 1+i%5)
			if class == "i" {
				true_[key] = ""
			}
		}
	}
	return true_
}

// pageSized makes a store with pages of that size: small ones make many pages of little. In the commit before
// the last, the values began with before.
func pageSized(t testing.TB, pageSize int, c content, before string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "whole.db")
	db, err := bolt.Open(path, 0o600, &bolt.Options{PageSize: pageSize, NoSync: true})
	require.NoError(t, err)
	require.NoError(t, db.Update(func(tx *bolt.Tx) error {
		b, err := tx.CreateBucket([]byte("clientele"))
		require.NoError(t, err)
		return b.Put([]byte("format"), boltstore.AppendSealed(nil, []byte("format"), []byte("1")))
	}))
	require.NoError(t, db.Close())
	s := openFile(t, path, &boltstore.Options{NoSync: true, MaxMap: -1})
	for _, before := range []string{before, ""} { // so that there are free pages, and a commit to be lost
		require.NoError(t, store.Update(ctx, s, func(o *store.Overlay) error {
			for key, value := range c {
				o.Put([]byte(key), []byte(before+value))
			}
			return nil
		}))
	}
	require.NoError(t, s.Close())
	return path
}

// victim is a file that is damaged and repaired again and again.
type victim struct {
	t     *testing.T
	path  string
	whole []byte
	true_ content
	keys  []string // of true_, in order

	refused, reported, gone, harmless int // what became of it; gone ones are reported too
}

func newVictim(t *testing.T, path string, c content) *victim {
	t.Helper()
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	whole = whole[:lastPage(t, whole)]
	v := &victim{t: t, path: filepath.Join(t.TempDir(), "victim.db"), whole: whole, true_: c}
	for key := range c {
		v.keys = append(v.keys, key)
	}
	slices.Sort(v.keys)
	require.NoError(t, os.WriteFile(v.path, whole, 0o600))
	return v
}

// try damages the file, uses it, and repairs it. What is written to it is thrown away.
func (v *victim) try(name string, damage func(b []byte), write bool) {
	bad := slices.Clone(v.whole)
	damage(bad)
	v.put(v.whole, bad)
	before := allocated()
	v.use(name, write)
	require.Less(v.t, allocated()-before, uint64(64<<20), "%s: a huge allocation", name)
	if write {
		require.NoError(v.t, os.WriteFile(v.path, v.whole, 0o600))
		return
	}
	v.put(bad, v.whole)
}

// put writes the bytes in which two files of the same length are different.
func (v *victim) put(was, is []byte) {
	f, err := os.OpenFile(v.path, os.O_WRONLY, 0)
	require.NoError(v.t, err)
	defer f.Close()
	const block = 512
	for at := 0; at < len(is); at += block {
		end := min(at+block, len(is))
		if !slices.Equal(was[at:end], is[at:end]) {
			_, err := f.WriteAt(is[at:end], int64(at))
			require.NoError(v.t, err)
		}
	}
}

func allocated() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// use opens the file, reads everything, and writes here and there.
func (v *victim) use(name string, write bool) {
	s, err := boltstore.Open(v.path, &boltstore.Options{NoSync: true, MaxMap: -1, LockTimeout: -1, ReadOnly: !write})
	if err != nil {
		require.ErrorIs(v.t, err, store.ErrCorrupt, name)
		v.refused++
		return
	}
	defer func() { require.NoError(v.t, s.Close(), name) }()
	switch damaged, gone := v.read(name, s); {
	case gone:
		v.gone++
		fallthrough
	case damaged:
		v.reported++
	default:
		v.harmless++
	}
	if write {
		v.write(name, s)
		v.read(name, s)
	}
}

// read compares everything with the truth, and tells whether damage was found. A value is true or
// store.ErrCorrupt. A key may be gone, but then Verify reports damage.
func (v *victim) read(name string, s *boltstore.Store) (damaged, gone bool) {
	require.NoError(v.t, store.View(ctx, s, func(r store.Reader) error {
		for _, key := range v.keys {
			value, err := r.Get([]byte(key))
			switch {
			case err == nil:
				require.Equal(v.t, v.true_[key], string(value), "%s: %s", name, key)
			case errors.Is(err, store.ErrNotFound):
				gone = true
			default:
				require.ErrorIs(v.t, err, store.ErrCorrupt, name)
				damaged = true
			}
		}
		for _, reverse := range []bool{false, true} {
			found, whole := v.scan(name, r, reverse)
			damaged = damaged || !whole
			gone = gone || whole && found < len(v.keys)
		}
		return nil
	}))
	err := s.Verify(ctx)
	if err != nil {
		require.ErrorIs(v.t, err, store.ErrCorrupt, name)
	}
	damaged = damaged || err != nil
	require.True(v.t, damaged || !gone, "%s: a key is gone in silence", name)
	return damaged, gone
}

// scan checks that a scan gives nothing but the truth, and ends.
func (v *victim) scan(name string, r store.Reader, reverse bool) (found int, whole bool) {
	for e, err := range r.Scan(store.Range{Reverse: reverse}) {
		if err != nil {
			require.ErrorIs(v.t, err, store.ErrCorrupt, name)
			return found, false
		}
		value, known := v.true_[string(e.Key)]
		require.True(v.t, known, "%s: %q was never there", name, e.Key)
		require.Equal(v.t, value, string(e.Value), "%s: %s", name, e.Key)
		found++
		require.LessOrEqual(v.t, found, len(v.keys), "%s: more than there is", name)
	}
	return found, true
}

// write writes what is there already. What it deletes it puts back in the same transaction or another; if that
// fails, the key may be gone.
func (v *victim) write(name string, s *boltstore.Store) {
	for n := range 3 {
		v.update(name, s, func(o *store.Overlay, key string) { o.Put([]byte(key), []byte(v.true_[key])) }, n)
		if v.update(name, s, func(o *store.Overlay, key string) { o.Delete([]byte(key)) }, n) {
			v.update(name, s, func(o *store.Overlay, key string) { o.Put([]byte(key), []byte(v.true_[key])) }, n)
		}
	}
}

// update does something to every fifth key.
func (v *victim) update(name string, s *boltstore.Store, do func(o *store.Overlay, key string), from int) bool {
	err := store.Update(ctx, s, func(o *store.Overlay) error {
		for i := from; i < len(v.keys); i += 5 {
			do(o, v.keys[i])
		}
		return nil
	})
	require.True(v.t, err == nil || errors.Is(err, store.ErrCorrupt) || errors.Is(err, store.ErrUnknown), "%s: %v", name, err)
	return err == nil
}

// TestEveryBit flips every bit of a small file, or some in a short run.
func TestEveryBit(t *testing.T) {
	const pageSize = 1 << 10
	c := some(8)
	v := newVictim(t, pageSized(t, pageSize, c, "older "), c)
	v.try("whole", func([]byte) {}, true)
	require.Equal(t, 1, v.harmless)
	bits, step := 8*len(v.whole), times(127, 1)
	for bit := 0; bit < bits; bit += step {
		v.try(fmt.Sprintf("bit %d", bit), func(b []byte) { b[bit/8] ^= 1 << (bit % 8) }, bit%3 == 0)
	}
	t.Logf("of %d bits in %d pages: refused %d, reported %d (keys gone in %d), harmless %d",
		bits, len(v.whole)/pageSize, v.refused, v.reported, v.gone, v.harmless)
}

// TestRandomDamage damages bits, bytes and pages of a larger file.
func TestRandomDamage(t *testing.T) {
	const pageSize = 1 << 12
	c := some(300)
	v := newVictim(t, pageSized(t, pageSize, c, ""), c) // what a page has held before is no damage to be seen
	random := rand.New(rand.NewPCG(1, 2))
	all := damages(random, pageSize)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		damage := all[name]
		v.refused, v.reported, v.gone, v.harmless = 0, 0, 0, 0
		n := times(15, 2_000)
		for i := range n {
			v.try(fmt.Sprintf("%s, round %d", name, i), damage, i%2 == 0)
		}
		t.Logf("%s, of %d: refused %d, reported %d (of them with keys gone %d), harmless %d", name, n, v.refused, v.reported, v.gone, v.harmless)
	}
}

// damages gives ways to damage a file.
func damages(random *rand.Rand, pageSize int) map[string]func(b []byte) {
	return map[string]func(b []byte){
		"one bit": func(b []byte) { b[random.IntN(len(b))] ^= 1 << random.IntN(8) },
		"many bits": func(b []byte) {
			for range 200 {
				b[random.IntN(len(b))] ^= 1 << random.IntN(8)
			}
		},
		"sixteen bytes": func(b []byte) {
			at := random.IntN(len(b) - 16)
			fill(random, b[at:at+16])
		},
		"the head of a page": func(b []byte) {
			at := pageSize * random.IntN(len(b)/pageSize)
			fill(random, b[at+8:at+8+random.IntN(200)])
		},
		"a page": func(b []byte) {
			at := pageSize * random.IntN(len(b)/pageSize)
			fill(random, b[at:at+pageSize])
		},
		"a page of zeroes": func(b []byte) {
			at := pageSize * random.IntN(len(b)/pageSize)
			clear(b[at : at+pageSize])
		},
		"a page of another": func(b []byte) {
			to, from := pageSize*random.IntN(len(b)/pageSize), pageSize*random.IntN(len(b)/pageSize)
			copy(b[to:to+pageSize], b[from:from+pageSize])
		},
		"the content of another page": func(b []byte) {
			to, from := pageSize*random.IntN(len(b)/pageSize), pageSize*random.IntN(len(b)/pageSize)
			copy(b[to+8:to+pageSize], b[from+8:from+pageSize])
		},
	}
}

func fill(random *rand.Rand, b []byte) {
	for i := range b {
		b[i] = byte(random.Uint32())
	}
}

// TestDamagedPageIsNotWrittenOn has a leaf give an absurd length of a value, which bbolt would take at its word.
func TestDamagedPageIsNotWrittenOn(t *testing.T) {
	const pageSize = 1 << 12
	c := some(300)
	v := newVictim(t, pageSized(t, pageSize, c, ""), c)
	for at := 0; at < len(v.whole); at += pageSize { // also where the leaf was before
		if v.whole[at+8] == 0x02 && bytes.Contains(v.whole[at:at+pageSize], []byte("r0700")) {
			v.whole[at+31] |= 0x7f // the highest byte of the length of the first value
		}
	}
	require.NoError(t, os.WriteFile(v.path, v.whole, 0o600))
	s := openFile(t, v.path, &boltstore.Options{NoSync: true})
	before := allocated()
	for range 2 {
		require.ErrorIs(t, store.Update(ctx, s, put("r0700", "new")), store.ErrCorrupt)
		require.ErrorIs(t, store.Update(ctx, s, func(o *store.Overlay) error {
			o.Delete([]byte("r0700"))
			return nil
		}), store.ErrCorrupt)
	}
	require.Less(t, allocated()-before, uint64(1<<20))
	require.NoError(t, store.Update(ctx, s, put("u0700", "new")), "others can be written")
}
