// Customfields defines a field of every type for the accounts of an organisation, and shows what each takes and
// refuses, how accounts are found by them, and what becomes of the values when a field changes its type.
//
//	go run ./examples/customfields
//
// Each show stands in a file of its own and is meant to be read: fields.go lists the fields, define.go defines them,
// and so on. Everything is kept in memory.
package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/store/memstore"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "customfields:", err)
		os.Exit(1)
	}
}

// run is the program: what it shows goes to stdout.
func run(ctx context.Context, stdout io.Writer) error {
	st := memstore.New()
	defer st.Close()
	db, err := clientele.Open(ctx, st, nil)
	if err != nil {
		return err
	}
	org, err := db.EnsureOrg(ctx, "customfields", nil)
	if err != nil {
		return err
	}
	org = org.As(clientele.Actor{ID: "designer"})
	out := bufio.NewWriter(stdout)
	for i, step := range []struct {
		title string
		show  func(ctx context.Context, org *clientele.Org, out io.Writer) error
	}{
		{"A field of every type", showDefinitions},
		{"What the fields take, and what they refuse", showValues},
		{"Settings that are refused", showSettings},
		{"Accounts found by indexed fields", showFilters},
		{"An option renamed, and one deleted", showOptions},
		{"A password, which nobody reads", showPassword},
		{"A text becomes a number", showConversion},
		{"Everything checked", showCheck},
	} {
		fmt.Fprintf(out, "%d. %s\n\n", i+1, step.title)
		if err := step.show(ctx, org, out); err != nil {
			return err
		}
		fmt.Fprintln(out)
	}
	return out.Flush()
}
