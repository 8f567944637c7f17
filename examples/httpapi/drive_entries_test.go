package main

import (
	"encoding/json"
	"net/http"

	"github.com/stretchr/testify/require"
)

// as gives a caller with another key, who speaks of the same things and whose requests stand among those of c.
func (c *caller) as(key string, speak func()) {
	c.t.Helper()
	own := c.key
	c.key = key
	speak()
	c.key = own
}

// attached gives the names of the attachments in an answer, and keeps their ids under those.
func (c *caller) attached(answer []byte) (names []string) {
	c.t.Helper()
	var made struct{ Attachments []struct{ ID, Name string } }
	require.NoError(c.t, json.Unmarshal(answer, &made))
	for _, a := range made.Attachments {
		names = append(names, a.Name)
		c.ids[a.Name] = a.ID
	}
	return names
}

// found gives how many items there are in the answer to a list.
func (c *caller) found(request string) int {
	c.t.Helper()
	var page struct{ Items []struct{ ID string } }
	require.NoError(c.t, json.Unmarshal(c.ok(request, ""), &page))
	return len(page.Items)
}

// driveAttachments adds attachments to a record and takes them away one by one.
func driveAttachments(c *caller, record string) {
	c.t.Helper()
	answer := c.ok("PUT "+record, `{"attachmentUrls":["https://files.test/offer.pdf","https://files.test/map.png","https://files.test/offer.pdf"]}`)
	require.Equal(c.t, []string{"offer.pdf", "map.png"}, c.attached(answer))
	answer = c.ok("DELETE "+record+"/attachments/{offer.pdf}", "")
	require.Equal(c.t, []string{"map.png"}, c.attached(answer))
	c.refused(404, "DELETE "+record+"/attachments/{offer.pdf}", "")
	c.refused(400, "DELETE "+record+"/attachments/7", "", "attachmentId not_an_id")
	require.Empty(c.t, c.attached(c.ok("DELETE "+record+"/attachments/{map.png}", "")))
	c.refused(400, "PUT "+record, `{"attachmentUrls":["offer.pdf"]}`, "attachmentUrls[0] not_a_url")
}

// driveStrangers shows that another organisation has no such record.
func driveStrangers(c *caller, list, id string) {
	c.t.Helper()
	c.as("demo-globex", func() {
		c.refused(404, "GET "+list+"/{"+id+"}", "")
		c.refused(404, "PUT "+list+"/{"+id+"}", `{"metadata":{}}`)
		c.refused(404, "DELETE "+list+"/{"+id+"}", "")
		c.refused(404, "DELETE "+list+"/{"+id+"}/attachments/{"+id+"}", "")
		require.Zero(c.t, c.found("GET "+list))
		c.refused(400, "POST "+list, `{"accountId":"{acme}","activityTimestamp":"2026-01-05T10:00:00Z","content":"x","title":"x","assigneeId":"USER789"}`, "accountId unknown_reference")
	})
}

func driveActivities(c *caller) {
	c.makes("acme", "POST /v1/accounts", `{"name":"Acme","primaryDomain":"acme.test"}`)
	c.makes("labs", "POST /v1/accounts", `{"name":"Labs","primaryDomain":"labs.test"}`)
	c.makes("ann", "POST /v1/accounts/contacts", `{"firstName":"Ann","email":"ann@acme.test","accountIds":["{acme}"]}`)
	c.out.Reset()
	c.makes("call", "POST /v1/accounts/activities", `{"accountId":"{acme}","activityTimestamp":"2026-01-05T08:30:00+01:00","duration":30,"location":"Telephone","title":"Renewal","type":"CALL","status":"COMPLETED","participants":["{ann}","USER123"],"attachmentUrls":["https://files.test/minutes"]}`)
	c.makes("visit", "POST /v1/accounts/activities", `{"accountId":"{labs}","activityTimestamp":"2026-02-01T10:00:00Z","type":"SITE_VISIT"}`)
	c.refused(400, "POST /v1/accounts/activities", `{"accountId":"018f0000-0000-7000-8000-000000000001","duration":-1,"location":7,"type":"SEANCE","participants":["USER999"]}`,
		"location wrong_type", "duration too_small", "type not_in_picklist", "participants[0] unknown_reference", "activityTimestamp required", "accountId unknown_reference")
	c.ok("GET /v1/accounts/activities?accountId={acme}&type=CALL,MEETING&page=1&limit=10", "")
	c.ok("GET /v1/accounts/activities?activityId={visit}", "")
	require.Equal(c.t, 2, c.found("GET /v1/accounts/activities?accountId={acme},{labs}&order=-createdAt"))
	require.Equal(c.t, 1, c.found("GET /v1/accounts/activities?participantId={ann}"))
	require.Zero(c.t, c.found("GET /v1/accounts/activities?activityId={visit}&accountId={acme}"))
	c.refused(400, "GET /v1/accounts/activities?accountId=A123&from=now&type=SEANCE&order=size&limit=0.5", "",
		"limit wrong_type", "accountId[0] not_an_id", "from not_a_date", "type[0] not_in_picklist", "order not_allowed")
	c.ok("GET /v1/accounts/activities/{call}", "")
	c.ok("PUT /v1/accounts/activities/{call}", `{"version":1,"status":"PENDING","title":null,"participants":[]}`)
	c.refused(409, "PUT /v1/accounts/activities/{call}", `{"version":1,"title":"Late"}`)
	c.refused(400, "PUT /v1/accounts/activities/{call}", `{"accountId":"{labs}","activityTimestamp":null}`, "accountId immutable", "activityTimestamp required")
	driveAttachments(c, "/v1/accounts/activities/{visit}")
	driveStrangers(c, "/v1/accounts/activities", "call")
	c.refused(409, "DELETE /v1/accounts/activities/{call}?version=1", "")
	c.ok("DELETE /v1/accounts/activities/{call}?version=2", "")
	c.refused(404, "GET /v1/accounts/activities/{call}", "")
}

