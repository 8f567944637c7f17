package customfield

import "github.com/clientele-go/clientele/fault"

// RequireOnClose gives a fault `required` at "customFieldValues", with its slug under "field", for each active field
// that is mandatory on close and of which the values have none: what keeps a task from being closed.
func (s *Schema) RequireOnClose(vs Values) fault.List {
	var faults fault.List
	for _, f := range s.fields {
		if f.MandatoryOnClose && f.Active && vs.Of(f.ID).IsZero() {
			faults.AddWith(path, fault.Required, f.Name+" is required to close", fault.Params{"field": f.Slug})
		}
	}
	return faults
}
