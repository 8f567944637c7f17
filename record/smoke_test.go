package record_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store/memstore"
)

type company struct {
	record.System[company]
	Name  string
	Owner string
}

type ticket struct {
	record.System[ticket]
	Subject string
	Company record.ID[company]
}

var companies = record.Define("company", 'c', record.Spec[company]{
	Fields: record.Fields(
		record.SystemFields(func(c *company) *record.System[company] { return &c.System }),
		record.Text(8, "name", func(c *company) *string { return &c.Name }),
		record.Text(9, "owner", func(c *company) *string { return &c.Owner }),
	),
	Indexes: []record.Index[company]{
		record.Unique("name", func(c *company, k *record.Keys) { k.Add(record.Tuple{}.Text(c.Name)) }),
	},
})

var tickets = record.Define("ticket", 't', record.Spec[ticket]{
	Fields: record.Fields(
		record.SystemFields(func(t *ticket) *record.System[ticket] { return &t.System }),
		record.Text(8, "subject", func(t *ticket) *string { return &t.Subject }),
		record.UUID(9, "companyId", func(t *ticket) *record.ID[company] { return &t.Company }, record.Hot),
	),
	Indexes: []record.Index[ticket]{
		record.Many("company", func(t *ticket, k *record.Keys) { k.Add(record.Tuple{}.UUID(t.Company)) }),
	},
	Refs: []record.Ref[ticket]{
		record.RefTo("companyId", companies.Target(), record.Cascade, func(t *ticket) *record.ID[company] { return &t.Company }).Indexed("company"),
	},
})

func TestSmoke(t *testing.T) {
	ctx := context.Background()
	db, err := record.Open(ctx, memstore.New(), record.Schema{Kinds: []record.Definition{companies, tickets}}, nil)
	require.NoError(t, err)
	org, err := db.EnsureOrg(ctx, "o", nil)
	require.NoError(t, err)
	var set record.SetID
	c := &company{Name: "Acme"}
	require.NoError(t, org.Update(ctx, func(ctx context.Context, tx *record.Tx) error {
		require.NoError(t, companies.Create(tx, c))
		require.Error(t, companies.Create(tx, &company{Name: "Acme"}))
		for range 3 {
			require.NoError(t, tickets.Create(tx, &ticket{Subject: "x", Company: c.ID}))
		}
		require.Error(t, tickets.Create(tx, &ticket{Subject: "x", Company: record.ID[company]{1}}))
		return nil
	}))
	require.NoError(t, org.Update(ctx, func(ctx context.Context, tx *record.Tx) error {
		got, err := companies.Update(tx, record.Edit[company]{ID: c.ID, Apply: func(c *company) error { c.Name = "Acme2"; return nil }})
		require.NoError(t, err)
		require.Equal(t, int64(2), got.Version)
		return nil
	}))
	clean := func() {
		t.Helper()
		rep, err := record.Check(ctx, db)
		require.NoError(t, err)
		require.Empty(t, rep.Problems)
	}
	clean()
	require.NoError(t, org.Update(ctx, func(ctx context.Context, tx *record.Tx) error {
		set, err = companies.Delete(tx, c.ID, 0)
		return err
	}))
	clean()
	page, err := record.Trash(ctx, org, record.Paging{})
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	require.Equal(t, int64(4), page.Items[0].Records)
	res, err := record.Restore(ctx, org, set)
	require.NoError(t, err)
	require.Equal(t, 4, res.Records)
	clean()
	for ch, err := range record.History(ctx, org, companies.Target(), c.ID) {
		require.NoError(t, err)
		t.Log(ch)
	}
	require.NoError(t, org.View(ctx, func(ctx context.Context, tx *record.Tx) error {
		p, err := tickets.List(tx, record.Query[ticket]{Index: "company", In: []record.Tuple{record.Tuple{}.UUID(c.ID)}}, record.Paging{Limit: 2}, nil)
		require.NoError(t, err)
		require.Len(t, p.Items, 2)
		p, err = tickets.List(tx, record.Query[ticket]{Index: "company", In: []record.Tuple{record.Tuple{}.UUID(c.ID)}}, record.Paging{Limit: 2, After: p.Next}, nil)
		require.NoError(t, err)
		require.Len(t, p.Items, 1)
		require.Empty(t, p.Next)
		b, err := tickets.JSON(p.Items[0])
		require.NoError(t, err)
		t.Log(string(b))
		return nil
	}))
}
