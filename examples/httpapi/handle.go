package main

import (
	"context"
	"encoding/json"
	"errors"
	"log"
	"net/http"

	"github.com/clientele-go/clientele"
)

// operation does what a request asks of an organisation, and gives what becomes JSON.
type operation func(org *clientele.Org, r *http.Request) (answer any, err error)

// call1 makes an operation of a verb, and of what reads its argument off a request.
func call1[A, O any](verb func(context.Context, clientele.Scope, A) (O, error), read func(*http.Request) (A, error)) operation {
	return func(org *clientele.Org, r *http.Request) (any, error) {
		a, err := read(r)
		if err != nil {
			return nil, err
		}
		return verb(r.Context(), org, a)
	}
}

// call2 is call1 for a verb with two arguments.
func call2[A, B, O any](verb func(context.Context, clientele.Scope, A, B) (O, error), first func(*http.Request) (A, error), second func(*http.Request) (B, error)) operation {
	return func(org *clientele.Org, r *http.Request) (any, error) {
		b, err := second(r)
		if err != nil {
			return nil, err
		}
		return call1(func(ctx context.Context, s clientele.Scope, a A) (O, error) { return verb(ctx, s, a, b) }, first)(org, r)
	}
}

// maxBody is how large a request may be, in bytes.
const maxBody = 8 << 20

// newHandler answers requests by the operations of routes, each in the organisation of its key.
func newHandler(orgs map[string]*clientele.Org, log *log.Logger) *http.ServeMux {
	mux := http.NewServeMux()
	for pattern, do := range routes {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			answer, err := any(nil), errKey
			if org, known := orgs[r.Header.Get("x-api-key")]; known {
				r.Body = http.MaxBytesReader(w, r.Body, maxBody)
				answer, err = do(org, r)
			}
			write(w, r, answer, err, log)
		})
	}
	return mux
}

// write answers a request. What went wrong inside the server is for the log alone.
func write(w http.ResponseWriter, r *http.Request, answer any, err error, log *log.Logger) {
	status := http.StatusOK
	if r.Method == http.MethodPost {
		status = http.StatusCreated
	}
	if set, ok := answer.(clientele.SetID); ok {
		answer = map[string]clientele.SetID{"deletionSetId": set}
	}
	data, wrong := json.MarshalIndent(answer, "", "  ")
	if err := errors.Join(err, wrong); err != nil {
		f := failureOf(err)
		switch status = f.StatusCode; status {
		case http.StatusInternalServerError:
			log.Print(err)
		case http.StatusServiceUnavailable:
			w.Header().Set("Retry-After", "1")
		}
		data, _ = json.MarshalIndent(f, "", "  ") // of texts and numbers: cannot fail
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(append(data, '\n')) // it fails if the caller has gone
}
