package picklist

import (
	"github.com/google/uuid"

	"github.com/clientele-go/clientele/record"
)

// The codes of the problems that record.Check finds in picklists.
const (
	ProblemTwoDefaults = "two_defaults" // a second default of an attribute
	ProblemAttribute   = "attribute"    // a value of no attribute that there is
)

// check reports values of unknown attributes and every default of an attribute but the first.
func check(k *record.Kind[Value], tx *record.Tx, report func(code string, id uuid.UUID, detail string)) error {
	defaults := map[Attribute]bool{}
	for v, err := range k.Select(tx, record.Query[Value]{}) {
		if err != nil {
			return err
		}
		if v.Attribute.check() != nil {
			report(ProblemAttribute, uuid.UUID(v.ID), string(v.Attribute))
		}
		if v.Default && defaults[v.Attribute] {
			report(ProblemTwoDefaults, uuid.UUID(v.ID), string(v.Attribute))
		}
		defaults[v.Attribute] = defaults[v.Attribute] || v.Default
	}
	return nil
}
