package contact_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/store/memstore"
	"github.com/clientele-go/clientele/store/storetest"
)

// TestRoundTrips counts the calls of the store, once what transactions share is there.
func TestRoundTrips(t *testing.T) {
	st := storetest.Count(memstore.New())
	org := clienteletest.OrgOn(t, st, clienteletest.Options())
	acme, beta := company(t, org, "acme"), company(t, org, "beta")
	var ann *contact.Contact
	for i := range 30 {
		ann = create(t, org, contact.Draft{FirstName: "Ann", Email: fmt.Sprintf("c%d@x.test", i), AccountIDs: ids(acme, beta)})
	}
	page := func(f contact.Filter, order string) func() error {
		return func() error {
			page, err := contact.List(ctx, org, f, clientele.Paging{Limit: 20, Order: order})
			require.Len(t, page.Items, 20)
			return err
		}
	}
	for _, c := range []struct {
		name                  string
		getMany, scan, commit int
		verb                  func() error
	}{
		{"get", 3, 1, 0, func() error { return failure(contact.Get(ctx, org, ann.ID)) }},
		{"by e-mail", 4, 1, 0, func() error { return failure(contact.ByEmail(ctx, org, ann.Email)) }},
		{"a page", 3, 2, 0, page(contact.Filter{}, "")},
		{"a page by name", 4, 2, 0, page(contact.Filter{}, "name")},
		{"a page of an account", 4, 2, 0, page(contact.Filter{AccountIDs: ids(acme)}, "")},
		{"a search", 4, 2, 0, func() error { return failure(contact.Search(ctx, org, contact.Query{Text: "a", Limit: 20})) }},
		{"a count of an account", 2, 1, 0, func() error { return failure(contact.Count(ctx, org, contact.Filter{AccountIDs: ids(acme)})) }},
		{"create", 1, 0, 1, func() error { return failure(contact.Create(ctx, org, called("x", "new@x.test"))) }},
		{"create with accounts", 3, 0, 1, func() error {
			return failure(contact.Create(ctx, org, contact.Draft{FirstName: "x", Email: "new2@x.test", AccountIDs: ids(acme, beta)}))
		}},
		{"update", 3, 1, 1, func() error { return failure(contact.Update(ctx, org, ann.ID, contact.Patch{LastName: new("x")})) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			st.Reset()
			require.NoError(t, c.verb())
			want := map[string]int{"Begin": 1, "GetMany": c.getMany, "Scan": c.scan, "Commit": c.commit, "Rollback": 1}
			for name, n := range want {
				if n == 0 {
					delete(want, name)
				}
			}
			require.Equal(t, want, st.Calls())
		})
	}
}

// TestBulkCallsReadTheStoreAlikeWhateverTheirSize makes each bulk call with 10 items and with 1,000.
func TestBulkCallsReadTheStoreAlikeWhateverTheirSize(t *testing.T) {
	next := 0
	fresh := func() int { next++; return next }
	verbs := map[string]func(t *testing.T, org *clientele.Org, n int) func(){
		"create many": func(t *testing.T, org *clientele.Org, n int) func() {
			shared := ids(company(t, org, fmt.Sprint("a", fresh())))
			own := ids(company(t, org, fmt.Sprint("a", fresh())))
			in := contact.Many{AccountIDs: shared}
			for i := range n {
				d := contact.Draft{Email: fmt.Sprintf("m%d@x.test", fresh())}
				if i%2 == 0 {
					d.Links = []contact.LinkDraft{{AccountID: own[0], Primary: true}}
				}
				in.Contacts = append(in.Contacts, d)
			}
			return func() { require.NoError(t, failure(contact.CreateMany(ctx, org, in, account.KeepGoing))) }
		},
		"ingest new users": func(t *testing.T, org *clientele.Org, n int) func() {
			var users []contact.User
			for range n {
				users = append(users, user(fmt.Sprintf("u@n%d.test", fresh())))
			}
			return func() { require.Equal(t, n, ingestUnseen(t, org, users).Created) }
		},
		"ingest users to be filled and linked": func(t *testing.T, org *clientele.Org, n int) func() {
			host := fmt.Sprintf("f%d", fresh())
			var users []contact.User
			in := contact.Many{}
			for i := range n {
				email := fmt.Sprintf("u%d@%s.test", i, host)
				users = append(users, contact.User{Email: email, LastName: "Lee"})
				in.Contacts = append(in.Contacts, contact.Draft{Email: email})
			}
			require.NoError(t, failure(contact.CreateMany(ctx, org, in, account.KeepGoing)))
			company(t, org, host)
			return func() { require.Equal(t, n, ingestUnseen(t, org, users).Updated) }
		},
		"ingest users who lie far apart": func(t *testing.T, org *clientele.Org, n int) func() {
			var users []contact.User
			for i := range n {
				host := fmt.Sprintf("n%d.test", fresh())
				users = append(users, user("u@"+host))
				in := contact.Ingest{SinkSource: "MANUAL", Users: []contact.User{user("u@" + host)}}
				for j := range 12 {
					in.Users = append(in.Users, user(fmt.Sprintf("o%d@%s", j, host)))
				}
				_, err := contact.IngestUsers(ctx, org, in, account.KeepGoing)
				require.NoError(t, err, i)
				users[i].LastName = "Lee"
			}
			return func() { require.Equal(t, n, ingestUnseen(t, org, users).Updated) }
		},
		"ingest users again": func(t *testing.T, org *clientele.Org, n int) func() {
			var users []contact.User
			for range n {
				users = append(users, user(fmt.Sprintf("u@n%d.test", fresh())))
			}
			ingestUnseen(t, org, users)
			return func() { require.Equal(t, n, ingestUnseen(t, org, users).Unchanged) }
		},
		"accounts that add existing users": func(t *testing.T, org *clientele.Org, n int) func() {
			var drafts []account.Draft
			host := fresh()
			for i := range n {
				name := fmt.Sprintf("h%06d-%06d", host, i)
				create(t, org, called("x", "x@"+name+".test"))
				drafts = append(drafts, account.Draft{Name: name, PrimaryDomain: name + ".test", AddExistingUsers: true})
			}
			return func() {
				bulk, err := account.CreateMany(ctx, org, drafts, account.KeepGoing)
				require.NoError(t, err)
				require.Equal(t, n, bulk.Created)
			}
		},
	}
	for name, prepare := range verbs {
		t.Run(name, func(t *testing.T) {
			st := storetest.Count(memstore.New())
			org := clienteletest.OrgOn(t, st, clienteletest.Options())
			ingestUnseen(t, org, []contact.User{user("warm@warm.test")})
			var calls []map[string]int
			for _, n := range []int{10, 1_000} {
				run := prepare(t, org, n)
				st.Reset()
				run()
				calls = append(calls, st.Calls())
			}
			require.Equal(t, calls[0], calls[1])
			require.Equal(t, 1, calls[0]["Begin"])
		})
	}
}

// ingestUnseen is ingest without looking at what came of it.
func ingestUnseen(t *testing.T, org *clientele.Org, users []contact.User) *contact.Ingested {
	t.Helper()
	done, err := contact.IngestUsers(ctx, org, contact.Ingest{Users: users, SinkSource: "SLACK"}, account.KeepGoing)
	require.NoError(t, err)
	return done
}
