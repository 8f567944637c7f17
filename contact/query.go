package contact

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/value"
)

// The orders of a list of contacts; with a "-" before it, descending.
const (
	OrderCreated = "createdAt" // the default
	OrderUpdated = "updatedAt" // looks at every contact for each page: no index has this order
	OrderName    = "name"      // first name, then last name
)

// query plans a filter: which index is walked, and what is left to the stored bytes and the decoded contact.
func query(tx *record.Tx, f Filter, order string) (record.Query[Contact], error) {
	var q record.Query[Contact]
	rules, err := loadRules(tx, record.Users{}, nil)
	if err != nil {
		return q, err
	}
	r, err := f.resolve(rules)
	var faults fault.List
	if err := faults.Take("", err); err != nil {
		return q, err
	}
	order, q.Reverse = strings.CutPrefix(order, "-")
	if !slices.Contains([]string{"", OrderCreated, OrderUpdated, OrderName}, order) {
		faults.AddWith("order", fault.NotAllowed, "contacts have no such order", fault.Params{"allowed": []string{OrderCreated, OrderUpdated, OrderName}})
	}
	if err := faults.Err(); err != nil {
		return q, err
	}
	q.Where = r.where()
	if err := r.candidates(tx, &q); err != nil {
		return q, err
	}
	if err := r.byCustomField(tx, &q, order == "" || order == OrderCreated); err != nil {
		return q, err
	}
	q.Match = r.match()
	switch {
	case q.Index != "":
	case order == OrderName:
		q.Index, q.In = indexName, []record.Tuple{named(wholeName)}
	case order == OrderUpdated:
		q.ByUpdate = true
	}
	return q, nil
}

// where gives the conditions on stored bytes, the cheap ones first.
func (r *resolved) where() []record.Where {
	var out []record.Where
	if len(r.types) > 0 {
		w := record.Where{Field: "contactTypeId"}
		for _, id := range r.types {
			w.In = append(w.In, id[:])
		}
		out = append(out, w)
	}
	for _, t := range []struct {
		field    string
		from, to time.Time
	}{{OrderCreated, r.CreatedFrom, r.CreatedTo}, {OrderUpdated, r.UpdatedFrom, r.UpdatedTo}} {
		if !t.from.IsZero() || !t.to.IsZero() {
			out = append(out, record.Where{Field: t.field, From: t.from, To: t.to})
		}
	}
	if len(r.Source) > 0 {
		w := record.Where{Field: string(FieldSource)}
		for _, s := range r.Source {
			w.In = append(w.In, []byte(s))
		}
		out = append(out, w)
	}
	return out
}

// candidates has those parts of the filter answered that indexes answer by ids: accounts and text.
func (r *resolved) candidates(tx *record.Tx, q *record.Query[Contact]) error {
	if len(r.AccountIDs) > 0 {
		found, err := inAccounts(tx, r.AccountIDs)
		if err != nil {
			return err
		}
		narrow(q, found, indexPair)
	}
	if r.text != "" {
		found, err := withText(tx, r.text)
		if err != nil {
			return err
		}
		narrow(q, found, indexName, indexEmail)
	}
	return nil
}

// narrow limits a query to contacts that were found in indexes.
func narrow(q *record.Query[Contact], found map[ID]bool, indexes ...string) {
	if q.IDs != nil {
		maps.DeleteFunc(found, func(id ID, _ bool) bool { return !q.IDs[id] })
	}
	q.IDs, q.Found = found, append(q.Found, indexes...)
}

// inAccounts gives the contacts that are linked to one of some accounts: a sweep of the index of pairs. Links that the
// policy hides do not count.
func inAccounts(tx *record.Tx, ids []account.ID) (map[ID]bool, error) {
	found := map[ID]bool{}
	if tx.DB().Options().Policy == nil {
		err := eachMember(tx, ids, func(_ account.ID, id ID, _ MembershipID) { found[id] = true })
		return found, err
	}
	var links []MembershipID
	if err := eachMember(tx, ids, func(_ account.ID, _ ID, id MembershipID) { links = append(links, id) }); err != nil {
		return nil, err
	}
	ms, err := memberships.GetMany(tx, links)
	for _, m := range ms {
		if m != nil {
			found[m.ContactID] = true
		}
	}
	return found, err
}

// eachMember gives the contacts linked to accounts, and by which link.
func eachMember(tx *record.Tx, ids []account.ID, fn func(in account.ID, id ID, link MembershipID)) error {
	ids = slices.Clone(ids)
	slices.SortFunc(ids, func(a, b account.ID) int { return bytes.Compare(a[:], b[:]) })
	ids = slices.Compact(ids)
	in := func(i int) record.Tuple { return record.Tuple{}.UUID(ids[i]) }
	return memberships.EntriesOf(tx, indexPair, len(ids), in, func(i int, rest record.Tuple, link MembershipID) bool {
		id, _, _ := rest.UUIDAt()
		fn(ids[i], id, link)
		return true
	})
}

// withText looks through the names and the e-mail addresses, which their indexes hold; of those that are too long for
// a key it reads the contacts.
func withText(tx *record.Tx, text string) (map[ID]bool, error) {
	found := map[ID]bool{}
	var doubtful []ID
	look := func(t record.Tuple, id ID) bool {
		have, cut, _ := t.TextAt()
		if strings.Contains(have, text) {
			found[id] = true
		} else if cut {
			doubtful = append(doubtful, id)
		}
		return true
	}
	if err := contacts.Entries(tx, indexName, named(wholeName), look); err != nil {
		return nil, err
	}
	if err := contacts.Scan(tx, indexEmail, look); err != nil || len(doubtful) == 0 {
		return found, err
	}
	cs, err := contacts.GetMany(tx, unique(doubtful))
	for _, c := range cs {
		if c != nil && (strings.Contains(value.Fold(c.Name()), text) || strings.Contains(value.Fold(c.Email), text)) {
			found[c.ID] = true
		}
	}
	return found, err
}

// byCustomField has one of the conditions on custom fields answered by their index: one of equality, if there is one
// and the order is that of the index, by walking it, and else by looking the contacts up in it.
func (r *resolved) byCustomField(tx *record.Tx, q *record.Query[Contact], created bool) error {
	if len(r.custom) == 0 {
		return nil
	}
	i := max(0, slices.IndexFunc(r.custom, func(w customfield.Wanted) bool { return w.Tuples() != nil }))
	w := r.custom[i]
	if tuples := w.Tuples(); tuples != nil && created && q.IDs == nil {
		q.Index, q.In = customfield.IndexName, tuples
		r.custom = slices.Delete(r.custom, i, i+1)
		return nil
	}
	found, err := customfield.Find(tx, contacts, &w)
	if err != nil {
		return err
	}
	narrow(q, found, customfield.IndexName)
	if w.Exact() {
		r.custom = slices.Delete(r.custom, i, i+1)
	}
	return nil
}
