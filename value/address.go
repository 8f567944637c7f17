package value

import (
	"encoding/json"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/lenient"
)

// The longest address in one text and the longest part of one, in characters.
const (
	maxLine = 1024
	maxPart = 255
)

// Address is a postal address: one text in Line, or parts. The zero value is no address.
//
// In JSON it is a string or an object of the parts; "zip" is taken for "postalCode". It is written in the form
// in which it was given, without empty parts; no address is null.
type Address struct {
	Line       string // the whole address in one text; if set, there are no parts
	Street     string
	City       string
	State      string
	PostalCode string
	Country    string
}

// addressJSON is the object form.
type addressJSON struct {
	Street     string `json:"street,omitempty"`
	City       string `json:"city,omitempty"`
	State      string `json:"state,omitempty"`
	PostalCode string `json:"postalCode,omitempty"`
	Zip        string `json:"zip,omitempty"`
	Country    string `json:"country,omitempty"`
}

// IsZero tells whether there is no address.
func (a Address) IsZero() bool {
	return a == Address{}
}

// Normalised gives the address with its texts normalised: Line as [LongText] of 1,024 characters, parts as
// [Text] of 255. Faults, at "" for Line or at the part: invalid_text, too_long; contradiction if there are both
// a Line and parts.
func (a Address) Normalised() (Address, error) {
	var faults fault.List
	line, err := LongText(a.Line, maxLine)
	if err := faults.Take("", err); err != nil {
		return Address{}, err
	}
	a.Line = line
	for _, part := range a.parts() {
		text, err := Text(*part.text, maxPart)
		if err := faults.Take(part.name, err); err != nil {
			return Address{}, err
		}
		*part.text = text
	}
	if a.Line != "" && a != (Address{Line: a.Line}) {
		faults.Add("", fault.Contradiction, "either one text or parts")
	}
	if len(faults) > 0 {
		return Address{}, faults.Err()
	}
	return a, nil
}

type addressPart struct {
	name string
	text *string
}

func (a *Address) parts() [5]addressPart {
	return [...]addressPart{
		{"street", &a.Street}, {"city", &a.City}, {"state", &a.State}, {"postalCode", &a.PostalCode}, {"country", &a.Country},
	}
}

// MarshalJSON writes the form in which the address was given.
func (a Address) MarshalJSON() ([]byte, error) {
	switch {
	case a.IsZero():
		return []byte("null"), nil
	case a.Line != "":
		return json.Marshal(a.Line)
	}
	return json.Marshal(addressJSON{Street: a.Street, City: a.City, State: a.State, PostalCode: a.PostalCode, Country: a.Country})
}

// UnmarshalJSON reads and normalises either form; null leaves the address as it is. Faults are those of
// [Address.Normalised], and wrong_type; contradiction at zip if it is not the postalCode beside it.
func (a *Address) UnmarshalJSON(data []byte) error {
	switch first(data) {
	case 'n':
		return nil
	case '"':
		return a.unmarshalLine(data)
	case '{':
		return a.unmarshalParts(data)
	}
	return lenient.WrongType("string or object")
}

func (a *Address) unmarshalLine(data []byte) error {
	line, err := lenient.Text(data)
	if err != nil {
		return err
	}
	read, err := Address{Line: line}.Normalised()
	if err != nil {
		return err
	}
	*a = read
	return nil
}

func (a *Address) unmarshalParts(data []byte) error {
	var in addressJSON
	faults, err := lenient.Decode(data, &in)
	if err != nil {
		return err
	}
	zip, err := Text(in.Zip, maxPart)
	if err := faults.Take("zip", err); err != nil {
		return err
	}
	read, err := Address{Street: in.Street, City: in.City, State: in.State, PostalCode: in.PostalCode, Country: in.Country}.Normalised()
	if err := faults.Take("", err); err != nil {
		return err
	}
	switch {
	case read.PostalCode == "":
		read.PostalCode = zip
	case zip != "" && zip != read.PostalCode:
		faults.Add("zip", fault.Contradiction, "not the postalCode beside it")
	}
	if len(faults) > 0 {
		return faults.Err()
	}
	*a = read
	return nil
}
