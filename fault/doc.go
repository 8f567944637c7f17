// Package fault says what is wrong with an input, all of it at once, and names the errors that mean a
// business rule said no.
//
// What a caller can mend by sending something else is always an [*Error]: a list of [Fault], each with the
// JSON path of the value ("contacts[3].email"), a stable word code ("too_long"), a message for a person and
// the parameters of the rule (the limit, the values allowed). Codes are part of the API and never change
// their meaning; messages may.
//
// A fault may carry a cause, which [errors.Is] and [errors.AsType] find through the Error: a fault
// [Duplicate] is caused by [ErrExists], a fault [Referenced] by [ErrReferenced].
//
//	if e, ok := errors.AsType[*fault.Error](err); ok {
//		for _, f := range e.Faults {
//			fmt.Println(f.Path, f.Code, f.Message)
//		}
//	}
//
// Rules collect faults in a [List], which nests under the path of what holds it:
//
//	var faults fault.List
//	faults.Add("name", fault.Required, "a name is required")
//	faults.Nest("billingAddress", address.faults())
//	return faults.Err()
package fault
