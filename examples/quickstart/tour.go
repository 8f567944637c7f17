package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/store"
)

// tour opens a database on the store, loads the companies, and goes through the shows.
func tour(ctx context.Context, st store.Store, out *bufio.Writer, stderr io.Writer) error {
	db, err := clientele.Open(ctx, st, nil)
	if err != nil {
		return err
	}
	org, err := db.EnsureOrg(ctx, "quickstart", nil)
	if err != nil {
		return err
	}
	org = org.As(clientele.Actor{ID: "loader"})
	companies, err := readCompanies(sp500)
	if err != nil {
		return err
	}
	steps := []struct {
		title string
		show  func(ctx context.Context, org *clientele.Org, out io.Writer) error
	}{
		{"The industries that the file needs", func(ctx context.Context, org *clientele.Org, out io.Writer) error {
			return showSectors(ctx, org, sectors(companies), out)
		}},
		{"Loading the file, and one bad row", func(ctx context.Context, org *clientele.Org, out io.Writer) error {
			return load(ctx, org, append(companies, planted), out, progressOn(stderr))
		}},
		{"Looking accounts up", showFinding},
		{"A list, filtered and page by page", showPages},
		{"Accounts by industry", showChart},
		{"A refused account, with all that is wrong", showRefusal},
		{"Two people change the same account", showStale},
		{"Two changes in one transaction, of which one fails", showTransaction},
		{"Deleted and restored", showTrash},
		{"Everything checked", showCheck},
	}
	for i, step := range steps {
		fmt.Fprintf(out, "\n%d. %s\n\n", i+1, step.title)
		if err := out.Flush(); err != nil {
			return err
		}
		if err := step.show(ctx, org, out); err != nil {
			return err
		}
	}
	return nil
}

// refused gives nil if err is what was to be shown, as errors.Is has it; anything else is a failure.
func refused(err, wanted error) error {
	if errors.Is(err, wanted) {
		return nil
	}
	return fmt.Errorf("wanted %q, got %v", wanted, err)
}
