package relationship_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"log"

	"github.com/shopspring/decimal"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/value"
)

// acme makes Acme with two subsidiaries, one of which has one of its own.
func acme() (ctx context.Context, org *clientele.Org, acme, europe, france, labs *account.Account) {
	ctx = context.Background()
	org, err := clienteletest.Open(ctx)
	if err != nil {
		log.Fatal(err)
	}
	create := func(name, domain string, employees int64) *account.Account {
		a, err := account.Create(ctx, org, account.Draft{Name: name, PrimaryDomain: domain, Employees: &employees})
		if err != nil {
			log.Fatal(err)
		}
		return a
	}
	acme, europe = create("Acme", "acme.com", 100), create("Acme Europe", "acme.eu", 20)
	france, labs = create("Acme France", "acme.fr", 7), create("Acme Labs", "labs.acme.com", 3)
	for _, pair := range [][2]*account.Account{{europe, acme}, {france, europe}, {labs, acme}} {
		if err := relationship.SetParent(ctx, org, pair[0].ID, pair[1].ID); err != nil {
			log.Fatal(err)
		}
	}
	return ctx, org, acme, europe, france, labs
}

// names prints the names of accounts.
func names(ctx context.Context, s clientele.Scope, ids ...account.ID) {
	as, err := account.GetMany(ctx, s, ids)
	if err != nil {
		log.Fatal(err)
	}
	for i, a := range as {
		if i > 0 {
			fmt.Print(", ")
		}
		fmt.Print(a.Name)
	}
	fmt.Println()
}

func collect(walk iter.Seq2[account.ID, error]) (ids []account.ID) {
	for id, err := range walk {
		if err != nil {
			log.Fatal(err)
		}
		ids = append(ids, id)
	}
	return ids
}

func ExampleSetParent() {
	ctx, org, acme, europe, france, labs := acme()
	// Acme France moves with everything below it.
	fmt.Println(relationship.SetParent(ctx, org, france.ID, labs.ID))

	err := relationship.SetParent(ctx, org, acme.ID, france.ID)
	if cycle, ok := errors.AsType[*relationship.CycleError](err); ok {
		names(ctx, org, cycle.Path[:len(cycle.Path)-1]...)
	}
	names(ctx, org, collect(relationship.Children(ctx, org, europe.ID))...)
	// Output:
	// <nil>
	// Acme, Acme France, Acme Labs
}

func ExampleClearParent() {
	ctx, org, _, europe, _, _ := acme()
	if err := relationship.ClearParent(ctx, org, europe.ID); err != nil {
		log.Fatal(err)
	}
	parent, err := relationship.Parent(ctx, org, europe.ID)
	fmt.Println(parent.IsZero(), err)
	// Output: true <nil>
}

func ExampleParent() {
	ctx, org, _, europe, _, _ := acme()
	parent, err := relationship.Parent(ctx, org, europe.ID)
	if err != nil {
		log.Fatal(err)
	}
	names(ctx, org, parent)
	// Output: Acme
}

func ExampleChildren() {
	ctx, org, acme, _, _, _ := acme()
	names(ctx, org, collect(relationship.Children(ctx, org, acme.ID))...)
	// Output: Acme Europe, Acme Labs
}

func ExampleAncestors() {
	ctx, org, _, _, france, _ := acme()
	names(ctx, org, collect(relationship.Ancestors(ctx, org, france.ID))...)
	// Output: Acme Europe, Acme
}

func ExampleRoot() {
	ctx, org, _, _, france, _ := acme()
	root, err := relationship.Root(ctx, org, france.ID)
	if err != nil {
		log.Fatal(err)
	}
	names(ctx, org, root)
	// Output: Acme
}

func ExampleDepth() {
	ctx, org, _, _, france, _ := acme()
	fmt.Println(relationship.Depth(ctx, org, france.ID))
	// Output: 2 <nil>
}

func ExampleDescendants() {
	ctx, org, acme, _, _, _ := acme()
	for _, order := range []relationship.Order{relationship.BreadthFirst, relationship.DepthFirst} {
		var found []account.ID
		for step, err := range relationship.Descendants(ctx, org, acme.ID, relationship.Descent{Order: order}) {
			if err != nil {
				log.Fatal(err)
			}
			found = append(found, step.ID)
		}
		names(ctx, org, found...)
	}
	// Output:
	// Acme Europe, Acme Labs, Acme France
	// Acme Europe, Acme France, Acme Labs
}

