package record

import "time"

// System is what every record carries beside its own fields. It is embedded in the record's type and filled
// in by this package alone: what a caller writes into it is ignored.
type System[T any] struct {
	ID        ID[T]
	Version   int64     // 1 at creation, one more with each change
	CreatedAt time.Time // UTC, to the microsecond
	UpdatedAt time.Time
	CreatedBy string // the actor
	UpdatedBy string
	DeletedAt time.Time // set only on what stands in the trash
}

// The numbers of the system fields. Those of a kind start at FirstField.
const (
	numVersion = 1 + iota
	numCreatedAt
	numUpdatedAt
	numCreatedBy
	numUpdatedBy

	// FirstField is the lowest number that a kind may give to a field of its own.
	FirstField = 8
)

// SystemFields gives the fields of the embedded System. It stands first in every table.
func SystemFields[T any](access func(*T) *System[T]) Field[T] {
	f := join(
		Output("id", func(r *T) any { return access(r).ID }),
		Output("uid", func(r *T) any { return access(r).ID }),
		trailing(Int(numVersion, "version", func(r *T) *int64 { return &access(r).Version }, Hot)),
		trailing(Output("isActive", func(r *T) any { return access(r).DeletedAt.IsZero() })),
		trailing(Time(numCreatedAt, "createdAt", func(r *T) *time.Time { return &access(r).CreatedAt }, Hot)),
		trailing(Time(numUpdatedAt, "updatedAt", func(r *T) *time.Time { return &access(r).UpdatedAt }, Hot)),
		trailing(Text(numCreatedBy, "createdBy", func(r *T) *string { return &access(r).CreatedBy })),
		trailing(Text(numUpdatedBy, "updatedBy", func(r *T) *string { return &access(r).UpdatedBy })),
		trailing(Output("deletedAt", func(r *T) any { return orNil(access(r).DeletedAt) })),
	)
	f.system = access
	return f
}

func orNil(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t
}
