package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/picklist"
)

// showSectors adds the sectors to the industries that an account may have, but those that are there.
func showSectors(ctx context.Context, org *clientele.Org, sectors []string, out io.Writer) error {
	var added, there []string
	err := org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
		added, there = nil, nil // the closure runs again if another writer got in the way
		for _, sector := range sectors {
			_, err := picklist.Create(ctx, tx, picklist.Draft{Attribute: picklist.AccountIndustry, Value: sector})
			switch {
			case errors.Is(err, clientele.ErrExists):
				there = append(there, sector)
			case err != nil:
				return err
			default:
				added = append(added, sector)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	printList(out, "added", added)
	printList(out, "there", there)
	fmt.Fprintln(out, "   Every organisation starts with HEALTHCARE, which is \"Health Care\" too: case, spaces and")
	fmt.Fprintln(out, "   hyphens do not count.")
	return nil
}

func printList(out io.Writer, label string, names []string) {
	if len(names) > 0 {
		fmt.Fprintf(out, "   %-7s  %s\n", label, strings.Join(names, ", "))
	}
}
