package main

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/stretchr/testify/require"
)

// reference is the update of the reference's documentation. Its custom field value is empty.
const reference = `{"description":"<string>","source":"hubspot","accountOwnerId":"USER123","logo":"https://example.com/logo.png","status":"ACTIVE","classification":"SMB","health":"RED","industry":"RETAIL","secondaryDomain":"example.com","annualRevenue":1000000,"employees":100,"website":"https://example.com","billingAddress":"123 Main St, Town, State, USA 12345","shippingAddress":"123 Main St, Town, State, USA 12345","customFieldValues":[{}],"addExistingUsersToAccountContacts":true,"metadata":{},"name":"Example","primaryDomain":"example.com"}`

func driveAccounts(c *caller) {
	c.makes("account", "POST /v1/accounts", `{"name":"Before","primaryDomain":"before.test"}`)
	c.makes("ann", "POST /v1/accounts/contacts", `{"firstName":"Ann","email":"ann@example.com"}`)
	c.refused(400, "PUT /v1/accounts/{account}", reference, "customFieldValues[0].fieldId required")
	answer := c.ok("PUT /v1/accounts/{account}", strings.Replace(reference, `"customFieldValues":[{}],`, "", 1))
	var have map[string]any
	require.NoError(c.t, json.Unmarshal(answer, &have))
	require.Nil(c.t, have["secondaryDomain"], "it is the primary one")
	require.Equal(c.t, "example.com", have["primaryDomain"])
	answer = c.ok("GET /v1/accounts/{account}", "")
	require.NoError(c.t, json.Unmarshal(answer, &have))
	require.EqualValues(c.t, 1, have["memberCount"], "Ann was linked to it")

	c.ok("PUT /v1/accounts/{account}", `{"version":2,"description":null,"website":null,"employees":0}`)
	c.refused(409, "PUT /v1/accounts/{account}", `{"version":2,"employees":1}`)
	c.refused(400, "PUT /v1/accounts/{account}", `{"name":null,"employees":"many","health":"PURPLE"}`, "employees wrong_type", "health not_in_picklist", "name required")
	c.refused(409, "POST /v1/accounts", `{"name":"Again","primaryDomain":"EXAMPLE.com"}`, "primaryDomain duplicate")
	c.refused(400, "POST /v1/accounts", `{"primaryDomain":"example.com"}`, "name required", "primaryDomain duplicate")
	c.refused(404, "GET /v1/accounts/018f0000-0000-7000-8000-000000000001", "")
	c.refused(400, "GET /v1/accounts/A123", "", "id not_an_id")
	c.refused(409, "DELETE /v1/accounts/{account}?version=1", "")
	c.refused(400, "DELETE /v1/accounts/{account}?version=x", "", "version wrong_type")
	c.refused(400, "DELETE /v1/accounts/{account}?version=1&version=2", "", "version wrong_type")
	c.refused(400, "DELETE /v1/accounts/{account}?version=2;", "")
	c.ok("DELETE /v1/accounts/{account}?version=3", "")
	c.refused(404, "DELETE /v1/accounts/{account}", "")
	c.refused(404, "PUT /v1/accounts/{account}", `{"name":"Gone"}`)
}

func driveBulk(c *caller) {
	c.makes("acme", "POST /v1/accounts", `{"name":"Acme","primaryDomain":"acme.test"}`)
	status, _ := c.ask("POST /v1/accounts/bulk", `{"accounts":[{"name":"One","primaryDomain":"one.test"},{"name":"Acme","primaryDomain":"www.acme.test"},null,{"name":7,"primaryDomain":"co.uk"},{"name":"Again","primaryDomain":"one.test"}]}`)
	require.Equal(c.t, http.StatusCreated, status)
	c.refused(400, "POST /v1/accounts/bulk?mode=careful", `{"accounts":[{"name":"Two","primaryDomain":"two.test"}]}`, "mode not_allowed")
	c.refused(400, "POST /v1/accounts/bulk?mode=all_or_nothing;", `{"accounts":[{"name":"Two","primaryDomain":"two.test"}]}`)
	c.refused(400, "POST /v1/accounts/bulk?mode=all_or_nothing", `{"accounts":[{"name":"Two","primaryDomain":"two.test"},{"name":7}]}`, "accounts[1].name wrong_type", "accounts[1].primaryDomain required")
	c.refused(400, "POST /v1/accounts/bulk", `{"accounts":[]}`, "accounts empty")
	c.refused(400, "POST /v1/accounts/bulk", `{"accounts":{"name":"Three"}}`, "accounts wrong_type")
	c.refused(400, "POST /v1/accounts/bulk", `[]`, " wrong_type")

	c.makes("two", "POST /v1/accounts", `{"name":"Two","primaryDomain":"two.test"}`)
	status, _ = c.ask("POST /v1/accounts/filter/ids", `{"ids":["{two}","018f0000-0000-7000-8000-000000000001","{acme}","{two}"]}`)
	require.Equal(c.t, http.StatusCreated, status)
	c.refused(400, "POST /v1/accounts/filter/ids", `{"ids":["A123","{two}","A456"]}`, "ids[0] not_an_id", "ids[2] not_an_id")
	c.refused(400, "POST /v1/accounts/filter/ids", `{"ids":"A123"}`, "ids wrong_type")
	status, _ = c.ask("POST /v1/accounts/filter/primary-domains", `{"primaryDomains":["https://two.test","nobody.test","one.test"]}`)
	require.Equal(c.t, http.StatusCreated, status)
}

