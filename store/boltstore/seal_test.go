package boltstore_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/boltstore"
)

// FuzzSeal checks that what was sealed is unsealed, and that no change of one byte goes unseen.
func FuzzSeal(f *testing.F) {
	f.Add([]byte("key"), []byte("value"), uint(3), byte(1))
	f.Add([]byte{}, []byte{}, uint(0), byte(0x80))
	f.Fuzz(func(t *testing.T, key, value []byte, at uint, change byte) {
		sealed := boltstore.AppendSealed([]byte("before"), key, value)[len("before"):]
		got, err := boltstore.Unseal(key, sealed)
		require.NoError(t, err)
		require.NotNil(t, got)
		require.True(t, bytes.Equal(value, got))
		require.Equal(t, len(got), cap(got), "an append copies")

		if change != 0 {
			sealed[at%uint(len(sealed))] ^= change
			_, err = boltstore.Unseal(key, sealed)
			require.ErrorIs(t, err, store.ErrCorrupt)
		}
	})
}

// FuzzUnseal checks that any bytes give an answer.
func FuzzUnseal(f *testing.F) {
	f.Add([]byte("key"), []byte{1, 2, 3})
	f.Add([]byte("key"), []byte{})
	f.Fuzz(func(t *testing.T, key, sealed []byte) {
		value, err := boltstore.Unseal(key, sealed)
		if err != nil {
			require.ErrorIs(t, err, store.ErrCorrupt)
			return
		}
		require.True(t, bytes.Equal(sealed, boltstore.AppendSealed(nil, key, value)))
	})
}
