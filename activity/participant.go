package activity

import (
	"slices"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/entry"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/value"
)

// setParticipants sets the list, each of them once. One that the activity has already is not asked for again.
func setParticipants(w *entry.Writer[Activity], in []string) {
	if len(in) > maxParticipants {
		w.Faults.AddWith(string(FieldParticipants), fault.TooLarge, "too many participants", fault.Params{"limit": maxParticipants})
		return
	}
	had := w.R.Participants
	var list []string
	var asked claims
	for i, s := range in {
		path := fault.At(string(FieldParticipants), i)
		if w.Faulty(path) {
			continue
		}
		id, err := value.Text(s, maxText)
		if !w.Take(path, err) {
			continue
		}
		c, isContact := contactIn(id)
		known := w.Rules.KnownUser != nil && w.Rules.KnownUser(id)
		if isContact && !known {
			id = c.String() // in the one form that ids have
		}
		switch {
		case id == "":
			w.Faults.Add(path, fault.Required, "a participant is required")
			continue
		case slices.Contains(list, id):
			continue
		case known || slices.Contains(had, id):
		case isContact:
			asked.add(c, path)
		case w.Rules.KnownUser != nil:
			w.Faults = append(w.Faults, nobody(path, id))
			continue
		}
		list = append(list, id)
	}
	w.R.Participants = list
	if len(asked.ids) > 0 {
		w.Ask(asked.judge)
	}
}

// contactIn gives the contact that an id may be that of: those have ids of version 7.
func contactIn(id string) (contact.ID, bool) {
	c, err := contact.ParseID(id)
	return c, err == nil && uuid.UUID(c).Version() == 7
}

func nobody(path, id string) fault.Fault {
	return fault.Fault{Path: path, Code: fault.UnknownReference, Message: "is no contact and no active user", Params: fault.Params{"value": id}}
}

// claims are participants that have to be contacts, and where the input has them.
type claims struct {
	ids   []contact.ID
	paths []string
}

func (c *claims) add(id contact.ID, path string) {
	c.ids, c.paths = append(c.ids, id), append(c.paths, path)
}

// judge finds those that are not there.
func (c claims) judge(tx *record.Tx) (fault.List, error) {
	there, err := record.Exists(tx, contact.Target, c.ids)
	if err != nil {
		return nil, err
	}
	var faults fault.List
	for i, id := range c.ids {
		if !there[i] {
			faults = append(faults, nobody(c.paths[i], id.String()))
		}
	}
	return faults, nil
}

// matching gives a function that finds any of some participants among those of an activity; they stand at a path of
// a filter. Nil: none are asked for.
func matching(path string, in []string, faults *fault.List) func(a *Activity) bool {
	if len(in) == 0 {
		return nil
	}
	wanted := make(map[string]bool, len(in))
	for i, s := range in {
		id, err := value.Text(s, maxText)
		faults.Nest(fault.At(path, i), fault.All(err))
		wanted[id] = true
		if c, ok := contactIn(id); ok {
			wanted[c.String()] = true
		}
	}
	return func(a *Activity) bool {
		return slices.ContainsFunc(a.Participants, func(id string) bool { return wanted[id] })
	}
}
