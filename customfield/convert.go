package customfield

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
)

// ConvertOptions are what a conversion may ask for. The zero value only reports.
type ConvertOptions struct {
	IfVersion  int64 `json:"version"`    // of the field; 0: whatever is stored
	Commit     bool  `json:"commit"`     // convert, if no value fails
	AcceptLoss bool  `json:"acceptLoss"` // convert values that lose something, too
	// Settings are those of the new type: the options of a choice, the pattern of a regex. What the new type has no
	// use for, the field loses; everything else it keeps.
	Settings Patch `json:"settings"`
	// LookUp is what a new look-up leads to.
	LookUp LookUpTarget `json:"lookup"`
}

// Outcome is what becomes of a value.
type Outcome string

// The outcomes.
const (
	Converts       Outcome = "converts"
	LosesPrecision Outcome = "loses_precision" // a part of it is lost: digits, a time, a second option
	Fails          Outcome = "fails"
)

// Converted is what becomes of the value of one record.
type Converted struct {
	ID      uuid.UUID     `json:"id"` // of the record
	Outcome Outcome       `json:"outcome"`
	From    Value         `json:"from"`             // zero, as To is, of a record that the actor does not see
	To      Value         `json:"to"`               // of one that does not fail
	Faults  []fault.Fault `json:"faults,omitempty"` // of one that fails, if a rule says why
}

// Conversion is what becomes of a field and its values.
type Conversion struct {
	Field     *Field      `json:"field"`     // as it is, or would be
	Committed bool        `json:"committed"` // it is
	Converts  int         `json:"converts"`
	Loses     int         `json:"losesPrecision"`
	Fails     int         `json:"fails"`
	Values    []Converted `json:"values"` // of all live records that have one, in the order of their creation

	to []Value // of Values, those that the actor does not see as well
}

// Convert reports for every value of a field what it would be if the field were of another type, and, if it is asked
// to commit and none fails, makes it so: the field and all records in one transaction, each with a change of its own,
// or nothing. A default that does not convert is dropped.
//
// What converts: a number to another kind of number, rounded to even where digits are lost; money to a number without
// its currency; a day to midnight UTC and back; an option to one of the same text, options to the first of them;
// everything but a password to a text, which is cut where it is too long; a text to everything that it is an input of.
//
// Faults: those of [Patch.Apply] under "settings", for the field as it would be; not_allowed at "fieldType" to and
// from password and calculated, and for the type that it has; with Commit, a fault for each value that fails, or
// that loses something without AcceptLoss, at "values[i]" of the report, of code not_allowed or that of the rule that
// refuses it. store.ErrNotFound: no such field. fault.ErrStale: another version is stored than IfVersion.
// fault.ErrForbidden: the policy. store.ErrTooLarge: more records have values than one transaction takes.
func Convert(ctx context.Context, s record.Scope, id ID, to Type, o ConvertOptions) (*Conversion, error) {
	const verb = "custom_field.convert"
	if !o.Commit {
		return record.Read(ctx, s, verb, func(_ context.Context, tx *record.Tx) (*Conversion, error) {
			return o.plan(tx, id, to)
		})
	}
	return whole(ctx, s, verb, func(ctx context.Context, s record.Scope) (*Conversion, error) {
		c, err := record.Write(ctx, s, verb, func(_ context.Context, tx *record.Tx) (*Conversion, error) {
			c, err := o.plan(tx, id, to)
			if err == nil {
				err = c.commit(tx, o)
			}
			if err != nil {
				return nil, err
			}
			return c, begin(tx, []*Field{c.Field})
		})
		if err != nil {
			return nil, err
		}
		fields, err := settle(ctx, s, verb, []*Field{c.Field})
		if err != nil {
			return nil, err
		}
		c.Field = fields[0]
		return c, nil
	})
}

// plan makes the report.
func (o *ConvertOptions) plan(tx *record.Tx, id ID, to Type) (*Conversion, error) {
	before, err := kind.Get(tx, id)
	if err != nil {
		return nil, err
	}
	if o.IfVersion != 0 && o.IfVersion != before.Version {
		return nil, fmt.Errorf("customfield: %w: version %d was wanted, %d is stored", fault.ErrStale, o.IfVersion, before.Version)
	}
	rules, newID, err := rulesOf(tx)
	if err != nil {
		return nil, err
	}
	after, err := o.field(tx, before, to, rules, newID)
	if err != nil {
		return nil, err
	}
	after.prepare()
	c := &Conversion{Field: after, Values: []Converted{}}
	return c, c.look(tx, before, rules)
}

// field gives the field as it would be.
func (o *ConvertOptions) field(tx *record.Tx, before *Field, to Type, rules Rules, newID func() OptionID) (*Field, error) {
	if err := to.check(); err != nil {
		return nil, fault.List(rebased("fieldType", err)).Err()
	}
	if to == before.Type || rigid(to) || rigid(before.Type) {
		return nil, fault.New("fieldType", fault.NotAllowed, "a field of type "+string(before.Type)+" does not become one of type "+string(to))
	}
	after := *before
	after.retype(to, o.LookUp)
	w := &writer{f: &after, rules: rules, newID: newID, faults: o.Settings.faults[:len(o.Settings.faults):len(o.Settings.faults)]}
	preset := after.Default
	after.Default = Value{}
	o.Settings.apply(w)
	w.needs()
	if err := after.available(tx, &w.faults); err != nil {
		return nil, err
	}
	if !preset.IsZero() && o.Settings.Default == nil && after.traits().preset && !after.Unique {
		if v, _ := after.convert(preset, rules); len(after.judge(v)) == 0 {
			after.Default = v
		}
	}
	after.turn(before)
	return &after, fault.List(rebased("settings", w.faults.Err())).Err()
}

