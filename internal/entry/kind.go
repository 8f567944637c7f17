package entry

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/value"
)

// Parts are where a record has what all entries have.
type Parts struct {
	AccountID   *account.ID
	Account     *string // the name of the account
	Attachments *[]value.Attachment
	Metadata    *json.RawMessage
	Custom      *customfield.Values

	// Who made it, by the directory.
	Maker, MakerEmail, MakerAvatarURL *string
}

// Choice is a picklist of an entry.
type Choice[T any] struct {
	Number    uint32 // of the field, hot
	Name      string // in JSON
	Attribute picklist.Attribute
	Ref       func(r *T) *picklist.Ref
}

// Spec says what is a kind's own.
type Spec[T any] struct {
	Name   string // "note": of the kind, its verbs and its errors
	Code   byte
	Source customfield.Source
	System func(r *T) *record.System[T]
	Parts  func(r *T) Parts
	Maker  string // what JSON calls who made it: "author"

	Fields  []record.Field[T] // numbers 12 to 23, the hot ones first, and from 40
	Choices []Choice[T]       // numbers 9 to 11
	Indexes []record.Index[T]
	Refs    []record.Ref[T]
	At      func(r *T) time.Time // where it stands in time

	// Clearers empty the fields that an input gives, by name; the account is added. Required are those of them
	// that a record must have; the account is added.
	Clearers map[string]func(r *T)
	Required []string

	// Whole judges a record as a whole, before is nil on create, in what concerns the fields that were touched. It may
	// finish the record.
	Whole func(w *Writer[T], before *T)
	// Moved finishes a record that has another value of a choice than it was given, or none any more: the one that it
	// had was deleted. Nil: nothing follows from that.
	Moved func(r *T, choice string, sets *picklist.Sets, now time.Time)
	// Gate says who may see and change what. It is asked before a transaction begins. Nil: everyone everything.
	Gate func(ctx context.Context, s record.Scope) (Gate[T], error)
	// Shows says what an actor sees for sure, where there is nobody to ask. Nil: everything.
	Shows func(a record.Actor, r *T) bool
}

// Gate says what the actor may see and change.
type Gate[T any] struct {
	Sees    func(r *T) bool // nil: everything
	Changes func(r *T) bool // nil: everything that is seen
}

func (g Gate[T]) sees(r *T) bool { return g.Sees == nil || g.Sees(r) }

// FieldAccount is the field that every entry must have, and that never changes.
const FieldAccount = "accountId"

// The indexes that every kind of entry has.
const (
	IndexAccount = "account" // account, time
	IndexTime    = "time"    // time
)

// Kind is a kind of entry.
type Kind[T any] struct {
	*record.Kind[T]
	spec   Spec[T]
	custom customfield.Holder[T]
	table  *record.Table[T]
	shared *record.Shared[*reading]
}

// Define makes a kind.
func Define[T any](spec Spec[T]) *Kind[T] {
	spec.Required = append([]string{FieldAccount}, spec.Required...)
	spec.Clearers = maps.Clone(spec.Clearers)
	spec.Clearers[FieldAccount] = func(r *T) { *spec.Parts(r).AccountID = account.ID{} }
	k := &Kind[T]{spec: spec, custom: customfield.In(spec.Source, func(r *T) *customfield.Values { return spec.Parts(r).Custom }).Shown(spec.Shows)}
	joined := k.custom.Join(26, record.Spec[T]{
		Fields: record.Fields(k.fields()...),
		Indexes: append([]record.Index[T]{
			record.Many(IndexAccount, func(r *T, keys *record.Keys) {
				keys.Add(record.Tuple{}.UUID(*spec.Parts(r).AccountID).Time(spec.At(r)))
			}),
			record.Many(IndexTime, func(r *T, keys *record.Keys) { keys.Add(record.Tuple{}.Time(spec.At(r))) }),
		}, spec.Indexes...),
		Refs:       k.refs(),
		Insists:    k.optional(),
		Revive:     k.revive,
		Redirected: k.moved,
	})
	k.table = joined.Fields
	k.Kind = record.Define(spec.Name, spec.Code, joined)
	k.shared = record.NewShared(k.load)
	return k
}

