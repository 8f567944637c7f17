package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
)

// showDefinitions defines all fields at once: all of them, or none.
func showDefinitions(ctx context.Context, org *clientele.Org, out io.Writer) error {
	drafts := make([]customfield.Draft, len(examples))
	for i, e := range examples {
		drafts[i] = e.draft
		drafts[i].Source = customfield.Account
	}
	fields, err := customfield.CreateMany(ctx, org, drafts)
	if err != nil {
		return err
	}
	for _, f := range fields {
		fmt.Fprintln(out, strings.TrimRight(fmt.Sprintf("   %-16s %-16s%s", f.Slug, f.Type, settings(f)), " "))
	}
	return nil
}

// settings tells what is special about a field.
func settings(f *customfield.Field) string {
	text := ""
	for _, s := range []struct {
		set  bool
		word string
	}{
		{f.Unique, "unique"}, {f.Indexed, "indexed"}, {f.Min != "", "min " + string(f.Min)}, {f.Max != "", "max " + string(f.Max)},
		{len(f.Options) > 0, fmt.Sprint(len(f.Options), " options")}, {f.Pattern != "", "matches " + f.Pattern}, {!f.Default.IsZero(), "has a default"},
	} {
		if s.set {
			text += " · " + s.word
		}
	}
	return text
}

// showSettings tries to define fields that cannot be.
func showSettings(ctx context.Context, org *clientele.Org, out io.Writer) error {
	_, err := customfield.CreateMany(ctx, org, []customfield.Draft{
		{Name: "Tier", Source: customfield.Account, Type: customfield.Toggle},
		{Name: "Grade", Source: customfield.Account, Type: customfield.Integer, Min: "10", Max: "1"},
		{Name: "Code", Source: customfield.Account, Type: customfield.Regex, Pattern: "(["},
		{Name: "Mood", Source: customfield.Account, Type: customfield.SingleLine, Options: choices("good", "bad")},
		{Name: "Story", Source: customfield.Account, Type: customfield.MultiLine, Unique: true},
		{Name: "Level", Source: customfield.Account, Type: customfield.SingleChoice, Options: choices("low", "high"), Default: json.RawMessage(`"middle"`)},
	})
	return printFaults(out, err)
}

// printFaults prints a refusal; anything else is a failure.
func printFaults(out io.Writer, err error) error {
	faults := fault.All(err)
	if len(faults) == 0 {
		return fmt.Errorf("wanted a refusal, got %v", err)
	}
	for _, f := range faults {
		fmt.Fprintf(out, "   %s\n", f)
	}
	return nil
}
