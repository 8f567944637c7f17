package contact_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/enginetest"
)

// said gives outcomes as "result reasons".
func said(items []contact.Outcome) []string {
	out := []string{}
	for i, o := range items {
		if o.Index != i {
			return []string{fmt.Sprint("index ", o.Index, " at ", i)}
		}
		text := string(o.Result)
		for _, f := range o.Faults {
			text += " " + f.Path + " " + string(f.Code)
		}
		out = append(out, text)
	}
	return out
}

func TestCreateMany(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme, beta := company(t, org, "acme"), company(t, org, "beta")
		old := create(t, org, called("Old", "old@x.test"))
		bulk, err := contact.CreateMany(ctx, org, contact.Many{
			AccountIDs: []account.ID{acme.ID, acme.ID}, Type: "legal", Source: "import",
			Contacts: []contact.Draft{
				{Email: "ann.lee+news@x.test"},
				{FirstName: "Own", Email: "own@x.test", AccountIDs: ids(beta), Type: "BILLING", Source: "form"},
				{FirstName: "Changed", Email: "OLD@x.test"},
				{FirstName: "Again", Email: "ann.lee+news@x.test"},
				{FirstName: "Faulty", Email: "x", PhoneNumber: "1"},
				{FirstName: "Lost", Email: "lost@x.test", AccountIDs: []account.ID{{1}}},
				{FirstName: "Linked", Email: "linked@x.test", Links: []contact.LinkDraft{{AccountID: beta.ID, Title: "CEO"}}},
			},
		}, account.KeepGoing)
		require.NoError(t, err)
		require.Equal(t, []string{
			"created", "created", "skipped", "skipped", "failed email not_an_email phoneNumber not_a_phone",
			"failed accountIds[0] unknown_reference", "created",
		}, said(bulk.Items))
		require.Equal(t, account.Totals{Total: 7, Created: 3, Skipped: 2, Failed: 2}, bulk.Totals)
		ann, own := bulk.Items[0].Contact, bulk.Items[1].Contact
		require.Equal(t, []string{"Ann", "LEGAL", "import"}, []string{ann.FirstName, ann.Type.Value, ann.Source})
		require.Equal(t, []string{"acme"}, words(ann))
		require.Equal(t, []string{"Own", "BILLING", "form"}, []string{own.FirstName, own.Type.Value, own.Source})
		require.Equal(t, []string{"beta"}, words(own))
		require.Equal(t, []string{"beta «CEO»"}, words(bulk.Items[6].Contact))
		require.Equal(t, old.ID, bulk.Items[2].Existing)
		require.Equal(t, ann.ID, bulk.Items[3].Existing)
		require.Equal(t, old, get(t, org, old.ID))
		for _, o := range bulk.Items {
			if o.Contact != nil {
				require.Equal(t, o.Contact, get(t, org, o.Contact.ID))
			}
		}
	})
}

func TestCreateManyAllOrNothing(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		create(t, org, called("Old", "old@x.test"))
		n := enginetest.Changes(t, org)
		in := contact.Many{Contacts: []contact.Draft{{Email: "a@x.test"}, {Email: "x"}, {Email: "old@x.test"}, {PhoneNumber: "1"}}}
		_, err := contact.CreateMany(ctx, org, in, account.AllOrNothing)
		enginetest.Refused(t, err, "contacts[1].firstName required", "contacts[1].email not_an_email",
			"contacts[3].firstName required", "contacts[3].email required", "contacts[3].phoneNumber not_a_phone")
		require.Equal(t, n, enginetest.Changes(t, org))
		in.Contacts = []contact.Draft{in.Contacts[0], in.Contacts[2]}
		bulk, err := contact.CreateMany(ctx, org, in, account.AllOrNothing)
		require.NoError(t, err)
		require.Equal(t, []string{"created", "skipped"}, said(bulk.Items), "a skip aborts nothing")
	})
}

func TestOnlyTheAddressMakesASkip(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		old := create(t, org, full())
		bulk, err := contact.CreateMany(ctx, org, contact.Many{Contacts: []contact.Draft{
			{Email: "new@x.test", CustomerUserID: "USER9"}, {Email: old.Email, CustomerUserID: "USER9", PhoneNumber: "1"},
		}}, account.KeepGoing)
		require.NoError(t, err)
		require.Equal(t, []string{"failed customerUserId duplicate", "skipped"}, said(bulk.Items))
	})
}

func TestWhatContactsShareHasToBeRight(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		n := enginetest.Changes(t, org)
		for _, mode := range []account.Mode{account.KeepGoing, account.AllOrNothing} {
			_, err := contact.CreateMany(ctx, org, contact.Many{
				Contacts: []contact.Draft{{Email: "a@x.test", Type: "LEGAL"}}, AccountIDs: []account.ID{{1}, {}}, Type: "BOSS", Source: "a\nb",
			}, mode)
			enginetest.Refused(t, err, "accountIds[0] unknown_reference", "accountIds[1] required", "contactType not_in_picklist", "source invalid_text")
			_, err = contact.CreateMany(ctx, org, contact.Many{}, mode)
			enginetest.Refused(t, err, "contacts empty")
		}
		require.Equal(t, n, enginetest.Changes(t, org))
	})
}

