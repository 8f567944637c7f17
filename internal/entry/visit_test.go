package entry_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/entry"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/value"
)

var (
	ctx   = context.Background()
	start = clienteletest.Start
)

// visit is a kind of entry of these tests, with one field of each sort.
type visit struct {
	record.System[visit]
	AccountID   account.ID
	Account     string
	Kind        picklist.Ref
	At          time.Time
	Place       string
	Guide       string
	Attachments []value.Attachment
	Metadata    json.RawMessage
	Custom      customfield.Values
	Maker       [3]string
}

var visitKind = entry.Choice[visit]{Number: 9, Name: "type", Attribute: picklist.ActivityType, Ref: func(v *visit) *picklist.Ref { return &v.Kind }}

var visits = entry.Define(entry.Spec[visit]{
	Name: "visit", Code: 'v', Source: customfield.Activity, Maker: "host",
	System: func(v *visit) *record.System[visit] { return &v.System },
	Parts: func(v *visit) entry.Parts {
		return entry.Parts{
			AccountID: &v.AccountID, Account: &v.Account, Attachments: &v.Attachments, Metadata: &v.Metadata, Custom: &v.Custom,
			Maker: &v.Maker[0], MakerEmail: &v.Maker[1], MakerAvatarURL: &v.Maker[2],
		}
	},
	Fields: []record.Field[visit]{
		record.Time(12, "at", func(v *visit) *time.Time { return &v.At }, record.Hot),
		record.Text(14, "place", func(v *visit) *string { return &v.Place }),
		record.Text(15, "guide", func(v *visit) *string { return &v.Guide }),
	},
	Choices: []entry.Choice[visit]{visitKind},
	At:      func(v *visit) time.Time { return v.At },
	Clearers: map[string]func(v *visit){
		"type": func(v *visit) { v.Kind = picklist.Ref{} }, "at": func(v *visit) { v.At = time.Time{} },
		"place": func(v *visit) { v.Place = "" }, "guide": func(v *visit) { v.Guide = "" }, "metadata": func(v *visit) { v.Metadata = nil },
	},
	Required: []string{"at"},
	Whole: func(w *entry.Writer[visit], before *visit) {
		if before != nil && before.Place == w.R.Place && before.Guide != w.R.Guide {
			w.Faults.Add("guide", "stays", "the guide of a place stays")
		}
	},
})

// rules are those of an organisation that has just been made.
func rules() entry.Rules { return entry.Rules{Picklists: picklist.Builtin(), Now: start} }

// input makes an input of what is written.
func input(write func(w *entry.Writer[visit])) entry.Input[visit] {
	return entry.Input[visit]{Account: &account.ID{1}, Write: write}
}

// written gives what is written into a new visit, and what is refused.
func written(write func(w *entry.Writer[visit])) (*visit, error) {
	return visits.Validate(rules(), input(func(w *entry.Writer[visit]) {
		w.R.At = start
		write(w)
	}))
}

// withVisits gives an organisation of a program that has visits, and an account.
func withVisits(t testing.TB) (*clientele.Org, account.ID) {
	t.Helper()
	options := clienteletest.Options()
	options.Kinds = []record.Definition{visits.Kind}
	org := clienteletest.OrgOn(t, newStore(), options)
	a, err := account.Create(ctx, org, account.Draft{Name: "Acme", PrimaryDomain: "acme.com"})
	require.NoError(t, err)
	return org, a.ID
}

// judged gives faults of an error as "path code".
func judged(err error) []string {
	out := []string{}
	for _, f := range fault.All(err) {
		out = append(out, f.Path+" "+string(f.Code))
	}
	return out
}