func (k *Kind[T]) fields() []record.Field[T] {
	parts := k.spec.Parts
	fields := []record.Field[T]{
		record.SystemFields(k.spec.System),
		record.UUID(8, FieldAccount, func(r *T) *account.ID { return parts(r).AccountID }, record.Hot),
		record.Output("account", func(r *T) any { return orNull(*parts(r).Account) }),
	}
	for _, c := range k.spec.Choices {
		fields = append(fields, picklist.Field(c.Number, c.Name, c.Ref))
	}
	fields = append(fields, k.spec.Fields...)
	return append(fields,
		record.Custom(24, "attachments", func(r *T) *attachments { return (*attachments)(parts(r).Attachments) }, appendAttachments, readAttachments),
		record.JSON(25, "metadata", func(r *T) *json.RawMessage { return parts(r).Metadata }),
		record.Output(k.spec.Maker+"Id", func(r *T) any { return orNull(k.spec.System(r).CreatedBy) }),
		record.Output(k.spec.Maker, func(r *T) any { return orNull(*parts(r).Maker) }),
		record.Output(k.spec.Maker+"Email", func(r *T) any { return orNull(*parts(r).MakerEmail) }),
		record.Output(k.spec.Maker+"AvatarUrl", func(r *T) any { return orNull(*parts(r).MakerAvatarURL) }),
	)
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// refs are those of every entry, with those of the kind: it goes with its account, and keeps the values of its
// picklists from being deleted.
func (k *Kind[T]) refs() []record.Ref[T] {
	refs := []record.Ref[T]{
		record.RefTo(FieldAccount, account.Target, record.Cascade, func(r *T) *account.ID { return k.spec.Parts(r).AccountID }).Indexed(IndexAccount),
	}
	for _, c := range k.spec.Choices {
		id := func(r *T) *picklist.ID { return &c.Ref(r).ID }
		refs = append(refs, record.RefTo(c.Name, picklist.Target, record.Restrict, id).Resolved())
	}
	return append(refs, k.spec.Refs...)
}

// optional lists the fields that an organisation may insist on.
func (k *Kind[T]) optional() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(k.spec.Clearers)), func(name string) bool {
		return slices.Contains(k.spec.Required, name)
	})
}

// revive gives picklists that lost their value in the trash the default.
func (k *Kind[T]) revive(tx *record.Tx, r *T, cleared []string) error {
	sets, err := picklist.Load(tx)
	if err != nil {
		return err
	}
	for _, c := range k.spec.Choices {
		if !slices.Contains(cleared, c.Name) {
			continue
		}
		setDefault(sets.Of(c.Attribute), c.Ref(r))
		if err := k.moved(tx, r, c.Name); err != nil {
			return err
		}
	}
	return nil
}

// moved lets the kind finish a record of which a picklist has another value than it was given.
func (k *Kind[T]) moved(tx *record.Tx, r *T, ref string) error {
	if k.spec.Moved == nil || !slices.ContainsFunc(k.spec.Choices, func(c Choice[T]) bool { return c.Name == ref }) {
		return nil
	}
	sets, err := picklist.Load(tx)
	if err != nil {
		return err
	}
	now, err := tx.Now()
	if err == nil {
		k.spec.Moved(r, ref, sets, now)
	}
	return err
}

func setDefault(set *picklist.Set, ref *picklist.Ref) {
	if v, ok := set.Default(); ok {
		ref.ID = v.ID
		set.Fill(ref)
	}
}

// Extensions are what the kind adds to custom fields, for record.Open.
func (k *Kind[T]) Extensions() []record.Extended { return k.custom.Extensions(k.Kind) }
