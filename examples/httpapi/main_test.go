package main

import (
	"bufio"
	"bytes"
	"context"
	"flag"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/exampletest"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/store/boltstore"
	"github.com/clientele-go/clientele/store/memstore"
)

func TestTour(t *testing.T) {
	var stdout, stderr bytes.Buffer
	require.NoError(t, run(t.Context(), nil, &stdout, &stderr))
	require.Empty(t, stderr.String())
	exampletest.Golden(t, "tour.golden", stdout.String())
}

func TestWrongArguments(t *testing.T) {
	for _, args := range [][]string{{"accounts"}, {"-db", "crm.db"}, {"-keys", "keys.json"}} {
		require.ErrorIs(t, run(t.Context(), args, io.Discard, io.Discard), errUsage)
	}
	for _, args := range [][]string{{"-colour"}, {"-addr"}} {
		var stderr bytes.Buffer
		require.Error(t, run(t.Context(), args, io.Discard, &stderr))
		require.Contains(t, stderr.String(), "-addr ADDRESS")
	}
	require.ErrorIs(t, run(t.Context(), []string{"-h"}, io.Discard, io.Discard), flag.ErrHelp)
}

func TestWhatCannotBeOpened(t *testing.T) {
	nowhere := filepath.Join(t.TempDir(), "nowhere", "file")
	require.ErrorIs(t, run(t.Context(), []string{"-addr", "127.0.0.1:0", "-db", nowhere}, io.Discard, io.Discard), fs.ErrNotExist)
	require.ErrorIs(t, run(t.Context(), []string{"-addr", "127.0.0.1:0", "-keys", nowhere}, io.Discard, io.Discard), fs.ErrNotExist)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	require.Error(t, run(t.Context(), []string{"-addr", taken.Addr().String()}, io.Discard, io.Discard))
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, run(ctx, nil, io.Discard, io.Discard), context.Canceled)
}

func TestOutputThatCannotBeWritten(t *testing.T) {
	require.ErrorIs(t, run(t.Context(), nil, new(exampletest.Full), io.Discard), exampletest.ErrFull)
}

// A server on a file serves with the keys that it is given until it is interrupted, and then the file is closed.
func TestServingOnAFile(t *testing.T) {
	dir := t.TempDir()
	keys, file := filepath.Join(dir, "keys.json"), filepath.Join(dir, "crm.db")
	require.NoError(t, os.WriteFile(keys, []byte(`{"secret": {"org": "initech", "actor": {"id": "PETER"}}}`), 0o600))
	for _, want := range []int{http.StatusCreated, http.StatusConflict} {
		ctx, interrupt := context.WithCancel(t.Context())
		out, in := io.Pipe()
		ended := make(chan error, 1)
		go func() {
			err := run(ctx, []string{"-addr", "127.0.0.1:0", "-db", file, "-keys", keys}, in, io.Discard)
			in.CloseWithError(err)
			ended <- err
		}()
		line, err := bufio.NewReader(out).ReadString('\n')
		require.NoError(t, err)
		url := strings.TrimSpace(strings.TrimPrefix(line, "serving on "))
		for key, want := range map[string]int{"secret": want, "demo-acme": http.StatusUnauthorized} {
			r, err := http.NewRequest("POST", url+"/v1/accounts", strings.NewReader(`{"name":"Acme","primaryDomain":"acme.test"}`))
			require.NoError(t, err)
			r.Header.Set("x-api-key", key)
			answer, err := http.DefaultClient.Do(r)
			require.NoError(t, err)
			require.NoError(t, answer.Body.Close())
			require.Equal(t, want, answer.StatusCode)
		}
		interrupt()
		require.NoError(t, <-ended)
	}
	st, err := boltstore.Open(file, nil)
	require.NoError(t, err, "the file is closed")
	require.NoError(t, st.Close())
}

// told is a listener that tells when it is closed: the first thing that a shutdown does.
type told struct {
	net.Listener
	closed chan struct{}
}

func (l *told) Close() error {
	defer close(l.closed)
	return l.Listener.Close()
}

func TestRequestsUnderWayAreFinished(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	listener := &told{ln, make(chan struct{})}
	entered, release := make(chan struct{}), make(chan struct{})
	slow := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(entered)
		<-release
		require.NoError(t, r.Context().Err(), "the request is not given up")
		io.WriteString(w, "finished")
	})
	ctx, interrupt := context.WithCancel(t.Context())
	ended, answered := make(chan error, 1), make(chan string, 1)
	go func() { ended <- serve(ctx, listener, slow) }()
	go func() {
		answer, err := http.Get("http://" + ln.Addr().String())
		if err != nil {
			answered <- err.Error()
			return
		}
		defer answer.Body.Close()
		text, _ := io.ReadAll(answer.Body)
		answered <- string(text)
	}()
	<-entered
	interrupt()
	<-listener.closed
	_, err = net.Dial("tcp", ln.Addr().String())
	require.Error(t, err, "nobody else is let in")
	select {
	case <-ended:
		t.Fatal("the server ended before the request")
	default:
	}
	close(release)
	require.Equal(t, "finished", <-answered)
	require.NoError(t, <-ended)
}

func TestKeysThatAreRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "keys.json")
	for _, text := range []string{
		``, `[]`, `{"key": 1}`, `{"key": {"org": "acme"}}`, `{"": {"org": "acme", "actor": {"id": "U"}}}`,
		`{"key": {"org": "acme", "actor": {"id": 7}}}`,
	} {
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		_, err := readKeys(file)
		require.ErrorContains(t, err, "the keys: ", text)
	}
	require.NoError(t, os.WriteFile(file, []byte(`{"key": {"org": "a/b", "actor": {"id": "U"}}}`), 0o600))
	err := run(t.Context(), []string{"-addr", "127.0.0.1:0", "-keys", file}, io.Discard, io.Discard)
	require.True(t, fault.Has(err, fault.NotAnID))
}

func TestAKeyStandsForAnOrganisationAndAnActor(t *testing.T) {
	known, err := readKeys("")
	require.NoError(t, err)
	db, err := clientele.Open(t.Context(), memstore.New(), nil)
	require.NoError(t, err)
	orgs, err := known.open(t.Context(), db)
	require.NoError(t, err)
	require.Len(t, orgs, len(known))
	require.Equal(t, "acme", orgs["demo-acme"].ID())
	require.Equal(t, clientele.Actor{ID: "USER123", Kind: "user", Teams: []string{"support"}, Admin: true}, orgs["demo-acme"].Actor())
}

func TestTheKeysAreTheDirectory(t *testing.T) {
	known, err := readKeys("")
	require.NoError(t, err)
	users, err := known.Users(t.Context(), []string{"USER123", "USER999"})
	require.NoError(t, err)
	require.Equal(t, map[string]clientele.User{"USER123": {ID: "USER123", Name: "Ann Lee", Email: "ann@acme.example", Active: true}}, users)
	members, err := known.Members(t.Context(), "sales")
	require.NoError(t, err)
	require.ElementsMatch(t, []string{"USER234", "USER345"}, members)
	customers, err := known.UsersByHost(t.Context(), []string{"acme.example"})
	require.NoError(t, err)
	require.Empty(t, customers)
}
