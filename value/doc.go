// Package value parses and normalises the small values of the domain: texts, host names, e-mail addresses,
// telephone numbers, URLs, decimals, money, postal addresses, attachments, colours and metadata.
//
// A function named after a value takes what a person typed and gives the one form that is stored and compared,
// or a [*fault.Error] that says which rule was broken. Its faults have the path "" or the name of a part
// ("currency", "street"), so that a caller nests them under the field:
//
//	domain, err := value.Domain("https://www.Acme.com/about")   // "acme.com"
//	if err := faults.Take("primaryDomain", err); err != nil {
//		return err
//	}
//
// What all of them keep:
//
//   - Normalising twice changes nothing.
//   - White space at both ends does not count. A blank input is the fault required; a caller whose field is
//     optional looks for that first. A blank text is no fault: it gives "".
//   - Texts are valid UTF-8 in Unicode normal form C. Lengths count characters, not bytes.
//   - Numbers are exact: nothing goes through a float.
//   - What is in its normal form already is given back as it is, without an allocation where that can be.
//
// [Money], [Address] and [Attachment] are structs that decode from JSON and encode to it; decoding normalises.
// Built in Go, Money and Address are checked and brought to their normal form by Normalised. Both also have a
// compact binary form.
package value
