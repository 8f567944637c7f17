package record_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store/memstore"
)

// Client and Ticket are kinds of a host program: a ticket belongs to a client and goes with it.
type (
	Client struct {
		record.System[Client]
		Name string
	}
	Ticket struct {
		record.System[Ticket]
		Subject string
		Client  record.ID[Client]
	}
)

var clientKind = record.Define("client", 'c', record.Spec[Client]{
	Fields: record.Fields(
		record.SystemFields(func(c *Client) *record.System[Client] { return &c.System }),
		record.Text(record.FirstField, "name", func(c *Client) *string { return &c.Name }),
	),
	Indexes: []record.Index[Client]{
		record.Unique("name", func(c *Client, k *record.Keys) { k.Add(record.Tuple{}.Text(c.Name)) }),
	},
})

var ticketKind = record.Define("ticket", 't', record.Spec[Ticket]{
	Fields: record.Fields(
		record.SystemFields(func(t *Ticket) *record.System[Ticket] { return &t.System }),
		record.Text(record.FirstField, "subject", func(t *Ticket) *string { return &t.Subject }),
		record.UUID(record.FirstField+1, "clientId", func(t *Ticket) *record.ID[Client] { return &t.Client }, record.Hot),
	),
	Indexes: []record.Index[Ticket]{
		record.Many("client", func(t *Ticket, k *record.Keys) { k.Add(record.Tuple{}.UUID(t.Client)) }),
	},
	Refs: []record.Ref[Ticket]{
		record.RefTo("clientId", clientKind.Target(), record.Cascade, func(t *Ticket) *record.ID[Client] { return &t.Client }).Indexed("client"),
	},
})

// A host program defines kinds of its own. They take part in transactions, faults, cascades, the change log,
// the trash and the check as those of the library do.
func Example() {
	ctx := context.Background()
	n := byte(0)
	db, err := record.Open(ctx, memstore.New(), record.Schema{}, &record.Options{
		Kinds: []record.Definition{clientKind, ticketKind},
		Clock: func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) },
		IDs:   func(time.Time) uuid.UUID { n++; return uuid.UUID{15: n} },
	})
	if err != nil {
		log.Fatal(err)
	}
	org, err := db.EnsureOrg(ctx, "org_1", nil)
	if err != nil {
		log.Fatal(err)
	}
	org = org.As(record.Actor{ID: "USER123"})

	acme := &Client{Name: "Acme"}
	err = org.Update(ctx, func(_ context.Context, tx *record.Tx) error { // all of it, or nothing
		if err := clientKind.Create(tx, acme); err != nil {
			return err
		}
		printer := &Ticket{Subject: "the printer is on fire", Client: acme.ID}
		if err := ticketKind.Create(tx, printer); err != nil {
			return err
		}
		_, err := ticketKind.Update(tx, record.Edit[Ticket]{ID: printer.ID, Apply: func(t *Ticket) error {
			t.Subject = "the printer was on fire"
			return nil
		}})
		return err
	})
	if err != nil {
		log.Fatal(err)
	}
	err = org.Update(ctx, func(_ context.Context, tx *record.Tx) error {
		return ticketKind.Create(tx, &Ticket{Subject: "for nobody", Client: record.ID[Client]{99}})
	})
	fmt.Println(err)

	set, err := record.Write(ctx, org, "client.delete", func(_ context.Context, tx *record.Tx) (record.SetID, error) {
		return clientKind.Delete(tx, acme.ID, acme.Version)
	})
	if err != nil {
		log.Fatal(err)
	}
	back, err := record.Restore(ctx, org, set)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("back:", back.Records)

	for c, err := range record.Changes(ctx, org, 0) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(c.Seq, c.Actor, c.Op, c.Kind, c.ID.String()[34:], "version", c.Version)
	}
	report, err := record.Check(ctx, db)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("records:", report.Records, "problems:", len(report.Problems))
	// Output:
	// fault: clientId: refers to a record that is not there (unknown_reference)
	// back: 2
	// 1 USER123 create client 01 version 1
	// 2 USER123 create ticket 02 version 1
	// 3 USER123 update ticket 02 version 2
	// 4 USER123 delete ticket 02 version 2
	// 5 USER123 delete client 01 version 1
	// 6 USER123 restore client 01 version 2
	// 7 USER123 restore ticket 02 version 3
	// records: 2 problems: 0
}
