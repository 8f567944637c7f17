// Package customfield keeps the fields that an organisation defines for its own records, and their values: 26 types,
// from texts and exact numbers to options, look-ups and passwords.
//
// Of the fields:
//
//   - A field belongs to one [Source]. Its slug is its name at its creation in snake_case; slugs, and names whatever
//     their case, are unique in the source. Slug, source and type never change, but for [Convert].
//   - Settings are judged when they are saved: a default that the field itself would refuse, a minimum above the
//     maximum, a pattern that is none, options on a text.
//   - An inactive field, and an archived option, stay on the records that have them and cannot be chosen any more.
//   - Options have ids, and records hold those: renaming an option, or a field, touches no record.
//   - A field of which records have values is not deleted, unless they are purged ([DeleteOptions]), nor an option,
//     unless they get another one or lose it ([DeleteOptionOptions]).
//   - Every update names the version that it was made for.
//
// Of the values:
//
//   - A [Value] has one normal form: 1.50 is 1.5, times are UTC to the microsecond, options stand in the order of
//     their ids. Numbers are exact, and nothing goes through a float. A wrong JSON type is a fault and never
//     converted; but integers and ratings take a text that is exactly a whole number.
//   - An input names a field by its id, else its slug, else its name. Values are merged by field; null removes one.
//     New records get defaults, and need a value in each mandatory field, which they cannot lose.
//   - A unique field's value belongs to one live record, in the same transaction. An indexed field can be filtered by
//     ([Condition]): equal, in, a range, a prefix, empty. Turning either on builds an index over the records that
//     there are, in chunks ([Build]).
//   - A password is never given back, not in a message either: it is stored as PBKDF2 with a salt of the record and
//     the field, and [Verify] compares.
//   - What a look-up leads to is there. When it is deleted, the value is removed.
//
// A kind joins with a [Holder]: a line in its table, its indexes and its extensions. The rules need no store:
//
//	schema, err := customfield.NewSchema(customfield.Account, customfield.Draft{Name: "Seats", Type: customfield.Integer, Min: "1"})
//	if err != nil {
//		return err
//	}
//	values, err := schema.Validate([]customfield.Input{{FieldID: "seats", Value: json.RawMessage("25")}}, customfield.Rules{})
package customfield
