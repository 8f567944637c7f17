package record

import (
	"iter"

	"github.com/clientele-go/clientele/store"
)

// ended is what a Tx reads after its closure: nothing, with store.ErrClosed.
type ended struct{}

func (ended) Get([]byte) ([]byte, error)         { return nil, store.ErrClosed }
func (ended) GetMany([][]byte) ([][]byte, error) { return nil, store.ErrClosed }
func (ended) Scan(store.Range) iter.Seq2[store.Entry, error] {
	return func(yield func(store.Entry, error) bool) { yield(store.Entry{}, store.ErrClosed) }
}
