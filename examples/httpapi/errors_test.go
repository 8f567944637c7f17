package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/examples/internal/exampletest"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/memstore"
)

func TestFailures(t *testing.T) {
	options := clienteletest.Options()
	options.Policy = func(_ context.Context, a clientele.Action) error {
		if a.Actor.ID == "USER456" && a.Op != record.OpRead {
			return errors.New("guests read")
		}
		return nil
	}
	c := serving(t, memstore.New(), options, io.Discard)
	for _, key := range []string{"", "demo", "DEMO-ACME"} {
		c.key = key
		c.refused(401, "GET /v1/accounts", "")
	}
	c.key = "demo-acme"
	c.makes("account", "POST /v1/accounts", `{"name":"Acme","primaryDomain":"acme.test"}`)
	for _, body := range []string{``, `{`, `{"name":"x"}}`, `{"name":"x",}`, "{\"name\":\"\x01\"}"} {
		c.refused(400, "POST /v1/accounts", body)
	}
	c.refused(400, "POST /v1/accounts", `null`, " wrong_type", "name required", "primaryDomain required")
	c.refused(400, "POST /v1/accounts", `"Acme"`, " wrong_type", "name required", "primaryDomain required")
	c.refused(413, "POST /v1/accounts", `{"name":"`+strings.Repeat("x", maxBody)+`"}`)

	c.key = "demo-acme-guest"
	c.ok("GET /v1/accounts/{account}", "")
	c.refused(403, "PUT /v1/accounts/{account}", `{"name":"Mine"}`)
	c.refused(403, "DELETE /v1/accounts/{account}", "")
	c.refused(403, "POST /v1/accounts", `{"name":"Other","primaryDomain":"other.test"}`)

	c.refused(404, "GET /", "")
	c.refused(404, "GET /v1/accounts/{account}/secrets", "")
	c.refused(404, "PATCH /v1/accounts/{account}", "{}")
	c.refused(404, "DELETE /v1/accounts", "")
	exampletest.Golden(t, "failures.golden", c.out.String())
}

func TestOrganisationsDoNotSeeEachOther(t *testing.T) {
	c := serving(t, memstore.New(), clienteletest.Options(), io.Discard)
	c.makes("ours", "POST /v1/accounts", `{"name":"Ours","primaryDomain":"ours.test"}`)
	c.key = "demo-globex"
	c.refused(404, "GET /v1/accounts/{ours}", "")
	c.refused(404, "PUT /v1/accounts/{ours}", `{"name":"Theirs"}`)
	c.refused(404, "DELETE /v1/accounts/{ours}", "")
	require.Contains(t, string(c.ok("GET /v1/accounts", "")), `"items": []`)
	c.makes("theirs", "POST /v1/accounts", `{"name":"Theirs","primaryDomain":"ours.test"}`)
	c.refused(400, "POST /v1/accounts/relationships", `{"accountId":"{theirs}","relatedAccountId":"{ours}","relationshipType":"Partner"}`, "relatedAccountId unknown_reference")
	c.key = "demo-acme"
	require.Contains(t, string(c.ok("GET /v1/accounts/{ours}", "")), `"name": "Ours"`)
}

// broken is a store that can be made to fail.
type broken struct {
	store.Store
	err atomic.Pointer[error] // nil: it does not fail
}

func (b *broken) Begin(ctx context.Context, writable bool) (store.Txn, error) {
	if err := b.err.Load(); err != nil {
		return nil, *err
	}
	return b.Store.Begin(ctx, writable)
}

// Of what is wrong inside, the caller learns nothing and the log everything.
func TestAStoreThatFails(t *testing.T) {
	var logged bytes.Buffer
	st := &broken{Store: memstore.New()}
	c := serving(t, st, clienteletest.Options(), &logged)
	c.ok("GET /v1/accounts", "")
	require.Empty(t, logged.String())
	full := errors.New("the disk of user root is full")
	st.err.Store(&full)
	c.refused(500, "GET /v1/accounts", "")
	c.refused(500, "POST /v1/accounts", `{"name":"Acme","primaryDomain":"acme.test"}`)
	require.NotContains(t, c.out.String(), "disk")
	require.Equal(t, 2, strings.Count(logged.String(), full.Error()))

	st.err.Store(&store.ErrBusy)
	c.refused(503, "POST /v1/accounts", `{"name":"Acme","primaryDomain":"acme.test"}`)
	require.Equal(t, 2, strings.Count(logged.String(), "\n"), "this is no failure of the server")
	st.err.Store(nil)
}

func TestWhichErrorIsWhichStatus(t *testing.T) {
	duplicate := fault.Fault{Path: "primaryDomain", Code: fault.Duplicate, Cause: fault.ErrExists}
	for _, c := range []struct {
		err  error
		want int
	}{
		{&fault.Error{Faults: []fault.Fault{duplicate}}, 409},
		{&fault.Error{Faults: []fault.Fault{duplicate, {Path: "name", Code: fault.Required}}}, 400},
		{fault.New("after", fault.InvalidCursor, ""), 400},
		{clientele.ErrNotFound, 404},
		{clientele.ErrForbidden, 403},
		{clientele.ErrStale, 409},
		{clientele.ErrTooLarge, 413},
		{clientele.ErrBusy, 503},
		{clientele.ErrConflict, 503},
		{context.Canceled, 503},
		{context.DeadlineExceeded, 503},
		{clientele.ErrUnknown, 500},
		{clientele.ErrCorrupt, 500},
		{clientele.ErrClosed, 500},
		{clientele.ErrReadOnly, 500},
		{errors.New("anything else"), 500},
	} {
		f := failureOf(&clientele.Error{Op: "account.get", Err: fmt.Errorf("wrapped: %w", c.err)})
		require.Equal(t, c.want, f.StatusCode, "%v", c.err)
		require.Equal(t, http.StatusText(c.want), f.Error)
		require.NotContains(t, f.Message, "wrapped")
	}
}
