package clientele

import (
	"context"
	"slices"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/task"
)

// Open makes a database of a store: memstore.New(), or boltstore.Open of a file. Nil options are all defaults.
//
// It compares the schema in the store with this program's. What is new is added; ErrSchema says that the
// store has kinds or indexes that this program does not know, or knows otherwise, and leaves it as it was. The
// store stays the caller's: closing it is all the closing there is.
func Open(ctx context.Context, st store.Store, options *Options) (*DB, error) {
	return record.Open(ctx, st, schema(), options)
}

// schema is what the packages of the library contribute: their kinds, and the first records of an organisation.
func schema() record.Schema {
	return record.Schema{
		Kinds: slices.Concat([]record.Definition{picklist.Definition, customfield.Definition, account.Definition},
			relationship.Definitions, contact.Definitions, []record.Definition{activity.Definition, note.Definition, task.Definition}),
		Extensions: slices.Concat(account.Extensions, relationship.Extensions, contact.Extensions,
			activity.Extensions, note.Extensions, task.Extensions),
		Seeds: []record.Seed{picklist.Seed, relationship.Seed},
	}
}

// Check reads everything in a database on one snapshot and reports what does not agree: index entries and
// records, unique values, references, the change log, the trash. See record.Check.
func Check(ctx context.Context, db *DB) (*Report, error) { return record.Check(ctx, db) }
