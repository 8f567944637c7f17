package boltstore_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/boltstore"
)

// session does the steps of a script on a database that fails now and then, and opens it anew when it says so.
type session struct {
	t       *testing.T
	path    string
	options *boltstore.Options
	store   *boltstore.Store
	hand    *hand
	script  *script

	failed, unknown int
}

func newSession(t *testing.T, options *boltstore.Options) *session {
	s := &session{t: t, path: filepath.Join(t.TempDir(), "failing.db"), options: options, script: newScript(1, 1)}
	s.hand = &hand{}
	s.open()
	require.NoError(t, s.store.Close())
	content, err := os.ReadFile(s.path)
	require.NoError(t, err)
	require.NoError(t, os.Truncate(s.path, int64(lastPage(t, content)))) // so that it has to grow
	s.open()
	return s
}

func (s *session) open() {
	s.store = openFile(s.t, s.path, s.options)
	db, err := clientele.Open(ctx, s.store, nil)
	require.NoError(s.t, err)
	s.hand.org, err = db.EnsureOrg(ctx, "org_1", nil)
	require.NoError(s.t, err)
}

func (s *session) holds(what string) {
	s.t.Helper()
	require.Equal(s.t, s.script.state, stateOf(s.t, s.hand.org), what)
}

// step does one step. If it fails, repair makes the cause go away.
func (s *session) step(repair func()) {
	before := s.script.clone()
	do := s.script.next()
	err := s.hand.do(do)
	if err == nil {
		return
	}
	s.failed++
	after := s.script
	s.script = before
	if !errors.Is(err, store.ErrUnknown) {
		s.holds("readers go on, and nothing was written")
		repair()
		s.script = after
		require.NoError(s.t, s.hand.do(do), "the next write works")
		return
	}
	s.unknown++
	repair()
	require.ErrorIs(s.t, createValue(ctx, s.hand.org, "one more"), store.ErrUnknown, "no more writes")
	stateOf(s.t, s.hand.org) // readers go on
	require.NoError(s.t, s.store.Close())
	s.open()
	if fmt.Sprint(stateOf(s.t, s.hand.org)) != fmt.Sprint(before.state) {
		s.script = after
		s.holds("all of it or nothing")
	}
}

// end checks that nothing is lost.
func (s *session) end() {
	s.holds("in the end")
	require.NoError(s.t, s.store.Close())
	s.open()
	s.holds("opened again")
	require.NoError(s.t, s.store.Verify(ctx))
	report, err := clientele.Check(ctx, s.hand.org.DB())
	require.NoError(s.t, err)
	require.Empty(s.t, report.Problems)
	require.NoError(s.t, s.store.Close())
}

func (s *script) clone() *script {
	copied := *s
	copied.state = map[string]string{}
	copied.named = map[string]string{}
	for name, state := range s.state {
		copied.state[name] = state
	}
	for name, state := range s.named {
		copied.named[name] = state
	}
	return &copied
}
