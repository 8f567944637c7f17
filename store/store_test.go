package store_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/store"
)

func TestAfter(t *testing.T) {
	for prefix, want := range map[string]string{
		"a": "b", "ab": "ac", "a\xff": "b", "a\xff\xff": "b", "\x00": "\x01", "a\xfe": "a\xff",
	} {
		require.Equal(t, want, string(store.After([]byte(prefix))), "%q", prefix)
	}
	for _, prefix := range []string{"", "\xff", "\xff\xff"} {
		require.Nil(t, store.After([]byte(prefix)), "%q", prefix)
	}
}

// FuzzPrefix checks that a prefix range holds a key if and only if the key starts with the prefix.
func FuzzPrefix(f *testing.F) {
	f.Add([]byte("a"), []byte("ab"))
	f.Add([]byte("a\xff"), []byte("b"))
	f.Add([]byte("\xff"), []byte("\xff\xff"))
	f.Fuzz(func(t *testing.T, prefix, key []byte) {
		r := store.Prefix(prefix)
		inside := bytes.Compare(key, r.Lo) >= 0 && (r.Hi == nil || bytes.Compare(key, r.Hi) < 0)
		require.Equal(t, bytes.HasPrefix(key, prefix), inside)
	})
}

func TestBatchCheck(t *testing.T) {
	large := make([]byte, store.MaxValue)
	many := store.Batch{}
	for i := range store.MaxBatch / store.MaxValue {
		many = append(many, store.Write{Key: []byte{byte(i)}, Value: large})
	}
	key := func(n int) []byte { return []byte(strings.Repeat("k", n)) }
	tests := map[string]struct {
		batch    store.Batch
		good     bool
		tooLarge bool
	}{
		"empty":             {good: true},
		"sorted":            {batch: store.Batch{{Key: []byte("a")}, {Key: []byte("aa"), Value: []byte{}}, {Key: []byte("b")}}, good: true},
		"longest key":       {batch: store.Batch{{Key: key(store.MaxKey)}}, good: true},
		"key too long":      {batch: store.Batch{{Key: key(store.MaxKey + 1)}}, tooLarge: true},
		"longest value":     {batch: store.Batch{{Key: key(1), Value: large}}, good: true},
		"value too long":    {batch: store.Batch{{Key: key(1), Value: append(large, 0)}}, tooLarge: true},
		"all too large":     {batch: many, tooLarge: true},
		"no key":            {batch: store.Batch{{Value: []byte("v")}}},
		"a key twice":       {batch: store.Batch{{Key: []byte("a")}, {Key: []byte("a")}}},
		"not in this order": {batch: store.Batch{{Key: []byte("b")}, {Key: []byte("a")}}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			err := test.batch.Check()
			require.Equal(t, test.good, err == nil)
			if test.tooLarge {
				require.ErrorIs(t, err, store.ErrTooLarge)
			} else {
				require.NotErrorIs(t, err, store.ErrTooLarge)
			}
		})
	}
}
