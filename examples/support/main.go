// Support is a day at a support desk: users arrive from Slack, one of them calls, tasks come of the call, one of which
// cannot be closed yet, people write notes that not everybody may see, and in the evening somebody reads what happened.
//
//	go run ./examples/support
//
// Each part of the day stands in a file of its own and is meant to be read: arrive.go shows contacts, call.go
// activities and tasks, close.go a task with a field that is mandatory on close, notes.go who sees what, evening.go the
// time line. The users are in users.json. Everything is kept in memory.
package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/store/memstore"
	"github.com/clientele-go/clientele/task"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "support:", err)
		os.Exit(1)
	}
}

// desk is where the day takes place.
type desk struct {
	org *clientele.Org
	now time.Time // the clock of the day
	out io.Writer

	// What a part of the day leaves for those that follow.
	meridian, orlo account.ID
	invoice        *task.Task
}

// run is the program: what it shows goes to stdout.
func run(ctx context.Context, stdout io.Writer) error {
	st := memstore.New()
	defer st.Close()
	out := bufio.NewWriter(stdout)
	d := &desk{out: out}
	db, err := clientele.Open(ctx, st, &clientele.Options{
		Clock:     func() time.Time { return d.now }, // without it the time is the real one
		Directory: staff{},
	})
	if err != nil {
		return err
	}
	if d.org, err = db.EnsureOrg(ctx, "support", nil); err != nil {
		return err
	}
	for _, part := range []struct {
		at, title string
		show      func(ctx context.Context) error
	}{
		{"08:30", "Users arrive from Slack", d.arrive},
		{"08:45", "They arrive again", d.again},
		{"09:00", "One company belongs to another", d.group},
		{"09:40", "Priya calls, and tasks come of it", d.call},
		{"11:15", "A task is closed, at the second attempt", d.close},
		{"14:00", "What is left to do", d.left},
		{"14:30", "Three notes, three readers", d.notes},
		{"18:00", "What happened at Meridian and below", d.evening},
		{"18:30", "Everything checked", d.check},
	} {
		if d.now, err = time.Parse(time.DateTime, "2026-01-05 "+part.at+":00"); err != nil {
			return err
		}
		fmt.Fprintf(out, "%s  %s\n\n", part.at, part.title)
		if err := part.show(ctx); err != nil {
			return err
		}
		fmt.Fprintln(out)
	}
	return out.Flush()
}
