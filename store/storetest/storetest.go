package storetest

import (
	"slices"
	"testing"

	"github.com/clientele-go/clientele/store"
)

// Case is one rule of the contract. Check opens a fresh, empty store, tries the rule on it, closes it, and
// tells what was wrong, or nil.
type Case struct {
	Name  string
	Check func(open func() store.Store) error
}

// Run runs every case as a subtest of its name, each with a store of its own from open, which Run closes.
func Run(t *testing.T, open func(t testing.TB) store.Store) {
	for _, c := range Cases() {
		t.Run(c.Name, func(t *testing.T) {
			if err := c.Check(func() store.Store { return open(t) }); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// Cases gives the contract, rule by rule.
func Cases() []Case {
	return slices.Concat(basicCases(), byteCases(), limitCases(), scanCases(), snapshotCases(), anomalyCases(), lifeCases(), growthCases())
}
