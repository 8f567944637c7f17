package whole_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
)

// swept is a world in which an account with everything on it lives, and its partner stands in the trash.
type swept struct {
	world
	gone record.SetID // of the partner
}

func sweepable(t testing.TB, org *clientele.Org) swept {
	w := build(t, org)
	labs, _ := w.below(t, org)
	require.NoError(t, relationship.SetParent(ctx, org, labs.ID, w.group.ID))
	return swept{w, must(account.Delete(ctx, org, w.beta.ID, 0))(t)}
}

// TestWhatTouchesAllKindsIsAllOrNothing lets each call of the store fail in turn. The chunked restore is not here: it reads
// on after its last commit, to see whether there is more.
func TestWhatTouchesAllKindsIsAllOrNothing(t *testing.T) {
	enginetest.Sweep(t, clienteletest.Options, sweepable, enginetest.Verbs[swept]{
		"one of each": func(ctx context.Context, org *clientele.Org, _ swept) error {
			return org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error { return failure(together(ctx, tx)) })
		},
		"the delete of an account": func(ctx context.Context, org *clientele.Org, w swept) error {
			return failure(account.Delete(ctx, org, w.acme.ID, 0))
		},
		"the delete of a subtree": func(ctx context.Context, org *clientele.Org, w swept) error {
			return failure(relationship.DeleteSubtree(ctx, org, w.group.ID, 0))
		},
		"the chunked delete": func(ctx context.Context, org *clientele.Org, w swept) error {
			return failure(record.DeleteChunked(ctx, org, account.Target, w.acme.ID, 0))
		},
		"the restore": func(ctx context.Context, org *clientele.Org, w swept) error {
			return failure(account.Restore(ctx, org, w.gone))
		},
		"the purge": func(ctx context.Context, org *clientele.Org, w swept) error {
			return failure(account.Purge(ctx, org, w.gone))
		},
		"the delete of a contact": func(ctx context.Context, org *clientele.Org, w swept) error {
			return failure(contact.Delete(ctx, org, w.kim.ID, 0))
		},
		"the delete of an activity": func(ctx context.Context, org *clientele.Org, w swept) error {
			return failure(activity.Delete(ctx, org, w.call.ID, 0))
		},
		"the replacement of a value": func(ctx context.Context, org *clientele.Org, w swept) error {
			return failure(picklist.Delete(ctx, org, w.done.Status.ID, picklist.DeleteOptions{InUse: picklist.Replace, Replacement: "PENDING"}))
		},
		"ingesting": func(ctx context.Context, org *clientele.Org, _ swept) error {
			return failure(contact.IngestUsers(ctx, org, contact.Ingest{SinkSource: "SLACK", Users: []contact.User{
				{Email: "lee@acme.test", LastName: "Oryx"}, {Email: "new@acme.dev"}, {Email: "x@fresh.test"}, {Email: "y@fresh.test"}, {Email: "z@gmail.com"}, {Email: "no"},
			}}, account.KeepGoing))
		},
	})
}
