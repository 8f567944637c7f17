//go:build linux

package boltstore_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/store/boltstore"
)

// written is one write of bbolt.
type written struct {
	at    int64
	bytes []byte
}

// recorder keeps what is written, commit by commit. bbolt syncs before and after the last write of a commit,
// which is the meta page.
type recorder struct{ commits [][]written }

func (r *recorder) install(s *boltstore.Store) {
	writeAt := hidden(boltstore.DB(s), "ops", "writeAt")
	next := writeAt.Interface().(func([]byte, int64) (int, error))
	writeAt.Set(reflect.ValueOf(func(b []byte, at int64) (int, error) {
		last := len(r.commits) - 1
		r.commits[last] = append(r.commits[last], written{at, bytes.Clone(b)})
		return next(b, at)
	}))
	boltstore.HookWrites(s, func(write func() error) error {
		r.commits = append(r.commits, nil)
		return write()
	})
}

// TestPowerLoss makes the files that a loss of power may leave, if the disk keeps what was synced: of the commit
// that was going on any of the pages, also sectors of pages, or all of them and the meta page.
func TestPowerLoss(t *testing.T) {
	s := newSession(t, nil)
	require.NoError(t, s.store.Close())
	image, err := os.ReadFile(s.path)
	require.NoError(t, err)
	s.open()
	r := new(recorder)
	r.install(s.store)
	states := []map[string]string{s.script.clone().state}
	for range times(20, 200) {
		s.step(func() {})
		states = append(states, s.script.clone().state)
	}
	require.Len(t, r.commits, len(states)-1, "one commit for each step")
	require.NoError(t, s.store.Close())
	image = append(image, make([]byte, size(t, s.path)-int64(len(image)))...) // growing is synced first

	random := rand.New(rand.NewPCG(7, 8))
	for i, commit := range r.commits {
		pages := commit[:len(commit)-1]
		for range 4 {
			lost := slices.Clone(image)
			for _, w := range pages {
				for at := 0; at < len(w.bytes); at += 512 {
					if random.IntN(2) == 0 {
						copy(lost[w.at+int64(at):], w.bytes[at:at+512])
					}
				}
			}
			requireState(t, lost, states[i])
		}
		for _, w := range commit {
			copy(image[w.at:], w.bytes)
		}
		requireState(t, image, states[i+1])
	}
}

// requireState checks that a file holds exactly a state.
func requireState(t *testing.T, image []byte, want map[string]string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "lost.db")
	require.NoError(t, os.WriteFile(path, image, 0o600))
	s, org := openOrg(t, path)
	defer s.Close()
	require.NoError(t, s.Verify(ctx))
	require.Equal(t, want, stateOf(t, org))
	report, err := clientele.Check(ctx, org.DB())
	require.NoError(t, err)
	require.Empty(t, report.Problems)
}
