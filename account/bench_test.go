package account_test

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/boltstore"
	"github.com/clientele-go/clientele/store/memstore"
	"github.com/clientele-go/clientele/value"
)

// The benchmarks work on an account of 28 fields and some 750 bytes. What raw bbolt needs for the same keys and
// values stands beside each, in raw_test.go: compare within one run.

// benchDraft gives the draft of account i.
func benchDraft(i int) account.Draft {
	statuses := [...]string{"PROSPECT", "TRIAL", "ACTIVE", "CHURNED", "ACQUIRED"}
	employees := int64(i)
	return account.Draft{
		Name: fmt.Sprintf("Company %d International", i), PrimaryDomain: fmt.Sprintf("company-%d.example", i),
		SecondaryDomain: fmt.Sprintf("company-%d.test", i),
		Description:     "Global technology company specializing in cloud infrastructure and AI solutions for the mid market in Europe",
		Source:          "hubspot", Territory: "EMEA", OwnerID: fmt.Sprintf("USER%03d", i%50),
		Logo: "https://cdn.example.com/brand/logo.png", Website: "https://www.example.com/about",
		Status: statuses[i%5], Classification: "ENTERPRISE", Health: "GREEN", Industry: "TECHNOLOGY",
		AnnualRevenue: &value.Money{Amount: decimal.New(int64(i)*1000+50, -2), Currency: "EUR"}, Employees: &employees,
		BillingAddress:  value.Address{Street: "100 Technology Park, Suite 200", City: "San Francisco", State: "CA", PostalCode: "94105", Country: "USA"},
		ShippingAddress: value.Address{Line: "100 Technology Park, Suite 200, San Francisco, CA 94105, USA"},
		Metadata:        json.RawMessage(`{"preferredContactMethod":"email","timezone":"America/Los_Angeles","customerSince":"2023-01-01"}`),
	}
}

func benchDrafts(n int) []account.Draft {
	drafts := make([]account.Draft, n)
	for i := range drafts {
		drafts[i] = benchDraft(i)
	}
	return drafts
}

func benchOrg(b *testing.B, st store.Store) *clientele.Org {
	b.Helper()
	db, err := clientele.Open(context.Background(), st, nil)
	require.NoError(b, err)
	org, err := db.EnsureOrg(context.Background(), "org_bench", nil)
	require.NoError(b, err)
	return org
}

// benchBolt gives an organisation with n accounts in a file, and its path.
func benchBolt(b *testing.B, n int, o *boltstore.Options) (*clientele.Org, *boltstore.Store, string) {
	b.Helper()
	path := filepath.Join(b.TempDir(), "bench.db")
	st, err := boltstore.Open(path, o)
	require.NoError(b, err)
	b.Cleanup(func() { st.Close() })
	org := benchOrg(b, st)
	if n > 0 {
		bulk, err := account.CreateMany(context.Background(), org, benchDrafts(n), account.KeepGoing)
		require.NoError(b, err)
		require.Equal(b, n, bulk.Created)
	}
	return org, st, path
}

const benchSize = 20_000

func benchIDs(b *testing.B, org *clientele.Org) []account.ID {
	b.Helper()
	var ids []account.ID
	for a, err := range account.All(context.Background(), org, account.Filter{}) {
		require.NoError(b, err)
		ids = append(ids, a.ID)
	}
	return ids
}

func BenchmarkGet(b *testing.B) {
	ctx := context.Background()
	org, st, path := benchBolt(b, benchSize, &boltstore.Options{NoSync: true})
	ids := benchIDs(b, org)
	b.Run("account", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if _, err := account.Get(ctx, org, ids[i*7919%len(ids)]); err != nil {
				b.Fatal(err)
			}
		}
	})
	require.NoError(b, st.Close())
	raw := openRaw(b, path)
	b.Run("raw", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			raw.get(b, ids[i*7919%len(ids)])
		}
	})
}

func BenchmarkByDomain(b *testing.B) {
	ctx := context.Background()
	org, st, path := benchBolt(b, benchSize, &boltstore.Options{NoSync: true})
	domains := make([]string, benchSize)
	for i := range domains {
		domains[i] = benchDraft(i).PrimaryDomain
	}
	b.Run("account", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if _, err := account.ByDomain(ctx, org, domains[i*7919%len(domains)]); err != nil {
				b.Fatal(err)
			}
		}
	})
	require.NoError(b, st.Close())
	raw := openRaw(b, path)
	b.Run("raw", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			raw.byDomain(b, domains[i*7919%len(domains)])
		}
	})
}

