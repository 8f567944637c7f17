package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/examples/internal/exampletest"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/boltstore"
	"github.com/clientele-go/clientele/store/memstore"
)

// caller speaks to a server over HTTP.
type caller struct {
	t   *testing.T
	url string
	key string
	ids map[string]string // what {name} in a request stands for
	out bytes.Buffer      // what was asked and answered
	hit map[string]bool   // the patterns that were answered well
	mux *http.ServeMux
}

// serving serves on a store with the keys of the demonstration, and gives a caller with one of them. At the end of the
// test everything in the store has to agree.
func serving(t *testing.T, st store.Store, options *clientele.Options, logged io.Writer) *caller {
	t.Helper()
	keys, err := readKeys("")
	require.NoError(t, err)
	options.Directory = keys
	db, err := clientele.Open(t.Context(), st, options)
	require.NoError(t, err)
	orgs, err := keys.open(t.Context(), db)
	require.NoError(t, err)
	mux := newHandler(orgs, log.New(logged, "", 0))
	server := httptest.NewServer(mux)
	t.Cleanup(func() {
		server.Close()
		if !t.Failed() {
			clienteletest.Check(t, db)
		}
		require.NoError(t, st.Close())
	})
	return &caller{t: t, url: server.URL, key: "demo-acme", ids: map[string]string{}, hit: map[string]bool{}, mux: mux}
}

// ask makes a request such as "PUT /v1/accounts/{acme}", and notes it with its answer.
func (c *caller) ask(request, body string) (status int, answer []byte) {
	c.t.Helper()
	method, path, _ := strings.Cut(request, " ")
	fill := func(s string) string {
		for name, id := range c.ids {
			s = strings.ReplaceAll(s, "{"+name+"}", id)
		}
		return s
	}
	r, err := http.NewRequest(method, c.url+fill(path), strings.NewReader(fill(body)))
	require.NoError(c.t, err)
	r.Header.Set("x-api-key", c.key)
	response, err := http.DefaultClient.Do(r)
	require.NoError(c.t, err)
	defer response.Body.Close()
	answer, err = io.ReadAll(response.Body)
	require.NoError(c.t, err)
	require.Equal(c.t, "application/json", response.Header.Get("Content-Type"))
	if _, pattern := c.mux.Handler(r); response.StatusCode < 300 {
		c.hit[pattern] = true
	}
	require.True(c.t, json.Valid(answer))
	fmt.Fprintf(&c.out, "%s\nx-api-key: %s\n", request, c.key)
	if body != "" {
		fmt.Fprintf(&c.out, "%.300s\n", body)
	}
	fmt.Fprintf(&c.out, "\n%d\n%s\n", response.StatusCode, answer)
	return response.StatusCode, answer
}

// makes is ask for what is made, whose id is kept under a name.
func (c *caller) makes(name, request, body string) {
	c.t.Helper()
	status, answer := c.ask(request, body)
	require.Equal(c.t, http.StatusCreated, status, "%s", answer)
	var made struct{ ID string }
	require.NoError(c.t, json.Unmarshal(answer, &made))
	c.ids[name] = made.ID
}

// refused is ask for what is refused, with its faults as "path code".
func (c *caller) refused(status int, request, body string, faults ...string) {
	c.t.Helper()
	got, answer := c.ask(request, body)
	require.Equal(c.t, status, got, "%s", answer)
	var f failure
	require.NoError(c.t, json.Unmarshal(answer, &f))
	require.Equal(c.t, status, f.StatusCode)
	require.Equal(c.t, http.StatusText(status), f.Error)
	require.NotEmpty(c.t, f.Message)
	var have []string
	for _, f := range f.Faults {
		have = append(have, f.Path+" "+string(f.Code))
	}
	require.Equal(c.t, faults, have)
}

// ok is ask for what goes well.
func (c *caller) ok(request, body string) []byte {
	c.t.Helper()
	status, answer := c.ask(request, body)
	require.Equal(c.t, http.StatusOK, status, "%s", answer)
	return answer
}

// Every operation is driven over HTTP, on both engines, and answers as the golden files have it.
func TestEveryOperation(t *testing.T) {
	engines := map[string]func() store.Store{
		"memstore": func() store.Store { return memstore.New() },
		"boltstore": func() store.Store {
			st, err := boltstore.Open(filepath.Join(t.TempDir(), "test.db"), &boltstore.Options{NoSync: true})
			require.NoError(t, err)
			return st
		},
	}
	hit := map[string]bool{}
	for name, group := range map[string]func(c *caller){
		"accounts": driveAccounts, "bulk": driveBulk, "lists": driveLists, "relationships": driveRelationships,
		"relationship_types": driveRelationshipTypes, "attributes": driveAttributes, "custom_fields": driveCustomFields,
		"contacts": driveContacts, "activities": driveActivities, "notes": driveNotes, "tasks": driveTasks, "timeline": driveTimeline,
	} {
		for engine, open := range engines {
			t.Run(name+" "+engine, func(t *testing.T) {
				c := serving(t, open(), clienteletest.Options(), io.Discard)
				group(c)
				exampletest.Golden(t, name+".golden", c.out.String())
				maps.Copy(hit, c.hit)
			})
		}
	}
	hit["/"] = true // which never answers well
	require.Equal(t, slices.Sorted(maps.Keys(routes)), slices.Sorted(maps.Keys(hit)), "every route has answered well")
}
