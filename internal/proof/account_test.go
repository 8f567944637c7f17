package proof

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"

	"github.com/anishathalye/porcupine"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/boltstore"
)

// The answers of verbs beside done.
const (
	exists = "exists"
	stale  = "stale"
	absent = "absent"
)

// register is one account: which value was written last, and how often it was. Version 0: there is none.
type register struct {
	Version int64
	Value   int
}

// accountModel is one account; the history is partitioned by it.
var accountModel = porcupine.NondeterministicModel{
	Partition: func(history []porcupine.Operation) [][]porcupine.Operation {
		parts := make([][]porcupine.Operation, keys)
		for _, op := range history {
			k := op.Input.(input).Key
			parts[k] = append(parts[k], op)
		}
		return parts
	},
	Init: func() []any { return []any{register{}} },
	Step: func(state, in, out any) []any {
		before, got := state.(register), out.(output)
		after, want := before.do(in.(input))
		switch got.Answer {
		case unknown:
			return []any{before, after}
		case want.Answer:
			if got == want {
				return []any{after}
			}
		}
		return nil
	},
}

// do gives what an operation makes of the account, and what it is answered.
func (r register) do(in input) (register, output) {
	written := register{r.Version + 1, in.Value}
	switch {
	case in.Verb == "create" && r.Version != 0:
		return r, output{Answer: exists}
	case in.Verb == "get" && r.Version == 0, in.Verb == "touch" && r.Version == 0:
		return r, output{Answer: absent}
	case in.Verb == "get":
		return r, r.answer()
	case in.Verb == "update" && in.IfVersion != r.Version:
		return r, output{Answer: stale}
	}
	return written, written.answer()
}

func (r register) answer() output {
	return output{Answer: done, Version: r.Version, Value: r.Value}
}

// accountSession works through the verbs of package account.
type accountSession struct {
	org   *clientele.Org
	store store.Store

	mu   sync.Mutex
	last map[[2]int]*account.Account // by client and key, as the client has seen it last
}

func openAccounts(path string) (session, error) {
	s, err := boltstore.Open(path, nil)
	if err != nil {
		return nil, err
	}
	db, err := clientele.Open(context.Background(), s, nil)
	if err != nil {
		return nil, err
	}
	org, err := db.EnsureOrg(context.Background(), "org", nil)
	return &accountSession{org: org, store: s, last: map[[2]int]*account.Account{}}, err
}

func (s *accountSession) seen(client, key int) *account.Account {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.last[[2]int{client, key}]
}

func (s *accountSession) next(client, id int) input {
	verbs := []string{"create", "get", "get", "touch", "update", "update"}
	in := input{Verb: verbs[rand.IntN(len(verbs))], Key: rand.IntN(keys), Value: id}
	if in.Verb == "update" {
		last := s.seen(client, in.Key)
		if last == nil {
			in.Verb = "get"
			return in
		}
		in.IfVersion = last.Version
	}
	return in
}

func (s *accountSession) do(client int, in input) output {
	a, err := s.verb(client, in)
	switch {
	case errors.Is(err, clientele.ErrExists):
		return output{Answer: exists}
	case errors.Is(err, clientele.ErrStale):
		return output{Answer: stale}
	case errors.Is(err, store.ErrNotFound):
		return output{Answer: absent}
	case err != nil:
		return output{Answer: nothing}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last[[2]int{client, in.Key}] = a
	return output{Answer: done, Version: a.Version, Value: int(*a.Employees)}
}

func (s *accountSession) verb(client int, in input) (a *account.Account, err error) {
	ctx := context.Background()
	domain := fmt.Sprintf("company-%d.example", in.Key)
	value := int64(in.Value)
	switch in.Verb {
	case "create":
		return account.Create(ctx, s.org, account.Draft{Name: "Company", PrimaryDomain: domain, Employees: &value})
	case "get":
		return account.ByDomain(ctx, s.org, domain)
	case "update":
		return account.Update(ctx, s.org, s.seen(client, in.Key).ID, account.Patch{IfVersion: in.IfVersion, Employees: &value})
	}
	err = s.org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
		if a, err = account.ByDomain(ctx, tx, domain); err != nil {
			return err
		}
		a, err = account.Update(ctx, tx, a.ID, account.Patch{IfVersion: a.Version, Employees: &value})
		return err
	})
	return a, err
}

// check has record.Check read everything.
func (s *accountSession) check() error {
	report, err := record.Check(context.Background(), s.org.DB())
	if err != nil {
		return err
	}
	if len(report.Problems) > 0 {
		return fmt.Errorf("%v", report.Problems)
	}
	return nil
}

func (s *accountSession) close() error { return s.store.Close() }

func TestAccountsAreLinearizable(t *testing.T) {
	s, err := openAccounts(filepath.Join(t.TempDir(), "test.db"))
	require.NoError(t, err)
	var r recorder
	run(s, 16, 40, 1, r.tell)
	require.NoError(t, s.check())
	require.NoError(t, s.close())
	linearizable(t, accountModel, &r)
}
