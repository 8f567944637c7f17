package fault

import (
	"strconv"
	"strings"
)

// Fault is one thing that is wrong with an input.
type Fault struct {
	Path    string `json:"path"`             // where, as a JSON path: "name", "contacts[3].email"; empty: the input as a whole
	Code    Code   `json:"code"`             // which rule, a stable word
	Message string `json:"message"`          // for a person: lower case, without the path
	Params  Params `json:"params,omitempty"` // what the rule wanted: limit, allowed values, who holds a duplicate
	Cause   error  `json:"-"`                // what errors.Is and errors.AsType find; nil for most
}

// Params are what a rule wanted, by name: "limit", "value", "allowed". Values encode as JSON.
type Params map[string]any

// String gives the fault in one line: path, message and code.
func (f Fault) String() string {
	var b strings.Builder
	if f.Path != "" {
		b.WriteString(f.Path)
		b.WriteString(": ")
	}
	b.WriteString(f.Message)
	b.WriteString(" (")
	b.WriteString(string(f.Code))
	b.WriteByte(')')
	return b.String()
}

// Path joins the path of a holder and the path of what it holds: ("contacts[3]", "email") gives
// "contacts[3].email", ("contacts", "[3]") gives "contacts[3]". An empty side leaves the other as it is.
func Path(holder, held string) string {
	if holder == "" || held == "" || held[0] == '[' {
		return holder + held
	}
	return holder + "." + held
}

// At gives the path of element i of a list: At("contacts", 3) is "contacts[3]".
func At(list string, i int) string {
	return list + "[" + strconv.Itoa(i) + "]"
}