func driveLists(c *caller) {
	c.makes("gold", "POST /v1/custom-field", `{"name":"Gold","source":"account","fieldType":"toggle","indexed":true}`)
	for _, a := range []string{
		`{"name":"Beta, Inc","primaryDomain":"beta.test","health":"RED","customFieldValues":[{"fieldId":"gold","value":true}]}`,
		`{"name":"Alpha","primaryDomain":"alpha.test","health":"YELLOW","accountOwnerId":"USER123"}`,
		`{"name":"Gamma","primaryDomain":"gamma.test","status":"ACTIVE","customFieldValues":[{"fieldId":"gold","value":false}]}`,
	} {
		c.makes("last", "POST /v1/accounts", a)
	}
	c.out.Reset()
	names := func(query string) (names []string, next string) {
		c.t.Helper()
		var page struct {
			Items []struct{ Name string }
			Next  string
		}
		status, answer := c.ask("GET /v1/accounts"+query, "")
		require.Equal(c.t, http.StatusOK, status, "%s", answer)
		require.NoError(c.t, json.Unmarshal(answer, &page))
		for _, a := range page.Items {
			names = append(names, a.Name)
		}
		return names, page.Next
	}
	for query, want := range map[string][]string{
		"":                                      {"Beta, Inc", "Alpha", "Gamma"},
		"?order=-name":                          {"Gamma", "Beta, Inc", "Alpha"},
		"?page=2&limit=2":                       {"Gamma"},
		"?status=ACTIVE":                        {"Gamma"},
		"?health=RED,YELLOW":                    {"Beta, Inc", "Alpha"},
		"?health=RED&health=yellow":             {"Beta, Inc", "Alpha"},
		"?accountOwnerId=":                      {"Beta, Inc", "Gamma"},
		"?accountOwnerId=,USER123&limit=1":      {"Beta, Inc"},
		"?text=a,%20I":                          {"Beta, Inc"},
		"?domain=alpha.test,https://beta.test/": {"Beta, Inc", "Alpha"},
		"?createdFrom=2026-01-05T09:00:00Z":     {"Beta, Inc", "Alpha", "Gamma"},
		"?createdTo=2026-01-05T09:00:00Z":       nil,
		"?customFields=" + `%5B%7B%22fieldId%22:%22gold%22,%22equal%22:false%7D%5D`: {"Gamma"},
		"?unheard=of": {"Beta, Inc", "Alpha", "Gamma"},
	} {
		have, _ := names(query)
		require.Equal(c.t, want, have, query)
	}
	c.out.Reset() // the order of a map is another each time
	first, next := names("?health=RED,YELLOW&order=name&limit=1&total=true")
	require.Equal(c.t, []string{"Alpha"}, first)
	second, end := names("?health=RED,YELLOW&order=name&limit=1&after=" + next)
	require.Equal(c.t, []string{"Beta, Inc"}, second)
	require.Empty(c.t, end)
	c.refused(400, "GET /v1/accounts?after="+next, "", "after invalid_cursor")
	c.refused(400, "GET /v1/accounts?page=two&limit=5000&status=ASLEEP&createdFrom=today", "",
		"page wrong_type", "limit too_large", "createdFrom not_a_date", "status[0] not_in_picklist")
	c.refused(400, "GET /v1/accounts?status=%zz", "")
	c.refused(400, "GET /v1/accounts?status=A;B", "")
}

