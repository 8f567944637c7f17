package boltstore_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/boltstore"
	"github.com/clientele-go/clientele/store/storetest"
)

// open opens a store of its own for the test, without the syncs.
func open(t testing.TB) store.Store {
	s, err := boltstore.Open(filepath.Join(t.TempDir(), "test.db"), &boltstore.Options{NoSync: true})
	require.NoError(t, err)
	return s
}

func TestStore(t *testing.T) { storetest.Run(t, open) }
