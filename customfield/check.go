package customfield

import (
	"fmt"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/record"
)

// What record.Check finds wrong with the values of records, reported for the field.
const (
	ProblemValue  = "custom_value"  // a value of another type than the field's, or of an option that it does not have
	ProblemLookUp = "custom_lookup" // a look-up that leads to nothing
)

// check walks the records that have custom fields, if any are defined.
func check(k *record.Kind[Field], tx *record.Tx, report func(code string, id uuid.UUID, detail string)) error {
	fields := map[Source][]*Field{}
	for f, err := range k.Select(tx, record.Query[Field]{}) {
		if err != nil {
			return err
		}
		fields[f.Source] = append(fields[f.Source], f)
	}
	offers, err := k.Offers(tx)
	if err != nil {
		return err
	}
	for _, o := range offers {
		h, ok := o.(records)
		if !ok || len(fields[h.of()]) == 0 {
			continue
		}
		c := checker{tx: tx, offers: offers, schema: newSchema(h.of(), fields[h.of()]), report: report}
		if err := h.walk(tx, c.record); err != nil {
			return err
		}
	}
	return nil
}

// checker checks the values of the records of one kind.
type checker struct {
	tx     *record.Tx
	offers []any
	schema *Schema
	report func(code string, id uuid.UUID, detail string)
}

func (c *checker) record(id uuid.UUID, vs Values) error {
	for _, h := range vs {
		f, ok := c.schema.Get(h.FieldID)
		if !ok {
			continue
		}
		if !f.takes(h.Value) || !f.remaining(h.Value).Equal(h.Value) {
			c.report(ProblemValue, uuid.UUID(f.ID), fmt.Sprintf("record %s has a value that is no %s", id, f.Type))
		}
		if err := c.lookUp(id, f, h.Value); err != nil {
			return err
		}
	}
	return nil
}

func (c *checker) lookUp(id uuid.UUID, f *Field, v Value) error {
	if v.kind != KindLookUp || len(v.text) != 16 {
		return nil
	}
	for _, o := range c.offers {
		l, ok := o.(lookable)
		if !ok || string(l.target()) != v.unit {
			continue
		}
		there, err := l.exist(c.tx, []uuid.UUID{uuid.UUID([]byte(v.text))})
		if err != nil {
			return err
		}
		if !there[0] {
			c.report(ProblemLookUp, uuid.UUID(f.ID), fmt.Sprintf("record %s refers to %s, which is not there", id, v))
		}
	}
	return nil
}
