package bench

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store/boltstore"
)

// size is how many accounts the reads have to choose from.
const size = 20_000

func newOrg(b testing.TB) (*clientele.Org, string) {
	b.Helper()
	path := filepath.Join(b.TempDir(), "bench.db")
	st, err := boltstore.Open(path, nil)
	must(b, err)
	b.Cleanup(func() { st.Close() })
	db, err := clientele.Open(context.Background(), st, nil)
	must(b, err)
	org, err := db.EnsureOrg(context.Background(), "org_bench", nil)
	must(b, err)
	return org, path
}

// loaded gives n accounts in both, with their ids in the order of creation.
func loaded(b *testing.B, n int) (org *clientele.Org, ids []account.ID, l *lite, liteIDs [][]byte) {
	b.Helper()
	ctx := context.Background()
	org, _ = newOrg(b)
	bulk, err := account.CreateMany(ctx, org, drafts(n), account.KeepGoing)
	must(b, err)
	for _, o := range bulk.Items {
		ids = append(ids, o.Account.ID)
	}
	l = openLite(b, false)
	uuids, err := l.addAll(ctx, 0, n)
	must(b, err)
	for i := range uuids {
		liteIDs = append(liteIDs, uuids[i][:])
	}
	return org, ids, l, liteIDs
}

func BenchmarkGet(b *testing.B) {
	ctx := context.Background()
	org, ids, l, liteIDs := loaded(b, size)
	b.Run("clientele", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			_, err := account.Get(ctx, org, ids[i*7919%size])
			must(b, err)
		}
	})
	b.Run("sqlite", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			_, err := row(l.get.QueryRow(liteIDs[i*7919%size]).Scan)
			must(b, err)
		}
	})
}

func BenchmarkByDomain(b *testing.B) {
	ctx := context.Background()
	org, _, l, _ := loaded(b, size)
	domains := make([]string, size)
	for i := range domains {
		domains[i] = draft(i).PrimaryDomain
	}
	b.Run("clientele", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			_, err := account.ByDomain(ctx, org, domains[i*7919%size])
			must(b, err)
		}
	})
	b.Run("sqlite", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			_, err := row(l.domain.QueryRow(domains[i*7919%size]).Scan)
			must(b, err)
		}
	})
}

func BenchmarkList100(b *testing.B) {
	ctx := context.Background()
	org, _, l, liteIDs := loaded(b, size)
	filter := account.Filter{Status: []string{"ACTIVE"}}
	first, err := account.List(ctx, org, filter, record.Paging{Limit: 100})
	must(b, err)
	b.Run("clientele", func(b *testing.B) {
		for b.Loop() {
			page, err := account.List(ctx, org, filter, record.Paging{Limit: 100, After: first.Next})
			must(b, err)
			want(b, 100, len(page.Items))
		}
	})
	b.Run("sqlite", func(b *testing.B) {
		for b.Loop() {
			found, err := rows(l.list, "ACTIVE", liteIDs[500], 100)
			must(b, err)
			want(b, 100, len(found))
		}
	})
}

// BenchmarkScan looks at 100,000 accounts for the 2 % that a field without an index has.
func BenchmarkScan(b *testing.B) {
	const n = 100_000
	ctx := context.Background()
	org, _, l, _ := loaded(b, n)
	b.Run("clientele", func(b *testing.B) {
		for b.Loop() {
			found := 0
			for _, err := range account.All(ctx, org, account.Filter{Health: []string{"RED"}}) {
				must(b, err)
				found++
			}
			want(b, n/50, found)
		}
	})
	b.Run("sqlite", func(b *testing.B) {
		for b.Loop() {
			found, err := rows(l.scan, "RED")
			must(b, err)
			want(b, n/50, len(found))
		}
	})
}

