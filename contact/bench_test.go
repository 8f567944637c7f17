package contact_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/store/boltstore"
)

// bulkSize is how many contacts one round of a benchmark takes.
const bulkSize = 10_000

// benchOrg is an organisation in a file.
func benchOrg(b *testing.B) *clientele.Org {
	b.Helper()
	st, err := boltstore.Open(filepath.Join(b.TempDir(), "bench.db"), nil)
	require.NoError(b, err)
	b.Cleanup(func() { st.Close() })
	db, err := clientele.Open(ctx, st, clienteletest.Options())
	require.NoError(b, err)
	org, err := db.EnsureOrg(ctx, "org_test", nil)
	require.NoError(b, err)
	return org
}

// each reports the time for one contact.
func each(b *testing.B) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/bulkSize, "ns/contact")
}

// BenchmarkCreateMany writes contacts with a link to one account each, durably, a thousand a transaction.
func BenchmarkCreateMany(b *testing.B) {
	org := benchOrg(b)
	a, err := account.Create(ctx, org, account.Draft{Name: "Acme", PrimaryDomain: "acme.test"})
	require.NoError(b, err)
	n := 0
	for b.Loop() {
		in := contact.Many{AccountIDs: []account.ID{a.ID}, Contacts: make([]contact.Draft, bulkSize)}
		for i := range in.Contacts {
			n++
			in.Contacts[i] = contact.Draft{FirstName: "Ann", LastName: "Lee", Email: fmt.Sprintf("u%d@acme.test", n)}
		}
		bulk, err := contact.CreateMany(ctx, org, in, account.KeepGoing)
		if err != nil || bulk.Created != bulkSize {
			b.Fatal(err)
		}
	}
	each(b)
}

// BenchmarkIngest ingests users of ten to a company: new ones with their accounts, and the same again, which writes
// nothing.
func BenchmarkIngest(b *testing.B) {
	for _, again := range []bool{false, true} {
		b.Run(map[bool]string{false: "new", true: "again"}[again], func(b *testing.B) {
			org := benchOrg(b)
			round := 0
			users := func() contact.Ingest {
				in := contact.Ingest{SinkSource: "SLACK", Users: make([]contact.User, bulkSize)}
				for i := range in.Users {
					in.Users[i] = contact.User{FirstName: "Ann", Email: fmt.Sprintf("u%d@c%d-%d.test", i, round, i/10)}
				}
				return in
			}
			if again {
				_, err := contact.IngestUsers(ctx, org, users(), account.KeepGoing)
				require.NoError(b, err)
			}
			for b.Loop() {
				if !again {
					round++
				}
				done, err := contact.IngestUsers(ctx, org, users(), account.KeepGoing)
				if err != nil || done.Created != bulkSize && done.Unchanged != bulkSize {
					b.Fatal(err)
				}
			}
			each(b)
		})
	}
}