func driveRelationships(c *caller) {
	c.makes("acme", "POST /v1/accounts", `{"name":"Acme","primaryDomain":"acme.test"}`)
	c.makes("labs", "POST /v1/accounts", `{"name":"Labs","primaryDomain":"labs.test"}`)
	c.makes("third", "POST /v1/accounts", `{"name":"Third","primaryDomain":"third.test"}`)
	c.out.Reset()
	c.makes("link", "POST /v1/accounts/relationships", `{"accountId":"{labs}","relatedAccountId":"{acme}","relationshipType":"Parent","startsOn":"2026-01-31"}`)
	c.refused(409, "POST /v1/accounts/relationships", `{"accountId":"{labs}","relatedAccountId":"{acme}","relationshipType":"Parent"}`, "relatedAccountId duplicate")
	c.refused(409, "POST /v1/accounts/relationships", `{"accountId":"{labs}","relatedAccountId":"{third}","relationshipType":"Parent"}`, "relatedAccountId second_parent")
	c.refused(409, "POST /v1/accounts/relationships", `{"accountId":"{acme}","relatedAccountId":"{labs}","relationshipType":"Parent"}`, "relatedAccountId cycle")
	c.refused(400, "POST /v1/accounts/relationships", `{"accountId":"A123","relatedAccountId":"018f0000-0000-7000-8000-000000000001","relationshipType":"Rival"}`,
		"accountId not_an_id", "relationshipType unknown_reference", "relatedAccountId unknown_reference")
	c.ok("GET /v1/accounts/relationships?accountId={acme}&relationshipType=Subsidiary&page=1", "")
	c.ok("GET /v1/accounts?parentId={acme}", "")
	c.refused(400, "GET /v1/accounts/relationships?accountId=A123&relationshipType=Rival&page=0.5", "", "page wrong_type", "accountId not_an_id", "relationshipType unknown_reference")
	c.refused(409, "DELETE /v1/accounts/{acme}", "", " referenced")
	c.ok("PUT /v1/accounts/relationships/{link}", `{"relationshipType":"Partner","startsOn":null}`)
	c.refused(400, "PUT /v1/accounts/relationships/{link}", `{"relatedAccountId":"{third}"}`, "relatedAccountId immutable")
	c.ok("DELETE /v1/accounts/relationships/{link}?version=2", "")
	c.refused(404, "DELETE /v1/accounts/relationships/{link}", "")
}

func driveRelationshipTypes(c *caller) {
	c.makes("acme", "POST /v1/accounts", `{"name":"Acme","primaryDomain":"acme.test"}`)
	c.makes("shop", "POST /v1/accounts", `{"name":"Shop","primaryDomain":"shop.test"}`)
	c.out.Reset()
	c.ok("GET /v1/accounts/relationships/types", "")
	c.makes("reseller", "POST /v1/accounts/relationships/types", `{"name":"Reseller"}`)
	c.makes("vendor", "POST /v1/accounts/relationships/types", `{"name":"Vendor","inverseRelationshipId":"{reseller}"}`)
	c.refused(400, "POST /v1/accounts/relationships/types", `{"name":null,"symmetric":"yes"}`, "symmetric wrong_type", "name required")
	c.ok("PUT /v1/accounts/relationships/types/{vendor}", `{"name":"Supplier","metadata":{"since":2026}}`)
	c.makes("link", "POST /v1/accounts/relationships", `{"accountId":"{acme}","relatedAccountId":"{shop}","relationshipType":"{reseller}"}`)
	c.refused(409, "DELETE /v1/accounts/relationships/types/{reseller}", "", " referenced")
	c.refused(400, "DELETE /v1/accounts/relationships/types/{reseller}?relationships=perhaps", "", "relationships wrong_type")
	c.ok("DELETE /v1/accounts/relationships/types/{reseller}?relationships=true", "")
}

func driveContacts(c *caller) {
	c.makes("acme", "POST /v1/accounts", `{"name":"Acme","primaryDomain":"acme.test"}`)
	c.out.Reset()
	c.makes("ann", "POST /v1/accounts/contacts", `{"firstName":"Ann","lastName":"Lee","email":"Ann@Acme.test","phoneNumber":"+1 (555) 010-0000","accountIds":["{acme}"]}`)
	c.refused(409, "POST /v1/accounts/contacts", `{"firstName":"Ann","email":"ann@acme.test"}`, "email duplicate")
	c.refused(400, "POST /v1/accounts/contacts", `{"email":"ann","accountIds":["A123"],"contactType":"ENEMY"}`,
		"accountIds[0] not_an_id", "firstName required", "email not_an_email", "contactType not_in_picklist")
	made, _ := c.ask("POST /v1/accounts/contacts/bulk", `{"contacts":[{"email":"bob.ray@acme.test"},{"email":"ann@acme.test"},{"email":7}],"accountIds":"{acme}","contactType":"BILLING"}`)
	require.Equal(c.t, http.StatusCreated, made)
	c.refused(400, "POST /v1/accounts/contacts/bulk", `{"contacts":[]}`, "contacts empty")
	made, _ = c.ask("POST /v1/accounts/contacts/ingest", `{"users":[{"email":"cy@new.test"},{"email":"ann@acme.test","avatarUrl":"https://acme.test/ann.png"}],"sinkSource":"SLACK"}`)
	require.Equal(c.t, http.StatusCreated, made)
	c.refused(400, "POST /v1/accounts/contacts/ingest", `{"users":[{"email":"cy@new.test"}],"sinkSource":"FAX"}`, "sinkSource not_allowed")
	c.ok("GET /v1/accounts/contacts?accountIds={acme}&contactType=PRIMARY,BILLING&page=1&limit=1&order=-createdAt&total=true", "")
	c.refused(400, "GET /v1/accounts/contacts?accountIds=A123&isMarketingContact=2", "", "accountIds[0] not_an_id", "isMarketingContact wrong_type")
	c.ok("GET /v1/accounts/contacts/search?email=ANN@acme.test", "")
	c.refused(400, "GET /v1/accounts/contacts/search?limit=x", "", "limit wrong_type", "email required")
	made, _ = c.ask("POST /v1/accounts/contacts/filter/ids", `{"ids":["018f0000-0000-7000-8000-000000000001","{ann}"]}`)
	require.Equal(c.t, http.StatusCreated, made)
	c.ok("PUT /v1/accounts/contacts/{ann}", `{"lastName":null,"accountIds":[]}`)
	c.refused(400, "PUT /v1/accounts/contacts/{ann}", `{"email":null}`, "email required")
	c.ok("DELETE /v1/accounts/contacts/{ann}", "")
	c.refused(404, "PUT /v1/accounts/contacts/{ann}", `{"lastName":"Gone"}`)
}

