package main

import (
	"context"
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/task"
)

// close tries to close a task that has no value in a field that is mandatory on close, and then closes it with one.
func (d *desk) close(ctx context.Context) error {
	_, err := customfield.Create(ctx, d.org.As(ann), customfield.Draft{
		Name: "Root cause", Source: customfield.Task, Type: customfield.SingleChoice, MandatoryOnClose: true,
		Options: []customfield.OptionDraft{{Value: "Our mistake"}, {Value: "Their mistake"}, {Value: "Nobody knows"}},
	})
	if err != nil {
		return err
	}
	_, err = task.Update(ctx, d.org.As(bob), d.invoice.ID, task.Patch{Status: new("COMPLETED")})
	if !fault.Has(err, fault.Required) {
		return fmt.Errorf("wanted a mandatory field to be missed, got %v", err)
	}
	for _, f := range fault.All(err) {
		fmt.Fprintf(d.out, "   refused    %s\n", f)
	}
	t, err := task.Update(ctx, d.org.As(bob), d.invoice.ID, task.Patch{
		Status:            new("COMPLETED"),
		CustomFieldValues: []customfield.Input{customfield.Set("root_cause", customfield.TextValue("Our mistake"))},
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(d.out, "   %s  %s, at %s\n", t.Status.Value, t.Title, t.CompletedAt.Format("15:04"))
	return nil
}

// left lists the tasks that are open, the most urgent first, and those that are late.
func (d *desk) left(ctx context.Context) error {
	open, err := task.List(ctx, d.org, task.Filter{Open: new(true)}, clientele.Paging{Order: task.OrderDue})
	if err != nil {
		return err
	}
	for _, t := range open.Items {
		d.printTask(t)
		if t.Overdue(d.now) {
			fmt.Fprintf(d.out, "         late by %s\n", d.now.Sub(t.DueAt))
		}
	}
	late, err := task.Count(ctx, d.org, task.Filter{Overdue: true, AssigneeID: []string{ann.ID}})
	if err != nil {
		return err
	}
	fmt.Fprintf(d.out, "   Ann is late with %d of them.\n", late)
	return nil
}
