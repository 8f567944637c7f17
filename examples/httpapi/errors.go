package main

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/fault"
)

var (
	errKey       = errors.New("the x-api-key is missing or not known")
	errRoute     = errors.New("no operation has this path and method")
	errMalformed = errors.New("malformed request")
)

// failure is the answer to a request that failed.
type failure struct {
	StatusCode int           `json:"statusCode"`
	Message    string        `json:"message"`
	Error      string        `json:"error"`
	Faults     []fault.Fault `json:"faults,omitempty"`
}

func failed(status int, message string) failure {
	return failure{StatusCode: status, Message: message, Error: http.StatusText(status)}
}

// failures say what an error that is no fault of the input means to the caller. The first that an error is counts.
var failures = []struct {
	err error
	failure
}{
	{errKey, failed(http.StatusUnauthorized, errKey.Error())},
	{errRoute, failed(http.StatusNotFound, errRoute.Error())},
	{clientele.ErrForbidden, failed(http.StatusForbidden, "you may not do this")},
	{clientele.ErrNotFound, failed(http.StatusNotFound, "there is no such record")},
	{clientele.ErrStale, failed(http.StatusConflict, "the record was changed since it was read: read it again")},
	{clientele.ErrTooLarge, failed(http.StatusRequestEntityTooLarge, "this is more than one transaction takes")},
	{clientele.ErrBusy, failed(http.StatusServiceUnavailable, "others are writing: try again")},
	{clientele.ErrConflict, failed(http.StatusServiceUnavailable, "others were faster, again and again: try again")},
	{context.Canceled, failed(http.StatusServiceUnavailable, "the request was given up")},
	{context.DeadlineExceeded, failed(http.StatusServiceUnavailable, "the request took too long")},
}

// stands are the faults of an input that is right by itself: what is stored stands against it.
var stands = []fault.Code{fault.Duplicate, fault.Referenced, fault.SecondParent, fault.Cycle}

// failureOf gives the answer to an error. A refused input is 409 if only what is stored stands against it, else 400; of
// an error that is the server's own the caller is told nothing.
func failureOf(err error) failure {
	if faults := fault.All(err); len(faults) > 0 {
		f := failed(http.StatusConflict, faults[0].String())
		if slices.ContainsFunc(faults, func(f fault.Fault) bool { return !slices.Contains(stands, f.Code) }) {
			f = failed(http.StatusBadRequest, faults[0].String())
		}
		f.Faults = faults
		return f
	}
	if large, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return failed(http.StatusRequestEntityTooLarge, large.Error())
	}
	if errors.Is(err, errMalformed) {
		return failed(http.StatusBadRequest, err.Error())
	}
	for _, known := range failures {
		if errors.Is(err, known.err) {
			return known.failure
		}
	}
	return failed(http.StatusInternalServerError, "something went wrong in the server")
}
