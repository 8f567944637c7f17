package contact_test

import (
	"encoding/json"
	"strconv"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/record"
)

// define defines a custom field.
func define(t testing.TB, s record.Scope, d customfield.Draft) *customfield.Field {
	t.Helper()
	f, err := customfield.Create(ctx, s, d)
	require.NoError(t, err)
	return f
}

// valued gives the input of one custom field.
func valued(slug, value string) []customfield.Input {
	return []customfield.Input{{FieldID: slug, Value: json.RawMessage(value)}}
}

func TestCustomFieldsOfContacts(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		define(t, org, customfield.Draft{Name: "Shoe size", Source: customfield.CustomerContact, Type: customfield.Integer, Unique: true})
		define(t, org, customfield.Draft{Name: "Tier", Source: customfield.Account, Type: customfield.SingleLine})
		define(t, org, customfield.Draft{Name: "Tea", Source: customfield.CustomerContact, Type: customfield.SingleLine, Default: json.RawMessage(`"black"`)})
		d := called("Ann", "ann@x.test")
		d.CustomFieldValues = valued("tier", `"x"`)
		_, err := contact.Create(ctx, org, d)
		enginetest.Refused(t, err, "customFieldValues[0].fieldId unknown_reference")
		d.CustomFieldValues = valued("shoe_size", `38`)
		ann := create(t, org, d)
		require.Equal(t, ann, get(t, org, ann.ID))
		require.Contains(t, string(enginetest.Members(t, ann)["customFieldValues"]), `"slug":"shoe_size","type":"integer","value":38`)
		require.Contains(t, string(enginetest.Members(t, ann)["customFieldValues"]), `"value":"black"`)
		_, err = contact.Create(ctx, org, contact.Draft{FirstName: "Ben", Email: "ben@x.test", CustomFieldValues: valued("shoe_size", `38`)})
		enginetest.Refused(t, err, "customFieldValues[0].value duplicate")
		_, err = contact.Update(ctx, org, ann.ID, contact.Patch{CustomFieldValues: valued("shoe_size", `"x"`)})
		enginetest.Refused(t, err, "customFieldValues[0].value wrong_type")
		now := update(t, org, ann.ID, contact.Patch{CustomFieldValues: valued("shoe_size", `null`)})
		require.NotContains(t, string(enginetest.Members(t, now)["customFieldValues"]), "shoe_size")
	})
}

func TestWhatIsMandatoryOnCreationHoldsForEveryPath(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		define(t, org, customfield.Draft{Name: "Consent", Source: customfield.CustomerContact, Type: customfield.Toggle, MandatoryOnCreation: true})
		missing := "customFieldValues required"
		_, err := contact.Create(ctx, org, called("Ann", "ann@x.test"))
		require.Error(t, err)
		missing = enginetest.Reasons(faultsOf(err))[0]
		bulk, err := contact.CreateMany(ctx, org, contact.Many{Contacts: []contact.Draft{{Email: "ann@x.test"}}}, account.KeepGoing)
		require.NoError(t, err)
		require.Equal(t, []string{"failed " + missing}, said(bulk.Items))
		require.Equal(t, []string{"failed " + missing}, results(ingest(t, org, user("ann@x.test"))))
	})
}

func TestPasswordsOfContacts(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		define(t, org, customfield.Draft{Name: "PIN", Source: customfield.CustomerContact, Type: customfield.Password})
		ann := create(t, org, contact.Draft{FirstName: "Ann", Email: "ann@x.test", CustomFieldValues: valued("pin", `"secret"`)})
		require.NotContains(t, string(enginetest.Members(t, ann)["customFieldValues"]), "secret")
		for password, want := range map[string]bool{"secret": true, "Secret": false} {
			ok, err := contact.VerifyPassword(ctx, org, ann.ID, "pin", password)
			require.NoError(t, err)
			require.Equal(t, want, ok)
		}
		_, err := contact.VerifyPassword(ctx, org, ann.ID, "unheard", "x")
		require.ErrorIs(t, err, clientele.ErrNotFound)
		_, err = contact.VerifyPassword(ctx, org, contact.ID{1}, "pin", "x")
		require.ErrorIs(t, err, clientele.ErrNotFound)
	})
}

func TestLookUpsLeadToLiveContacts(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		for _, source := range []customfield.Source{customfield.Account, customfield.CustomerContact} {
			define(t, org, customfield.Draft{Name: "Champion", Source: source, Type: customfield.LookUp, LookUp: customfield.LookUpContact})
		}
		ann := create(t, org, called("Ann", "ann@x.test"))
		toAnn := valued("champion", strconv.Quote(ann.ID.String()))
		nobody := valued("champion", strconv.Quote(uuid.NewString()))
		acme, err := account.Create(ctx, org, account.Draft{Name: "Acme", PrimaryDomain: "acme.test", CustomFieldValues: toAnn})
		require.NoError(t, err)
		ben := create(t, org, contact.Draft{FirstName: "Ben", Email: "ben@x.test", CustomFieldValues: toAnn})
		_, err = account.Update(ctx, org, acme.ID, account.Patch{CustomFieldValues: nobody})
		enginetest.Refused(t, err, "customFieldValues[0].value unknown_reference")
		_, err = contact.Create(ctx, org, contact.Draft{FirstName: "Cem", Email: "cem@x.test", CustomFieldValues: nobody})
		enginetest.Refused(t, err, "customFieldValues[0].value unknown_reference")
		_, err = contact.Update(ctx, org, ben.ID, contact.Patch{CustomFieldValues: nobody})
		enginetest.Refused(t, err, "customFieldValues[0].value unknown_reference")

		set := remove(t, org, ann.ID)
		require.Empty(t, get(t, org, ben.ID).CustomFieldValues)
		now, err := account.Get(ctx, org, acme.ID)
		require.NoError(t, err)
		require.Empty(t, now.CustomFieldValues)
		_, err = contact.Restore(ctx, org, set)
		require.NoError(t, err)
	})
}
