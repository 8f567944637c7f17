package whole_test

import (
	"iter"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/task"
	"github.com/clientele-go/clientele/timeline"
)

// read is a verb that reads, on what an estate names.
type read func(s record.Scope, e estate) (any, error)

// walked gives what an iterator gives.
func walked[V any](all iter.Seq2[V, error]) (any, error) {
	var out []V
	for v, err := range all {
		if err != nil {
			return out, err
		}
		out = append(out, v)
	}
	return out, nil
}

// given gives the result of a verb as any result.
func given[V any](v V, err error) (any, error) { return v, err }

var first = clientele.Paging{Limit: 100, Total: true}

// readsByID are the verbs that are asked by ids.
var readsByID = map[string]read{
	"account.Get": func(s record.Scope, e estate) (any, error) { return given(account.Get(ctx, s, e.acme)) },
	"account.GetMany": func(s record.Scope, e estate) (any, error) {
		return given(account.GetMany(ctx, s, []account.ID{e.acme, e.beta}))
	},
	"account.Count": func(s record.Scope, e estate) (any, error) {
		return given(account.Count(ctx, s, account.Filter{ParentID: e.group.String()}))
	},
	"account.List": func(s record.Scope, e estate) (any, error) {
		return given(account.List(ctx, s, account.Filter{ParentID: e.group.String()}, first))
	},
	"account.All": func(s record.Scope, e estate) (any, error) {
		return walked(account.All(ctx, s, account.Filter{ParentID: e.group.String()}))
	},
	"account.Audit": func(s record.Scope, e estate) (any, error) {
		return walked(account.Audit(ctx, s, account.Filter{ParentID: e.group.String()}))
	},
	"account.History": func(s record.Scope, e estate) (any, error) { return walked(account.History(ctx, s, e.acme)) },
	"contact.Get":     func(s record.Scope, e estate) (any, error) { return given(contact.Get(ctx, s, e.kim)) },
	"contact.GetMany": func(s record.Scope, e estate) (any, error) {
		return given(contact.GetMany(ctx, s, []contact.ID{e.kim, e.lee}))
	},
	"contact.List": func(s record.Scope, e estate) (any, error) {
		return given(contact.List(ctx, s, contact.Filter{AccountIDs: []account.ID{e.acme}}, first))
	},
	"contact.All": func(s record.Scope, e estate) (any, error) {
		return walked(contact.All(ctx, s, contact.Filter{AccountIDs: []account.ID{e.acme}}))
	},
	"contact.Count": func(s record.Scope, e estate) (any, error) {
		return given(contact.Count(ctx, s, contact.Filter{AccountIDs: []account.ID{e.acme}}))
	},
	"contact.Audit": func(s record.Scope, e estate) (any, error) {
		return walked(contact.Audit(ctx, s, contact.Filter{AccountIDs: []account.ID{e.acme}}))
	},
	"contact.History": func(s record.Scope, e estate) (any, error) { return walked(contact.History(ctx, s, e.kim)) },
	"activity.Get":    func(s record.Scope, e estate) (any, error) { return given(activity.Get(ctx, s, e.call)) },
	"activity.GetMany": func(s record.Scope, e estate) (any, error) {
		return given(activity.GetMany(ctx, s, []activity.ID{e.call}))
	},
	"activity.List": func(s record.Scope, e estate) (any, error) {
		return given(activity.List(ctx, s, activity.Filter{ParticipantID: []string{e.kim.String()}}, first))
	},
	"activity.All": func(s record.Scope, e estate) (any, error) {
		return walked(activity.All(ctx, s, activity.Filter{AccountID: []account.ID{e.acme}}))
	},
	"activity.Count": func(s record.Scope, e estate) (any, error) {
		return given(activity.Count(ctx, s, activity.Filter{AccountID: []account.ID{e.group}, Subtree: true}))
	},
	"activity.Audit": func(s record.Scope, e estate) (any, error) {
		return walked(activity.Audit(ctx, s, activity.Filter{AccountID: []account.ID{e.acme}}))
	},
	"activity.History": func(s record.Scope, e estate) (any, error) { return walked(activity.History(ctx, s, e.call)) },
	"note.Get":         func(s record.Scope, e estate) (any, error) { return given(note.Get(ctx, s, e.note)) },
	"note.GetMany":     func(s record.Scope, e estate) (any, error) { return given(note.GetMany(ctx, s, []note.ID{e.note})) },
	"note.List": func(s record.Scope, e estate) (any, error) {
		return given(note.List(ctx, s, note.Filter{AccountID: []account.ID{e.acme}}, first))
	},
	"note.All": func(s record.Scope, e estate) (any, error) {
		return walked(note.All(ctx, s, note.Filter{AccountID: []account.ID{e.group}, Subtree: true}))
	},
	"note.Count": func(s record.Scope, e estate) (any, error) {
		return given(note.Count(ctx, s, note.Filter{AccountID: []account.ID{e.acme}}))
	},
	"note.Audit": func(s record.Scope, e estate) (any, error) {
		return walked(note.Audit(ctx, s, note.Filter{AccountID: []account.ID{e.acme}}))
	},
	"note.History": func(s record.Scope, e estate) (any, error) { return walked(note.History(ctx, s, e.note)) },
	"task.Get":     func(s record.Scope, e estate) (any, error) { return given(task.Get(ctx, s, e.task)) },
	"task.GetMany": func(s record.Scope, e estate) (any, error) { return given(task.GetMany(ctx, s, []task.ID{e.task})) },
	"task.List": func(s record.Scope, e estate) (any, error) {
		return given(task.List(ctx, s, task.Filter{AccountID: []account.ID{e.acme}}, first))
	},
	"task.All": func(s record.Scope, e estate) (any, error) {
		return walked(task.All(ctx, s, task.Filter{AccountID: []account.ID{e.group}, Subtree: true}))
	},
	"task.Count": func(s record.Scope, e estate) (any, error) {
		return given(task.Count(ctx, s, task.Filter{AccountID: []account.ID{e.acme}}))
	},
	"task.Audit": func(s record.Scope, e estate) (any, error) {
		return walked(task.Audit(ctx, s, task.Filter{AccountID: []account.ID{e.acme}}))
	},
	"task.History": func(s record.Scope, e estate) (any, error) { return walked(task.History(ctx, s, e.task)) },
	"timeline.List": func(s record.Scope, e estate) (any, error) {
		return given(timeline.List(ctx, s, timeline.Filter{AccountID: e.acme}, first))
	},
	"timeline.All": func(s record.Scope, e estate) (any, error) {
		return walked(timeline.All(ctx, s, timeline.Filter{AccountID: e.group, Subtree: true}))
	},
	"relationship.Get": func(s record.Scope, e estate) (any, error) { return given(relationship.Get(ctx, s, e.partner)) },
	"relationship.List": func(s record.Scope, e estate) (any, error) {
		return given(relationship.List(ctx, s, relationship.Filter{AccountID: e.acme}, first))
	},
	"relationship.All": func(s record.Scope, e estate) (any, error) {
		return walked(relationship.All(ctx, s, relationship.Filter{AccountID: e.acme}))
	},
	"relationship.GetType":   func(s record.Scope, e estate) (any, error) { return given(relationship.GetType(ctx, s, e.reseller)) },
	"relationship.Effective": func(s record.Scope, e estate) (any, error) { return given(relationship.Effective(ctx, s, e.acme)) },
	"relationship.WhatIf": func(s record.Scope, e estate) (any, error) {
		return given(relationship.WhatIf(ctx, s, e.labs, e.group))
	},
	"relationship.Parent":    func(s record.Scope, e estate) (any, error) { return given(relationship.Parent(ctx, s, e.acme)) },
	"relationship.Children":  func(s record.Scope, e estate) (any, error) { return walked(relationship.Children(ctx, s, e.acme)) },
	"relationship.Ancestors": func(s record.Scope, e estate) (any, error) { return walked(relationship.Ancestors(ctx, s, e.labs)) },
	"relationship.Root":      func(s record.Scope, e estate) (any, error) { return given(relationship.Root(ctx, s, e.labs)) },
	"relationship.Depth":     func(s record.Scope, e estate) (any, error) { return given(relationship.Depth(ctx, s, e.labs)) },
	"relationship.Path":      func(s record.Scope, e estate) (any, error) { return given(relationship.Path(ctx, s, e.group, e.labs)) },
	"relationship.Tree":      func(s record.Scope, e estate) (any, error) { return given(relationship.Tree(ctx, s, e.group, 0)) },
	"relationship.RollUp":    func(s record.Scope, e estate) (any, error) { return given(relationship.RollUp(ctx, s, e.group)) },
	"relationship.Descendants": func(s record.Scope, e estate) (any, error) {
		return walked(relationship.Descendants(ctx, s, e.group, relationship.Descent{}))
	},
	"relationship.LowestCommonAncestor": func(s record.Scope, e estate) (any, error) {
		return given(relationship.LowestCommonAncestor(ctx, s, e.acme, e.labs))
	},

	"relationship.Hierarchy.Parent":    func(s record.Scope, e estate) (any, error) { return given(e.forest().Parent(ctx, s, e.acme)) },
	"relationship.Hierarchy.Children":  func(s record.Scope, e estate) (any, error) { return walked(e.forest().Children(ctx, s, e.acme)) },
	"relationship.Hierarchy.Ancestors": func(s record.Scope, e estate) (any, error) { return walked(e.forest().Ancestors(ctx, s, e.labs)) },
	"relationship.Hierarchy.Root":      func(s record.Scope, e estate) (any, error) { return given(e.forest().Root(ctx, s, e.labs)) },
	"relationship.Hierarchy.Depth":     func(s record.Scope, e estate) (any, error) { return given(e.forest().Depth(ctx, s, e.labs)) },
	"relationship.Hierarchy.Path":      func(s record.Scope, e estate) (any, error) { return given(e.forest().Path(ctx, s, e.group, e.labs)) },
	"relationship.Hierarchy.Tree":      func(s record.Scope, e estate) (any, error) { return given(e.forest().Tree(ctx, s, e.group, 0)) },
	"relationship.Hierarchy.RollUp":    func(s record.Scope, e estate) (any, error) { return given(e.forest().RollUp(ctx, s, e.group)) },
	"relationship.Hierarchy.Descendants": func(s record.Scope, e estate) (any, error) {
		return walked(e.forest().Descendants(ctx, s, e.group, relationship.Descent{}))
	},
	"relationship.Hierarchy.LowestCommonAncestor": func(s record.Scope, e estate) (any, error) {
		return given(e.forest().LowestCommonAncestor(ctx, s, e.acme, e.labs))
	},
}

