package memstore_test

import (
	"testing"

	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/memstore"
	"github.com/clientele-go/clientele/store/storetest"
)

func open(testing.TB) store.Store { return memstore.New() }

func TestStore(t *testing.T) { storetest.Run(t, open) }
