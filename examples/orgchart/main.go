// Orgchart loads a real group of companies as a hierarchy of accounts, and shows what can be done with one.
//
//	go run ./examples/orgchart                # writes group.mmd and group.dot into this directory
//	go run ./examples/orgchart -out /tmp      # or into another
//
// Each show stands in a file of its own and is meant to be read: inherit.go shows where values come from, move.go
// what a move would change, and so on. The companies are in group.csv; DATA.md says where they come from.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/store/memstore"
)

func main() {
	os.Exit(status())
}

// status runs the program and gives its exit status: 1 for a failure, 2 for arguments that it does not know.
func status() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, errUsage):
		return 2
	}
	fmt.Fprintln(os.Stderr, "orgchart:", err)
	return 1
}

// errUsage says that the arguments were wrong, which the user has been told already.
var errUsage = errors.New("unknown arguments")

// run is the program: what it shows goes to stdout, usage to stderr.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	dir, err := parse(args, stderr)
	if err != nil {
		return err
	}
	st := memstore.New()
	out := bufio.NewWriter(stdout)
	err = tour(ctx, st, dir, out)
	if failed := out.Flush(); err == nil {
		err = failed
	}
	return errors.Join(err, st.Close())
}

func parse(args []string, stderr io.Writer) (dir string, err error) {
	flags := flag.NewFlagSet("orgchart", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&dir, "out", ".", "write the pictures into this `DIRECTORY`")
	err = flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return "", err
	case err != nil:
		return "", fmt.Errorf("%w: %w", errUsage, err)
	case flags.NArg() > 0:
		fmt.Fprintf(stderr, "orgchart takes no arguments but -out DIRECTORY: %q\n", flags.Args())
		return "", errUsage
	}
	return dir, nil
}

// chart is the group as it was loaded.
type chart struct {
	org *clientele.Org
	ids map[string]account.ID // by name
	dir string                // for the pictures
	out io.Writer
}

// root is the company at the top.
const root = "Volkswagen AG"

// tour loads the group and shows everything, one after the other.
func tour(ctx context.Context, st *memstore.Store, dir string, out io.Writer) error {
	db, err := clientele.Open(ctx, st, nil)
	if err != nil {
		return err
	}
	org, err := db.EnsureOrg(ctx, "group", &clientele.Settings{Currency: "EUR"})
	if err != nil {
		return err
	}
	c := &chart{org: org, dir: dir, out: out}
	for i, step := range []struct {
		title string
		show  func(ctx context.Context) error
	}{
		{"Loading the companies, and who belongs to whom", c.load},
		{"The tree, with what each part of it adds up to", c.tree},
		{"Where values come from", c.inherit},
		{"A cycle is refused, with its path", c.cycle},
		{"A part of the group moves", c.move},
		{"A company goes, and what belongs to it is lifted", c.lift},
		{"Pictures", c.draw},
		{"Everything checked", c.check},
	} {
		fmt.Fprintf(out, "\n%d. %s\n\n", i+1, step.title)
		if err := step.show(ctx); err != nil {
			return err
		}
	}
	return nil
}