// forest gives the hierarchy of Parent and Subsidiary by its type.
func (e estate) forest() relationship.Hierarchy { return relationship.Hierarchy{Type: e.parent} }

// readsByText are the verbs that are asked by what two organisations may both have, or by nothing.
var readsByText = map[string]read{
	"account.ByNumber": func(s record.Scope, _ estate) (any, error) { return given(account.ByNumber(ctx, s, 1)) },
	"account.ByDomain": func(s record.Scope, _ estate) (any, error) { return given(account.ByDomain(ctx, s, "acme.dev")) },
	"account.ByPrimaryDomains": func(s record.Scope, _ estate) (any, error) {
		return given(account.ByPrimaryDomains(ctx, s, []string{"acme.test", "beta.test"}))
	},
	"account.ByDomainOrEmail": func(s record.Scope, _ estate) (any, error) {
		return given(account.ByDomainOrEmail(ctx, s, "x@acme.example"))
	},
	"account.ByExternalID": func(s record.Scope, _ estate) (any, error) { return given(account.ByExternalID(ctx, s, "crm", "0017")) },
	"account.List": func(s record.Scope, _ estate) (any, error) {
		return given(account.List(ctx, s, account.Filter{Text: "acme"}, first))
	},
	"account.All":              func(s record.Scope, _ estate) (any, error) { return walked(account.All(ctx, s, account.Filter{})) },
	"account.Audit":            func(s record.Scope, _ estate) (any, error) { return walked(account.Audit(ctx, s, account.Filter{})) },
	"account.Trash":            func(s record.Scope, _ estate) (any, error) { return given(account.Trash(ctx, s, first)) },
	"contact.ByEmail":          func(s record.Scope, _ estate) (any, error) { return given(contact.ByEmail(ctx, s, "kim@acme.test")) },
	"contact.ByCustomerUserID": func(s record.Scope, _ estate) (any, error) { return given(contact.ByCustomerUserID(ctx, s, "CU-1")) },
	"contact.Search": func(s record.Scope, _ estate) (any, error) {
		return given(contact.Search(ctx, s, contact.Query{Text: "kim"}))
	},
	"contact.List": func(s record.Scope, _ estate) (any, error) {
		return given(contact.List(ctx, s, contact.Filter{Text: "acme"}, first))
	},
	"contact.All":   func(s record.Scope, _ estate) (any, error) { return walked(contact.All(ctx, s, contact.Filter{})) },
	"contact.Audit": func(s record.Scope, _ estate) (any, error) { return walked(contact.Audit(ctx, s, contact.Filter{})) },
	"activity.List": func(s record.Scope, _ estate) (any, error) {
		return given(activity.List(ctx, s, activity.Filter{}, first))
	},
	"activity.All":   func(s record.Scope, _ estate) (any, error) { return walked(activity.All(ctx, s, activity.Filter{})) },
	"activity.Audit": func(s record.Scope, _ estate) (any, error) { return walked(activity.Audit(ctx, s, activity.Filter{})) },
	"note.List":      func(s record.Scope, _ estate) (any, error) { return given(note.List(ctx, s, note.Filter{}, first)) },
	"note.All": func(s record.Scope, _ estate) (any, error) {
		return walked(note.All(ctx, s, note.Filter{AuthorID: []string{"USER_bob"}}))
	},
	"note.Audit": func(s record.Scope, _ estate) (any, error) { return walked(note.Audit(ctx, s, note.Filter{})) },
	"task.List": func(s record.Scope, _ estate) (any, error) {
		return given(task.List(ctx, s, task.Filter{AssigneeID: []string{"USER_ann"}}, first))
	},
	"task.All":   func(s record.Scope, _ estate) (any, error) { return walked(task.All(ctx, s, task.Filter{})) },
	"task.Audit": func(s record.Scope, _ estate) (any, error) { return walked(task.Audit(ctx, s, task.Filter{})) },
	"relationship.List": func(s record.Scope, _ estate) (any, error) {
		return given(relationship.List(ctx, s, relationship.Filter{}, first))
	},
	"relationship.All": func(s record.Scope, _ estate) (any, error) {
		return walked(relationship.All(ctx, s, relationship.Filter{Type: "Partner"}))
	},
	"relationship.ListTypes": func(s record.Scope, _ estate) (any, error) { return given(relationship.ListTypes(ctx, s)) },
}