// driveNotes has notes of three visibilities by Bob, and three others who look for them: Ann is an administrator, Cid is
// in one of his teams, the guest in none.
func driveNotes(c *caller) {
	c.makes("acme", "POST /v1/accounts", `{"name":"Acme","primaryDomain":"acme.test"}`)
	c.out.Reset()
	c.key = "demo-acme-bob"
	for _, visibility := range []string{"public", "TEAM", "private"} {
		c.makes(visibility, "POST /v1/accounts/notes", `{"accountId":"{acme}","content":"A `+visibility+` note.","visibility":"`+visibility+`"}`)
	}
	c.refused(400, "POST /v1/accounts/notes", `{"accountId":"{acme}","content":" ","type":"RUMOUR","visibility":"secret"}`, "type not_in_picklist", "visibility not_allowed", "content required")
	for _, who := range []struct {
		key    string
		sees   []string
		misses []string
	}{
		{"demo-acme-bob", []string{"public", "TEAM", "private"}, nil},
		{"demo-acme", []string{"public", "TEAM", "private"}, nil},
		{"demo-acme-cid", []string{"public", "TEAM"}, []string{"private"}},
		{"demo-acme-guest", []string{"public"}, []string{"TEAM", "private"}},
	} {
		c.as(who.key, func() {
			require.Equal(c.t, len(who.sees), c.found("GET /v1/accounts/notes?accountId={acme}"), who.key)
			for _, note := range who.sees {
				require.Equal(c.t, 1, c.found("GET /v1/accounts/notes?noteId={"+note+"}"), who.key)
				c.ok("GET /v1/accounts/notes/{"+note+"}", "")
			}
			for _, note := range who.misses {
				require.Zero(c.t, c.found("GET /v1/accounts/notes?noteId={"+note+"}"), who.key)
				c.refused(404, "GET /v1/accounts/notes/{"+note+"}", "")
				c.refused(404, "PUT /v1/accounts/notes/{"+note+"}", `{"content":"Seen."}`)
				c.refused(404, "DELETE /v1/accounts/notes/{"+note+"}", "")
			}
		})
	}
	c.as("demo-acme-cid", func() {
		c.refused(403, "PUT /v1/accounts/notes/{TEAM}", `{"content":"Mine."}`)
		c.refused(403, "DELETE /v1/accounts/notes/{TEAM}", "")
	})
	c.refused(400, "PUT /v1/accounts/notes/{TEAM}", `{"content":null,"visibility":null}`, "content required", "visibility required")
	c.ok("PUT /v1/accounts/notes/{TEAM}", `{"version":1,"visibility":"Private"}`)
	c.as("demo-acme-cid", func() { c.refused(404, "GET /v1/accounts/notes/{TEAM}", "") })
	driveAttachments(c, "/v1/accounts/notes/{private}")
	driveStrangers(c, "/v1/accounts/notes", "public")
	c.as("demo-acme", func() { c.ok("DELETE /v1/accounts/notes/{private}", "") })
	c.refused(404, "GET /v1/accounts/notes/{private}", "")
}

