package main

import (
	"net/http"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/task"
	"github.com/clientele-go/clientele/timeline"
)

// routes are all operations, by method and path: verbs of the library, each with what reads its arguments.
var routes = map[string]operation{
	"/": func(*clientele.Org, *http.Request) (any, error) { return nil, errRoute },

	"GET /v1/accounts":                         call2(account.List, input, input),
	"POST /v1/accounts":                        call1(account.Create, input),
	"POST /v1/accounts/bulk":                   call2(account.CreateMany, elements[account.Draft]("accounts"), mode),
	"POST /v1/accounts/filter/ids":             call1(account.GetMany, elements[account.ID]("ids")),
	"POST /v1/accounts/filter/primary-domains": call1(account.ByPrimaryDomains, elements[string]("primaryDomains")),
	"GET /v1/accounts/{id}":                    call1(account.Get, id),
	"PUT /v1/accounts/{id}":                    call2(account.Update, id, input),
	"DELETE /v1/accounts/{id}":                 call2(account.Delete, id, version),
	"GET /v1/accounts/timeline":                call2(timeline.List, input, input),

	"GET /v1/accounts/relationships":         call2(relationship.List, input, input),
	"POST /v1/accounts/relationships":        call1(relationship.Create, input),
	"PUT /v1/accounts/relationships/{id}":    call2(relationship.Update, id, input),
	"DELETE /v1/accounts/relationships/{id}": call2(relationship.Delete, id, version),

	"GET /v1/accounts/relationships/types": func(org *clientele.Org, r *http.Request) (any, error) {
		return relationship.ListTypes(r.Context(), org)
	},
	"POST /v1/accounts/relationships/types":        call1(relationship.CreateType, input),
	"PUT /v1/accounts/relationships/types/{id}":    call2(relationship.UpdateType, id, input),
	"DELETE /v1/accounts/relationships/types/{id}": call2(relationship.DeleteType, id, input),

	"GET /v1/accounts/contacts":             call2(contact.List, input, input),
	"POST /v1/accounts/contacts":            call1(contact.Create, input),
	"POST /v1/accounts/contacts/filter/ids": call1(contact.GetMany, elements[contact.ID]("ids")),
	"GET /v1/accounts/contacts/search":      call1(contact.Search, input),
	"POST /v1/accounts/contacts/bulk":       call2(contact.CreateMany, input, mode),
	"POST /v1/accounts/contacts/ingest":     call2(contact.IngestUsers, input, mode),
	"PUT /v1/accounts/contacts/{id}":        call2(contact.Update, id, input),
	"DELETE /v1/accounts/contacts/{id}":     call2(contact.Delete, id, version),

	"GET /v1/accounts/activities":                                    call2(activity.List, input, input),
	"POST /v1/accounts/activities":                                   call1(activity.Create, input),
	"GET /v1/accounts/activities/{id}":                               call1(activity.Get, id),
	"PUT /v1/accounts/activities/{id}":                               call2(activity.Update, id, input),
	"DELETE /v1/accounts/activities/{id}":                            call2(activity.Delete, id, version),
	"DELETE /v1/accounts/activities/{id}/attachments/{attachmentId}": call2(activity.RemoveAttachment, id, attachment),

	"GET /v1/accounts/notes":                                    call2(note.List, input, input),
	"POST /v1/accounts/notes":                                   call1(note.Create, input),
	"GET /v1/accounts/notes/{id}":                               call1(note.Get, id),
	"PUT /v1/accounts/notes/{id}":                               call2(note.Update, id, input),
	"DELETE /v1/accounts/notes/{id}":                            call2(note.Delete, id, version),
	"DELETE /v1/accounts/notes/{id}/attachments/{attachmentId}": call2(note.RemoveAttachment, id, attachment),

	"GET /v1/accounts/tasks":                                    call2(task.List, input, input),
	"POST /v1/accounts/tasks":                                   call1(task.Create, input),
	"GET /v1/accounts/tasks/{id}":                               call1(task.Get, id),
	"PUT /v1/accounts/tasks/{id}":                               call2(task.Update, id, input),
	"DELETE /v1/accounts/tasks/{id}":                            call2(task.Delete, id, version),
	"DELETE /v1/accounts/tasks/{id}/attachments/{attachmentId}": call2(task.RemoveAttachment, id, attachment),

	"GET /v1/accounts/attributes":         call1(picklist.List, input),
	"POST /v1/accounts/attributes":        call1(picklist.Create, input),
	"PUT /v1/accounts/attributes/{id}":    call2(picklist.Update, id, input),
	"DELETE /v1/accounts/attributes/{id}": call2(picklist.Delete, id, input),

	"GET /v1/accounts/account-custom-fields": call1(customfield.List, ofAccounts),
	"GET /v1/custom-field":                   call1(customfield.List, input),
	"POST /v1/custom-field":                  call1(customfield.Create, input),
	"PATCH /v1/custom-field":                 call1(customfield.UpdateMany, elements[customfield.Edit]("fields")),
	"DELETE /v1/custom-field/{id}":           call2(customfield.Delete, id, input),
}
