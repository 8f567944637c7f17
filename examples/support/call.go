package main

import (
	"context"
	"fmt"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/task"
)

// call logs a call and opens the tasks that come of it, in one transaction: all of it, or nothing.
func (d *desk) call(ctx context.Context) error {
	callers, err := contact.Search(ctx, d.org, contact.Query{Text: "priya"})
	if err != nil {
		return err
	}
	var call *activity.Activity
	var tasks []*task.Task
	err = d.org.As(bob).Update(ctx, func(ctx context.Context, tx *clientele.Tx) (err error) {
		call, err = activity.Create(ctx, tx, activity.Draft{
			AccountID: d.meridian, At: d.now.Add(-25 * time.Minute), Duration: 25, Type: "CALL", Status: "COMPLETED",
			Title: "Invoices arrive twice", Participants: []string{callers[0].ID.String(), bob.ID},
			AttachmentURLs: []string{"https://files.desk.example/calls/meridian.mp3"},
		})
		if err != nil {
			return err
		}
		tasks = nil // the closure may run again
		for _, draft := range []task.Draft{
			{Title: "Find out why invoices are sent twice", AssigneeID: bob.ID, Priority: "HIGH", DueAt: d.now.Add(2 * time.Hour)},
			{Title: "Tell Priya when it is mended", AssigneeID: ann.ID, DueAt: d.now.Add(3 * time.Hour)},
			{Title: "Offer the larger plan", AssigneeID: cid.ID, Type: "CUSTOM", DueAt: d.now.AddDate(0, 0, 7)},
		} {
			draft.AccountID, draft.ActivityID = call.AccountID, call.ID
			t, err := task.Create(ctx, tx, draft)
			if err != nil {
				return err
			}
			tasks = append(tasks, t)
		}
		return nil
	})
	if err != nil {
		return err
	}
	d.invoice = tasks[0]
	fmt.Fprintf(d.out, "   %s  %s, %d minutes, with %s: %s\n", call.Type.Value, call.Account, call.Duration, callers[0].Name(), call.Title)
	fmt.Fprintf(d.out, "         %s\n", call.Attachments[0].Name)
	for _, t := range tasks {
		d.printTask(t)
	}
	return nil
}

func (d *desk) printTask(t *task.Task) {
	fmt.Fprintf(d.out, "   task  %-36s %s, %s, due %s\n", t.Title, t.AssigneeID, t.Priority.Value, t.DueAt.Format("2 Jan 15:04"))
}
