// Package tuple encodes the values of index keys so that their order as bytes is their order as values.
//
// A tuple is a run of elements, each appended to the one before. An element starts with a byte that names
// its type and ends where its own bytes say so, so tuples need no separators, elements of two types are
// never equal, and of two tuples the first element that differs decides. A tuple that is a prefix of another
// sorts before it. Types sort as they are listed here:
//
//	null     nothing; before everything else
//	bool     false, true
//	int      64 bits, signed
//	decimal  exact, numeric order: -10 < -9.5 < 2 < 10, and 1.50 is 1.5
//	date     by the calendar
//	time     microseconds, UTC
//	uuid     16 bytes
//	bytes    bytewise
//	text     bytewise, which for UTF-8 is the order of the code points
//
// Bytes and text longer than [MaxText] are cut: the key holds their first MaxText bytes and a hash of the
// whole. Equal values are still equal keys and different values different ones, as far as 128 bits of
// SHA-256 tell them apart; only the order among values that agree on all that was kept is lost, and the
// value itself stands in the record alone.
//
//	key := tuple.AppendText(prefix, folded)
//	key = tuple.AppendUUID(key, id)
//
//	name, cut, rest, err := tuple.Text(key[len(prefix):])
//	id, rest, err := tuple.UUID(rest)
//
// A decoder takes the first element of b and gives the bytes that follow it. It accepts exactly what its
// encoder writes; anything else, whatever the bytes, is [ErrMalformed].
package tuple
