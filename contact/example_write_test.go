package contact_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store/memstore"
)

func ExampleUpdate() {
	ctx, org, _, ann, _ := open()
	var p contact.Patch
	if err := json.Unmarshal([]byte(`{"version":1,"lastName":"Lee-Smith","customerUserId":null,"accountIds":[]}`), &p); err != nil {
		log.Fatal(err)
	}
	c, err := contact.Update(ctx, org, ann.ID, p)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s %q %d accounts\n", c.Name(), c.CustomerUserID, len(c.Accounts))
	_, err = contact.Update(ctx, org, ann.ID, p)
	fmt.Println(errors.Is(err, clientele.ErrStale))
	// Output:
	// Ann Lee-Smith "" 0 accounts
	// true
}

func ExampleLink() {
	ctx, org, acme, ann, ben := open()
	b, err := contact.Link(ctx, org, ben.ID, contact.LinkDraft{AccountID: acme.ID, Role: "LEGAL", Primary: true})
	if err != nil {
		log.Fatal(err)
	}
	a, err := contact.Get(ctx, org, ann.ID)
	fmt.Println(b.Accounts[0].Primary, a.Accounts[0].Primary, err)
	// Output: true false <nil>
}

func ExampleUnlink() {
	ctx, org, acme, ann, _ := open()
	set, err := contact.Unlink(ctx, org, ann.ID, acme.ID)
	if err != nil {
		log.Fatal(err)
	}
	restored, err := contact.Restore(ctx, org, set) // on second thoughts
	fmt.Println(restored.Records, err)
	// Output: 1 <nil>
}

func ExampleDelete() {
	ctx, org, acme, ann, _ := open()
	set, err := contact.Delete(ctx, org, ann.ID, 0)
	if err != nil {
		log.Fatal(err)
	}
	trashed, err := record.GetSet(ctx, org, set)
	if err != nil {
		log.Fatal(err)
	}
	a, err := account.Get(ctx, org, acme.ID)
	fmt.Println(trashed.Records, *a.MemberCount, err) // the contact and its link
	// Output: 2 0 <nil>
}

func ExampleRestore() {
	ctx, org, _, ann, _ := open()
	set, err := contact.Delete(ctx, org, ann.ID, 0)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := contact.Create(ctx, org, contact.Draft{FirstName: "New", Email: "ann@acme.com"}); err != nil {
		log.Fatal(err)
	}
	_, err = contact.Restore(ctx, org, set)
	for _, f := range fault.All(err) {
		fmt.Println(f.Path, f.Code)
	}
	// Output: email duplicate
}

func ExamplePurge() {
	ctx, org, _, ann, _ := open()
	set, err := contact.Delete(ctx, org, ann.ID, 0)
	if err != nil {
		log.Fatal(err)
	}
	n, err := contact.Purge(ctx, org, set)
	fmt.Println(n, err)
	// Output: 2 <nil>
}

func ExampleHistory() {
	ctx, org, _, ann, _ := open()
	if _, err := contact.Update(ctx, org, ann.ID, contact.Patch{Type: new("LEGAL")}); err != nil {
		log.Fatal(err)
	}
	for c, err := range contact.History(ctx, org, ann.ID) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(c.Op, c.Version, c.Fields)
	}
	// Output:
	// create 1 []
	// update 2 [contactTypeId]
}

func ExampleAudit() {
	ctx, org, _, _, _ := open()
	if err := org.SetSettings(ctx, clientele.Settings{Mandatory: map[string][]string{"contact": {"lastName"}}}); err != nil {
		log.Fatal(err)
	}
	for f, err := range contact.Audit(ctx, org, contact.Filter{}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(f.Contact.Name(), f.Faults[0].Path, f.Faults[0].Code)
	}
	// Output: Ben lastName required
}