func driveAttributes(c *caller) {
	c.ok("GET /v1/accounts/attributes?attribute=account_health", "")
	c.refused(400, "GET /v1/accounts/attributes?attribute=account_mood&archived=2", "", "archived wrong_type", "attribute not_allowed")
	c.makes("blue", "POST /v1/accounts/attributes", `{"attribute":"account_health","value":"BLUE","color":"#00F","configuration":{"icon":"drop"}}`)
	c.refused(409, "POST /v1/accounts/attributes", `{"attribute":"account_health","value":"b l-u_e"}`, "value duplicate")
	c.refused(400, "PUT /v1/accounts/attributes/{blue}", `{"isClosed":true,"color":"blue"}`, "color not_a_color", "isClosed not_allowed")
	c.ok("PUT /v1/accounts/attributes/{blue}", `{"value":"AZURE","isDefault":true,"configuration":{"icon":null}}`)
	c.makes("account", "POST /v1/accounts", `{"name":"Azure","primaryDomain":"azure.test"}`)
	c.refused(409, "DELETE /v1/accounts/attributes/{blue}", "", " referenced")
	c.refused(400, "DELETE /v1/accounts/attributes/{blue}?inUse=replace&version=x", "", "version wrong_type", "replacement required")
	c.ok("DELETE /v1/accounts/attributes/{blue}?inUse=replace&replacement=GREEN&newDefault=GREEN&version=2", "")
}

func driveCustomFields(c *caller) {
	c.makes("tier", "POST /v1/custom-field", `{"name":"Success Tier","source":"account","fieldType":"single_choice","options":["basic",{"value":"premium"}],"mandatoryOnCreation":true}`)
	c.makes("due", "POST /v1/custom-field", `{"name":"Due","source":"task","fieldType":"date"}`)
	c.refused(400, "POST /v1/custom-field", `{"name":"Tier","source":"ticket","fieldType":7}`, "fieldType wrong_type", "source not_allowed")
	c.ok("GET /v1/accounts/account-custom-fields", "")
	c.ok("GET /v1/custom-field?fieldType=date,date_time", "")
	c.refused(400, "GET /v1/custom-field?source=ticket&fieldType=date,moment", "", "source not_allowed", "fieldType[1] not_allowed")
	c.refused(400, "POST /v1/accounts", `{"name":"Acme","primaryDomain":"acme.test","customFieldValues":[{"fieldId":"due","value":"2026-01-01"}]}`,
		"customFieldValues[0].fieldId unknown_reference", "customFieldValues required")
	c.makes("account", "POST /v1/accounts", `{"name":"Acme","primaryDomain":"acme.test","customFieldValues":[{"fieldId":"{tier}","value":"premium"}]}`)
	c.ok("PATCH /v1/custom-field", `{"fields":[{"fieldId":"{tier}","version":1,"updates":{"name":"Tier","hintText":"of success"}},{"fieldId":"{due}","version":1,"updates":{"isActive":false}}]}`)
	c.refused(409, "PATCH /v1/custom-field", `{"fields":[{"fieldId":"{tier}","version":1,"updates":{"name":"Late"}}]}`)
	c.refused(400, "PATCH /v1/custom-field", `{"fields":[{"updates":{}},{"fieldId":"{due}","updates":{"name":null}}]}`,
		"fields[0].fieldId required", "fields[0].version required", "fields[1].version required", "fields[1].updates.name required")
	c.refused(409, "DELETE /v1/custom-field/{tier}", "", " referenced")
	c.ok("DELETE /v1/custom-field/{tier}?inUse=purge", "")
}
