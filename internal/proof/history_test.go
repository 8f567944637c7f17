package proof

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/stretchr/testify/require"
)

// input is what a client asks for.
type input struct {
	Verb      string
	Key, To   int   `json:",omitempty"`
	Value     int   `json:",omitempty"` // unlike all others
	IfVersion int64 `json:",omitempty"`
}

// output is what it is answered.
type output struct {
	Answer  string    // see the answers
	Seen    [keys]int `json:",omitzero"` // what the store held
	Value   int       `json:",omitempty"`
	Version int64     `json:",omitempty"`
}

// keys is how many keys the operations are about. With few of them they meet.
const keys = 4

// The answers. What else a verb may be answered is a word of its own.
const (
	done    = "done"
	nothing = "nothing happened" // an error after which it was not done
	unknown = "unknown"          // there was a crash instead of an answer
)

// event is a call or an answer; they stand in the order in which they happened.
type event struct {
	ID     int
	Client int
	Call   *input  `json:",omitempty"`
	Answer *output `json:",omitempty"`
}

// session does operations on an open store.
type session interface {
	// next chooses what a client does next. The id is unlike all others.
	next(client, id int) input
	// do does it. Clients do so at the same time.
	do(client int, in input) output
	// check looks for damage.
	check() error
	close() error
}

// run has clients do operations, as many each as it is told, and tells of every event before it goes on.
func run(s session, clients, each, firstID int, tell func(event)) {
	var all sync.WaitGroup
	for client := range clients {
		all.Go(func() {
			for n := range each {
				id := firstID + n*clients + client
				in := s.next(client, id)
				tell(event{ID: id, Client: client, Call: &in})
				out := s.do(client, in)
				tell(event{ID: id, Client: client, Answer: &out})
			}
		})
	}
	all.Wait()
}

// recorder keeps events in their order.
type recorder struct {
	mu     sync.Mutex
	events []event
}

func (r *recorder) tell(e event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events = append(r.events, e)
}

// reads are the verbs that change nothing.
var reads = map[string]bool{"view": true, "look": true, "refuse": true, "get": true}

// crash answers what is not answered: it has happened by now, or it never will.
func (r *recorder) crash() {
	open := map[int]event{}
	for _, e := range r.events {
		if e.Call != nil {
			open[e.ID] = e
			continue
		}
		delete(open, e.ID)
	}
	for _, e := range open {
		answer := output{Answer: unknown}
		if reads[e.Call.Verb] {
			answer.Answer = nothing
		}
		r.tell(event{ID: e.ID, Client: e.Client, Answer: &answer})
	}
}

// operations pairs the calls with their answers. The place of an event is its time.
func (r *recorder) operations() []porcupine.Operation {
	var ops []porcupine.Operation
	place := map[int]int{}
	for now, e := range r.events {
		if e.Call != nil {
			place[e.ID] = len(ops)
			ops = append(ops, porcupine.Operation{ClientId: e.Client, Input: *e.Call, Call: int64(now), Return: -1})
			continue
		}
		op := &ops[place[e.ID]]
		op.Output, op.Return = *e.Answer, int64(now)
	}
	return ops
}

// linearizable fails the test if the history is not, or if the checker gives up.
func linearizable(t *testing.T, m porcupine.NondeterministicModel, r *recorder) {
	t.Helper()
	ops, answers := r.operations(), map[string]int{}
	for _, op := range ops {
		require.GreaterOrEqual(t, op.Return, int64(0), "%+v has no answer", op.Input)
		answers[op.Input.(input).Verb+": "+op.Output.(output).Answer]++
	}
	t.Log(answers)
	ops = slices.DeleteFunc(ops, func(op porcupine.Operation) bool { return op.Output.(output).Answer == nothing })
	require.Equal(t, porcupine.Ok, porcupine.CheckOperationsTimeout(m.ToModel(), ops, time.Minute))
}
