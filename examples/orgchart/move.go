package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/relationship"
)

// cycle tries to put a company below one of its own.
func (c *chart) cycle(ctx context.Context) error {
	err := relationship.SetParent(ctx, c.org, c.ids["Audi AG"], c.ids["Ducati North America, Inc."])
	cycle, ok := errors.AsType[*relationship.CycleError](err)
	if !ok {
		return fmt.Errorf("wanted a cycle, got %v", err)
	}
	as, err := account.GetMany(ctx, c.org, cycle.Path)
	if err != nil {
		return err
	}
	for _, a := range as {
		fmt.Fprintf(c.out, "   %s would belong to\n", a.Name)
	}
	fmt.Fprintf(c.out, "   %s\n", as[0].Name)
	return nil
}

// move shows what a move would change, and moves.
func (c *chart) move(ctx context.Context) error {
	scania, audi := c.ids["Scania AB"], c.ids["Audi AG"]
	shifts, err := relationship.WhatIf(ctx, c.org, scania, audi)
	if err != nil {
		return err
	}
	fmt.Fprintln(c.out, "   If Scania AB belonged to Audi AG:")
	for _, s := range shifts {
		fmt.Fprintf(c.out, "     %-27s %s: %s becomes %s\n", s.Name, s.Before.Field, s.Before.Text, s.After.Text)
	}
	if err := relationship.SetParent(ctx, c.org, scania, audi); err != nil {
		return err
	}
	path, err := relationship.Path(ctx, c.org, c.ids["Scania Deutschland GmbH"], c.ids["Bentley Motors Limited"])
	if err != nil {
		return err
	}
	as, err := account.GetMany(ctx, c.org, path)
	if err != nil {
		return err
	}
	fmt.Fprintln(c.out, "   It does now. The way from one of its companies to Bentley:")
	for _, a := range as {
		fmt.Fprintf(c.out, "     %s\n", a.Name)
	}
	return nil
}

// lift deletes a company in the middle of the tree. What belongs to it goes to the company above, in the same
// transaction.
func (c *chart) lift(ctx context.Context) error {
	holding := c.ids["Navistar International Corporation"]
	_, err := account.Delete(ctx, c.org, holding, 0)
	if !errors.Is(err, clientele.ErrReferenced) {
		return fmt.Errorf("wanted %q, got %v", clientele.ErrReferenced, err)
	}
	fmt.Fprintln(c.out, "   Navistar International Corporation is not deleted as long as it has subsidiaries.")
	err = c.org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
		if _, err := relationship.Lift(ctx, tx, holding); err != nil {
			return err
		}
		_, err := account.Delete(ctx, tx, holding, 0)
		return err
	})
	if err != nil {
		return err
	}
	tree, err := relationship.Tree(ctx, c.org, c.ids["Traton SE"], 2)
	if err != nil {
		return err
	}
	fmt.Fprint(c.out, "   Lifted and deleted:\n\n", indented(tree.Text(nil)))
	return nil
}
