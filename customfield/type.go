package customfield

// Type is what the values of a field are and how they are given.
type Type string

// The types, with what a value is in JSON.
const (
	SingleLine   Type = "single_line"   // a text of one line, at most 255 characters
	MultiLine    Type = "multi_line"    // a text of several lines, at most 32,768 characters
	RichText     Type = "rich_text"     // a text that is kept as it is, at most 65,536 characters
	Integer      Type = "integer"       // a whole number of 64 bits, or a text that is exactly one
	Decimal      Type = "decimal"       // an exact number of at most 38 digits
	Currency     Type = "currency"      // money: a number, or {"amount", "currency"}
	Date         Type = "date"          // "2026-01-31"
	DateTime     Type = "date_time"     // "2026-01-31T09:30:00+01:00", kept in UTC to the microsecond
	Time         Type = "time"          // "09:30" or "09:30:15"
	SingleChoice Type = "single_choice" // an option: its id or its value
	RadioButton  Type = "radio_button"  // an option
	MultiChoice  Type = "multi_choice"  // a list of options
	Checkbox     Type = "checkbox"      // a list of options; of a field without options, true or false
	Email        Type = "email"         // an e-mail address
	PhoneNumber  Type = "phone_number"  // a telephone number with its country code
	URL          Type = "url"           // an absolute http or https URL
	IPAddress    Type = "ip_address"    // of version 4 or 6
	Address      Type = "address"       // a text, or an object of street, city, state, postalCode and country
	Coordinates  Type = "coordinates"   // "48.137,11.575": latitude and longitude
	Rating       Type = "rating"        // a whole number from 1 to the field's max, 5 if it has none
	FileUpload   Type = "file_upload"   // a list of URLs
	Regex        Type = "regex"         // a text of one line in which the field's pattern is found
	Password     Type = "password"      // a text that is never given back
	LookUp       Type = "lookup"        // the id of a record or a user
	Toggle       Type = "toggle"        // true or false
	Calculated   Type = "calculated"    // derived: nothing can be written
)

// The lengths of texts, in characters, and of lists.
const (
	maxLine    = 255
	maxLong    = 32_768
	maxRich    = 65_536
	maxFiles   = 100
	maxOptions = 500
	maxPattern = 1_000
	maxRating  = 100
)

// traits are what the settings of a field may be, by its type.
type traits struct {
	parse   func(f *Field, raw string, r *Rules) (Value, error)
	length  int  // the most characters of a text; 0: it is none
	pattern bool // regexForValidation
	number  bool // min and max
	scale   bool
	options bool
	key     bool // short enough for unique and indexed
	preset  bool // defaultValue
}

// types are the traits of all types, in the order of Types.
var types = []struct {
	name Type
	traits
}{
	{SingleLine, traits{parse: parseLine, length: maxLine, pattern: true, key: true, preset: true}},
	{MultiLine, traits{parse: parseLong, length: maxLong, pattern: true, preset: true}},
	{RichText, traits{parse: parseRich, length: maxRich, preset: true}},
	{Integer, traits{parse: parseInteger, number: true, key: true, preset: true}},
	{Decimal, traits{parse: parseDecimal, number: true, scale: true, key: true, preset: true}},
	{Currency, traits{parse: parseMoney, number: true, scale: true, key: true, preset: true}},
	{Date, traits{parse: parseDate, key: true, preset: true}},
	{DateTime, traits{parse: parseDateTime, key: true, preset: true}},
	{Time, traits{parse: parseTime, key: true, preset: true}},
	{SingleChoice, traits{parse: parseChoice, options: true, key: true, preset: true}},
	{RadioButton, traits{parse: parseChoice, options: true, key: true, preset: true}},
	{MultiChoice, traits{parse: parseChoices, options: true, key: true, preset: true}},
	{Checkbox, traits{parse: parseCheckbox, options: true, key: true, preset: true}},
	{Email, traits{parse: parseEmail, length: maxLine, pattern: true, key: true, preset: true}},
	{PhoneNumber, traits{parse: parsePhone, length: maxLine, pattern: true, key: true, preset: true}},
	{URL, traits{parse: parseURL, length: maxURL, pattern: true, key: true, preset: true}},
	{IPAddress, traits{parse: parseIP, key: true, preset: true}},
	{Address, traits{parse: parseAddress, key: true, preset: true}},
	{Coordinates, traits{parse: parseCoordinates, key: true, preset: true}},
	{Rating, traits{parse: parseInteger, key: true, preset: true}},
	{FileUpload, traits{parse: parseFiles, preset: true}},
	{Regex, traits{parse: parseLine, length: maxLine, pattern: true, key: true, preset: true}},
	{Password, traits{parse: parsePassword, length: maxLine, pattern: true}},
	{LookUp, traits{parse: parseLookUp, key: true}},
	{Toggle, traits{parse: parseToggle, key: true, preset: true}},
	{Calculated, traits{parse: parseCalculated}},
}

// maxURL is the longest URL, in characters.
const maxURL = 2_048

// Types gives all types.
func Types() []Type {
	all := make([]Type, len(types))
	for i, t := range types {
		all[i] = t.name
	}
	return all
}

func (t Type) check() error {
	return known(t, Types(), "a type of field is required", "is no type of field")
}

// traits gives what is so of a type; of a word that is none, nothing.
func (t Type) traits() *traits {
	for i := range types {
		if types[i].name == t {
			return &types[i].traits
		}
	}
	return &traits{parse: parseCalculated}
}

// chooses tells whether values of the type are options; of a checkbox without options they are not.
func (f *Field) chooses() bool {
	return f.traits().options && (f.Type != Checkbox || len(f.Options) > 0)
}

// traits gives the traits of the field's type.
func (f *Field) traits() *traits {
	if f.typed != nil {
		return f.typed
	}
	return f.Type.traits()
}
