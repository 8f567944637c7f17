// Quickstart loads the companies of the S&P 500 index as accounts, and shows what can be done with them.
//
//	go run ./examples/quickstart                # in memory
//	go run ./examples/quickstart -db crm.db     # in a file; a second run finds what the first one wrote
//
// Each show stands in a file of its own and is meant to be read: find.go looks accounts up, list.go pages through
// them, and so on.
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

	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/boltstore"
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
	fmt.Fprintln(os.Stderr, "quickstart:", err)
	return 1
}

// errUsage says that the arguments were wrong, which the user has been told already.
var errUsage = errors.New("unknown arguments")

// run is the program: what it shows goes to stdout, progress and usage to stderr.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	file, err := parse(args, stderr)
	if err != nil {
		return err
	}
	st, where, err := open(file)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(stdout)
	fmt.Fprintf(out, "The companies of the S&P 500 index as accounts, %s.\n", where)
	err = tour(ctx, st, out, stderr)
	if failed := out.Flush(); err == nil {
		err = failed
	}
	return errors.Join(err, st.Close())
}

func parse(args []string, stderr io.Writer) (file string, err error) {
	flags := flag.NewFlagSet("quickstart", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&file, "db", "", "keep everything in this `FILE`, made if it is not there (default: in memory)")
	err = flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return "", err
	case err != nil:
		return "", fmt.Errorf("%w: %w", errUsage, err)
	case flags.NArg() > 0:
		fmt.Fprintf(stderr, "quickstart takes no arguments but -db FILE: %q\n", flags.Args())
		return "", errUsage
	}
	return file, nil
}

// open opens the store: in a file, or in memory if none is named.
func open(file string) (st store.Store, where string, err error) {
	if file == "" {
		return memstore.New(), "in memory", nil
	}
	bolt, err := boltstore.Open(file, nil)
	if err != nil {
		return nil, "", err
	}
	return bolt, "in " + file, nil
}
