package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/relationship"
)

//go:embed users.json
var users []byte

// arrive makes contacts of the users in the file, and accounts of their companies.
func (d *desk) arrive(ctx context.Context) error {
	done, err := d.ingest(ctx)
	if err != nil {
		return err
	}
	for _, a := range done.Accounts {
		fmt.Fprintf(d.out, "   new account  %s, %s\n", a.Name, a.PrimaryDomain)
	}
	for _, c := range done.Contacts {
		of := "no account: anybody can have an address at a free-mail provider"
		if len(c.Accounts) > 0 {
			of = c.Accounts[0].Name
		}
		fmt.Fprintf(d.out, "   new contact  %-11s %-28s %s\n", c.Name(), c.Email, of)
	}
	for _, user := range done.Items {
		for _, f := range user.Faults {
			fmt.Fprintf(d.out, "   users[%d].%s\n", user.Index, f)
		}
	}
	return nil
}

// again ingests the same file: there is nothing left to add.
func (d *desk) again(ctx context.Context) error {
	done, err := d.ingest(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(d.out, "   %d created, %d updated, %d unchanged, %d failed\n", done.Created, done.Updated, done.Unchanged, done.Failed)
	return nil
}

func (d *desk) ingest(ctx context.Context) (*contact.Ingested, error) {
	var in contact.Ingest
	if err := json.Unmarshal(users, &in); err != nil {
		return nil, err
	}
	return contact.IngestUsers(ctx, d.org.As(slack), in, account.KeepGoing)
}

// group puts one of the new accounts below the other.
func (d *desk) group(ctx context.Context) error {
	for domain, id := range map[string]*account.ID{"meridian.example": &d.meridian, "orlo.example": &d.orlo} {
		a, err := account.ByDomain(ctx, d.org, domain)
		if err != nil {
			return err
		}
		*id = a.ID
	}
	if err := relationship.SetParent(ctx, d.org.As(ann), d.orlo, d.meridian); err != nil {
		return err
	}
	tree, err := relationship.Tree(ctx, d.org, d.meridian, 0)
	if err != nil {
		return err
	}
	for line := range strings.Lines(tree.Text(nil)) {
		fmt.Fprint(d.out, "   ", line)
	}
	return nil
}
