package clientele

import "github.com/clientele-go/clientele/record"

// The types that every program meets; they live in package record.
type (
	DB       = record.DB       // a store with the schema of its records
	Options  = record.Options  // what a program decides when it opens a database
	Org      = record.Org      // a handle on one organisation for one actor; a Scope
	Tx       = record.Tx       // a transaction inside one organisation; a Scope
	Scope    = record.Scope    // where a verb runs
	Settings = record.Settings // what an organisation decides for itself

	Actor     = record.Actor     // who acts
	User      = record.User      // what the directory knows of somebody
	Directory = record.Directory // how the library asks about users
	Policy    = record.Policy    // decides on every read and write
	Action    = record.Action    // what a Policy decides on
	Rule      = record.Rule      // a rule of the host program for one kind

	Paging   = record.Paging   // asks for one page of a list
	Plan     = record.Plan     // how a list is answered
	Change   = record.Change   // an entry of the change log
	SetID    = record.SetID    // identifies a deletion set
	TrashSet = record.TrashSet // a deletion set
	Restored = record.Restored // what became of a deletion set that was brought back
	Report   = record.Report   // what Check found
	Problem  = record.Problem  // one inconsistency
)

// ID is the identifier of a record of type T; account.ID and its like are aliases of it.
type ID[T any] = record.ID[T]

// Page is one page of a list.
type Page[T any] = record.Page[T]
