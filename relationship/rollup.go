package relationship

import (
	"context"
	"time"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/value"
)

// Rollup is what a subtree comes to, its root included.
type Rollup struct {
	Accounts  int           `json:"accounts"`
	Depth     int           `json:"depth"`     // levels below the root
	Employees int64         `json:"employees"` // of those that say
	Revenue   []value.Money `json:"revenue"`   // the sum for each currency, exact, by the code of the currency
	// Health is the worst health of an account that was assessed, by the order of the picklist; nil: none was.
	Health   *picklist.Value `json:"health"`
	Statuses []Count         `json:"statuses"` // in the order of the picklist, without those that nobody has

	Contacts  int `json:"contacts"`  // each once
	OpenTasks int `json:"openTasks"` // not in a closed status
	// LastActivity is when the latest activity takes place, and LastActivityAge how long ago that was at the time of
	// the roll-up, negative for one that is planned; nil: there is none.
	LastActivity    *time.Time     `json:"lastActivity"`
	LastActivityAge *time.Duration `json:"lastActivityAge"`
}

// Count is how many accounts have a value.
type Count struct {
	Value picklist.Value `json:"value"`
	Count int            `json:"count"`
}

// Counter adds up something else over the accounts of a subtree: what hangs on them, figures of the host program. It
// is called inside the transaction of the roll-up, so it sees the same snapshot, with all ids of the subtree, each
// once, in ascending order, level by level. Like every function that runs in a transaction it may be called again from
// the start.
type Counter func(ctx context.Context, tx *record.Tx, ids []account.ID) error

// RollUp adds up the accounts of a subtree, the account itself included, and what hangs on them, on one snapshot, and
// calls the counters with their ids on the same one. Nothing of it is stored. It decodes no account: what it counts is
// read off the stored bytes and the indexes, of neighbours in one scan: O(accounts, contacts, activities and tasks).
// Accounts that the policy hides are not counted, nor what hangs on them. store.ErrNotFound: there is no such account.
// Errors of a counter end it.
func RollUp(ctx context.Context, s record.Scope, id account.ID, counters ...Counter) (*Rollup, error) {
	return Hierarchy{}.RollUp(ctx, s, id, counters...)
}

// RollUp is [RollUp] in this hierarchy.
func (h Hierarchy) RollUp(ctx context.Context, s record.Scope, id account.ID, counters ...Counter) (*Rollup, error) {
	return record.Read(ctx, s, "relationship.roll_up", func(ctx context.Context, tx *record.Tx) (*Rollup, error) {
		f, err := h.open(tx)
		if err != nil {
			return nil, err
		}
		sets, err := picklist.Load(tx)
		if err != nil {
			return nil, err
		}
		if err := f.exists(id); err != nil {
			return nil, err
		}
		sum := newSum(sets)
		if sum.tallies, err = account.Tallies(tx); err != nil {
			return nil, err
		}
		level := []account.ID{id}
		for depth := 0; len(level) > 0; depth++ {
			sum.out.Depth = depth
			if err := sum.level(tx, level); err != nil {
				return nil, err
			}
			for _, count := range counters {
				if err := count(ctx, tx, level); err != nil {
					return nil, err
				}
			}
			if level, err = f.level(id, level, depth+1, func(Step) bool { return true }); err != nil {
				return nil, err
			}
		}
		return sum.whole(tx)
	})
}

// sum adds up figures.
type sum struct {
	out      Rollup
	sets     *picklist.Sets
	revenue  totals
	statuses map[picklist.ID]int
	healths  map[picklist.ID]int
	hanging  account.Hanging
	seen     []account.ID // of the level
	tallies  []func(tx *record.Tx, ids []account.ID, sum *account.Hanging) error
}

func newSum(sets *picklist.Sets) *sum {
	return &sum{sets: sets, statuses: map[picklist.ID]int{}, healths: map[picklist.ID]int{}}
}

// level adds the accounts of one level, and what hangs on them.
func (s *sum) level(tx *record.Tx, ids []account.ID) error {
	s.seen = s.seen[:0]
	if err := account.EachFigures(tx, ids, s.add); err != nil {
		return err
	}
	for _, tally := range s.tallies {
		if err := tally(tx, s.seen, &s.hanging); err != nil {
			return err
		}
	}
	return nil
}

func (s *sum) add(f *account.Figures) bool {
	s.out.Accounts++
	s.seen = append(s.seen, f.ID)
	s.out.Employees += f.Employees
	if len(f.Amount) > 0 {
		s.revenue.add(f.Amount, f.Currency)
	}
	s.statuses[f.Status]++
	s.healths[f.Health]++
	return true
}

// rollup gives the result.
func (s *sum) rollup() *Rollup {
	out := s.out
	out.Revenue = s.revenue.money()
	out.Statuses = []Count{}
	for v := range s.sets.Of(picklist.AccountStatus).All() {
		if n := s.statuses[v.ID]; n > 0 {
			out.Statuses = append(out.Statuses, Count{v, n})
		}
	}
	for v := range s.sets.Of(picklist.AccountHealth).All() {
		if s.healths[v.ID] > 0 {
			out.Health = &v
			break
		}
	}
	return &out
}

// whole gives the result with what hangs on the accounts.
func (s *sum) whole(tx *record.Tx) (*Rollup, error) {
	out := s.rollup()
	out.Contacts, out.OpenTasks = s.hanging.Contacts, s.hanging.OpenTasks
	last := s.hanging.LastActivity
	if last.IsZero() {
		return out, nil
	}
	now, err := tx.Now()
	out.LastActivity, out.LastActivityAge = &last, new(now.Sub(last))
	return out, err
}
