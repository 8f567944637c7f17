package storetest_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/boltstore"
	"github.com/clientele-go/clientele/store/memstore"
	"github.com/clientele-go/clientele/store/storetest"
)

// TestFaultyEnginesAreCaught has each planted fault caught by the rule that names it.
func TestFaultyEnginesAreCaught(t *testing.T) {
	tests := []struct {
		fault string
		rule  string
		open  func() store.Store
	}{
		{"half of a batch", "a batch is whole", bad(func(s *faulty) { s.commit = halfBatch })},
		{"bytes that are used again", "bytes stay until the end", bad(func(s *faulty) { s.get = reusedBytes })},
		{"bytes with room behind them", "bytes have no room behind them", bad(func(s *faulty) { s.get = roomBehind })},
		{"a batch that is changed", "arguments are left alone", bad(func(s *faulty) { s.commit = reorders })},
		{"a scan of the live state", "a scan sees its snapshot", bad(func(s *faulty) { s.scan = liveScan })},
		{"a get of the live state", "read skew", bad(func(s *faulty) { s.get = liveGet })},
		{"a commit in two steps", "a commit is seen whole", bad(func(s *faulty) { s.commit = twoSteps })},
		{"a snapshot from before the waiting", "lost update", bad(func(s *faulty) { s.begin = staleWriter })},
		{"many writers, nothing checked", "lost update", blind(func(s *optimistic) { s.blindToAll = true })},
		{"many writers, gets not checked", "write skew", blind(func(s *optimistic) { s.blindToGets = true })},
		{"many writers, absent keys not checked", "write skew on keys that are not there", blind(func(s *optimistic) { s.blindToGets = true })},
		{"many writers, ranges not checked", "phantom", blind(func(s *optimistic) { s.blindToScans = true })},
		{"a conflict after writing", "a conflict writes nothing", bad(func(s *faulty) { s.commit = conflictAfterWriting })},
		{"nil for an empty value", "empty is a value, nil deletes", bad(func(s *faulty) { s.getMany = nilForEmpty })},
		{"an empty value for a delete", "put, overwrite, delete", bad(func(s *faulty) { s.commit = emptyForNil })},
		{"a reverse scan with its upper bound", "scan bounds in reverse", bad(func(s *faulty) { s.scan = highIncluded })},
		{"an empty upper bound taken for none", "scan bounds", bad(func(s *faulty) { s.scan = emptyHighIsNone })},
		{"a limit that is ignored", "scan limit", bad(func(s *faulty) { s.scan = limitIgnored })},
		{"a scan that ends with the class", "scan bounds", bad(func(s *faulty) { s.scan = oneClass })},
		{"a refused batch that is written in part", "too large", bad(func(s *faulty) { s.commit = halfRefused })},
		{"a rollback that writes", "rollback writes nothing", bad(func(s *faulty) { s.rollback = writesOnRollback })},
		{"a reader that may commit", "reading only", bad(func(s *faulty) { s.commit = writesReadOnly })},
		{"a close that works once", "close twice", bad(func(s *faulty) { s.closing = closeOnce })},
		{"the context's error for its cause", "a context that is done", bad(func(s *faulty) { s.begin = contextError })},
		{"a transaction that lives on", "a finished transaction", bad(func(s *faulty) { s.begin = afterlife })},
	}
	for _, test := range tests {
		t.Run(test.fault, func(t *testing.T) {
			require.Error(t, byName(t, test.rule).Check(test.open), "not caught by %q", test.rule)
		})
	}
}

func byName(t *testing.T, name string) storetest.Case {
	for _, c := range storetest.Cases() {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("no rule is called %q", name)
	return storetest.Case{}
}

func blind(change func(*optimistic)) func() store.Store {
	return func() store.Store {
		s := newOptimistic()
		change(s)
		return s
	}
}

// TestGoodEnginesPass runs the contract on engines of every kind: what catches the faults lets these pass.
func TestGoodEnginesPass(t *testing.T) {
	for name, open := range goodEngines() {
		t.Run(name, func(t *testing.T) { storetest.Run(t, open) })
	}
}

func goodEngines() map[string]func(testing.TB) store.Store {
	memory := func(testing.TB) store.Store { return memstore.New() }
	return map[string]func(testing.TB) store.Store{
		"optimistic":     func(testing.TB) store.Store { return newOptimistic() },
		"unharmed":       func(testing.TB) store.Store { return bad(func(*faulty) {})() },
		"count":          func(t testing.TB) store.Store { return storetest.Count(memory(t)) },
		"fail":           func(t testing.TB) store.Store { return storetest.Fail(memory(t), 0) },
		"scribble":       func(t testing.TB) store.Store { return storetest.Scribble(memory(t)) },
		"scribble bolt":  func(t testing.TB) store.Store { return storetest.Scribble(bolt(t)) },
		"overlaid":       func(t testing.TB) store.Store { return storetest.Overlaid(memory(t)) },
		"overlaid bolt":  func(t testing.TB) store.Store { return storetest.Overlaid(bolt(t)) },
		"scribbled over": func(t testing.TB) store.Store { return storetest.Overlaid(storetest.Scribble(memory(t))) },
	}
}

func bolt(t testing.TB) store.Store {
	s, err := boltstore.Open(filepath.Join(t.TempDir(), "test.db"), &boltstore.Options{NoSync: true})
	require.NoError(t, err)
	return s
}

// TestModel runs the model on everything that runs transactions.
func TestModel(t *testing.T) {
	engines := goodEngines()
	engines["rerun"] = func(testing.TB) store.Store { return storetest.Rerun(memstore.New()) }
	engines["rerun bolt"] = func(t testing.TB) store.Store { return storetest.Rerun(bolt(t)) }
	for name, open := range engines {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			require.NoError(t, storetest.Model(s, 1, 150))
			require.NoError(t, s.Close())
		})
	}
}

// TestModelFindsFaults lets the model find what no single rule was asked about.
func TestModelFindsFaults(t *testing.T) {
	for name, change := range map[string]func(*faulty){
		"live scan":      func(s *faulty) { s.scan = liveScan },
		"empty for nil":  func(s *faulty) { s.commit = emptyForNil },
		"high included":  func(s *faulty) { s.scan = highIncluded },
		"nil for empty":  func(s *faulty) { s.getMany = nilForEmpty },
		"ignored limits": func(s *faulty) { s.scan = limitIgnored },
	} {
		t.Run(name, func(t *testing.T) {
			s := bad(change)()
			require.Error(t, storetest.Model(s, 1, 500))
			require.NoError(t, s.Close())
		})
	}
}
