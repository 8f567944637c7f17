package task_test

import (
	"context"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/task"
)

// built is what the verbs that are swept work on.
type built struct {
	acme account.ID
	call activity.ID
	made *task.Task // of the activity
	gone record.SetID
	done picklist.ID
}

func build(t testing.TB, org *clientele.Org) built {
	b := built{acme: newAccount(t, org, "acme"), done: valueOf(t, org, picklist.TaskStatus, "IN_PROGRESS").ID}
	b.call = newActivity(t, org, b.acme)
	d := full(b.acme)
	d.ActivityID = b.call
	b.made = create(t, org, d)
	b.gone = remove(t, org, create(t, org, titled("gone", b.acme)).ID)
	return b
}

func TestAVerbIsAllOrNothingWhateverCallFails(t *testing.T) {
	enginetest.Sweep(t, clienteletest.Options, build, enginetest.Verbs[built]{
		"create": func(ctx context.Context, org *clientele.Org, b built) error {
			return reasonOf(task.Create(ctx, org, of(b.call, b.acme)))
		},
		"update": func(ctx context.Context, org *clientele.Org, b built) error {
			return reasonOf(task.Update(ctx, org, b.made.ID, task.Patch{Status: new("COMPLETED"), Clear: []task.Field{task.FieldDueAt}}))
		},
		"remove attachment": func(ctx context.Context, org *clientele.Org, b built) error {
			return reasonOf(task.RemoveAttachment(ctx, org, b.made.ID, b.made.Attachments[0].ID))
		},
		"delete": func(ctx context.Context, org *clientele.Org, b built) error {
			return reasonOf(task.Delete(ctx, org, b.made.ID, 1))
		},
		"restore": func(ctx context.Context, org *clientele.Org, b built) error {
			return reasonOf(task.Restore(ctx, org, b.gone))
		},
		"purge": func(ctx context.Context, org *clientele.Org, b built) error {
			return reasonOf(task.Purge(ctx, org, b.gone))
		},
		"delete of the activity": func(ctx context.Context, org *clientele.Org, b built) error {
			return reasonOf(activity.Delete(ctx, org, b.call, 0))
		},
		"delete of the account": func(ctx context.Context, org *clientele.Org, b built) error {
			return reasonOf(account.Delete(ctx, org, b.acme, 0))
		},
		"delete of the status": func(ctx context.Context, org *clientele.Org, b built) error {
			return reasonOf(picklist.Delete(ctx, org, b.done, picklist.DeleteOptions{InUse: picklist.Replace, Replacement: "COMPLETED"}))
		},
		"several in one": func(ctx context.Context, org *clientele.Org, b built) error {
			return org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
				if _, err := task.Restore(ctx, tx, b.gone); err != nil {
					return err
				}
				if _, err := task.Delete(ctx, tx, b.made.ID, 0); err != nil {
					return err
				}
				return reasonOf(task.Create(ctx, tx, titled("x", b.acme)))
			})
		},
	})
}
