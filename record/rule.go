package record

import (
	"fmt"

	"github.com/clientele-go/clientele/fault"
)

// Rule is a rule of the host program for one kind, given to Open in Options.Rules.
type Rule struct {
	kind  byte
	name  string
	check any
}

// Rule makes a rule for records of this kind: a pure function of the record before and after a write, before
// nil on create, that gives what is wrong. It runs on every path and is reported with the other faults. It
// must not change the records.
func (k *Kind[T]) Rule(check func(before, after *T) []fault.Fault) Rule {
	return Rule{kind: k.code, name: k.name, check: check}
}

// state gives what was declared about the kind in this database.
func (k *Kind[T]) state(tx *Tx) (*kindState, error) {
	s := tx.org.db.kinds[k.code]
	if s == nil || s.definition != definition(k) {
		return nil, fmt.Errorf("%w: the database was opened without kind %s", fault.ErrSchema, k.name)
	}
	return s, nil
}

// Judge gives what the host's rules say of a write, without writing.
func (k *Kind[T]) Judge(tx *Tx, before, after *T) (fault.List, error) {
	s, err := k.state(tx)
	if err != nil {
		return nil, err
	}
	return k.judge(s, before, after), nil
}

// judge runs the host's rules.
func (k *Kind[T]) judge(s *kindState, before, after *T) fault.List {
	var faults fault.List
	for _, r := range s.rules {
		if check, ok := r.(func(before, after *T) []fault.Fault); ok {
			faults = append(faults, check(before, after)...)
		}
	}
	return faults
}