func rebased(path string, err error) []fault.Fault {
	var faults fault.List
	faults.Nest(path, fault.All(err))
	return faults
}

// rigid tells whether a type converts to and from no other.
func rigid(t Type) bool { return t == Password || t == Calculated }

// retype makes the field one of another type, without the settings that it has no use for.
func (f *Field) retype(to Type, lookUp LookUpTarget) {
	f.Type, f.LookUp, f.pattern, f.typed = to, lookUp, nil, nil
	t := f.traits()
	if !t.options {
		f.Options = nil
	}
	if !t.pattern {
		f.Pattern = ""
	}
	if !t.number {
		f.Min, f.Max = "", ""
	}
	if whole := to == Integer; whole && decimals(string(f.Min))+decimals(string(f.Max)) > 0 {
		f.Min, f.Max = "", ""
	}
	if !t.scale {
		f.Scale = nil
	}
	if t.length == 0 || f.MaxLength != nil && *f.MaxLength > int64(t.length) {
		f.MaxLength = nil
	}
}

// look works out what becomes of each value.
func (c *Conversion) look(tx *record.Tx, before *Field, rules Rules) error {
	h, ok, err := holderOf(tx, before.Source)
	if err != nil || !ok {
		return err
	}
	taken := map[string]uuid.UUID{}
	err = h.walk(tx, func(id uuid.UUID, vs Values) error {
		v := vs.Of(before.ID)
		if v.IsZero() {
			return nil
		}
		v.of = before
		one := c.one(id, v, rules)
		if one.Outcome != Fails && c.Field.LookUp != "" {
			if err := c.follow(tx, &one); err != nil {
				return err
			}
		}
		if key := string(one.To.tuple(nil)); c.Field.Unique && one.Outcome != Fails {
			if holder, ok := taken[key]; ok {
				one.fail(duplicate("", holder, id))
			} else {
				taken[key] = id
			}
		}
		c.count(one)
		return nil
	})
	if err != nil {
		return err
	}
	unseen, err := h.unseen(tx)
	c.hide(unseen)
	return err
}

// hide takes the values of records that the actor does not see out of the report: it keeps what becomes of them.
func (c *Conversion) hide(unseen map[uuid.UUID]bool) {
	for i := range c.Values {
		one := &c.Values[i]
		if !unseen[one.ID] {
			continue
		}
		one.From, one.To = Value{}, Value{}
		for j, f := range one.Faults {
			one.Faults[j] = fault.Fault{Code: f.Code, Message: "the value of a record that is not seen is refused"}
		}
	}
}

// one works out what becomes of one value.
func (c *Conversion) one(id uuid.UUID, v Value, rules Rules) Converted {
	to, loses := c.Field.convert(v, rules)
	one := Converted{ID: id, Outcome: Converts, From: v, To: to}
	if to.IsZero() {
		one.fail()
		return one
	}
	one.To.of = c.Field
	if loses {
		one.Outcome = LosesPrecision
	}
	if faults := c.Field.judge(to); len(faults) > 0 {
		one.fail(faults...)
	}
	return one
}

// follow fails a look-up that leads to nothing.
func (c *Conversion) follow(tx *record.Tx, one *Converted) error {
	found, err := CheckLookUps(tx, []Change{{After: Values{{FieldID: c.Field.ID, Value: one.To}}}})
	if err != nil {
		return err
	}
	if len(found[0]) > 0 {
		one.fail(rebased("", found[0].Err())...)
	}
	return nil
}

func (one *Converted) fail(faults ...fault.Fault) {
	one.Outcome, one.To = Fails, Value{}
	for _, f := range faults {
		f.Path = ""
		one.Faults = append(one.Faults, f)
	}
}

func (c *Conversion) count(one Converted) {
	c.Values, c.to = append(c.Values, one), append(c.to, one.To)
	switch one.Outcome {
	case Converts:
		c.Converts++
	case LosesPrecision:
		c.Loses++
	case Fails:
		c.Fails++
	}
}

// commit writes the field and its values.
func (c *Conversion) commit(tx *record.Tx, o ConvertOptions) error {
	if err := c.refusals(o).Err(); err != nil {
		return err
	}
	wanted := *c.Field
	after, err := kind.Update(tx, record.Edit[Field]{ID: wanted.ID, IfVersion: o.IfVersion, Apply: func(f *Field) error {
		system := f.System
		*f = wanted
		f.System = system
		return nil
	}})
	if err != nil {
		return err
	}
	h, ok, err := holderOf(tx, wanted.Source)
	if err != nil {
		return err
	}
	for i := 0; ok && i < len(c.Values); i++ {
		if err := h.edit(tx, c.Values[i].ID, func(vs Values) Values { return vs.with(wanted.ID, c.to[i]) }); err != nil {
			return err
		}
	}
	c.Field, c.Committed = after, true
	return nil
}

// refusals gives the values because of which nothing is written.
func (c *Conversion) refusals(o ConvertOptions) fault.List {
	var faults fault.List
	for i, one := range c.Values {
		switch {
		case len(one.Faults) > 0:
			faults.Nest(fault.At("values", i), one.Faults)
		case one.Outcome == Fails:
			faults.AddWith(fault.At("values", i), fault.NotAllowed, "does not convert", fault.Params{"id": one.ID.String()})
		case one.Outcome == LosesPrecision && !o.AcceptLoss:
			faults.AddWith(fault.At("values", i), fault.NotAllowed, "would lose a part of what it is", fault.Params{"id": one.ID.String()})
		}
	}
	return faults
}
