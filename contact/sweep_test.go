package contact_test

import (
	"context"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/record"
)

// built is what the verbs of the sweep work on.
type built struct {
	acme, beta *account.Account
	ann, ben   *contact.Contact // ann is the primary contact of acme, ben is in both
	gone       record.SetID     // of a contact in acme
}

func build(t testing.TB, org *clientele.Org) built {
	b := built{acme: company(t, org, "acme"), beta: company(t, org, "beta")}
	b.ann = create(t, org, contact.Draft{FirstName: "Ann", Email: "ann@acme.test", Links: []contact.LinkDraft{{AccountID: b.acme.ID, Primary: true}}})
	b.ben = in(t, org, "ben", b.acme, b.beta)
	gone := in(t, org, "gone", b.acme)
	b.gone = remove(t, org, gone.ID)
	return b
}

// TestAVerbIsAllOrNothingWhateverCallFails lets each call of the store fail in turn.
func TestAVerbIsAllOrNothingWhateverCallFails(t *testing.T) {
	enginetest.Sweep(t, (&directory{users: people}).with, build, enginetest.Verbs[built]{
		"create": func(ctx context.Context, org *clientele.Org, b built) error {
			return failure(contact.Create(ctx, org, contact.Draft{FirstName: "C", Email: "c@x.test", Links: []contact.LinkDraft{
				{AccountID: b.acme.ID, Primary: true}, {AccountID: b.beta.ID},
			}}))
		},
		"create many": func(ctx context.Context, org *clientele.Org, b built) error {
			return failure(contact.CreateMany(ctx, org, contact.Many{
				Contacts: []contact.Draft{{Email: "c@x.test"}, {Email: "x"}, {Email: "ann@acme.test"}, {Email: "d@x.test"}}, AccountIDs: ids(b.acme),
			}, account.KeepGoing))
		},
		"update": func(ctx context.Context, org *clientele.Org, b built) error {
			return failure(contact.Update(ctx, org, b.ben.ID, contact.Patch{Email: new("b@x.test"), Links: &[]contact.LinkDraft{{AccountID: b.acme.ID, Primary: true}}}))
		},
		"link": func(ctx context.Context, org *clientele.Org, b built) error {
			return failure(contact.Link(ctx, org, b.ben.ID, contact.LinkDraft{AccountID: b.acme.ID, Primary: true}))
		},
		"unlink": func(ctx context.Context, org *clientele.Org, b built) error {
			return failure(contact.Unlink(ctx, org, b.ben.ID, b.beta.ID))
		},
		"delete": func(ctx context.Context, org *clientele.Org, b built) error {
			return failure(contact.Delete(ctx, org, b.ben.ID, 1))
		},
		"restore": func(ctx context.Context, org *clientele.Org, b built) error {
			return failure(contact.Restore(ctx, org, b.gone))
		},
		"purge": func(ctx context.Context, org *clientele.Org, b built) error {
			return failure(contact.Purge(ctx, org, b.gone))
		},
		"ingest": func(ctx context.Context, org *clientele.Org, _ built) error {
			return failure(contact.IngestUsers(ctx, org, contact.Ingest{SinkSource: "SLACK", Users: []contact.User{
				{Email: "ann@acme.test", LastName: "Lee"}, user("ben@mail.test"), user("c@new.test"), user("x"), user("d@gmail.com"),
			}}, account.KeepGoing))
		},
		"an account with its people": func(ctx context.Context, org *clientele.Org, _ built) error {
			return failure(account.Create(ctx, org, account.Draft{Name: "Mail", PrimaryDomain: "mail.test", SecondaryDomain: "acme.example", AddExistingUsers: true}))
		},
		"accounts with their people": func(ctx context.Context, org *clientele.Org, _ built) error {
			return failure(account.CreateMany(ctx, org, []account.Draft{{Name: "Mail", PrimaryDomain: "mail.test", AddExistingUsers: true}, {Name: "C", PrimaryDomain: "c.test"}}, account.KeepGoing))
		},
		"an account that adds people": func(ctx context.Context, org *clientele.Org, b built) error {
			return failure(account.Update(ctx, org, b.beta.ID, account.Patch{SecondaryDomain: new("mail.test"), AddExistingUsers: true}))
		},
		"the delete of an account": func(ctx context.Context, org *clientele.Org, b built) error {
			return failure(account.Delete(ctx, org, b.acme.ID, 0))
		},
		"several in one": func(ctx context.Context, org *clientele.Org, b built) error {
			return org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
				if _, err := contact.Restore(ctx, tx, b.gone); err != nil {
					return err
				}
				if _, err := contact.Delete(ctx, tx, b.ann.ID, 0); err != nil {
					return err
				}
				return failure(contact.Create(ctx, tx, contact.Draft{FirstName: "New", Email: "ann@acme.test", Links: []contact.LinkDraft{{AccountID: b.acme.ID, Primary: true}}}))
			})
		},
	})
}
