// Package picklist keeps the values that an organisation chooses from: the statuses of its accounts, the types of
// its notes. They are data of the organisation, in eleven fixed attributes, and every new organisation gets first
// ones ([Seed], [Builtin]).
//
// The rules:
//
//   - A value is unique in its attribute. Case, spaces, hyphens and underscores do not count: "Mid market" and
//     MID_MARKET are the same.
//   - At most one value of an attribute is its default, which new records get that name none. Making one the
//     default takes it from the other, with a change for each. An archived value is not the default.
//   - The attribute never changes. Values stand in the order of their positions ([Reorder]).
//   - Only a value of task_status is closed.
//   - An archived value stays on the records that have it and cannot be chosen any more. It can be filtered by.
//   - A value in use is not deleted, unless the caller has its records moved to another value, or emptied, in the
//     same transaction ([DeleteOptions]). What comes back from the trash clashes (duplicate) with a value of its
//     name that came meanwhile, and with another default.
//
// Other records hold a [Ref], stored as the value's id, so that renaming a value touches no record; inputs may
// say id or value ([Set.Resolve]). A kind of a host program that has one declares it in its table and in its
// references:
//
//	picklist.Field(9, "priority", func(t *Ticket) *picklist.Ref { return &t.Priority })
//	record.RefTo("priorityId", picklist.Target, record.Restrict, func(t *Ticket) *picklist.ID { return &t.Priority.ID }).Resolved()
//
// and resolves inputs by the [Set] of its attribute, which [Load] shares between transactions:
//
//	sets, err := picklist.Load(tx)
//	if err != nil {
//		return err
//	}
//	err = sets.Of(picklist.TaskPriority).Assign(&ticket.Priority, "high")
package picklist
