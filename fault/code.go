package fault

// Code names the rule that an input broke. Codes are stable: programs switch on them.
type Code string

// The codes of this library. A package that adds a rule of its own adds its code here, so that one page
// lists them all. Rules of a host program may use any word.
const (
	Required         Code = "required"          // a value must be given
	TooLong          Code = "too_long"          // more characters than "limit"
	TooLarge         Code = "too_large"         // more bytes, items or magnitude than "limit"
	TooSmall         Code = "too_small"         // below "limit"
	WrongType        Code = "wrong_type"        // the JSON value has another type than "wanted"
	InvalidText      Code = "invalid_text"      // not UTF-8, or with control characters
	NotADomain       Code = "not_a_domain"      // no registrable host name
	NotAnEmail       Code = "not_an_email"      // no e-mail address
	NotAPhone        Code = "not_a_phone"       // no E.164 telephone number
	NotAURL          Code = "not_a_url"         // no absolute http or https URL
	NotANumber       Code = "not_a_number"      // no exact decimal
	NotACurrency     Code = "not_a_currency"    // no ISO 4217 code
	NotADate         Code = "not_a_date"        // no calendar date or RFC 3339 time
	NotATime         Code = "not_a_time"        // no time of day, HH:MM or HH:MM:SS
	NotAColor        Code = "not_a_color"       // neither #RGB nor #RRGGBB
	NotAnIP          Code = "not_an_ip"         // no IP address, of version 4 or 6
	NotCoordinates   Code = "not_coordinates"   // no latitude and longitude
	NotAPattern      Code = "not_a_pattern"     // no regular expression
	NotMatching      Code = "not_matching"      // a text in which the "pattern" is not found
	NotAnID          Code = "not_an_id"         // no identifier of the form wanted
	NotInPicklist    Code = "not_in_picklist"   // no value of the attribute; "allowed" lists them
	Archived         Code = "archived"          // a picklist value or option that can no longer be chosen
	NotAllowed       Code = "not_allowed"       // a value that this field does not take; "allowed" lists those it takes
	Duplicate        Code = "duplicate"         // a unique value that another record holds ("id"); caused by ErrExists
	Repeated         Code = "repeated"          // the same thing twice in one input
	Contradiction    Code = "contradiction"     // two values of one input that do not agree
	UnknownReference Code = "unknown_reference" // names a record that is not there
	UnknownField     Code = "unknown_field"     // names a field that is not there, or not for this use
	Immutable        Code = "immutable"         // cannot change after creation
	ReadOnly         Code = "read_only"         // computed, cannot be set
	Empty            Code = "empty"             // a list that must hold something
	Referenced       Code = "referenced"        // still used by "count" records; caused by ErrReferenced
	NotAvailable     Code = "not_available"     // nothing in this program provides it
	InvalidCursor    Code = "invalid_cursor"    // a cursor of another query or version; caused by ErrCursor
	Cycle            Code = "cycle"             // the hierarchy would close upon itself
	SecondParent     Code = "second_parent"     // the account has a parent already
)
