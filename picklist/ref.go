package picklist

import "github.com/clientele-go/clientele/record"

// Ref is what a record holds of a value: stored as the id alone. Value and Configuration are filled in by
// [Set.Fill] when the record is read; what a caller writes into them is not kept.
type Ref struct {
	ID            ID
	Value         string
	Configuration *Configuration // nil: no icon, no color, not closed
}

// Field gives the entry of a reference in a kind's table. It is stored under "<name>Id", hot, and stands in
// JSON three times, each null when there is none: "<name>" is the value, "<name>Id" its id,
// "<name>Configuration" its configuration. The kind declares the reference beside it, by record.RefTo with
// [Target] and OnDelete Restrict.
func Field[T any](number uint32, name string, access func(r *T) *Ref) record.Field[T] {
	return record.Join(
		record.Output(name, func(r *T) any { return access(r).value() }),
		record.UUID(number, name+"Id", func(r *T) *ID { return &access(r).ID }, record.Hot),
		record.Output(name+"Configuration", func(r *T) any { return access(r).configuration() }),
	)
}

func (r *Ref) value() any {
	if r.ID.IsZero() {
		return nil
	}
	return r.Value
}

func (r *Ref) configuration() any {
	switch {
	case r.ID.IsZero():
		return nil
	case r.Configuration == nil:
		return Configuration{}
	}
	return r.Configuration
}