func BenchmarkList100(b *testing.B) {
	ctx := context.Background()
	org, st, path := benchBolt(b, benchSize, &boltstore.Options{NoSync: true})
	filter := account.Filter{Status: []string{"ACTIVE"}}
	first, err := account.List(ctx, org, filter, record.Paging{Limit: 100})
	require.NoError(b, err)
	b.Run("account", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			page, err := account.List(ctx, org, filter, record.Paging{Limit: 100, After: first.Next})
			if err != nil || len(page.Items) != 100 {
				b.Fatal(err, len(page.Items))
			}
		}
	})
	require.NoError(b, st.Close())
	raw := openRaw(b, path)
	b.Run("raw", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if n := raw.list(b, first.Items[0].Status.ID, first.Items[99].ID, 100); n != 100 {
				b.Fatal(n)
			}
		}
	})
}

// BenchmarkScan looks at 100,000 accounts for the 2 % with one owner out of fifty and one source, by a field
// that has no index.
func BenchmarkScan(b *testing.B) {
	ctx := context.Background()
	const n = 100_000
	org, st, path := benchBolt(b, 0, &boltstore.Options{NoSync: true})
	drafts := benchDrafts(n)
	for i := range drafts {
		if drafts[i].Health = "GREEN"; i%50 == 0 {
			drafts[i].Health = "RED"
		}
	}
	_, err := account.CreateMany(ctx, org, drafts, account.KeepGoing)
	require.NoError(b, err)
	b.Run("account", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			found := 0
			for _, err := range account.All(ctx, org, account.Filter{Health: []string{"RED"}}) {
				if err != nil {
					b.Fatal(err)
				}
				found++
			}
			if found != n/50 {
				b.Fatal(found)
			}
		}
	})
	page, err := account.List(ctx, org, account.Filter{Health: []string{"RED"}}, record.Paging{Limit: 1})
	require.NoError(b, err)
	require.NoError(b, st.Close())
	raw := openRaw(b, path)
	b.Run("raw", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if found := raw.scan(b, page.Items[0].Health.ID); found != n/50 {
				b.Fatal(found)
			}
		}
	})
}

// BenchmarkCreate writes one account a commit, with all syncs.
func BenchmarkCreate(b *testing.B) {
	ctx := context.Background()
	b.Run("account", func(b *testing.B) {
		org, _, _ := benchBolt(b, 0, nil)
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if _, err := account.Create(ctx, org, benchDraft(i)); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("raw", func(b *testing.B) {
		batches := captured(b, 4096, 1)
		raw := newRaw(b, false)
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			raw.put(b, batches[i%len(batches)])
		}
	})
}

// BenchmarkCreateMemory writes one account a commit in memory.
func BenchmarkCreateMemory(b *testing.B) {
	org := benchOrg(b, memstore.New())
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := account.Create(context.Background(), org, benchDraft(i)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkGetMemory reads accounts in memory.
func BenchmarkGetMemory(b *testing.B) {
	ctx := context.Background()
	org := benchOrg(b, memstore.New())
	_, err := account.CreateMany(ctx, org, benchDrafts(benchSize), account.KeepGoing)
	require.NoError(b, err)
	ids := benchIDs(b, org)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := account.Get(ctx, org, ids[i*7919%len(ids)]); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCreateMany loads accounts in bulk, a new file each time, with all syncs. The figure to compare is
// that for one record.
func BenchmarkCreateMany(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		drafts := benchDrafts(n)
		b.Run(fmt.Sprintf("account/%d", n), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				org, st, _ := benchBolt(b, 0, nil)
				b.StartTimer()
				bulk, err := account.CreateMany(context.Background(), org, drafts, account.KeepGoing)
				if err != nil || bulk.Created != n {
					b.Fatal(err)
				}
				b.StopTimer()
				st.Close()
				b.StartTimer()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/record")
		})
		b.Run(fmt.Sprintf("raw/%d", n), func(b *testing.B) {
			batches := captured(b, n, n)
			for b.Loop() {
				b.StopTimer()
				raw := newRaw(b, false)
				b.StartTimer()
				for _, batch := range batches {
					raw.put(b, batch)
				}
				b.StopTimer()
				raw.db.Close()
				b.StartTimer()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/record")
		})
	}
}
