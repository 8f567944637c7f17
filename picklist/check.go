package picklist

import (
	"github.com/google/uuid"

	"github.com/clientele-go/clientele/record"
)

// ProblemTwoDefaults is what record.Check finds where an attribute has another default.
const ProblemTwoDefaults = "two_defaults"

// check reports every default of an attribute but the first.
func check(k *record.Kind[Value], tx *record.Tx, report func(code string, id uuid.UUID, detail string)) error {
	defaults := map[Attribute]bool{}
	for v, err := range k.Select(tx, record.Query[Value]{}) {
		if err != nil {
			return err
		}
		if v.Default && defaults[v.Attribute] {
			report(ProblemTwoDefaults, uuid.UUID(v.ID), string(v.Attribute))
		}
		defaults[v.Attribute] = defaults[v.Attribute] || v.Default
	}
	return nil
}
