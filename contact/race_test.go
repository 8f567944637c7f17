package contact_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/internal/enginetest"
)

// atOnce runs n functions that begin together, and gives their errors.
func atOnce(n int, fn func(i int) error) []error {
	errs := make([]error, n)
	var ready, done sync.WaitGroup
	start := make(chan struct{})
	ready.Add(n)
	for i := range n {
		done.Go(func() {
			ready.Done()
			<-start
			errs[i] = fn(i)
		})
	}
	ready.Wait()
	close(start)
	done.Wait()
	return errs
}

// onPlainEngines runs a test over the stores that several goroutines may use.
func onPlainEngines(t *testing.T, test func(t *testing.T, org *clientele.Org)) {
	for name, open := range enginetest.Plain {
		t.Run(name, func(t *testing.T) { test(t, clienteletest.OrgOn(t, open(t), clienteletest.Options())) })
	}
}

func TestOneOfManyGetsAnAddress(t *testing.T) {
	onPlainEngines(t, func(t *testing.T, org *clientele.Org) {
		for round := range 10 {
			email := fmt.Sprintf("r%d@x.test", round)
			other := create(t, org, called("Other", fmt.Sprintf("o%d@x.test", round)))
			failed := 0
			for _, err := range atOnce(8, func(i int) error {
				if i == 0 {
					return failure(contact.Update(ctx, org, other.ID, contact.Patch{Email: &email}))
				}
				return failure(contact.Create(ctx, org, called(fmt.Sprint(i), email)))
			}) {
				if err != nil {
					require.ErrorIs(t, err, clientele.ErrExists)
					failed++
				}
			}
			require.Equal(t, 7, failed)
		}
	})
}

func TestOneOfManyStaysPrimary(t *testing.T) {
	onPlainEngines(t, func(t *testing.T, org *clientele.Org) {
		acme := company(t, org, "acme")
		var cs []*contact.Contact
		for i := range 8 {
			cs = append(cs, in(t, org, fmt.Sprint("c", i), acme))
		}
		require.NoError(t, errors.Join(atOnce(8, func(i int) error {
			return failure(contact.Link(ctx, org, cs[i].ID, contact.LinkDraft{AccountID: acme.ID, Primary: true}))
		})...))
		primary := 0
		for c, err := range contact.All(ctx, org, contact.Filter{}) {
			require.NoError(t, err)
			if c.Accounts[0].Primary {
				primary++
			}
		}
		require.Equal(t, 1, primary)
	})
}

func TestIngestsAtOnceMakeOneOfEach(t *testing.T) {
	onPlainEngines(t, func(t *testing.T, org *clientele.Org) {
		var users []contact.User
		for i := range 20 {
			users = append(users, user(fmt.Sprintf("u%d@d%d.test", i, i%3)))
		}
		made := make([]*contact.Ingested, 6)
		require.NoError(t, errors.Join(atOnce(6, func(i int) (err error) {
			made[i], err = contact.IngestUsers(ctx, org, contact.Ingest{Users: users, SinkSource: "SLACK"}, account.KeepGoing)
			return err
		})...))
		created, accounts := 0, 0
		for _, m := range made {
			created, accounts = created+m.Created, accounts+len(m.Accounts)
		}
		require.Equal(t, []int{20, 3}, []int{created, accounts})
		require.Equal(t, 20, count(t, org, contact.Filter{}))
	})
}
