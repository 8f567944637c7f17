package account

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/value"
)

// The orders of a list of accounts; with a "-" before it, descending.
const (
	OrderCreated = "createdAt" // the default
	OrderUpdated = "updatedAt" // looks at every account for each page: no index has this order
	OrderName    = "name"
)

// query plans a filter: which index is walked, and what is left to the stored bytes and the decoded account.
func query(ctx context.Context, tx *record.Tx, f Filter, order string) (record.Query[Account], error) {
	var q record.Query[Account]
	rules, err := loadRules(tx, record.Users{})
	if err != nil {
		return q, err
	}
	r, err := f.resolve(rules.Picklists, rules.CustomFields, rules.customRules())
	var faults fault.List
	if err := faults.Take("", err); err != nil {
		return q, err
	}
	order, q.Reverse = strings.CutPrefix(order, "-")
	if !slices.Contains([]string{"", OrderCreated, OrderUpdated, OrderName}, order) {
		faults.AddWith("order", fault.NotAllowed, "accounts have no such order", fault.Params{"allowed": []string{OrderCreated, OrderUpdated, OrderName}})
	}
	if err := faults.Err(); err != nil {
		return q, err
	}
	q.Where = r.where()
	if q.IDs, err = r.candidates(ctx, tx); err != nil {
		return q, err
	}
	if len(r.domains) > 0 {
		q.Found = append(q.Found, indexDomain)
	}
	if r.text != "" {
		q.Found = append(q.Found, indexName, indexDomain)
	}
	if err := r.byCustomField(tx, &q, order == "" || order == OrderCreated); err != nil {
		return q, err
	}
	q.Match = r.rest()
	switch {
	case q.Index != "":
	case order == OrderName:
		q.Index = indexName
	case order == OrderUpdated:
		q.ByUpdate = true
	case q.IDs != nil:
	case len(r.OwnerID) > 0 && !slices.Contains(r.OwnerID, ""):
		q.Index, q.In = indexOwner, texts(r.OwnerID)
		q.Where = without(q.Where, string(FieldOwnerID))
	case len(r.picklists[0]) > 0:
		q.Index = indexStatus
		for _, id := range r.picklists[0] {
			q.In = append(q.In, record.Tuple{}.UUID(id))
		}
		q.Where = without(q.Where, "statusId")
	}
	return q, nil
}

// byCustomField has one of the conditions on custom fields answered by their index: one of equality, if there is one
// and the order is that of the index, by walking it, and else by looking the accounts up in it.
func (r *resolved) byCustomField(tx *record.Tx, q *record.Query[Account], created bool) error {
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
	found, err := customfield.Find(tx, accounts, &w)
	if err != nil {
		return err
	}
	if q.IDs != nil {
		maps.DeleteFunc(found, func(id ID, _ bool) bool { return !q.IDs[id] })
	}
	q.IDs, q.Found = found, append(q.Found, customfield.IndexName)
	if w.Exact() {
		r.custom = slices.Delete(r.custom, i, i+1)
	}
	return nil
}

// where gives the conditions on stored bytes, the cheap ones first.
func (r *resolved) where() []record.Where {
	var out []record.Where
	for i, ids := range r.picklists {
		if len(ids) > 0 {
			w := record.Where{Field: string((&Account{}).picklists()[i].field) + "Id"}
			for _, id := range ids {
				w.In = append(w.In, id[:])
			}
			out = append(out, w)
		}
	}
	for _, t := range []struct {
		field    string
		from, to time.Time
	}{{"createdAt", r.CreatedFrom, r.CreatedTo}, {"updatedAt", r.UpdatedFrom, r.UpdatedTo}} {
		if !t.from.IsZero() || !t.to.IsZero() {
			out = append(out, record.Where{Field: t.field, From: t.from, To: t.to})
		}
	}
	for _, t := range []struct {
		field Field
		in    []string
	}{{FieldOwnerID, r.OwnerID}, {FieldSource, r.Source}, {FieldTerritory, r.Territory}} {
		if len(t.in) > 0 {
			w := record.Where{Field: string(t.field)}
			for _, s := range t.in {
				w.In = append(w.In, []byte(s))
			}
			out = append(out, w)
		}
	}
	return out
}

func without(list []record.Where, field string) []record.Where {
	return slices.DeleteFunc(list, func(w record.Where) bool { return w.Field == field })
}

func texts(list []string) []record.Tuple {
	list = slices.Compact(slices.Sorted(slices.Values(list)))
	out := make([]record.Tuple, len(list))
	for i, s := range list {
		out[i] = record.Tuple{}.Text(s)
	}
	return out
}

// candidates gives the accounts that the parts of the filter leave that are answered by ids: parent, domains
// and text. Nil: there are no such parts.
func (r *resolved) candidates(ctx context.Context, tx *record.Tx) (map[ID]bool, error) {
	var sets []map[ID]bool
	for _, part := range []func(context.Context, *record.Tx) (map[ID]bool, error){r.children, r.withDomains, r.withText} {
		ids, err := part(ctx, tx)
		if err != nil {
			return nil, err
		}
		if ids != nil {
			sets = append(sets, ids)
		}
	}
	if len(sets) == 0 {
		return nil, nil
	}
	first := sets[0]
	for _, other := range sets[1:] {
		maps.DeleteFunc(first, func(id ID, _ bool) bool { return !other[id] })
	}
	return first, nil
}

// children asks the package that knows parents.
func (r *resolved) children(ctx context.Context, tx *record.Tx) (map[ID]bool, error) {
	if r.ParentID == "" {
		return nil, nil
	}
	ids, ok, err := accounts.FilterIDs(ctx, tx, "parent", r.ParentID)
	if err == nil && !ok {
		err = fault.New("parentId", fault.NotAvailable, "needs relationships, which this program does not have")
	}
	return setOf(ids), err
}

func (r *resolved) withDomains(_ context.Context, tx *record.Tx) (map[ID]bool, error) {
	if len(r.domains) == 0 {
		return nil, nil
	}
	ids, err := accounts.Find(tx, indexDomain, texts(r.domains)...)
	return setOf(ids), err
}

// withText looks through the names and the domains, which their indexes hold; of those that are too long for a
// key it reads the accounts.
func (r *resolved) withText(_ context.Context, tx *record.Tx) (map[ID]bool, error) {
	if r.text == "" {
		return nil, nil
	}
	found := map[ID]bool{}
	var doubtful []ID
	for _, index := range []string{indexName, indexDomain} {
		err := accounts.Scan(tx, index, func(t record.Tuple, id ID) bool {
			text, cut, _ := t.TextAt()
			if strings.Contains(text, r.text) {
				found[id] = true
			} else if cut {
				doubtful = append(doubtful, id)
			}
			return true
		})
		if err != nil {
			return nil, err
		}
	}
	if len(doubtful) == 0 {
		return found, nil
	}
	as, err := accounts.GetMany(tx, unique(doubtful))
	for _, a := range as {
		if a != nil && (strings.Contains(value.Fold(a.Name), r.text) || slices.ContainsFunc(a.Domains(), func(d string) bool { return strings.Contains(d, r.text) })) {
			found[a.ID] = true
		}
	}
	return found, err
}

func setOf(ids []ID) map[ID]bool {
	out := make(map[ID]bool, len(ids))
	for _, id := range ids {
		if !id.IsZero() {
			out[id] = true
		}
	}
	return out
}
