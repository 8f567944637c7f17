package wire

import (
	"errors"
	"fmt"
	"slices"
)

// Format is the first byte of every record written now.
const Format = 1

// What a record's bytes may be refused for.
var (
	ErrMalformed = errors.New("wire: malformed record")
	ErrUnknown   = errors.New("wire: a field or format that this program does not know")
)

// headSize is the format byte and the number of hot fields.
const headSize = 2

// Table is the fields of a record type, ready to encode and decode. It is immutable.
type Table[T any] struct {
	fields  []Field[T] // as given
	hot     []int      // hot fields in order
	cold    []int      // the others, ascending in number
	offsets []int      // by field: where its tag stands in a record, 0 for a cold one
	rank    []byte     // by field: how many hot fields stand before it
	byNum   []int16    // number → field + 1
	retired map[uint32]bool
}

// NewTable checks the fields and makes the table. A retired number is one that an earlier version used: its
// values are passed over and it is never given to another field.
func NewTable[T any](fields []Field[T], retired ...uint32) (*Table[T], error) {
	t := &Table[T]{fields: slices.Clone(fields), offsets: make([]int, len(fields)), rank: make([]byte, len(fields)), byNum: make([]int16, MaxNumber+1), retired: map[uint32]bool{}}
	for _, n := range retired {
		t.retired[n] = true
	}
	at := headSize
	for i := range t.fields {
		f := &t.fields[i]
		f.settle()
		switch {
		case f.err != nil:
			return nil, f.err
		case f.Number < 1 || f.Number > MaxNumber:
			return nil, fmt.Errorf("wire: field number %d is not in 1…%d", f.Number, MaxNumber)
		case t.byNum[f.Number] != 0 || t.retired[f.Number]:
			return nil, fmt.Errorf("wire: field number %d is taken", f.Number)
		case f.Hot && (f.Number > MaxHot || f.shape == shapeBytes):
			return nil, fmt.Errorf("wire: field %d cannot be hot", f.Number)
		}
		t.byNum[f.Number] = int16(i + 1)
		if f.Hot {
			t.rank[i] = byte(len(t.hot))
			t.hot = append(t.hot, i)
			t.offsets[i] = at
			at += f.size
		}
	}
	for n := range t.byNum {
		if i := int(t.byNum[n]) - 1; i >= 0 && !fields[i].Hot {
			t.cold = append(t.cold, i)
		}
	}
	return t, nil
}

// Len gives the number of fields.
func (t *Table[T]) Len() int { return len(t.fields) }

// Field gives field i.
func (t *Table[T]) Field(i int) Field[T] { return t.fields[i] }

// ByNumber gives the index of the field with this number.
func (t *Table[T]) ByNumber(n uint32) (int, bool) {
	if n == 0 || n > MaxNumber || t.byNum[n] == 0 {
		return 0, false
	}
	return int(t.byNum[n]) - 1, true
}
