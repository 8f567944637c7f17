package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/note"
)

// notes has Bob write a note of each visibility, and three people look for them: Bob, Ann who is in his team, and Cid
// who is not.
func (d *desk) notes(ctx context.Context) error {
	var private note.ID
	for _, draft := range []note.Draft{
		{AccountID: d.meridian, Content: "Invoices were sent twice since Friday. Mended today.", Visibility: note.Public},
		{AccountID: d.meridian, Content: "Priya thinks of leaving.\nBe quick when she writes.", Visibility: note.Team},
		{AccountID: d.orlo, Content: "Ask Lena for a reference when this is over.", Visibility: note.Private},
	} {
		n, err := note.Create(ctx, d.org.As(bob), draft)
		if err != nil {
			return err
		}
		private = n.ID
	}
	for _, reader := range []clientele.Actor{bob, ann, cid} {
		page, err := note.List(ctx, d.org.As(reader), note.Filter{AccountID: []account.ID{d.meridian}, Subtree: true}, clientele.Paging{Order: note.OrderCreated})
		if err != nil {
			return err
		}
		fmt.Fprintf(d.out, "   %s sees\n", reader.ID)
		for _, n := range page.Items {
			fmt.Fprintf(d.out, "      %-8s %q\n", n.Visibility, n.Content)
		}
	}
	// What somebody does not see is not there, also for who knows its id.
	if _, err := note.Get(ctx, d.org.As(ann), private); !errors.Is(err, clientele.ErrNotFound) {
		return fmt.Errorf("wanted %q, got %v", clientele.ErrNotFound, err)
	}
	fmt.Fprintln(d.out, "   ann asks for the private one: there is no such note.")
	return nil
}
