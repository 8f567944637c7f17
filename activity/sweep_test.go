package activity_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/record"
)

// swept is what the verbs of a sweep are given: an activity, one in the trash, and who takes part.
type swept struct {
	account    account.ID
	ann        contact.ID
	live       activity.ID
	attachment uuid.UUID
	set        record.SetID
}

func buildSwept(t testing.TB, org *clientele.Org) swept {
	w := swept{account: company(t, org, "Acme"), ann: person(t, org, "Ann")}
	define(t, org, customfield.Draft{Name: "Reseller", Type: customfield.LookUp, LookUp: customfield.LookUpAccount})
	a := create(t, org, full(w.account))
	w.live, w.attachment = a.ID, a.Attachments[0].ID
	w.set = remove(t, org, create(t, org, full(w.account)).ID)
	return w
}

// sweptVerbs are the verbs that write.
var sweptVerbs = enginetest.Verbs[swept]{
	"create": func(ctx context.Context, org *clientele.Org, w swept) error {
		d := full(w.account)
		d.Participants, d.CustomFieldValues = []string{w.ann.String()}, give("reseller", `"`+w.account.String()+`"`)
		return verbError(activity.Create(ctx, org, d))
	},
	"update": func(ctx context.Context, org *clientele.Org, w swept) error {
		return verbError(activity.Update(ctx, org, w.live, activity.Patch{
			At: new(noon.AddDate(0, 1, 0)), Participants: &[]string{w.ann.String()}, Type: new("CALL"), AttachmentURLs: []string{"https://a.test/new"},
		}))
	},
	"remove attachment": func(ctx context.Context, org *clientele.Org, w swept) error {
		return verbError(activity.RemoveAttachment(ctx, org, w.live, w.attachment))
	},
	"delete": func(ctx context.Context, org *clientele.Org, w swept) error {
		return verbError(activity.Delete(ctx, org, w.live, 1))
	},
	"restore": func(ctx context.Context, org *clientele.Org, w swept) error {
		return verbError(activity.Restore(ctx, org, w.set))
	},
	"purge": func(ctx context.Context, org *clientele.Org, w swept) error {
		return verbError(activity.Purge(ctx, org, w.set))
	},
	"several in one": func(ctx context.Context, org *clientele.Org, w swept) error {
		return org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
			if _, err := activity.Restore(ctx, tx, w.set); err != nil {
				return err
			}
			if _, err := activity.Delete(ctx, tx, w.live, 0); err != nil {
				return err
			}
			return verbError(activity.Create(ctx, tx, full(w.account)))
		})
	},
}

func TestAVerbIsAllOrNothingWhateverCallFails(t *testing.T) {
	enginetest.Sweep(t, clienteletest.Options, buildSwept, sweptVerbs)
}
