package note_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"strings"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store/memstore"
)

// start gives an organisation in memory, for the actor Ann, and its only account. A program gets its own of
// clientele.Open.
func start(ctx context.Context) (*clientele.Org, *account.Account) {
	org, err := clienteletest.Open(ctx)
	if err != nil {
		log.Fatal(err)
	}
	org = org.As(ann)
	acme, err := account.Create(ctx, org, account.Draft{Name: "Acme", PrimaryDomain: "acme.com"})
	if err != nil {
		log.Fatal(err)
	}
	return org, acme
}

// must gives what a verb gave, or ends the example.
func must[V any](v V, err error) V {
	if err != nil {
		log.Fatal(err)
	}
	return v
}

func ExampleCreate() {
	ctx := context.Background()
	org, acme := start(ctx)
	n, err := note.Create(ctx, org, note.Draft{AccountID: acme.ID, Content: "Renews in May.", Type: "decision", AttachmentURLs: []string{"https://files.acme.com/plan.pdf"}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(n.Account, n.Type.Value, n.Visibility, n.CreatedBy, n.Attachments[0].Name)

	_, err = note.Create(ctx, org, note.Draft{Type: "song", Visibility: "secret"})
	if e, ok := errors.AsType[*clientele.Faults](err); ok {
		for _, f := range e.Faults {
			fmt.Println(f.Path, f.Code)
		}
	}
	// Output:
	// Acme DECISION public ann plan.pdf
	// type not_in_picklist
	// visibility not_allowed
	// accountId required
	// content required
}

func ExampleGet() {
	ctx := context.Background()
	org, acme := start(ctx)
	n := must(note.Create(ctx, org, note.Draft{AccountID: acme.ID, Content: "For my eyes.", Visibility: "PRIVATE"}))
	n, err := note.Get(ctx, org, n.ID)
	fmt.Println(n.Content, err)
	_, err = note.Get(ctx, org.As(clientele.Actor{ID: "eve"}), n.ID)
	fmt.Println(errors.Is(err, clientele.ErrNotFound))
	// Output:
	// For my eyes. <nil>
	// true
}

func ExampleGetMany() {
	ctx := context.Background()
	org, acme := start(ctx)
	a := must(note.Create(ctx, org, note.Draft{AccountID: acme.ID, Content: "a"}))
	b := must(note.Create(ctx, org, note.Draft{AccountID: acme.ID, Content: "b"}))
	for _, n := range must(note.GetMany(ctx, org, []note.ID{b.ID, {}, a.ID, b.ID})) {
		fmt.Println(n.Content)
	}
	// Output:
	// b
	// a
}

func ExampleList() {
	ctx := context.Background()
	org, acme := start(ctx)
	for _, content := range []string{"one", "two", "three"} {
		must(note.Create(ctx, org, note.Draft{AccountID: acme.ID, Content: content}))
	}
	must(note.Create(ctx, org.As(clientele.Actor{ID: "eve"}), note.Draft{AccountID: acme.ID, Content: "Eve's own", Visibility: note.Private}))
	paging := clientele.Paging{Limit: 2, Total: true}
	for {
		page := must(note.List(ctx, org, note.Filter{AccountID: []account.ID{acme.ID}, Subtree: true}, paging))
		for _, n := range page.Items {
			fmt.Println(n.Content)
		}
		fmt.Println("of", *page.Total)
		if paging.After = page.Next; page.Next == "" {
			break
		}
	}
	// Output:
	// three
	// two
	// of 3
	// one
	// of 3
}

func ExampleAll() {
	ctx := context.Background()
	org, acme := start(ctx)
	must(note.Create(ctx, org, note.Draft{AccountID: acme.ID, Content: "Lunch.", Type: "MEETING"}))
	must(note.Create(ctx, org, note.Draft{AccountID: acme.ID, Content: "Buy.", Type: "DECISION"}))
	for n, err := range note.All(ctx, org, note.Filter{Type: []string{"decision"}}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(n.Content)
	}
	// Output: Buy.
}

func ExampleCount() {
	ctx := context.Background()
	org, acme := start(ctx)
	must(note.Create(ctx, org, note.Draft{AccountID: acme.ID, Content: "x", Visibility: note.Private}))
	fmt.Println(must(note.Count(ctx, org, note.Filter{})), must(note.Count(ctx, org.As(clientele.Actor{ID: "eve"}), note.Filter{})))
	// Output: 1 0
}

func ExampleExplain() {
	ctx := context.Background()
	org, acme := start(ctx)
	plan := must(note.Explain(ctx, org, note.Filter{AccountID: []account.ID{acme.ID}, AuthorID: []string{"ann"}}, ""))
	fmt.Println(plan.Index, plan.Ranges, plan.Raw, plan.Decoded)
	// Output: account 1 [createdBy] true
}

func ExampleUpdate() {
	ctx := context.Background()
	org, acme := start(ctx)
	n := must(note.Create(ctx, org, note.Draft{AccountID: acme.ID, Content: "Draft", Visibility: note.Private, Metadata: json.RawMessage(`{"score":1}`)}))
	n, err := note.Update(ctx, org, n.ID, note.Patch{IfVersion: n.Version, Content: new("Done"), Visibility: new(note.Visibility("Public")), Clear: []note.Field{note.FieldMetadata}})
	fmt.Println(n.Content, n.Visibility, n.Metadata == nil, n.Version, err)
	_, err = note.Update(ctx, org.As(clientele.Actor{ID: "eve"}), n.ID, note.Patch{Content: new("Mine")})
	fmt.Println(errors.Is(err, clientele.ErrForbidden))
	// Output:
	// Done public true 2 <nil>
	// true
}

func ExampleRemoveAttachment() {
	ctx := context.Background()
	org, acme := start(ctx)
	n := must(note.Create(ctx, org, note.Draft{AccountID: acme.ID, Content: "x", AttachmentURLs: []string{"https://files.acme.com/a.pdf", "https://files.acme.com/b.pdf"}}))
	n = must(note.RemoveAttachment(ctx, org, n.ID, n.Attachments[0].ID))
	fmt.Println(len(n.Attachments), n.Attachments[0].Name)
	// Output: 1 b.pdf
}

func ExampleDelete() {
	ctx := context.Background()
	org, acme := start(ctx)
	n := must(note.Create(ctx, org, note.Draft{AccountID: acme.ID, Content: "x"}))
	_, err := note.Delete(ctx, org, n.ID, n.Version)
	fmt.Println(err)
	_, err = note.Get(ctx, org, n.ID)
	fmt.Println(errors.Is(err, clientele.ErrNotFound))
	// Output:
	// <nil>
	// true
}

func ExampleRestore() {
	ctx := context.Background()
	org, acme := start(ctx)
	n := must(note.Create(ctx, org, note.Draft{AccountID: acme.ID, Content: "x"}))
	set := must(note.Delete(ctx, org, n.ID, 0))
	back, err := note.Restore(ctx, org, set)
	fmt.Println(back.Records, err, must(note.Get(ctx, org, n.ID)).Version)
	// Output: 1 <nil> 2
}

func ExamplePurge() {
	ctx := context.Background()
	org, acme := start(ctx)
	n := must(note.Create(ctx, org, note.Draft{AccountID: acme.ID, Content: "x"}))
	fmt.Println(note.Purge(ctx, org, must(note.Delete(ctx, org, n.ID, 0))))
	// Output: 1 <nil>
}

func ExampleHistory() {
	ctx := context.Background()
	org, acme := start(ctx)
	n := must(note.Create(ctx, org, note.Draft{AccountID: acme.ID, Content: "x"}))
	must(note.Update(ctx, org, n.ID, note.Patch{Content: new("y")}))
	for c, err := range note.History(ctx, org, n.ID) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(c.Version, c.Op, c.Actor, c.Fields)
	}
	// Output:
	// 1 create ann []
	// 2 update ann [content]
}

func ExampleAudit() {
	ctx := context.Background()
	org, acme := start(ctx)
	must(note.Create(ctx, org, note.Draft{AccountID: acme.ID, Content: "x"}))
	if err := org.SetSettings(ctx, clientele.Settings{Mandatory: map[string][]string{"note": {"metadata"}}}); err != nil {
		log.Fatal(err)
	}
	for found, err := range note.Audit(ctx, org, note.Filter{}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(found.Note.Content, found.Faults[0].Path, found.Faults[0].Code)
	}
	// Output: x metadata required
}

func ExampleBetween() {
	ctx := context.Background()
	org, acme := start(ctx)
	must(note.Create(ctx, org, note.Draft{AccountID: acme.ID, Content: "first"}))
	must(note.Create(ctx, org, note.Draft{AccountID: acme.ID, Content: "second"}))
	v := must(note.LookUpViewer(ctx, org))
	err := org.View(ctx, func(_ context.Context, tx *clientele.Tx) error {
		newest, err := note.Between(tx, v, []account.ID{acme.ID}, record.Interval{Newest: true}, 1)
		if err == nil {
			fmt.Println(newest[0].Content)
		}
		return err
	})
	fmt.Println(err)
	// Output:
	// second
	// <nil>
}

func ExampleRule() {
	ctx := context.Background()
	options := clienteletest.Options()
	options.Rules = []record.Rule{note.Rule(func(_, after *note.Note) []fault.Fault {
		if strings.Contains(after.Content, "@") {
			return []fault.Fault{{Path: "content", Code: "personal", Message: "holds an e-mail address"}}
		}
		return nil
	})}
	db := must(clientele.Open(ctx, memstore.New(), options))
	org := must(db.EnsureOrg(ctx, "org_1", nil))
	acme := must(account.Create(ctx, org, account.Draft{Name: "Acme", PrimaryDomain: "acme.com"}))
	_, err := note.Create(ctx, org, note.Draft{AccountID: acme.ID, Content: "ann@acme.com"})
	fmt.Println(fault.All(err)[0].Code)
	// Output: personal
}
