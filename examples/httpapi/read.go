package main

import (
	"cmp"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/value"
)

// input reads what a request gives: its body if it writes, else its query.
func input[T any](r *http.Request) (in T, err error) {
	data, err := query(r)
	if err == nil && r.Method != http.MethodGet && r.Method != http.MethodDelete {
		data, err = io.ReadAll(r.Body)
	}
	if err != nil {
		return in, fmt.Errorf("%w: %w", errMalformed, err)
	}
	err = decode(data, &in)
	return in, err
}

// decode decodes JSON. The library's types keep what is wrong with them, and the verbs report it; only what is no JSON,
// or stands around them, is refused here.
func decode(data []byte, into any) error {
	err := json.Unmarshal(data, into)
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fault.New(wrong.Field, fault.WrongType, "must not be a JSON "+wrong.Value)
	}
	if err != nil && fault.All(err) == nil {
		return fmt.Errorf("%w: %w", errMalformed, err)
	}
	return err
}

// query gives the query as JSON: a text for each parameter, or a list of texts if it is repeated.
func query(r *http.Request) ([]byte, error) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	members := map[string]any{}
	for name, texts := range values {
		members[name] = texts
		if len(texts) == 1 {
			members[name] = texts[0]
		}
	}
	data, _ := json.Marshal(members) // of texts: cannot fail
	return data, err
}

// elements reads a list that stands under a name in the body. What is wrong is found at the element.
func elements[T any](name string) func(*http.Request) ([]T, error) {
	return func(r *http.Request) ([]T, error) {
		body, err := input[map[string]json.RawMessage](r)
		if err != nil {
			return nil, err
		}
		var raw []json.RawMessage
		var faults fault.List
		if given, ok := body[name]; ok {
			faults.Nest(name, fault.All(decode(given, &raw)))
		}
		list := make([]T, len(raw))
		for i := range raw {
			if err := faults.Take(fault.At(name, i), decode(raw[i], &list[i])); err != nil {
				return nil, err
			}
		}
		return list, faults.Err()
	}
}

// text reads what stands under a name in the path, or else in the query.
func text(r *http.Request, name string, into encoding.TextUnmarshaler) error {
	var faults fault.List
	faults.Nest(name, fault.All(into.UnmarshalText([]byte(cmp.Or(r.PathValue(name), r.URL.Query().Get(name))))))
	return faults.Err()
}

// id reads the id of the record that the path names.
func id[T any](r *http.Request) (id clientele.ID[T], err error) {
	err = text(r, "id", &id)
	return id, err
}

// attachment reads the id of the attachment that the path names.
func attachment(r *http.Request) (uuid.UUID, error) {
	var id clientele.ID[value.Attachment]
	err := text(r, "attachmentId", &id)
	return uuid.UUID(id), err
}

// mode reads the mode of a bulk call; without one it keeps going.
func mode(r *http.Request) (mode account.Mode, err error) {
	err = text(r, "mode", &mode)
	return mode, err
}

// version reads the version that is to be deleted; without one it is 0, whatever is stored.
func version(r *http.Request) (n int64, err error) {
	in, err := input[struct {
		Version string `json:"version"`
	}](r)
	if err == nil && in.Version != "" {
		if n, err = strconv.ParseInt(in.Version, 10, 64); err != nil {
			err = fault.New("version", fault.WrongType, "must be an integer")
		}
	}
	return n, err
}

// ofAccounts reads a filter of custom fields that wants those of accounts.
func ofAccounts(r *http.Request) (customfield.Filter, error) {
	f, err := input[customfield.Filter](r)
	f.Source = customfield.Account
	return f, err
}
