package relationship

import (
	"context"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/record"
)

// Shift is a property of an account that would change.
type Shift struct {
	ID     account.ID `json:"id"`
	Name   string     `json:"name"` // of the account
	Before Property   `json:"before"`
	After  Property   `json:"after"`
}

// WhatIf gives what would change if an account got another parent (the zero ID: none): each property, of the account
// and of those below it, that would have another value or have it from another account, level by level. Nothing is
// written, and no other writer has to wait.
//
// Errors are those of [SetParent]. It reads every account of the subtree: O(depth + size of the subtree).
func WhatIf(ctx context.Context, s record.Scope, id, parent account.ID) ([]Shift, error) {
	return record.Rehearse(ctx, s, "relationship.what_if", func(ctx context.Context, tx *record.Tx) ([]Shift, error) {
		f, err := Hierarchy{}.open(tx)
		if err != nil {
			return nil, err
		}
		before, err := f.estates(id)
		if err != nil {
			return nil, err
		}
		if parent.IsZero() {
			err = ClearParent(ctx, tx, id)
		} else {
			err = SetParent(ctx, tx, id, parent)
		}
		if err != nil {
			return nil, err
		}
		after, err := f.estates(id)
		if err != nil {
			return nil, err
		}
		return shifts(before, after), nil
	})
}

// held is an account with its properties.
type held struct {
	account    *account.Account
	properties []Property
}

// shifts compares the same accounts, in the same order.
func shifts(before, after []held) []Shift {
	out := []Shift{}
	for i, b := range before {
		for j, p := range b.properties {
			q := after[i].properties[j]
			if p.From != q.From || p.Source != q.Source || p.Text != q.Text {
				out = append(out, Shift{ID: b.account.ID, Name: b.account.Name, Before: p, After: q})
			}
		}
	}
	return out
}

// estates gives the properties of an account and of all below it, level by level.
func (f *forest) estates(id account.ID) ([]held, error) {
	line, err := f.line(id)
	if err != nil {
		return nil, err
	}
	h, err := newHeirs(f.tx)
	if err != nil {
		return nil, err
	}
	above, err := account.Load(f.tx, line[1:])
	if err != nil {
		return nil, err
	}
	var e estate
	for i := len(above) - 1; i >= 0; i-- {
		e = h.pass(e, above[i], len(above)-1-i)
	}
	var out []held
	level, from := []account.ID{id}, map[account.ID]estate{id: e}
	for depth := len(above); len(level) > 0; depth++ {
		as, err := account.Load(f.tx, level)
		if err != nil {
			return nil, err
		}
		own := make([]estate, len(level))
		for i, a := range as {
			if a != nil {
				out = append(out, held{a, h.inherit(from[level[i]], a, depth, nil)})
			}
			own[i] = h.pass(from[level[i]], a, depth)
		}
		below := map[account.ID]estate{}
		next := make([]account.ID, 0, len(level))
		err = f.edges(level, func(i int, child account.ID, _ ID) bool {
			below[child] = own[i]
			next = append(next, child)
			return child != id
		})
		if _, endless := below[id]; err == nil && endless {
			err = errEndless(id)
		}
		if err != nil {
			return nil, err
		}
		ascending(next)
		level, from = next, below
	}
	return out, nil
}
