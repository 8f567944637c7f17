package proof

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/anishathalye/porcupine"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/boltstore"
	"github.com/clientele-go/clientele/store/memstore"
)

// values are what a store holds under the keys.
type values [keys]int

// storeModel is the store one operation after the other. Each operation sees everything.
var storeModel = porcupine.NondeterministicModel{
	Init: func() []any { return []any{values{}} },
	Step: func(state, in, out any) []any {
		before, answer := state.(values), out.(output)
		after := before.after(in.(input))
		switch {
		case answer.Answer == unknown:
			return []any{before, after}
		case values(answer.Seen) != before:
			return nil
		}
		return []any{after}
	},
}

func (v values) after(in input) values {
	switch in.Verb {
	case "set":
		v[in.Key] = in.Value
	case "swap":
		v[in.Key], v[in.To] = v[in.To], v[in.Key]
	}
	return v
}

// storeSession works through store.View and store.Update.
type storeSession struct{ store.Store }

func (s storeSession) next(_, id int) input {
	verbs := []string{"view", "look", "refuse", "set", "set", "set", "swap"}
	return input{Verb: verbs[rand.IntN(len(verbs))], Key: rand.IntN(keys), To: rand.IntN(keys), Value: id}
}

var errRefused = errors.New("refused")

func (s storeSession) do(_ int, in input) output {
	var seen values
	err := s.run(in, &seen)
	if err != nil && !errors.Is(err, errRefused) {
		return output{Answer: nothing}
	}
	return output{Answer: done, Seen: seen}
}

// run does an operation. A look writes nothing, a refusal gives an error, after it has written.
func (s storeSession) run(in input, seen *values) error {
	ctx := context.Background()
	if in.Verb == "view" {
		return store.View(ctx, s.Store, func(r store.Reader) (err error) {
			*seen, err = read(r)
			return err
		})
	}
	return store.Update(ctx, s.Store, func(o *store.Overlay) (err error) {
		if *seen, err = read(o); err != nil {
			return err
		}
		switch in.Verb {
		case "refuse":
			o.Put(key(in.Key), strconv.AppendInt(nil, int64(in.Value), 10))
			return errRefused
		case "set", "swap":
			for k, value := range seen.after(in) {
				if value != seen[k] {
					o.Put(key(k), strconv.AppendInt(nil, int64(value), 10))
				}
			}
		}
		return nil
	})
}

func key(n int) []byte { return fmt.Appendf(nil, "k%d", n) }

// read gives all values, by a scan, and checks them by gets.
func read(r store.Reader) (v values, err error) {
	for e, err := range r.Scan(store.Prefix([]byte("k"))) {
		if err != nil {
			return v, err
		}
		if v[e.Key[1]-'0'], err = strconv.Atoi(string(e.Value)); err != nil {
			return v, err
		}
	}
	for k, want := range v {
		got, err := r.Get(key(k))
		if errors.Is(err, store.ErrNotFound) {
			got, err = []byte("0"), nil
		}
		if err != nil || string(got) != strconv.Itoa(want) {
			panic(fmt.Sprintf("a scan gives %d under %s, a get %q, %v", want, key(k), got, err))
		}
	}
	return v, nil
}

func (s storeSession) check() error { return nil }

func (s storeSession) close() error { return s.Close() }

func openStore(path string) (session, error) {
	s, err := boltstore.Open(path, nil)
	return storeSession{s}, err
}

func TestStoresAreLinearizable(t *testing.T) {
	for name, open := range map[string]func(dir string) (store.Store, error){
		"memory": func(string) (store.Store, error) { return memstore.New(), nil },
		"bolt":   func(dir string) (store.Store, error) { return boltstore.Open(filepath.Join(dir, "test.db"), nil) },
	} {
		t.Run(name, func(t *testing.T) {
			s, err := open(t.TempDir())
			require.NoError(t, err)
			var r recorder
			run(storeSession{s}, 16, 60, 1, r.tell)
			require.NoError(t, s.Close())
			linearizable(t, storeModel, &r)
		})
	}
}

// TestHistoriesThatAreNot has the checker find what is wrong in short ones.
func TestHistoriesThatAreNot(t *testing.T) {
	set := input{Verb: "set", Value: 1}
	view, look, refuse := input{Verb: "view"}, input{Verb: "look"}, input{Verb: "refuse"}
	empty, one := output{Answer: done}, output{Answer: done, Seen: [keys]int{1}}
	for name, events := range map[string][]event{
		"a read of what is over":                   {{ID: 1, Call: &set}, {ID: 1, Answer: &empty}, {ID: 2, Call: &view}, {ID: 2, Answer: &empty}},
		"a refusal because of what is not there":   {{ID: 1, Call: &refuse}, {ID: 1, Answer: &one}, {ID: 2, Call: &set}, {ID: 2, Answer: &empty}},
		"a crash that loses what was acknowledged": {{ID: 1, Call: &set}, {ID: 1, Answer: &empty}, {ID: 3, Call: &set}, {ID: 3, Answer: &output{Answer: unknown}}, {ID: 2, Call: &look}, {ID: 2, Answer: &empty}},
		"a crash after which it comes and goes":    {{ID: 1, Call: &set}, {ID: 1, Answer: &output{Answer: unknown}}, {ID: 2, Call: &view}, {ID: 2, Answer: &one}, {ID: 3, Call: &view}, {ID: 3, Answer: &empty}},
	} {
		t.Run(name, func(t *testing.T) {
			r := recorder{events: events}
			require.Equal(t, porcupine.Illegal, porcupine.CheckOperationsTimeout(storeModel.ToModel(), r.operations(), 0))
		})
	}
}