func ExamplePath() {
	ctx, org, _, _, france, labs := acme()
	path, err := relationship.Path(ctx, org, france.ID, labs.ID)
	if err != nil {
		log.Fatal(err)
	}
	names(ctx, org, path...)
	// Output: Acme France, Acme Europe, Acme, Acme Labs
}

func ExampleLowestCommonAncestor() {
	ctx, org, _, europe, france, _ := acme()
	id, err := relationship.LowestCommonAncestor(ctx, org, france.ID, europe.ID)
	if err != nil {
		log.Fatal(err)
	}
	names(ctx, org, id)
	// Output: Acme Europe
}

func ExampleDetach() {
	ctx, org, acme, _, _, _ := acme()
	_, err := account.Delete(ctx, org, acme.ID, 0)
	fmt.Println(errors.Is(err, clientele.ErrReferenced))
	err = org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
		n, err := relationship.Detach(ctx, tx, acme.ID)
		if err != nil {
			return err
		}
		fmt.Println(n, "children become roots")
		_, err = account.Delete(ctx, tx, acme.ID, 0)
		return err
	})
	fmt.Println(err)
	// Output:
	// true
	// 2 children become roots
	// <nil>
}

func ExampleLift() {
	ctx, org, acme, europe, _, _ := acme()
	err := org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
		if _, err := relationship.Lift(ctx, tx, europe.ID); err != nil {
			return err
		}
		_, err := account.Delete(ctx, tx, europe.ID, 0)
		return err
	})
	if err != nil {
		log.Fatal(err)
	}
	names(ctx, org, collect(relationship.Children(ctx, org, acme.ID))...)
	// Output: Acme France, Acme Labs
}

func ExampleDeleteSubtree() {
	ctx, org, acme, europe, _, _ := acme()
	set, err := relationship.DeleteSubtree(ctx, org, europe.ID, 0)
	if err != nil {
		log.Fatal(err)
	}
	names(ctx, org, collect(relationship.Children(ctx, org, acme.ID))...)
	back, err := account.Restore(ctx, org, set)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(back.Records, "records are back") // two accounts, and the links to their parents
	names(ctx, org, collect(relationship.Children(ctx, org, acme.ID))...)
	// Output:
	// Acme Labs
	// 4 records are back
	// Acme Europe, Acme Labs
}

func ExampleCheckParent() {
	a, b, c := account.ID{1}, account.ID{2}, account.ID{3}
	parents := map[account.ID]account.ID{b: a, c: b}
	parentOf := func(id account.ID) (account.ID, bool, error) {
		parent, ok := parents[id]
		return parent, ok, nil
	}
	childrenOf := func(id account.ID) iter.Seq2[account.ID, error] {
		return func(yield func(account.ID, error) bool) {
			for child, parent := range parents {
				if parent == id && !yield(child, nil) {
					return
				}
			}
		}
	}
	err := relationship.CheckParent(parentOf, childrenOf, a, c)
	cycle, _ := errors.AsType[*relationship.CycleError](err)
	for _, id := range cycle.Path {
		fmt.Print(id[0], " ")
	}
	err = relationship.CheckParent(parentOf, childrenOf, c, a)
	present, _ := errors.AsType[*relationship.ParentError](err)
	fmt.Println("and", present.Child[0], "has", present.Parent[0])
	// Output: 1 3 2 1 and 3 has 2
}

func ExampleEffective() {
	ctx, org, acme, europe, france, _ := acme()
	if _, err := account.Update(ctx, org, acme.ID, account.Patch{Industry: new("FINANCE"), OwnerID: new("ANN")}); err != nil {
		log.Fatal(err)
	}
	if _, err := account.Update(ctx, org, europe.ID, account.Patch{OwnerID: new("BOB")}); err != nil {
		log.Fatal(err)
	}
	e, err := relationship.Effective(ctx, org, france.ID)
	if err != nil {
		log.Fatal(err)
	}
	for _, field := range []account.Field{account.FieldIndustry, account.FieldOwnerID, account.FieldStatus, account.FieldHealth} {
		p, _ := e.Get(field)
		fmt.Println(p.Field, p.Text, p.Source, p.Distance)
	}
	fmt.Println(e.Account.Industry.Value)
	// Output:
	// industry FINANCE inherited 2
	// accountOwnerId BOB inherited 1
	// status PROSPECT own 0
	// health  none 0
	// FINANCE
}