// BenchmarkInsert commits one account at a time, durably.
func BenchmarkInsert(b *testing.B) {
	ctx := context.Background()
	b.Run("clientele", func(b *testing.B) {
		org, _ := newOrg(b)
		for i := 0; b.Loop(); i++ {
			_, err := account.Create(ctx, org, draft(i))
			must(b, err)
		}
	})
	b.Run("raw", func(b *testing.B) {
		batches := captured(b, 4_000, 1)
		r := openRaw(b)
		for i := 0; b.Loop(); i++ {
			must(b, r.put(batches[i%len(batches)]))
		}
	})
	for name, log := range map[string]bool{"sqlite": false, "sqlite+log": true} {
		b.Run(name, func(b *testing.B) {
			l := openLite(b, log)
			for i := 0; b.Loop(); i++ {
				_, err := l.addAll(ctx, i, i+1)
				must(b, err)
			}
		})
	}
}

// BenchmarkConcurrent commits one account at a time, durably, from several goroutines at once.
func BenchmarkConcurrent(b *testing.B) {
	ctx := context.Background()
	for _, writers := range []int{1, 4, 16, 64} {
		b.Run(fmt.Sprintf("clientele/%d", writers), func(b *testing.B) {
			org, _ := newOrg(b)
			spread(b, writers, func(i int) error {
				_, err := account.Create(ctx, org, draft(i))
				return err
			})
		})
		b.Run(fmt.Sprintf("sqlite+log/%d", writers), func(b *testing.B) {
			l := openLite(b, true)
			spread(b, writers, func(i int) error {
				_, err := l.addAll(ctx, i, i+1)
				return err
			})
		})
	}
}

// spread runs do b.N times, on several goroutines.
func spread(b *testing.B, writers int, do func(i int) error) {
	var next atomic.Int64
	var wg sync.WaitGroup
	b.ResetTimer()
	for range writers {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= b.N {
					return
				}
				if err := do(i); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
}

// BenchmarkBulk loads accounts into a new file, 1,000 a commit in both. Run each size in a process of its own:
// go test -run - -bench 'Bulk/.*/100000$'.
func BenchmarkBulk(b *testing.B) {
	ctx := context.Background()
	for _, n := range []int{10_000, 100_000, 200_000} {
		b.Run(fmt.Sprintf("clientele/%d", n), func(b *testing.B) {
			in := drafts(n)
			for b.Loop() {
				b.StopTimer()
				org, path := newOrg(b)
				b.StartTimer()
				bulk, err := account.CreateMany(ctx, org, in, account.KeepGoing)
				must(b, err)
				want(b, n, bulk.Created)
				b.StopTimer()
				info, err := os.Stat(path)
				must(b, err)
				b.ReportMetric(float64(info.Size())/float64(n), "file-B/record")
				b.StartTimer()
			}
			perRecord(b, n)
		})
		b.Run(fmt.Sprintf("raw/%d", n), func(b *testing.B) {
			batches := captured(b, n, 1_000)
			for b.Loop() {
				b.StopTimer()
				r := openRaw(b)
				b.StartTimer()
				for _, batch := range batches {
					must(b, r.put(batch))
				}
			}
			perRecord(b, n)
		})
		b.Run(fmt.Sprintf("sqlite+log/%d", n), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				l := openLite(b, true)
				b.StartTimer()
				for i := 0; i < n; i += 1_000 {
					_, err := l.addAll(ctx, i, i+1_000)
					must(b, err)
				}
			}
			perRecord(b, n)
		})
	}
}

func perRecord(b *testing.B, n int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/record")
}

// BenchmarkStream imports a million accounts from a stream, and reports the most memory that the heap held.
func BenchmarkStream(b *testing.B) {
	const n = 1_000_000
	for b.Loop() {
		org, _ := newOrg(b)
		stream := func(yield func(account.Draft, error) bool) {
			for i := range n {
				if !yield(draft(i), nil) {
					return
				}
			}
		}
		var most uint64
		created := 0
		for o, err := range account.Import(context.Background(), org, stream) {
			must(b, err)
			if o.Result == account.Created {
				created++
			}
			if created%10_000 == 0 {
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapInuse)
			}
		}
		want(b, n, created)
		b.ReportMetric(float64(most)/(1<<20), "heap-MiB")
		perRecord(b, n)
	}
}

func want(b testing.TB, want, got int) {
	b.Helper()
	if want != got {
		b.Fatalf("want %d, got %d", want, got)
	}
}
