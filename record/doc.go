// Package record keeps typed collections of records in a store: with indexes, references, versions, a change
// log and a trash. The domain packages are built on it, and a host program may define kinds of its own.
//
// # Organisations and transactions
//
// [Open] makes a [DB] of a store. All records belong to an organisation; an [Org] is a handle on one, for one
// [Actor]. A verb runs in a [Scope]: given an Org, in a transaction of its own; given a [Tx], inside that one,
// at a savepoint. The organisation stands in every key and is put there below the collections, so that a read
// or a write across organisations cannot be written down.
//
// # Kinds
//
// [Define] makes a [Kind] from a table of fields, which is the single source of its codec, its JSON, and the
// changes that are recorded. What holds for the records of every kind:
//
//   - A record has an id that ascends with its creation, a version that starts at 1, and who wrote it when.
//     A write for another version than the stored one is fault.ErrStale.
//   - A tuple in a [Unique] index belongs to one live record. A reference ([RefTo]) points to a live record;
//     deleting that cascades, is refused, or clears the reference, as declared.
//   - Everything wrong with a write is reported at once, in a *fault.Error, and nothing of it is written.
//   - An update that changes nothing writes nothing.
//   - Each write has its [Change] in the organisation's log, in the same transaction; the sequence has no gap,
//     and its time never goes back. The log is the history of each record ([History]).
//   - A delete moves a record and what cascades to the trash, as one set, which [Restore] brings back whole or
//     not at all, and [Purge] removes for good, the log's memory of it included.
//   - [Check] proves that all this agrees with what is stored.
//
// # Kinds of different packages
//
// A lower kind knows nothing of a higher one. It exports a [Target], to which others refer, and which they
// [Extend] to see its writes, fill its computed fields and answer its filters. Open puts kinds and extensions
// together; nothing is registered anywhere.
package record
