package picklist

import (
	"context"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/record"
)

// firstValues are the values that a new organisation starts with, in their order.
func firstValues() []Value {
	var all []Value
	add := func(a Attribute, texts ...string) {
		for i, text := range texts {
			all = append(all, Value{Attribute: a, Value: text, Position: int64(i + 1)})
		}
	}
	add(AccountStatus, "PROSPECT", "TRIAL", "ACTIVE", "CHURNED", "ACQUIRED")
	add(AccountClassification, "ENTERPRISE", "MID_MARKET", "SMB", "STRATEGIC")
	add(AccountHealth, "RED", "YELLOW", "GREEN") // the worst first
	add(AccountIndustry, "TECHNOLOGY", "HEALTHCARE", "FINANCE", "RETAIL")
	add(ContactType, "PRIMARY", "BILLING", "LEGAL", "EXECUTIVE", "OTHER")
	add(ActivityType, "CALL", "EMAIL", "MEETING", "SITE_VISIT")
	add(ActivityStatus, "PENDING", "COMPLETED", "CANCELLED")
	add(NoteType, "GENERAL", "MEETING", "DECISION", "TECHNICAL")
	add(TaskType, "FOLLOW_UP", "REVIEW", "APPROVAL", "CUSTOM")
	add(TaskStatus, "PENDING", "IN_PROGRESS", "COMPLETED", "CANCELLED")
	add(TaskPriority, "LOW", "MEDIUM", "HIGH")
	for i := range all {
		v := &all[i]
		v.Default = v.Position == 1 && hasFirstDefault(v.Attribute)
		v.Closed = v.Attribute == TaskStatus && (v.Value == "COMPLETED" || v.Value == "CANCELLED")
	}
	return all
}

// hasFirstDefault tells whether the first value of an attribute is its default at the start. An account that
// nobody classified or assessed is just that.
func hasFirstDefault(a Attribute) bool {
	switch a {
	case AccountClassification, AccountHealth, AccountIndustry:
		return false
	}
	return true
}

// Builtin gives the values that a new organisation starts with, for programs and tests that have no store. Their
// ids are always the same, and not those of any organisation.
func Builtin() *Sets {
	s := newSets()
	for _, v := range firstValues() {
		v.ID = ID(uuid.NewSHA1(uuid.NameSpaceOID, []byte(string(v.Attribute)+"/"+v.Value)))
		v.Version = 1
		s.add(v)
	}
	return s
}

// Seed writes the values that a new organisation starts with. It is a record.Seed.
func Seed(_ context.Context, tx *record.Tx) error {
	values := firstValues()
	news := make([]record.New[Value], len(values))
	for i := range values {
		news[i].Record = &values[i]
	}
	refused, err := kind.CreateAll(tx, news)
	if err != nil {
		return err
	}
	for _, err := range refused {
		if err != nil {
			return err
		}
	}
	return nil
}
