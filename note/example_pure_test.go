package note_test

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/picklist"
)

func ExampleValidate() {
	rules := note.Rules{Picklists: picklist.Builtin(), Settings: clientele.Settings{NoteVisibility: "team"}}
	n, err := note.Validate(note.Draft{AccountID: account.ID{15: 1}, Content: " Hello. "}, rules)
	fmt.Printf("%q %s %s %v\n", n.Content, n.Type.Value, n.Visibility, err)
	_, err = note.Validate(note.Draft{Content: "a\x00b"}, rules)
	for _, f := range fault.All(err) {
		fmt.Println(f.Path, f.Code)
	}
	// Output:
	// "Hello." GENERAL team <nil>
	// content invalid_text
	// accountId required
}

func ExamplePatch_Apply() {
	before := &note.Note{Content: "Draft", Visibility: note.Private}
	var p note.Patch
	if err := json.Unmarshal([]byte(`{"content":"Done","visibility":"TEAM","metadata":null}`), &p); err != nil {
		fmt.Println(err)
	}
	after, err := p.Apply(before, note.Rules{})
	fmt.Println(before.Content, after.Content, after.Visibility, err)
	// Output: Draft Done team <nil>
}

func ExampleParseVisibility() {
	fmt.Println(note.ParseVisibility("PRIVATE"))
	_, err := note.ParseVisibility("secret")
	fmt.Println(fault.All(err)[0].Code)
	// Output:
	// private <nil>
	// not_allowed
}

func ExampleVisibilities() {
	fmt.Println(note.Visibilities())
	// Output: [public team private]
}

func ExampleParseID() {
	id, err := note.ParseID("019b8d62-7a80-7000-8000-000000000033")
	fmt.Println(id, err)
	// Output: 019b8d62-7a80-7000-8000-000000000033 <nil>
}

func ExampleNote_VisibleTo() {
	n := &note.Note{Visibility: note.Team}
	n.CreatedBy = "ann"
	bob := note.Viewer{Actor: clientele.Actor{ID: "bob"}, Teammates: map[string]bool{"ann": true}}
	eve := note.Viewer{Actor: clientele.Actor{ID: "eve"}}
	fmt.Println(n.VisibleTo(bob), n.VisibleTo(eve))
	// Output: true false
}

func ExampleNote_ChangeableBy() {
	n := &note.Note{Visibility: note.Public}
	n.CreatedBy = "ann"
	fmt.Println(n.ChangeableBy(clientele.Actor{ID: "ann"}), n.ChangeableBy(clientele.Actor{ID: "bob"}), n.ChangeableBy(clientele.Actor{ID: "root", Admin: true}))
	// Output: true false true
}

func ExampleLookUpViewer() {
	ctx := context.Background()
	org, _ := start(ctx)
	v, err := note.LookUpViewer(ctx, org)
	fmt.Println(v.Actor.ID, len(v.Teammates), err) // without a directory nobody shares a team
	// Output: ann 0 <nil>
}

func ExampleVerifyPassword() {
	ctx := context.Background()
	org, acme := start(ctx)
	must(customfield.Create(ctx, org, customfield.Draft{Name: "Vault", Source: customfield.Note, Type: customfield.Password}))
	n := must(note.Create(ctx, org, note.Draft{
		AccountID: acme.ID, Content: "x", CustomFieldValues: []customfield.Input{customfield.Set("vault", customfield.PasswordValue("sesame"))},
	}))
	fmt.Println(note.VerifyPassword(ctx, org, n.ID, "vault", "sesame"))
	// Output: true <nil>
}
