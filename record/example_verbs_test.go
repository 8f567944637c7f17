package record_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store/memstore"
)

// desk is a database with the kinds of the package's example: Acme has two tickets, Globex has none.
type desk struct {
	db           *record.DB
	org          *record.Org
	acme, globex *Client
}

func newDesk(ctx context.Context) *desk {
	n, now := byte(0), time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	db, err := record.Open(ctx, memstore.New(), record.Schema{}, &record.Options{
		Kinds: []record.Definition{clientKind, ticketKind},
		Clock: func() time.Time { return now },
		IDs:   func(time.Time) uuid.UUID { n++; return uuid.UUID{15: n} },
	})
	if err != nil {
		log.Fatal(err)
	}
	d := &desk{db: db, acme: &Client{Name: "Acme"}, globex: &Client{Name: "Globex"}}
	if d.org, err = db.CreateOrg(ctx, "org_1", nil); err != nil {
		log.Fatal(err)
	}
	d.update(ctx, func(tx *record.Tx) error {
		for _, c := range []*Client{d.acme, d.globex} {
			if err := clientKind.Create(tx, c); err != nil {
				return err
			}
		}
		for _, subject := range []string{"printer", "fax"} {
			if err := ticketKind.Create(tx, &Ticket{Subject: subject, Client: d.acme.ID}); err != nil {
				return err
			}
		}
		return nil
	})
	return d
}

func (d *desk) update(ctx context.Context, fn func(tx *record.Tx) error) {
	must(d.org.Update(ctx, func(_ context.Context, tx *record.Tx) error { return fn(tx) }))
}

func (d *desk) view(ctx context.Context, fn func(tx *record.Tx) error) {
	must(d.org.View(ctx, func(_ context.Context, tx *record.Tx) error { return fn(tx) }))
}

