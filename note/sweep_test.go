package note_test

import (
	"context"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/record"
)

// built is what the verbs of the sweep find: an account with a note, another in the trash with one, and a note there.
type built struct {
	acme      *account.Account
	n         *note.Note
	set, gone record.SetID
}

func build(t testing.TB, org *clientele.Org) built {
	define(t, org, customfield.Draft{Name: "Contract", Type: customfield.SingleLine, Unique: true})
	b := built{acme: open(t, org, "acme")}
	b.n = write(t, org, full(b.acme.ID))
	b.set = remove(t, org, write(t, org, full(b.acme.ID)).ID)
	zeta := open(t, org, "zeta")
	write(t, org.As(ann), full(zeta.ID))
	var err error
	if b.gone, err = account.Delete(ctx, org, zeta.ID, 0); err != nil {
		t.Fatal(err)
	}
	return b
}

// TestAVerbIsAllOrNothingWhateverCallFails lets each call of the store fail in turn.
func TestAVerbIsAllOrNothingWhateverCallFails(t *testing.T) {
	enginetest.Sweep(t, withStaff, build, enginetest.Verbs[built]{
		"create": func(ctx context.Context, org *clientele.Org, b built) error {
			d := full(b.acme.ID)
			d.CustomFieldValues = give("contract", `"C-1"`)
			return failed(note.Create(ctx, org, d))
		},
		"update": func(ctx context.Context, org *clientele.Org, b built) error {
			return failed(note.Update(ctx, org, b.n.ID, note.Patch{Content: new("x"), Visibility: new(note.Private), AttachmentURLs: []string{"https://c.test"}, CustomFieldValues: give("contract", `"C-1"`)}))
		},
		"remove attachment": func(ctx context.Context, org *clientele.Org, b built) error {
			return failed(note.RemoveAttachment(ctx, org, b.n.ID, b.n.Attachments[0].ID))
		},
		"delete": func(ctx context.Context, org *clientele.Org, b built) error {
			return failed(note.Delete(ctx, org, b.n.ID, 1))
		},
		"restore": func(ctx context.Context, org *clientele.Org, b built) error {
			return failed(note.Restore(ctx, org, b.set))
		},
		"purge": func(ctx context.Context, org *clientele.Org, b built) error {
			return failed(note.Purge(ctx, org, b.set))
		},
		"delete of the account": func(ctx context.Context, org *clientele.Org, b built) error {
			return failed(account.Delete(ctx, org, b.acme.ID, 0))
		},
		"restore of an account": func(ctx context.Context, org *clientele.Org, b built) error {
			return failed(account.Restore(ctx, org, b.gone))
		},
		"several in one": func(ctx context.Context, org *clientele.Org, b built) error {
			return org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
				if _, err := note.Restore(ctx, tx, b.set); err != nil {
					return err
				}
				if _, err := note.Delete(ctx, tx, b.n.ID, 0); err != nil {
					return err
				}
				return failed(note.Create(ctx, tx, full(b.acme.ID)))
			})
		},
	})
}
