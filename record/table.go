package record

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record/internal/wire"
)

// Table is the fields of a kind: the one source of its codec, its changes, its JSON and its columns. It is
// immutable.
type Table[T any] struct {
	wire   *wire.Table[T]
	names  []string // of the stored fields, by index in wire
	json   []part[T]
	system func(*T) *System[T]
	fields []Field[T] // as given
	err    error
}

// Fields makes a table. What is wrong with it is reported by clientele.Open (ErrSchema), for a table is made
// while the program's variables are initialised.
func Fields[T any](fields ...Field[T]) *Table[T] {
	all := join(fields...)
	t := &Table[T]{system: all.system, fields: fields}
	if t.system == nil {
		t.err = errors.New("record: a table needs its SystemFields")
	}
	var stored []wire.Field[T]
	taken := map[string]bool{}
	for _, p := range all.parts {
		if n := p.wire.Number; p.stored && n > numUpdatedBy && n < FirstField {
			t.err = errors.Join(t.err, fmt.Errorf("record: field number %d is kept for the system fields", n))
		}
		if taken[p.name] && !p.last {
			t.err = errors.Join(t.err, fmt.Errorf("record: two fields have the name %s", p.name))
		}
		if p.stored {
			stored = append(stored, p.wire)
			t.names = append(t.names, p.name)
		}
		if p.name != "" && !p.last {
			t.json = append(t.json, p)
			taken[p.name] = true
		}
	}
	for _, p := range all.parts {
		if p.last && !taken[p.name] {
			t.json = append(t.json, p)
		}
	}
	var err error
	t.wire, err = wire.NewTable(stored, all.retired...)
	t.err = errors.Join(t.err, err)
	return t
}

// With makes a table of these fields and more. The table stays as it is.
func (t *Table[T]) With(fields ...Field[T]) *Table[T] {
	return Fields(append(t.fields[:len(t.fields):len(t.fields)], fields...)...)
}

// JSON encodes a record as an object: the id, the fields in the order of the table, the system fields.
func (t *Table[T]) JSON(r *T) ([]byte, error) {
	dst := []byte{'{'}
	for i, p := range t.json {
		b, err := json.Marshal(p.value(r))
		if err != nil {
			return nil, fmt.Errorf("record: encode %s: %w", p.name, err)
		}
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(append(append(append(dst, '"'), p.name...), '"', ':'), b...)
	}
	return append(dst, '}'), nil
}

// Equal tells whether two records hold the same in all stored fields.
func (t *Table[T]) Equal(a, b *T) bool { return len(t.wire.Changed(nil, a, b)) == 0 }

// Names gives the JSON names of the stored fields, those of the system first.
func (t *Table[T]) Names() []string {
	var names []string
	for _, n := range t.names {
		if n != "" {
			names = append(names, n)
		}
	}
	return names
}

// namesOf gives the names of fields by their numbers, without those that change with every write, and those of
// retired ones.
func (t *Table[T]) namesOf(numbers []uint32) []string {
	var names []string
	for _, n := range numbers {
		if i, ok := t.wire.ByNumber(n); ok && n >= FirstField && t.names[i] != "" {
			names = append(names, t.names[i])
		}
	}
	return names
}

// fieldIndex gives the index of the stored field with this name.
func (k *Kind[T]) fieldIndex(name string) (int, error) {
	for i, n := range k.fields.names {
		if n == name && n != "" {
			return i, nil
		}
	}
	return 0, fmt.Errorf("record: %w: kind %s has no field %q", fault.ErrSchema, k.name, name)
}
