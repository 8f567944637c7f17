package picklist

import "github.com/clientele-go/clientele/record"

// Sets are the values of all attributes of one organisation, as one transaction sees them. It is immutable and
// safe for concurrent use.
type Sets struct {
	sets map[Attribute]*Set
}

// Of gives the values of an attribute; none for a word that is no attribute. Nil has none at all.
func (s *Sets) Of(a Attribute) *Set {
	if s != nil && s.sets[a] != nil {
		return s.sets[a]
	}
	return newSet(a)
}

// Load gives the values as the transaction sees them, its own changes included. They are read once for each
// version of the organisation's schema, in one scan of an index and one read of the values, and shared by all
// transactions at that version.
// Errors are those of the store.
func Load(tx *record.Tx) (*Sets, error) { return shared.Get(tx) }

var shared = record.NewShared(load)

func load(tx *record.Tx) (*Sets, error) {
	s := newSets()
	for v, err := range kind.Select(tx, record.Query[Value]{Index: byPosition}) {
		if err != nil {
			return nil, err
		}
		s.add(*v)
	}
	return s, nil
}

func newSets() *Sets {
	s := &Sets{sets: map[Attribute]*Set{}}
	for _, a := range Attributes() {
		s.sets[a] = newSet(a)
	}
	return s
}

// add puts a value behind the others of its attribute. One of an attribute that only a later version of the
// program knows is left out.
func (s *Sets) add(v Value) {
	if set, ok := s.sets[v.Attribute]; ok {
		set.add(v)
	}
}
