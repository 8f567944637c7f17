// Package wire turns records into bytes and back, driven by a table of fields.
//
// A stored record is a format byte, the number of its hot fields, and then fields, each a tag and a payload.
// A tag is the field's number and one of four payload shapes: a varint, 8 bytes, 16 bytes, or a length and
// that many bytes. The hot fields stand first, in the order of the table, fixed in size and always there: an
// absent one is written under the padding tag, number 0. So a hot field stands at the same offset in every
// record that has it, and a filter reads it without decoding the rest. Hot fields are append-only: a record
// with fewer of them was written before the others were, and is walked instead. The other fields follow in
// ascending number; an absent one is not written.
//
// The zero value of a field is absent, a pointer's nil likewise.
//
// The accessors of a table are called once, on a zero record, to learn where each field stands in it;
// afterwards fields are read and written at that offset. This is the only package that uses unsafe, and an
// accessor that leaves the record is refused.
package wire