// discard deletes Acme and its tickets.
func (d *desk) discard(ctx context.Context) record.SetID {
	set, err := record.Write(ctx, d.org, "client.delete", func(_ context.Context, tx *record.Tx) (record.SetID, error) {
		return clientKind.Delete(tx, d.acme.ID, 0)
	})
	must(err)
	return set
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// Organisations live side by side in one store.
func ExampleDB_Orgs() {
	ctx := context.Background()
	db := newDesk(ctx).db
	_, err := db.EnsureOrg(ctx, "org_2", &record.Settings{Currency: "EUR"})
	must(err)
	must(db.DropOrg(ctx, "org_1"))
	for id, err := range db.Orgs(ctx) {
		must(err)
		fmt.Println(id)
	}
	// Output: org_2
}

func ExampleOrg_SetSettings() {
	ctx := context.Background()
	org := newDesk(ctx).org
	must(org.SetSettings(ctx, record.Settings{Currency: "EUR", Retention: 30 * 24 * time.Hour}))
	s, err := org.Settings(ctx)
	must(err)
	fmt.Println(s.Currency, s.Retention)
	// Output: EUR 720h0m0s
}

// A query walks an index; a page of it goes on where the one before has ended.
func ExampleKind_List() {
	ctx := context.Background()
	d := newDesk(ctx)
	q := record.Query[Ticket]{Index: "client", In: []record.Tuple{record.Tuple{}.UUID(d.acme.ID)}}
	d.view(ctx, func(tx *record.Tx) error {
		for next := ""; ; {
			page, err := ticketKind.List(tx, q, record.Paging{After: next, Limit: 1, Total: true}, nil)
			if err != nil {
				return err
			}
			fmt.Println(page.Items[0].Subject, "of", *page.Total)
			if next = page.Next; next == "" {
				return nil
			}
		}
	})
	// Output:
	// printer of 2
	// fax of 2
}

func ExampleKind_Select() {
	ctx := context.Background()
	newDesk(ctx).view(ctx, func(tx *record.Tx) error {
		q := record.Query[Ticket]{Match: func(t *Ticket) bool { return t.Subject != "printer" }}
		for t, err := range ticketKind.Select(tx, q) {
			if err != nil {
				return err
			}
			fmt.Println(t.Subject)
		}
		n, err := ticketKind.Number(tx, record.Query[Ticket]{})
		fmt.Println("of", n)
		return err
	})
	// Output:
	// fax
	// of 2
}

func ExampleKind_Find() {
	ctx := context.Background()
	newDesk(ctx).view(ctx, func(tx *record.Tx) error {
		ids, err := clientKind.Find(tx, "name", record.Tuple{}.Text("Globex"), record.Tuple{}.Text("Initech"))
		if err != nil {
			return err
		}
		found, err := clientKind.GetMany(tx, ids)
		fmt.Println(found[0].Name, found[1] == nil)
		return err
	})
	// Output: Globex true
}

// Update gives the record as it is now; for another version than the stored one it is ErrStale.
func ExampleKind_Update() {
	ctx := context.Background()
	d := newDesk(ctx)
	rename := func(name string) (*Client, error) {
		return record.Write(ctx, d.org, "client.rename", func(_ context.Context, tx *record.Tx) (*Client, error) {
			return clientKind.Update(tx, record.Edit[Client]{ID: d.acme.ID, IfVersion: 1, Apply: func(c *Client) error {
				c.Name = name
				return nil
			}})
		})
	}
	c, err := rename("Acme Corporation")
	must(err)
	fmt.Println(c.Name, "is version", c.Version)
	_, err = rename("ACME")
	fmt.Println("somebody was faster:", errors.Is(err, fault.ErrStale))
	// Output:
	// Acme Corporation is version 2
	// somebody was faster: true
}

// Everything that refers to a record is counted, and led elsewhere, over all kinds.
func ExampleRedirect() {
	ctx := context.Background()
	d := newDesk(ctx)
	d.update(ctx, func(tx *record.Tx) error {
		n, err := record.Redirect(tx, clientKind.Target(), d.acme.ID, d.globex.ID)
		if err != nil {
			return err
		}
		uses, err := record.Uses(tx, clientKind.Target(), d.acme.ID, d.globex.ID)
		fmt.Println(n, "led to Globex:", uses[d.globex.ID], "and none to Acme:", uses[d.acme.ID])
		return err
	})
	// Output: 2 led to Globex: [{ticket clientId 2}] and none to Acme: []
}

func ExampleTrash() {
	ctx := context.Background()
	d := newDesk(ctx)
	set := d.discard(ctx)
	page, err := record.Trash(ctx, d.org, record.Paging{})
	must(err)
	for _, s := range page.Items {
		fmt.Println(s.Kind, s.Records, s.By)
	}
	in, err := record.InTrash(ctx, d.org, clientKind.Target(), d.acme.ID)
	must(err)
	fmt.Println(in == set)
	// Output:
	// client 3 system
	// true
}

// What is purged is gone from the change log, too; the entries stay, so that the sequence has no gap.
func ExamplePurge() {
	ctx := context.Background()
	d := newDesk(ctx)
	n, err := record.Purge(ctx, d.org, d.discard(ctx))
	must(err)
	fmt.Println(n, "records")
	for c, err := range record.History(ctx, d.org, clientKind.Target(), d.acme.ID) {
		must(err)
		fmt.Println(c.Seq, c.Op, c.Purged)
	}
	// Output:
	// 3 records
	// 1 create true
	// 7 delete true
	// 8 purge true
}

func ExamplePurgeBefore() {
	ctx := context.Background()
	d := newDesk(ctx)
	d.discard(ctx)
	n, err := record.PurgeBefore(ctx, d.org, time.Date(2026, 1, 3, 0, 0, 0, 0, time.UTC))
	must(err)
	fmt.Println(n)
	n, err = record.PurgeExpired(ctx, d.org) // older than Settings.Retention, and there is none
	must(err)
	fmt.Println(n)
	// Output:
	// 3
	// 0
}

// A record on which more hangs than one transaction takes goes, and comes back, in several.
func ExampleDeleteChunked() {
	ctx := context.Background()
	d := newDesk(ctx)
	set, err := record.DeleteChunked(ctx, d.org, clientKind.Target(), d.acme.ID, 0)
	must(err)
	back, err := record.RestoreChunked(ctx, d.org, set)
	must(err)
	fmt.Println(back.Records)
	// Output: 3
}

// Rehearse runs a verb and keeps nothing of what it wrote.
func ExampleRehearse() {
	ctx := context.Background()
	d := newDesk(ctx)
	left, err := record.Rehearse(ctx, d.org, "client.what_if", func(_ context.Context, tx *record.Tx) (int, error) {
		if _, err := clientKind.Delete(tx, d.acme.ID, 0); err != nil {
			return 0, err
		}
		return ticketKind.Number(tx, record.Query[Ticket]{})
	})
	must(err)
	fmt.Println("tickets without Acme:", left)
	d.view(ctx, func(tx *record.Tx) error {
		there, err := record.Exists(tx, clientKind.Target(), []record.ID[Client]{d.acme.ID})
		fmt.Println("Acme is there:", there[0])
		return err
	})
	// Output:
	// tickets without Acme: 0
	// Acme is there: true
}

// A change can be taken back from a record: so its earlier states are seen.
func ExampleKind_Revert() {
	ctx := context.Background()
	d := newDesk(ctx)
	d.update(ctx, func(tx *record.Tx) error {
		c, err := clientKind.Update(tx, record.Edit[Client]{ID: d.acme.ID, Apply: func(c *Client) error {
			c.Name = "Acme Corporation"
			return nil
		}})
		d.acme = c
		return err
	})
	for c, err := range record.Changes(ctx, d.org, 4) { // from the fifth on
		must(err)
		must(clientKind.Revert(c, d.acme))
		fmt.Println(c.Op, c.Fields, "it was", d.acme.Name)
	}
	// Output: update [name] it was Acme
}

// Check reads everything and reports what does not agree.
func ExampleCheck() {
	ctx := context.Background()
	d := newDesk(ctx)
	report, err := record.Check(ctx, d.db)
	must(err)
	fmt.Println(report.Records, "records,", report.Changes, "changes,", len(report.Problems), "problems")
	// Output: 4 records, 4 changes, 0 problems
}
