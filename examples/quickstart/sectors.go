package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/picklist"
)

// showSectors adds the sectors to the industries that an account may have, but those that are there.
func showSectors(ctx context.Context, org *clientele.Org, sectors []string, out io.Writer) error {
	var there map[string]bool
	err := org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
		there = map[string]bool{} // the closure runs again if another writer got in the way
		for _, sector := range sectors {
			_, err := picklist.Create(ctx, tx, picklist.Draft{Attribute: picklist.AccountIndustry, Value: sector})
			there[sector] = errors.Is(err, clientele.ErrExists)
			if err != nil && !there[sector] {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, sector := range sectors {
		if there[sector] {
			fmt.Fprintf(out, "   there  %s\n", sector)
		} else {
			fmt.Fprintf(out, "   added  %s\n", sector)
		}
	}
	fmt.Fprintln(out, "\n   \"Health Care\" is HEALTHCARE, which every organisation starts with: case, spaces,")
	fmt.Fprintln(out, "   hyphens and underscores do not count.")
	return nil
}
