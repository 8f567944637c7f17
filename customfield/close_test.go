package customfield_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/task"
)

// onClose gives a schema of tasks: each draft is mandatory on close, unless its name says that it is free.
func onClose(t testing.TB, drafts ...customfield.Draft) *customfield.Schema {
	t.Helper()
	for i := range drafts {
		drafts[i].MandatoryOnClose = drafts[i].Name != "free"
	}
	s, err := customfield.NewSchema(customfield.Task, drafts...)
	require.NoError(t, err)
	return s
}

// lacking gives the slugs of what keeps values from being closed.
func lacking(t testing.TB, s *customfield.Schema, values string) []string {
	t.Helper()
	var in []customfield.Input
	require.NoError(t, json.Unmarshal([]byte(values), &in))
	vs, err := s.Validate(in, customfield.Rules{Currency: "EUR"})
	require.NoError(t, err)
	out := []string{}
	for _, f := range s.RequireOnClose(vs) {
		require.Equal(t, fault.Required, f.Code)
		require.Equal(t, "customFieldValues", f.Path)
		out = append(out, f.Params["field"].(string))
	}
	return out
}

func TestWhatIsRequiredToClose(t *testing.T) {
	s := onClose(t,
		customfield.Draft{Name: "Zeta", Type: customfield.SingleLine}, customfield.Draft{Name: "free", Type: customfield.SingleLine},
		customfield.Draft{Name: "Old", Type: customfield.SingleLine, Active: new(false)}, customfield.Draft{Name: "Amount", Type: customfield.Currency},
		customfield.Draft{Name: "Preset", Type: customfield.Integer, Default: json.RawMessage(`0`)}, customfield.Draft{Name: "Done", Type: customfield.Toggle})
	for values, want := range map[string][]string{
		`[]`:                                  {"zeta", "amount", "done"},
		`[{"fieldId":"free","value":"x"}]`:    {"zeta", "amount", "done"},
		`[{"fieldId":"zeta","value":" "}]`:    {"zeta", "amount", "done"},
		`[{"fieldId":"preset","value":null}]`: {"zeta", "amount", "preset", "done"},
		`[{"fieldId":"done","value":false},{"fieldId":"amount","value":0}]`:                                  {"zeta"},
		`[{"fieldId":"Zeta","value":"x"},{"fieldId":"done","value":true},{"fieldId":"amount","value":1.50}]`: {},
	} {
		require.Equal(t, want, lacking(t, s, values), values)
	}
	none, err := customfield.NewSchema(customfield.Task)
	require.NoError(t, err)
	require.Empty(t, none.RequireOnClose(nil))
}

// Other kinds than tasks have nothing that closes: the setting is kept, and asks nothing.
func TestMandatoryOnCloseIsKeptElsewhere(t *testing.T) {
	onEach(t, func(t *testing.T, org *clientele.Org) {
		for _, source := range customfield.Sources() {
			f, err := customfield.Create(ctx, org, customfield.Draft{Name: "Result", Source: source, Type: customfield.SingleLine, MandatoryOnClose: true})
			require.NoError(t, err)
			f, err = customfield.Get(ctx, org, f.ID)
			require.NoError(t, err)
			require.True(t, f.MandatoryOnClose)
		}
		a, err := account.Create(ctx, org, account.Draft{Name: "Acme", PrimaryDomain: "acme.com", Status: "CHURNED"})
		require.NoError(t, err)
		_, err = account.Update(ctx, org, a.ID, account.Patch{Status: new("ACTIVE")})
		require.NoError(t, err)
		_, err = contact.Create(ctx, org, contact.Draft{FirstName: "Ann", Email: "ann@acme.com"})
		require.NoError(t, err)
		did, err := activity.Create(ctx, org, activity.Draft{AccountID: a.ID, At: clienteletest.Start})
		require.NoError(t, err)
		_, err = activity.Update(ctx, org, did.ID, activity.Patch{Status: new("COMPLETED")})
		require.NoError(t, err)
		_, err = note.Create(ctx, org, note.Draft{AccountID: a.ID, Content: "x"})
		require.NoError(t, err)
		_, err = task.Create(ctx, org, task.Draft{AccountID: a.ID, Title: "x", AssigneeID: "USER1", Status: "COMPLETED"})
		require.True(t, fault.Has(err, fault.Required))
	})
}

func ExampleSchema_RequireOnClose() {
	s, err := customfield.NewSchema(customfield.Task,
		customfield.Draft{Name: "Result", Type: customfield.SingleLine, MandatoryOnClose: true},
		customfield.Draft{Name: "Remark", Type: customfield.MultiLine})
	if err != nil {
		panic(err)
	}
	for _, f := range s.RequireOnClose(nil) {
		fmt.Println(f.Path, f.Code, f.Params["field"])
	}
	// Output: customFieldValues required result
}
