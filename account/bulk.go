package account

import (
	"context"
	"errors"
	"iter"
	"strconv"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
)

// Mode is what a fault in one item of a bulk call means for the others.
type Mode uint8

const (
	// KeepGoing writes what it can. On an Org it commits in chunks.
	KeepGoing Mode = iota
	// AllOrNothing writes nothing if one item is at fault. It is one transaction.
	AllOrNothing
)

// Result is what became of an item of a bulk call.
type Result string

// The results.
const (
	Created Result = "created"
	Skipped Result = "skipped" // its primary domain has an account already
	Failed  Result = "failed"
)

// Outcome is what became of one item of a bulk call.
type Outcome struct {
	Index    int           `json:"index"` // of the item, from 0
	Result   Result        `json:"result"`
	Account  *Account      `json:"account,omitempty"`   // that was created
	Existing ID            `json:"existingId,omitzero"` // of the account because of which it was skipped; GetMany reads those
	Faults   []fault.Fault `json:"faults,omitempty"`    // because of which it failed
	Err      error         `json:"-"`                   // why it failed, also where that is no fault
}

// Totals count outcomes.
type Totals struct {
	Total   int `json:"total"`
	Created int `json:"created"`
	Skipped int `json:"skipped"`
	Failed  int `json:"failed"`
}

// Add counts the result of an item.
func (t *Totals) Add(r Result) {
	t.Total++
	switch r {
	case Created:
		t.Created++
	case Skipped:
		t.Skipped++
	case Failed:
		t.Failed++
	}
}

// Bulk is what became of the items of a bulk call, in their order.
type Bulk struct {
	Totals
	Items []Outcome `json:"items"`
}

// chunk is how many items one transaction of a bulk call takes. Larger ones are no faster, and a smaller one
// pays the sync of the disk more often.
const chunk = 1_000

// CreateMany creates accounts. A draft whose primary domain a live account has already, or an earlier draft of
// the same call, is skipped and changes nothing; one that is at fault fails.
//
// In mode KeepGoing each item is for itself, and an Org commits every 1,000 of them: after an error, which is
// a failure of the store or the end of ctx, the items of the result are those that are committed. In mode
// AllOrNothing the faults of all items come as one *fault.Error, with paths such as "accounts[3].name", and
// nothing is written. An empty list is a fault `empty`. The store is read twice for a chunk, and some times more, not
// for each, if accounts add their existing users.
func CreateMany(ctx context.Context, s record.Scope, drafts []Draft, mode Mode) (*Bulk, error) {
	if len(drafts) == 0 {
		return nil, &record.Error{Op: bulkVerb, Err: fault.New("accounts", fault.Empty, "give at least one account")}
	}
	size := chunk
	if mode != KeepGoing {
		size = len(drafts)
	}
	bulk := &Bulk{Items: make([]Outcome, 0, len(drafts))}
	for start := 0; start < len(drafts); start += size {
		end := min(start+size, len(drafts))
		outcomes, err := createChunk(ctx, s, drafts[start:end], start, mode)
		for _, o := range outcomes {
			bulk.Add(o.Result)
		}
		bulk.Items = append(bulk.Items, outcomes...)
		if err != nil {
			return bulk, err
		}
	}
	return bulk, nil
}

const bulkVerb = "account.create_many"

// createChunk creates accounts in one transaction, or, where each is for itself, in several if one would be too
// large. The outcomes are those that are committed, also beside an error.
func createChunk(ctx context.Context, s record.Scope, drafts []Draft, first int, mode Mode) ([]Outcome, error) {
	in, err := askForDrafts(ctx, s, bulkVerb, drafts)
	if err != nil {
		return nil, err
	}
	outcomes, err := record.Write(ctx, s, bulkVerb, func(ctx context.Context, tx *record.Tx) ([]Outcome, error) {
		all, err := createAsked(ctx, tx, bulkVerb, drafts, in)
		if err != nil {
			return nil, err
		}
		outcomes := make([]Outcome, len(all))
		var faults fault.List
		for i, c := range all {
			outcomes[i] = outcome(first+i, c)
			if outcomes[i].Result != Failed || mode == KeepGoing {
				continue
			}
			if err := faults.Take(fault.At("accounts", first+i), asFaults(c.refused)); err != nil {
				return nil, err
			}
		}
		return outcomes, faults.Err()
	})
	if half := len(drafts) / 2; errors.Is(err, store.ErrTooLarge) && mode == KeepGoing && half > 0 {
		outcomes, err = createChunk(ctx, s, drafts[:half], first, mode)
		if err != nil {
			return outcomes, err
		}
		rest, err := createChunk(ctx, s, drafts[half:], first+half, mode)
		return append(outcomes, rest...), err
	}
	if err != nil {
		return nil, err
	}
	for _, o := range outcomes {
		setOwners(in.owners, o.Account)
	}
	return outcomes, nil
}

// asFaults gives an error as the bare *fault.Error inside it, if there is one.
func asFaults(err error) error {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		return e
	}
	return err
}

func outcome(index int, c created) Outcome {
	o := Outcome{Index: index, Result: Created, Account: c.account}
	if c.refused == nil {
		return o
	}
	o.Result, o.Err, o.Faults = Failed, c.refused, fault.All(c.refused)
	for _, f := range o.Faults {
		if f.Code != fault.Duplicate || f.Path != string(FieldPrimaryDomain) {
			continue
		}
		if holder, ok := errors.AsType[*record.Error](f.Cause); ok {
			return Outcome{Index: index, Result: Skipped, Existing: ID(holder.ID)}
		}
	}
	return o
}

// Import creates accounts from a stream, in mode KeepGoing, and gives an outcome for each, in their order, once
// it is committed: every 1,000 drafts on an Org. It holds one chunk in memory, whatever the length of the
// stream. An error of the stream is given on after what came before it is committed, and ends the import; so
// does an error of the store or the end of ctx. Breaking off the loop ends it too, after the chunk at hand.
func Import(ctx context.Context, s record.Scope, drafts iter.Seq2[Draft, error]) iter.Seq2[Outcome, error] {
	return func(yield func(Outcome, error) bool) {
		in := &importing{ctx: ctx, s: s, yield: yield}
		for d, err := range drafts {
			if err != nil {
				if in.flush() {
					yield(Outcome{}, &record.Error{Op: "account.import", Err: errItem{in.next, err}})
				}
				return
			}
			in.held = append(in.held, d)
			if len(in.held) == chunk && !in.flush() {
				return
			}
		}
		in.flush()
	}
}

// importing is an import under way.
type importing struct {
	ctx   context.Context
	s     record.Scope
	yield func(Outcome, error) bool
	held  []Draft
	next  int // index of the first draft held
}

// flush creates the drafts held and gives their outcomes. It tells whether the import goes on.
func (in *importing) flush() bool {
	if len(in.held) == 0 {
		return true
	}
	outcomes, err := createChunk(in.ctx, in.s, in.held, in.next, KeepGoing)
	in.next += len(in.held)
	clear(in.held)
	in.held = in.held[:0]
	for _, o := range outcomes {
		if !in.yield(o, nil) {
			return false
		}
	}
	if err != nil {
		in.yield(Outcome{}, err)
	}
	return err == nil
}

// errItem is an error of the stream, with the index of the draft that it stood for.
type errItem struct {
	index int
	err   error
}

func (e errItem) Error() string {
	return "account: item " + strconv.Itoa(e.index) + " of the stream: " + e.err.Error()
}
func (e errItem) Unwrap() error { return e.err }