func TestManyTakesASingleAccount(t *testing.T) {
	org := clienteletest.Org(t)
	acme := company(t, org, "acme.test")
	for text, want := range map[string][]account.ID{
		`"` + acme.ID.String() + `"`:                              {acme.ID},
		`"` + acme.ID.String() + `,` + acme.ID.String() + `"`:     {acme.ID, acme.ID},
		`["` + acme.ID.String() + `","` + acme.ID.String() + `"]`: {acme.ID, acme.ID},
		`[]`:   {},
		`null`: nil,
	} {
		var in contact.Many
		require.NoError(t, json.Unmarshal([]byte(`{"accountIds":`+text+`}`), &in))
		require.Equal(t, want, in.AccountIDs, text)
	}
	for text, want := range map[string]string{`"ACCOUNT123"`: "accountIds[0] not_an_id", `7`: "accountIds wrong_type"} {
		var in contact.Many
		require.NoError(t, json.Unmarshal([]byte(`{"contacts":[{"email":"a@x.test"}],"accountIds":`+text+`}`), &in))
		_, err := contact.CreateMany(ctx, org, in, account.KeepGoing)
		enginetest.Refused(t, err, want)
	}
}

func TestManyDecodesLeniently(t *testing.T) {
	org := clienteletest.Org(t)
	var in contact.Many
	require.NoError(t, json.Unmarshal([]byte(`{"contacts":[{"email":"a@x.test","lastName":1},7,null,{"email":"b@x.test","accounts":[{"id":1}]}],"source":3,"accountIds":["x"]}`), &in))
	_, err := contact.CreateMany(ctx, org, in, account.KeepGoing)
	enginetest.Refused(t, err, "accountIds[0] not_an_id", "source wrong_type")
	in.Source, in.AccountIDs = "", nil
	require.NoError(t, json.Unmarshal([]byte(`{"contacts":[{"email":"a@x.test","lastName":1},7,null,{"email":"b@x.test","accounts":[{"id":1}]}]}`), &in))
	bulk, err := contact.CreateMany(ctx, org, in, account.KeepGoing)
	require.NoError(t, err)
	require.Equal(t, []string{
		"failed lastName wrong_type", "failed  wrong_type firstName required email required",
		"failed firstName required email required", "failed accounts[0].id wrong_type",
	}, said(bulk.Items))

	require.NoError(t, json.Unmarshal([]byte(`{"contacts":{}}`), &in))
	_, err = contact.CreateMany(ctx, org, in, account.KeepGoing)
	enginetest.Refused(t, err, "contacts wrong_type")
	require.Error(t, json.Unmarshal([]byte(`{"contacts":[`), &in))
}

func TestAThousandAtATime(t *testing.T) {
	for name, open := range enginetest.Plain {
		t.Run(name, func(t *testing.T) {
			org := clienteletest.OrgOn(t, open(t), clienteletest.Options())
			acme := company(t, org, "acme")
			in := contact.Many{AccountIDs: ids(acme)}
			for i := range 2_500 {
				d := contact.Draft{Email: fmt.Sprintf("c%d@x.test", i)}
				if i%100 == 99 {
					d.PhoneNumber = "x"
				}
				in.Contacts = append(in.Contacts, d)
			}
			bulk, err := contact.CreateMany(ctx, org, in, account.KeepGoing)
			require.NoError(t, err)
			require.Equal(t, account.Totals{Total: 2500, Created: 2475, Failed: 25}, bulk.Totals)
			require.Equal(t, 2475, members(t, org, acme.ID))
			require.Equal(t, 2499, bulk.Items[2499].Index)
		})
	}
}

func TestHostRulesAreAskedForEachContact(t *testing.T) {
	options := func() *clientele.Options {
		o := clienteletest.Options()
		o.Rules = []clientele.Rule{contact.Rule(func(before, after *contact.Contact) (faults []fault.Fault) {
			if after.LastName == "Doe" && (before == nil || before.LastName != "Doe") {
				faults = append(faults, fault.Fault{Path: "lastName", Code: "unheard_of"})
			}
			return faults
		})}
		return o
	}
	enginetest.RunWith(t, options, func(t *testing.T, org *clientele.Org) {
		bulk, err := contact.CreateMany(ctx, org, contact.Many{Contacts: []contact.Draft{{Email: "a@x.test", LastName: "Doe"}, {Email: "b@x.test"}}}, account.KeepGoing)
		require.NoError(t, err)
		require.Equal(t, []string{"failed lastName unheard_of", "created"}, said(bulk.Items))
		_, err = contact.Update(ctx, org, bulk.Items[1].Contact.ID, contact.Patch{LastName: new("Doe"), Email: new("x")})
		enginetest.Refused(t, err, "email not_an_email", "lastName unheard_of")
	})
}

func TestFirstNameOf(t *testing.T) {
	for email, want := range map[string]string{
		"ann@acme.test": "Ann", "ann.lee+news@acme.test": "Ann", "ANN_LEE@acme.test": "Ann", "zoë@acme.test": "Zoë", "éva-maria@x.test": "Éva",
		"42@acme.test": "42", "-@acme.test": "-@acme.test", "+@acme.test": "+@acme.test", "x": "", "": "",
	} {
		require.Equal(t, want, contact.FirstNameOf(email), email)
	}
}