func ExampleIngestUsers() {
	ctx, org, _, _, _ := open()
	in := contact.Ingest{SinkSource: "SLACK", Logo: "https://beta.io/logo.png", Users: []contact.User{
		{Email: "ann@acme.com", FirstName: "Anna", PhoneNumber: "+1 555 010 0100"}, {Email: "cem@beta.io"}, {Email: "dora@beta.io"}, {Email: "eve@gmail.com"},
	}}
	for range 2 {
		done, err := contact.IngestUsers(ctx, org, in, account.KeepGoing)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(done.Created, done.Updated, done.Unchanged, len(done.Accounts))
		for _, c := range done.Contacts {
			fmt.Println(c.FirstName, c.PhoneNumber, len(c.Accounts))
		}
	}
	// Output:
	// 3 1 0 1
	// Ann +15550100100 1
	// Cem  1
	// Dora  1
	// Eve  0
	// 0 0 4 0
}

func ExampleSinkSources() {
	fmt.Println(contact.SinkSources())
	// Output: [MANUAL SLACK TEAMS INTERCOM ZENDESK]
}

func ExampleVerifyPassword() {
	ctx, org, _, ann, _ := open()
	if _, err := customfield.Create(ctx, org, customfield.Draft{Name: "PIN", Source: customfield.CustomerContact, Type: customfield.Password}); err != nil {
		log.Fatal(err)
	}
	pin := []customfield.Input{{FieldID: "pin", Value: json.RawMessage(`"1234"`)}}
	if _, err := contact.Update(ctx, org, ann.ID, contact.Patch{CustomFieldValues: pin}); err != nil {
		log.Fatal(err)
	}
	ok, err := contact.VerifyPassword(ctx, org, ann.ID, "pin", "1234")
	fmt.Println(ok, err)
	// Output: true <nil>
}

func ExampleRule() {
	ctx := context.Background()
	options := clienteletest.Options()
	options.Rules = []clientele.Rule{contact.Rule(func(_, after *contact.Contact) (faults []fault.Fault) {
		if after.PhoneNumber == "" {
			faults = append(faults, fault.Fault{Path: "phoneNumber", Code: fault.Required, Message: "is required here"})
		}
		return faults
	})}
	db, err := clientele.Open(ctx, memstore.New(), options)
	if err != nil {
		log.Fatal(err)
	}
	org, err := db.CreateOrg(ctx, "org_1", nil)
	if err != nil {
		log.Fatal(err)
	}
	_, err = contact.Create(ctx, org, contact.Draft{FirstName: "Ann", Email: "ann@acme.com"})
	fmt.Println(fault.All(err))
	// Output: [phoneNumber: is required here (required)]
}

func ExampleValidate() {
	c, err := contact.Validate(contact.Draft{FirstName: " Ann ", Email: "Ann@ACME.com", Type: "billing"}, contact.Rules{Picklists: picklist.Builtin()})
	fmt.Println(c.FirstName, c.Email, c.Type.Value, err)
	// Output: Ann ann@acme.com BILLING <nil>
}

func ExamplePatch_Apply() {
	rules := contact.Rules{Picklists: picklist.Builtin()}
	before, err := contact.Validate(contact.Draft{FirstName: "Ann", Email: "ann@acme.com", Source: "form"}, rules)
	if err != nil {
		log.Fatal(err)
	}
	after, err := contact.Patch{LastName: new("Lee"), Clear: []contact.Field{contact.FieldSource}}.Apply(before, rules)
	fmt.Printf("%s %q, before %s %q %v\n", after.Name(), after.Source, before.Name(), before.Source, err)
	// Output: Ann Lee "", before Ann "form" <nil>
}

func ExampleParseID() {
	_, err := contact.ParseID("17")
	fmt.Println(fault.Has(err, fault.NotAnID))
	// Output: true
}

// An account brings the contacts and the users of its domains along, if it is asked to.
func Example_existingUsers() {
	ctx, org, acme, _, _ := open()
	if _, err := account.Update(ctx, org, acme.ID, account.Patch{AddExistingUsers: true}); err != nil {
		log.Fatal(err)
	}
	a, err := account.Get(ctx, org, acme.ID)
	fmt.Println(*a.MemberCount, err)
	// Output: 2 <nil>
}