func driveTasks(c *caller) {
	c.makes("acme", "POST /v1/accounts", `{"name":"Acme","primaryDomain":"acme.test"}`)
	c.makes("labs", "POST /v1/accounts", `{"name":"Labs","primaryDomain":"labs.test"}`)
	c.makes("call", "POST /v1/accounts/activities", `{"accountId":"{acme}","activityTimestamp":"2026-01-05T08:30:00Z"}`)
	c.makes("cause", "POST /v1/custom-field", `{"name":"Root cause","source":"task","fieldType":"single_line","mandatoryOnClose":true}`)
	c.out.Reset()
	c.makes("task", "POST /v1/accounts/tasks", `{"accountId":"{acme}","activityId":"{call}","title":"Send the offer","assigneeId":"USER234","priority":"HIGH","dueAt":"2026-01-04T17:00:00Z","isActive":true}`)
	c.refused(400, "POST /v1/accounts/tasks", `{"accountId":"{acme}","assigneeId":"USER999","priority":"URGENT","dueAt":"soon"}`,
		"dueAt not_a_date", "assigneeId unknown_reference", "priority not_in_picklist", "title required")
	c.refused(400, "POST /v1/accounts/tasks", `{"accountId":"{labs}","activityId":"{call}","title":"Elsewhere","assigneeId":"USER234"}`, "activityId contradiction")
	c.ok("GET /v1/accounts/tasks?accountId={acme}&assigneeId=USER234&open=true&overdue=true&page=1", "")
	c.ok("GET /v1/accounts/tasks?taskId={task}", "")
	require.Equal(c.t, 1, c.found("GET /v1/accounts/tasks?activityId={call}"))
	require.Zero(c.t, c.found("GET /v1/accounts/tasks?accountId={labs}"))
	c.refused(400, "GET /v1/accounts/tasks?taskId=7&open=perhaps&priority=URGENT", "", "taskId not_an_id", "open wrong_type", "priority[0] not_in_picklist")
	c.ok("GET /v1/accounts/tasks/{task}", "")
	c.refused(400, "PUT /v1/accounts/tasks/{task}", `{"status":"COMPLETED"}`, "customFieldValues required")
	c.ok("PUT /v1/accounts/tasks/{task}", `{"status":"COMPLETED","customFieldValues":[{"fieldId":"root_cause","value":"The price was missing."}]}`)
	require.Zero(c.t, c.found("GET /v1/accounts/tasks?open=true"))
	c.ok("PUT /v1/accounts/tasks/{task}", `{"status":"IN_PROGRESS","activityId":null,"dueAt":null}`)
	c.refused(400, "PUT /v1/accounts/tasks/{task}", `{"title":null,"accountId":"{labs}"}`, "accountId immutable", "title required")
	driveAttachments(c, "/v1/accounts/tasks/{task}")
	driveStrangers(c, "/v1/accounts/tasks", "task")
	c.refused(400, "DELETE /v1/accounts/tasks/{task}?version=x", "", "version wrong_type")
	c.ok("DELETE /v1/accounts/tasks/{task}", "")
	c.refused(404, "DELETE /v1/accounts/tasks/{task}", "")
}

func driveTimeline(c *caller) {
	c.makes("acme", "POST /v1/accounts", `{"name":"Acme","primaryDomain":"acme.test"}`)
	c.makes("labs", "POST /v1/accounts", `{"name":"Labs","primaryDomain":"labs.test"}`)
	c.makes("link", "POST /v1/accounts/relationships", `{"accountId":"{labs}","relatedAccountId":"{acme}","relationshipType":"Parent"}`)
	c.makes("call", "POST /v1/accounts/activities", `{"accountId":"{labs}","activityTimestamp":"2026-01-04T08:30:00Z","title":"Call"}`)
	c.makes("note", "POST /v1/accounts/notes", `{"accountId":"{acme}","content":"Renews in May.","visibility":"team"}`)
	c.makes("task", "POST /v1/accounts/tasks", `{"accountId":"{labs}","title":"Send the offer","assigneeId":"USER234"}`)
	c.out.Reset()
	kinds := func(query string) (kinds []string) {
		c.t.Helper()
		var page struct{ Items []struct{ Kind string } }
		require.NoError(c.t, json.Unmarshal(c.ok("GET /v1/accounts/timeline?accountId={acme}"+query, ""), &page))
		for _, i := range page.Items {
			kinds = append(kinds, i.Kind)
		}
		return kinds
	}
	require.Equal(c.t, []string{"change", "change", "task", "note", "activity"}, kinds("&subtree=true"))
	require.Equal(c.t, []string{"note"}, kinds("&kinds=note,activity"))
	c.as("demo-acme-bob", func() { require.Equal(c.t, []string{"change", "note"}, kinds("")) })
	c.as("demo-acme-cid", func() { require.Equal(c.t, []string{"change"}, kinds("")) })
	c.refused(400, "GET /v1/accounts/timeline?kinds=note,gossip&limit=many", "", "accountId required", "kinds[1] not_allowed", "limit wrong_type")
	c.as("demo-globex", func() { c.refused(http.StatusNotFound, "GET /v1/accounts/timeline?accountId={acme}", "") })
}
