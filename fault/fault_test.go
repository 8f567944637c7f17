package fault_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/fault"
)

func TestPathsJoin(t *testing.T) {
	for _, c := range []struct{ holder, held, want string }{
		{"", "name", "name"},
		{"contacts[3]", "email", "contacts[3].email"},
		{"contacts", "[3]", "contacts[3]"},
		{"contacts", "[3].email", "contacts[3].email"},
		{"contacts[3]", "", "contacts[3]"},
		{"", "", ""},
	} {
		require.Equal(t, c.want, fault.Path(c.holder, c.held))
	}
	require.Equal(t, "contacts[12]", fault.At("contacts", 12))
}

func TestEmptyListIsNoError(t *testing.T) {
	var l fault.List
	require.NoError(t, l.Err())
}

func TestNestPrefixesEveryPath(t *testing.T) {
	var inner, outer fault.List
	inner.Add("email", fault.Required, "an e-mail is required")
	inner.Add("", fault.WrongType, "not an object")
	outer.Nest(fault.At("contacts", 3), inner)
	require.Equal(t, "contacts[3].email", outer[0].Path)
	require.Equal(t, "contacts[3]", outer[1].Path)
	require.Equal(t, "email", inner[0].Path, "the nested list is not changed")
}

func TestTakeKeepsRealFailures(t *testing.T) {
	var l fault.List
	require.NoError(t, l.Take("a", nil))
	require.NoError(t, l.Take("a", fault.New("b", fault.Required, "missing")))
	require.ErrorIs(t, l.Take("a", io.ErrUnexpectedEOF), io.ErrUnexpectedEOF)
	require.Len(t, l, 1)
	require.Equal(t, "a.b", l[0].Path)
}

func TestCausesAreFound(t *testing.T) {
	err := fmt.Errorf("account: create: %w", &fault.Error{Faults: []fault.Fault{
		{Path: "name", Code: fault.Required},
		{Path: "primaryDomain", Code: fault.Duplicate, Cause: fmt.Errorf("held by acme: %w", fault.ErrExists)},
	}})
	require.ErrorIs(t, err, fault.ErrExists)
	require.NotErrorIs(t, err, fault.ErrStale)
	require.True(t, fault.Has(err, fault.Duplicate))
	require.False(t, fault.Has(err, fault.Cycle))
	require.Len(t, fault.All(err), 2)
	require.Nil(t, fault.All(errors.New("other")))
}

func TestJSONForm(t *testing.T) {
	e := &fault.Error{Faults: []fault.Fault{{
		Path: "name", Code: fault.TooLong, Message: "at most 255 characters", Params: fault.Params{"limit": 255}, Cause: io.EOF,
	}}}
	b, err := json.Marshal(e)
	require.NoError(t, err)
	require.JSONEq(t, `{"faults":[{"path":"name","code":"too_long","message":"at most 255 characters","params":{"limit":255}}]}`, string(b))
}

func ExampleError() {
	var faults fault.List
	faults.Add("name", fault.Required, "a name is required")
	faults.AddWith("website", fault.TooLong, "at most 255 characters", fault.Params{"limit": 255})
	err := fmt.Errorf("account: create: %w", faults.Err())

	if e, ok := errors.AsType[*fault.Error](err); ok {
		for _, f := range e.Faults {
			fmt.Println(f.Path, f.Code, f.Message)
		}
	}
	// Output:
	// name required a name is required
	// website too_long at most 255 characters
}

// A list nests under the path of what holds it, and takes the faults of an error.
func ExampleList_Nest() {
	var contact, all fault.List
	contact.Add("email", fault.Required, "an e-mail is required")
	all.Nest(fault.At("contacts", 3), contact)
	if err := all.Take("website", fault.New("", fault.NotAURL, "must be a URL")); err != nil {
		fmt.Println("a failure, and no fault:", err)
	}
	err := all.Err()
	fmt.Println(fault.Has(err, fault.Required))
	for _, f := range fault.All(err) {
		fmt.Println(f.Path, f.Code)
	}
	// Output:
	// true
	// contacts[3].email required
	// website not_a_url
}