func ExampleWhatIf() {
	ctx, org, acme, europe, _, labs := acme()
	if _, err := account.Update(ctx, org, acme.ID, account.Patch{Industry: new("FINANCE")}); err != nil {
		log.Fatal(err)
	}
	if _, err := account.Update(ctx, org, labs.ID, account.Patch{Industry: new("TECHNOLOGY")}); err != nil {
		log.Fatal(err)
	}
	shifts, err := relationship.WhatIf(ctx, org, europe.ID, labs.ID)
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range shifts {
		fmt.Println(s.Name, s.Before.Field, s.Before.Text, "→", s.After.Text)
	}
	// Output:
	// Acme Europe industry FINANCE → TECHNOLOGY
	// Acme France industry FINANCE → TECHNOLOGY
}

func ExamplePolicies() {
	policies := relationship.Policies(clientele.Settings{Inheritance: map[string]string{"territory": "always"}})
	fmt.Println(policies[account.FieldIndustry], policies[account.FieldTerritory], policies[account.FieldHealth])
	// Output: if_empty always never
}

func ExampleRollUp() {
	ctx, org, acme, _, _, labs := acme()
	_, err := account.Update(ctx, org, labs.ID, account.Patch{AnnualRevenue: &value.Money{Amount: decimal.New(25, -1)}, Health: new("YELLOW")})
	if err != nil {
		log.Fatal(err)
	}
	longNames := 0
	sum, err := relationship.RollUp(ctx, org, acme.ID, func(ctx context.Context, tx *record.Tx, ids []account.ID) error {
		as, err := account.GetMany(ctx, tx, ids)
		for _, a := range as {
			if len(a.Name) > 10 {
				longNames++
			}
		}
		return err
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(sum.Accounts, "accounts,", sum.Employees, "employees,", sum.Revenue[0].Amount, sum.Revenue[0].Currency+",", sum.Health.Value)
	fmt.Println(longNames, "long names")
	// Output:
	// 4 accounts, 130 employees, 2.5 USD, YELLOW
	// 2 long names
}

func ExampleTree() {
	ctx, org, acme, _, _, _ := acme()
	tree, err := relationship.Tree(ctx, org, acme.ID, 0)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(tree.Text(func(n *relationship.Node) relationship.Label {
		return relationship.Label{Text: fmt.Sprintf("%s (%d)", n.Account.Name, n.RollUp().Employees)}
	}))
	// Output:
	// Acme (130)
	// ├── Acme Europe (27)
	// │   └── Acme France (7)
	// └── Acme Labs (3)
}

func ExampleNode_Mermaid() {
	ctx, org, _, europe, _, _ := acme()
	tree, err := relationship.Tree(ctx, org, europe.ID, 0)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(tree.Mermaid(nil))
	// Output:
	// flowchart TD
	//   n0["Acme Europe"]
	//   n1["Acme France"]
	//   n0 --> n1
}

func ExampleNode_DOT() {
	ctx, org, _, europe, _, _ := acme()
	tree, err := relationship.Tree(ctx, org, europe.ID, 0)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(tree.DOT(func(n *relationship.Node) relationship.Label {
		return relationship.Label{Text: n.Account.Name, Color: "#cfc"}
	}))
	// Output:
	// digraph accounts {
	//   node [shape=box];
	//   n0 [label="Acme Europe", style=filled, fillcolor="#cfc"];
	//   n1 [label="Acme France", style=filled, fillcolor="#cfc"];
	//   n0 -> n1;
	// }
}

func ExampleHierarchy() {
	ctx, org, acme, _, _, labs := acme()
	landlord, err := relationship.CreateType(ctx, org, relationship.TypeDraft{Name: "Landlord", Hierarchical: true})
	if err != nil {
		log.Fatal(err)
	}
	houses := relationship.Hierarchy{Type: landlord.ID}
	// The other way round than in the hierarchy of companies.
	fmt.Println(houses.SetParent(ctx, org, acme.ID, labs.ID))
	parent, err := houses.Parent(ctx, org, acme.ID)
	if err != nil {
		log.Fatal(err)
	}
	names(ctx, org, parent)
	// Output:
	// <nil>
	// Acme Labs
}

// show prints relationships as they are said.
func show(rs ...*relationship.Relationship) {
	for _, r := range rs {
		fmt.Println(r.Account, "—"+r.Type.Name+"→", r.RelatedAccount)
	}
}

func ExampleCreate() {
	ctx, org, _, europe, france, labs := acme()
	var d relationship.Draft
	if err := json.Unmarshal([]byte(`{"relationshipType":"Partner","startsOn":"2026-01-31"}`), &d); err != nil {
		log.Fatal(err)
	}
	d.AccountID, d.RelatedAccountID = france.ID, labs.ID
	r, err := relationship.Create(ctx, org, d)
	if err != nil {
		log.Fatal(err)
	}
	show(r)

	_, err = relationship.Create(ctx, org, relationship.Draft{AccountID: france.ID, RelatedAccountID: labs.ID, Type: "Parent", EndsOn: "soon"})
	for _, f := range fault.All(err) {
		fmt.Println(f.Path, f.Code)
	}
	if present, ok := errors.AsType[*relationship.ParentError](err); ok {
		fmt.Println(present.Parent == europe.ID)
	}
	// Output:
	// Acme France —Partner→ Acme Labs
	// endsOn not_a_date
	// relatedAccountId second_parent
	// true
}

func ExampleGet() {
	ctx, org, _, europe, _, _ := acme()
	page, err := relationship.List(ctx, org, relationship.Filter{AccountID: europe.ID, Type: "Parent"}, clientele.Paging{})
	if err != nil {
		log.Fatal(err)
	}
	r, err := relationship.Get(ctx, org, page.Items[0].ID)
	if err != nil {
		log.Fatal(err)
	}
	show(r)
	// Output: Acme Europe —Parent→ Acme
}

func ExampleList() {
	ctx, org, _, europe, _, _ := acme()
	page, err := relationship.List(ctx, org, relationship.Filter{AccountID: europe.ID}, clientele.Paging{Limit: 10})
	if err != nil {
		log.Fatal(err)
	}
	show(page.Items...) // each as it is seen from Acme Europe
	// Output:
	// Acme Europe —Parent→ Acme
	// Acme Europe —Subsidiary→ Acme France
}

func ExampleAll() {
	ctx, org, _, _, _, _ := acme()
	n := 0
	for r, err := range relationship.All(ctx, org, relationship.Filter{Type: "Parent"}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Print(r.Type.Name, " ")
		n++
	}
	fmt.Println(n)
	// Output: Parent Parent Parent 3
}

func ExampleUpdate() {
	ctx, org, _, europe, _, labs := acme()
	r, err := relationship.Create(ctx, org, relationship.Draft{AccountID: europe.ID, RelatedAccountID: labs.ID, Type: "Partner"})
	if err != nil {
		log.Fatal(err)
	}
	r, err = relationship.Update(ctx, org, r.ID, relationship.Patch{IfVersion: r.Version, StartsOn: new("2026-01-31")})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(r.StartsOn, r.Version)
	// Output: 2026-01-31 2
}

func ExampleDelete() {
	ctx, org, _, europe, _, _ := acme()
	page, err := relationship.List(ctx, org, relationship.Filter{AccountID: europe.ID, Type: "Parent"}, clientele.Paging{})
	if err != nil {
		log.Fatal(err)
	}
	set, err := relationship.Delete(ctx, org, page.Items[0].ID, page.Items[0].Version)
	if err != nil {
		log.Fatal(err)
	}
	depth, err := relationship.Depth(ctx, org, europe.ID)
	fmt.Println(depth, err)
	if _, err := record.Restore(ctx, org, set); err != nil {
		log.Fatal(err)
	}
	depth, err = relationship.Depth(ctx, org, europe.ID)
	fmt.Println(depth, err)
	// Output:
	// 0 <nil>
	// 1 <nil>
}

func ExampleValidate() {
	_, err := relationship.Validate(relationship.Draft{Type: "friend", StartsOn: "2026-02-30"}, relationship.BuiltinTypes())
	for _, f := range fault.All(err) {
		fmt.Println(f.Path, f.Code)
	}
	// Output:
	// accountId required
	// relatedAccountId required
	// relationshipType unknown_reference
	// startsOn not_a_date
}

func ExamplePatch_Apply() {
	types := relationship.BuiltinTypes()
	parent, _ := types.Parent()
	r, err := relationship.Patch{Type: new("Partner")}.Apply(&relationship.Relationship{AccountID: account.ID{1}, RelatedAccountID: account.ID{2}, TypeID: parent.ID}, types)
	if err != nil {
		log.Fatal(err)
	}
	t, _ := types.Get(r.TypeID)
	fmt.Println(t.Name, r.AccountID == account.ID{1})
	// Output: Partner true
}

func ExampleCreateType() {
	ctx, org, _, _, _, _ := acme()
	supplier, err := relationship.CreateType(ctx, org, relationship.TypeDraft{Name: "Supplier"})
	if err != nil {
		log.Fatal(err)
	}
	_, err = relationship.CreateType(ctx, org, relationship.TypeDraft{Name: "Customer", Inverse: "Supplier"})
	if err != nil {
		log.Fatal(err)
	}
	supplier, err = relationship.GetType(ctx, org, supplier.ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(supplier.Name, supplier.Inverse) // pairs are kept in step
	// Output: Supplier Customer
}

func ExampleListTypes() {
	ctx, org, _, _, _, _ := acme()
	types, err := relationship.ListTypes(ctx, org)
	if err != nil {
		log.Fatal(err)
	}
	for _, t := range types {
		fmt.Println(t.Name, t.Inverse, t.Hierarchical, t.Symmetric)
	}
	// Output:
	// Parent Subsidiary true false
	// Subsidiary Parent true false
	// Partner Partner false true
}

func ExampleGetType() {
	ctx, org, _, _, _, _ := acme()
	_, err := relationship.GetType(ctx, org, relationship.TypeID{1})
	fmt.Println(errors.Is(err, clientele.ErrNotFound))
	// Output: true
}

func ExampleUpdateType() {
	ctx, org, acme, _, _, _ := acme()
	types, err := relationship.ListTypes(ctx, org)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := relationship.UpdateType(ctx, org, types[1].ID, relationship.TypePatch{Name: new("Daughter")}); err != nil {
		log.Fatal(err)
	}
	page, err := relationship.List(ctx, org, relationship.Filter{AccountID: acme.ID}, clientele.Paging{})
	if err != nil {
		log.Fatal(err)
	}
	show(page.Items...)
	// Output:
	// Acme —Daughter→ Acme Europe
	// Acme —Daughter→ Acme Labs
}

func ExampleDeleteType() {
	ctx, org, _, europe, _, labs := acme()
	r, err := relationship.Create(ctx, org, relationship.Draft{AccountID: europe.ID, RelatedAccountID: labs.ID, Type: "Partner"})
	if err != nil {
		log.Fatal(err)
	}
	_, err = relationship.DeleteType(ctx, org, r.TypeID, relationship.TypeDeletion{})
	for _, f := range fault.All(err) {
		fmt.Println(f.Code, f.Params["count"])
	}
	_, err = relationship.DeleteType(ctx, org, r.TypeID, relationship.TypeDeletion{Relationships: true})
	fmt.Println(err)
	// Output:
	// referenced 1
	// <nil>
}

func ExampleLoadTypes() {
	ctx, org, _, _, _, _ := acme()
	err := org.View(ctx, func(_ context.Context, tx *clientele.Tx) error {
		types, err := relationship.LoadTypes(tx)
		if err != nil {
			return err
		}
		t, err := types.Resolve("SUBSIDIARY")
		fmt.Println(t.Name, t.Inverse, err)
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}
	// Output: Subsidiary Parent <nil>
}
