package picklist

import (
	"fmt"
	"iter"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/value"
)

// Set is the values of one attribute in their order, archived ones among them. It is immutable and safe for
// concurrent use; what its methods give is the caller's. None of them reads the store.
type Set struct {
	attribute Attribute
	values    []Value
	byID      map[ID]int
	byKey     map[string]int
	preset    int // the default; -1: none
}

func newSet(a Attribute) *Set {
	return &Set{attribute: a, byID: map[ID]int{}, byKey: map[string]int{}, preset: -1}
}

// add puts a value behind the others.
func (s *Set) add(v Value) {
	i := len(s.values)
	s.values = append(s.values, v)
	s.byID[v.ID] = i
	s.byKey[value.FoldKey(v.Value)] = i
	if v.Default {
		s.preset = i
	}
}

// Attribute names the attribute.
func (s *Set) Attribute() Attribute { return s.attribute }

// All walks the values in their order.
func (s *Set) All() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		for _, v := range s.values {
			if !yield(v) {
				return
			}
		}
	}
}

// Get gives the value of this id, archived or not.
func (s *Set) Get(id ID) (Value, bool) {
	i, ok := s.byID[id]
	if !ok {
		return Value{}, false
	}
	return s.values[i], true
}

// Default gives what a new record gets that names none. ok is false if the attribute has no default.
func (s *Set) Default() (v Value, ok bool) {
	if s.preset < 0 {
		return Value{}, false
	}
	return s.values[s.preset], true
}

// Resolve gives the value that an input means: its id, or else its text, where case, spaces, hyphens and
// underscores do not count.
//
// Faults, at path "": not_in_picklist, with the values that there are to choose from under "allowed";
// archived.
func (s *Set) Resolve(input string) (Value, error) {
	i, ok := s.find(input)
	if !ok {
		return Value{}, s.refuse("", input)
	}
	if s.values[i].Archived {
		return Value{}, archived(s.values[i])
	}
	return s.values[i], nil
}

// Assign makes r refer to the value that an input means, as [Set.Resolve] has it, and fills it in. A value that
// r holds already may be archived. After a fault r is as it was.
func (s *Set) Assign(r *Ref, input string) error {
	i, ok := s.find(input)
	if !ok {
		return s.refuse("", input)
	}
	if v := s.values[i]; v.Archived && v.ID != r.ID {
		return archived(v)
	}
	r.ID = s.values[i].ID
	s.Fill(r)
	return nil
}

// Fill sets Value and Configuration of a reference from its id. Both are emptied if it refers to nothing, or to
// nothing in this set.
func (s *Set) Fill(r *Ref) {
	r.Value, r.Configuration = "", nil
	i, ok := s.byID[r.ID]
	if !ok {
		return
	}
	r.Value = s.values[i].Value
	if s.values[i].Configuration != (Configuration{}) {
		c := s.values[i].Configuration // copied here: it is on the heap only if it is needed
		r.Configuration = &c
	}
}

// Match gives the ids of the values that a filter names by id or value, each once, in the order of the inputs.
// Archived ones may be asked for. A fault not_in_picklist at "[i]" for each that is not there.
func (s *Set) Match(inputs []string) ([]ID, error) {
	var ids []ID
	var faults fault.List
	taken := make(map[int]bool, len(inputs))
	for n, input := range inputs {
		i, ok := s.find(input)
		if !ok {
			faults = append(faults, s.refuse(fault.At("", n), input).Faults...)
			continue
		}
		if !taken[i] {
			taken[i] = true
			ids = append(ids, s.values[i].ID)
		}
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return ids, nil
}

// find gives the place of the value that an input means.
func (s *Set) find(input string) (int, bool) {
	if len(input) == 36 {
		if id, err := record.ParseID[Value](input); err == nil {
			if i, ok := s.byID[id]; ok {
				return i, true
			}
		}
	}
	i, ok := s.byKey[value.FoldKey(input)]
	return i, ok
}

// refuse gives the fault of an input that is no value.
func (s *Set) refuse(path, input string) *fault.Error {
	allowed := []string{}
	for _, v := range s.values {
		if !v.Archived {
			allowed = append(allowed, v.Value)
		}
	}
	return &fault.Error{Faults: []fault.Fault{{
		Path: path, Code: fault.NotInPicklist,
		Message: fmt.Sprintf("%.80q is no value of %s", input, s.attribute),
		Params:  fault.Params{"value": input, "allowed": allowed},
	}}}
}

func archived(v Value) error {
	return &fault.Error{Faults: []fault.Fault{{
		Code: fault.Archived, Message: "is archived and can no longer be chosen",
		Params: fault.Params{"value": v.Value, "id": v.ID.String()},
	}}}
}
