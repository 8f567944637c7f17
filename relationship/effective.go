package relationship

import (
	"context"
	"slices"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
)

// Source says where the value of a property comes from.
type Source string

// The sources.
const (
	Own       Source = "own"
	Inherited Source = "inherited"
	Default   Source = "default" // of the picklist
	None      Source = "none"    // it has no value
)

// Property is a property of an account with where its value comes from. The value itself stands in
// EffectiveAccount.Account, Text is how a person reads it.
type Property struct {
	Field    account.Field `json:"field"` // of a custom field "customFieldValues." and its slug
	Policy   Policy        `json:"policy"`
	Source   Source        `json:"source"`
	From     account.ID    `json:"from"`     // the account that has it; the zero ID for Default and None
	Distance int           `json:"distance"` // how many levels above the account that is; From is EffectiveAccount.Path[Distance]
	Text     string        `json:"text"`
}

// EffectiveAccount is an account with what it inherits.
type EffectiveAccount struct {
	Account    *account.Account `json:"account"` // the values that it inherits in place of those it has not
	Path       []account.ID     `json:"path"`    // the account and its ancestors, the nearest first: what was walked
	Properties []Property       `json:"properties"`
}

// Get gives a property by its field.
func (e *EffectiveAccount) Get(field account.Field) (Property, bool) {
	i := slices.IndexFunc(e.Properties, func(p Property) bool { return p.Field == field })
	if i < 0 {
		return Property{}, false
	}
	return e.Properties[i], true
}

// Effective gives an account with what it inherits from its ancestors by the policies of the organisation
// ([Policies]; a custom field has its own flag), and for each property where it comes from. Nothing is copied in the store. It is one walk up and one
// read of the accounts on it, whatever the number of properties. Ancestors that the policy of the program hides give
// nothing. The names of owners stay empty. store.ErrNotFound: there is no such account.
func Effective(ctx context.Context, s record.Scope, id account.ID) (*EffectiveAccount, error) {
	return read(ctx, s, Hierarchy{}, "relationship.effective", func(f *forest) (*EffectiveAccount, error) {
		line, err := f.line(id)
		if err != nil {
			return nil, err
		}
		as, err := account.Load(f.tx, line)
		if err != nil {
			return nil, err
		}
		if as[0] == nil {
			return nil, missing(id)
		}
		h, err := newHeirs(f.tx)
		if err != nil {
			return nil, err
		}
		var above estate
		for i := len(as) - 1; i > 0; i-- {
			above = h.pass(above, as[i], len(as)-1-i)
		}
		e := &EffectiveAccount{Account: as[0], Path: line}
		e.Properties = h.inherit(above, as[0], len(as)-1, as[0])
		return e, nil
	})
}

// heirs hands values down a tree.
type heirs struct {
	properties []property // of the organisation: those of every account, then its custom fields
	policies   []Policy
	sets       *picklist.Sets
}

func newHeirs(tx *record.Tx) (*heirs, error) {
	settings, err := tx.Settings()
	if err != nil {
		return nil, err
	}
	sets, err := picklist.Load(tx)
	if err != nil {
		return nil, err
	}
	customs, err := customfield.Load(tx)
	if err != nil {
		return nil, err
	}
	h := &heirs{sets: sets, properties: properties[:len(properties):len(properties)]}
	for f := range customs.Of(customfield.Account).All() {
		if f.Active {
			h.properties = append(h.properties, custom(f))
		}
	}
	for i := range h.properties {
		h.policies = append(h.policies, h.properties[i].under(settings))
	}
	return h, nil
}

// estate is what stands to be inherited at a place in the tree, by property: nobody's where from is nil.
type estate []bequest

// bequest is the value of a property and who has it, how far below the root.
type bequest struct {
	from  *account.Account
	depth int
}

// pass gives what those below an account inherit: above is what it inherits itself, nil at the root.
func (h *heirs) pass(above estate, a *account.Account, depth int) estate {
	if a == nil {
		return above
	}
	e := make(estate, len(h.properties))
	copy(e, above)
	for i := range h.properties {
		switch {
		case h.policies[i] == Never:
		case h.policies[i] == Always && e[i].from != nil:
		case h.properties[i].text(a) != "":
			e[i] = bequest{a, depth}
		}
	}
	return e
}

// inherit gives the properties of an account that stands below an estate, and puts what it inherits into the
// account to, unless that is nil.
func (h *heirs) inherit(above estate, a *account.Account, depth int, to *account.Account) []Property {
	out := make([]Property, len(h.properties))
	for i := range h.properties {
		p := &h.properties[i]
		own := p.text(a)
		out[i] = Property{Field: p.field, Policy: h.policies[i], Source: Own, From: a.ID, Text: own}
		var b bequest
		if above != nil && h.policies[i] != Never {
			b = above[i]
		}
		switch {
		case b.from != nil && (own == "" || h.policies[i] == Always):
			out[i].Source, out[i].From, out[i].Distance, out[i].Text = Inherited, b.from.ID, depth-b.depth, p.text(b.from)
			if to != nil {
				p.take(to, b.from)
			}
		case own == "":
			out[i].Source, out[i].From = None, account.ID{}
			h.preset(p, &out[i], to)
		}
	}
	return out
}

// preset gives the property of a picklist its default, if there is one.
func (h *heirs) preset(p *property, out *Property, to *account.Account) {
	if p.preset == nil {
		return
	}
	scratch := to
	if scratch == nil {
		scratch = new(account.Account)
	}
	c := p.preset(scratch)
	if v, ok := h.sets.Of(c.attribute).Default(); ok {
		c.ref.ID = v.ID
		h.sets.Of(c.attribute).Fill(c.ref)
		out.Source, out.Text = Default, v.Value
	}
}

// refuseOwn gives the faults of values that an account with a parent is given for properties that are always
// inherited.
func refuseOwn(tx *record.Tx, before, after *account.Account) error {
	settings, err := tx.Settings()
	if err != nil {
		return err
	}
	var faults fault.List
	for i := range properties {
		p := &properties[i]
		if p.under(settings) != Always {
			continue
		}
		if text := p.text(after); text != "" && text != p.text(before) {
			faults.AddWith(string(p.field), fault.ReadOnly, "is always inherited from the top of the hierarchy", fault.Params{"policy": string(Always)})
		}
	}
	if len(faults) == 0 {
		return nil
	}
	f, err := Hierarchy{}.open(tx)
	if err != nil {
		return err
	}
	if _, ok, err := f.rules().parent(after.ID); err != nil || !ok {
		return err
	}
	return faults.Err()
}
