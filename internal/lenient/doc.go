// Package lenient decodes JSON objects into input structs and goes on where encoding/json stops: a value of
// the wrong JSON type becomes a fault at its path, its field stays zero, and everything else is decoded. So a
// verb can report every fault of an input at once, those of decoding among them.
//
// What differs from encoding/json:
//
//   - Only malformed JSON is an error. A top-level value that is no object is a fault at path "".
//   - Only fields with a `json:"name"` tag are filled; names match exactly. Unknown keys are ignored, of a
//     key that stands twice the last one counts.
//   - null is absence: the field stays as it is and nothing is called. [DecodePatch] names the keys that were
//     null. In a list or a map null is a fault, unless the element is a pointer. A json.RawMessage takes null
//     as it takes any value.
//   - Structs, pointers, lists and maps with string keys are decoded by the same rules, with paths such as
//     "contacts[3].email". An element that is refused stays zero and keeps its position.
//   - An integer takes every number that is exactly an integer and fits (3, 3.0, 3e0). Beyond its range it is
//     too_large, with a fraction wrong_type.
//   - A string that is not UTF-8 or holds half a surrogate pair is invalid_text; nothing is replaced.
//   - A type with UnmarshalJSON or UnmarshalText decodes itself. Of a [fault.Error] that it returns, every
//     fault is nested under its path. If it has collected faults and kept them, it shows them by the method
//     LenientFaults() fault.List, and they are nested likewise.
//
// [DecodeQuery] is for filters and pagings, which may come from the query of a URL: there a text may also stand for a
// number or a list.
//
// It works by reflection and costs a scan of the input for each level of the Go type.
package lenient
