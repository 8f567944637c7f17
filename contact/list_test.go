package contact_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/internal/enginetest"
)

// crowd creates contacts an hour apart, of which ann and cem are at acme, and gives the account.
func crowd(t testing.TB, org *clientele.Org, clock *clienteletest.Clock) *account.Account {
	acme := company(t, org, "acme")
	for _, d := range []contact.Draft{
		{FirstName: "Cem", LastName: "Özil", Email: "cem@mail.test", Type: "LEGAL", Source: "form", AccountIDs: ids(acme)},
		{FirstName: "ann", LastName: "Straße", Email: "zed@mail.test", IsMarketing: true, AccountIDs: ids(acme)},
		{FirstName: "Ben", Email: "ben@annex.test", Type: "LEGAL"},
		{FirstName: "Dora", LastName: "Anning", Email: "dora@mail.test", IsMarketing: true, Source: "form"},
	} {
		create(t, org, d)
		clock.Advance(time.Hour)
	}
	return acme
}

// clocked runs a test over every engine with a clock of its own.
func clocked(t *testing.T, test func(t *testing.T, org *clientele.Org, clock *clienteletest.Clock)) {
	var clock *clienteletest.Clock
	options := func() *clientele.Options {
		o := clienteletest.Options()
		clock = new(clienteletest.Clock)
		o.Clock = clock.Now
		return o
	}
	enginetest.RunWith(t, options, func(t *testing.T, org *clientele.Org) { test(t, org, clock) })
}

// listed gives the first names on the pages of a list, two to a page.
func listed(t testing.TB, org *clientele.Org, f contact.Filter, order string) []string {
	t.Helper()
	out, p := []string{}, clientele.Paging{Order: order, Limit: 2}
	for {
		page, err := contact.List(ctx, org, f, p)
		require.NoError(t, err)
		for _, c := range page.Items {
			require.Equal(t, c, get(t, org, c.ID))
		}
		out = append(out, names(page.Items)...)
		if p.After = page.Next; p.After == "" {
			return out
		}
	}
}

func TestLists(t *testing.T) {
	clocked(t, func(t *testing.T, org *clientele.Org, clock *clienteletest.Clock) {
		acme := crowd(t, org, clock)
		other := company(t, org, "other")
		at := func(hours int) time.Time { return clienteletest.Start.Add(time.Duration(hours) * time.Hour) }
		for name, c := range map[string]struct {
			f     contact.Filter
			order string
			want  []string
		}{
			"all":                        {contact.Filter{}, "", []string{"Cem", "ann", "Ben", "Dora"}},
			"descending":                 {contact.Filter{}, "-createdAt", []string{"Dora", "Ben", "ann", "Cem"}},
			"by name":                    {contact.Filter{}, "name", []string{"ann", "Ben", "Cem", "Dora"}},
			"by name, descending":        {contact.Filter{}, "-name", []string{"Dora", "Cem", "Ben", "ann"}},
			"by update":                  {contact.Filter{}, "-updatedAt", []string{"Dora", "Ben", "ann", "Cem"}},
			"of an account":              {contact.Filter{AccountIDs: ids(acme)}, "", []string{"Cem", "ann"}},
			"of an account by name":      {contact.Filter{AccountIDs: ids(acme)}, "name", []string{"ann", "Cem"}},
			"of accounts":                {contact.Filter{AccountIDs: []account.ID{{1}, other.ID, acme.ID, acme.ID}}, "-createdAt", []string{"ann", "Cem"}},
			"of an account without any":  {contact.Filter{AccountIDs: ids(other)}, "", []string{}},
			"of an account and a type":   {contact.Filter{AccountIDs: ids(acme), Type: []string{"legal"}}, "", []string{"Cem"}},
			"of types":                   {contact.Filter{Type: []string{"LEGAL", "BILLING"}}, "", []string{"Cem", "Ben"}},
			"of a source":                {contact.Filter{Source: []string{" form"}}, "", []string{"Cem", "Dora"}},
			"of no source":               {contact.Filter{Source: []string{""}}, "", []string{"ann", "Ben"}},
			"marketing":                  {contact.Filter{IsMarketing: new(true)}, "", []string{"ann", "Dora"}},
			"not marketing":              {contact.Filter{IsMarketing: new(false)}, "name", []string{"Ben", "Cem"}},
			"text in names and e-mail":   {contact.Filter{Text: " ANN"}, "", []string{"ann", "Ben", "Dora"}},
			"text in last names, folded": {contact.Filter{Text: "STRASSE"}, "", []string{"ann"}},
			"text over both names":       {contact.Filter{Text: "m ö"}, "", []string{"Cem"}},
			"text in an account":         {contact.Filter{Text: "ann", AccountIDs: ids(acme)}, "name", []string{"ann"}},
			"nothing of a text":          {contact.Filter{Text: "xyz"}, "", []string{}},
			"created from":               {contact.Filter{CreatedFrom: at(2)}, "", []string{"Ben", "Dora"}},
			"created between":            {contact.Filter{CreatedFrom: at(1), CreatedTo: at(3)}, "", []string{"ann", "Ben"}},
			"updated to":                 {contact.Filter{UpdatedTo: at(1)}, "", []string{"Cem"}},
		} {
			require.Equal(t, c.want, listed(t, org, c.f, c.order), name)
			require.Equal(t, len(c.want), count(t, org, c.f), name)
			n := 0
			for got, err := range contact.All(ctx, org, c.f) {
				require.NoError(t, err)
				require.Contains(t, c.want, got.FirstName)
				n++
			}
			require.Equal(t, len(c.want), n, name)
		}
	})
}

func TestExplain(t *testing.T) {
	org := clienteletest.Org(t)
	acme := crowd(t, org, new(clienteletest.Clock))
	for name, c := range map[string]struct {
		f     contact.Filter
		order string
		want  clientele.Plan
	}{
		"all":           {contact.Filter{}, "", clientele.Plan{Raw: []string{}}},
		"by name":       {contact.Filter{}, "name", clientele.Plan{Index: "name", Ranges: 1, Raw: []string{}}},
		"by update":     {contact.Filter{}, "updatedAt", clientele.Plan{Sorted: true, Raw: []string{}}},
		"of an account": {contact.Filter{AccountIDs: ids(acme)}, "", clientele.Plan{IDs: true, Found: []string{"pair"}, Raw: []string{}}},
		"of a type":     {contact.Filter{Type: []string{"LEGAL"}, Source: []string{"x"}}, "", clientele.Plan{Raw: []string{"contactTypeId", "source"}}},
		"of a text":     {contact.Filter{Text: "a"}, "name", clientele.Plan{Index: "name", Ranges: 1, IDs: true, Found: []string{"name", "email"}, Raw: []string{}}},
		"marketing":     {contact.Filter{IsMarketing: new(true)}, "", clientele.Plan{Decoded: true, Raw: []string{}}},
	} {
		have, err := contact.Explain(ctx, org, c.f, c.order)
		require.NoError(t, err)
		require.Equal(t, c.want, have, name)
	}
}

func TestWhatIsWrongWithAFilter(t *testing.T) {
	org := clienteletest.Org(t)
	var f contact.Filter
	require.NoError(t, json.Unmarshal([]byte(`{"accountIds":["x"],"contactType":["BOSS"],"source":["a\u0000"],"isMarketingContact":"perhaps","text":{},
		"createdFrom":"yesterday","customFields":[{"fieldId":"x","equal":1}]}`), &f))
	want := []string{"accountIds[0] not_an_id", "isMarketingContact wrong_type", "text wrong_type", "createdFrom not_a_date",
		"contactType[0] not_in_picklist", "source[0] invalid_text", "customFields[0].fieldId unknown_reference"}
	walk := func() error {
		for _, err := range contact.All(ctx, org, f) {
			return err
		}
		return nil
	}
	audit := func() error {
		for _, err := range contact.Audit(ctx, org, f) {
			return err
		}
		return nil
	}
	for _, err := range []error{
		failure(contact.List(ctx, org, f, clientele.Paging{})), failure(contact.Count(ctx, org, f)), failure(contact.Explain(ctx, org, f, "")), walk(), audit(),
	} {
		enginetest.Refused(t, err, want...)
	}
	_, err := contact.List(ctx, org, contact.Filter{}, clientele.Paging{Order: "email", Limit: 2_000})
	enginetest.Refused(t, err, "limit too_large", "order not_allowed")
	create(t, org, called("A", "a@x.test"))
	create(t, org, called("B", "b@x.test"))
	page, err := contact.List(ctx, org, contact.Filter{}, clientele.Paging{Limit: 1})
	require.NoError(t, err)
	_, err = contact.List(ctx, org, contact.Filter{Text: "a"}, clientele.Paging{Limit: 1, After: page.Next})
	enginetest.Refused(t, err, "after invalid_cursor")
	require.ErrorIs(t, err, clientele.ErrCursor)
}

func TestListsByCustomFields(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		_, err := customfield.Create(ctx, org, customfield.Draft{Name: "Level", Source: customfield.CustomerContact, Type: customfield.Integer, Indexed: true})
		require.NoError(t, err)
		for i, name := range []string{"a", "b", "c", "d"} {
			d := called(name, name+"@x.test")
			if i < 3 {
				d.CustomFieldValues = []customfield.Input{{FieldID: "level", Value: json.RawMessage{'0' + byte(i)}}}
			}
			create(t, org, d)
		}
		level := func(c customfield.Condition) contact.Filter {
			c.FieldID = "level"
			return contact.Filter{CustomFields: []customfield.Condition{c}}
		}
		one := json.RawMessage("1")
		require.Equal(t, []string{"b"}, listed(t, org, level(customfield.Condition{Equal: one}), ""))
		require.Equal(t, []string{"b", "c"}, listed(t, org, level(customfield.Condition{From: one}), "name"))
		require.Equal(t, []string{"d"}, listed(t, org, level(customfield.Condition{Empty: new(true)}), "-updatedAt"))
		f := level(customfield.Condition{From: one})
		f.Text = "c@"
		require.Equal(t, []string{"c"}, listed(t, org, f, ""))
	})
}

func TestSearch(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		crowd(t, org, new(clienteletest.Clock))
		for name, c := range map[string]struct {
			q    contact.Query
			want []string
		}{
			"an address":                   {contact.Query{Email: " BEN@annex.test"}, []string{"Ben"}},
			"an address of nobody":         {contact.Query{Email: "ben@annex.te"}, []string{}},
			"first names, last, addresses": {contact.Query{Text: "ANN"}, []string{"ann", "Dora"}},
			"a whole name":                 {contact.Query{Text: "ann stras"}, []string{"ann"}},
			"an address as it begins":      {contact.Query{Text: "zed@m"}, []string{"ann"}},
			"one of each":                  {contact.Query{Text: "d"}, []string{"Dora"}},
			"in the order of names":        {contact.Query{Text: ""}, nil},
			"at most one":                  {contact.Query{Text: "ann", Limit: 1}, []string{"ann"}},
			"nobody":                       {contact.Query{Text: "xyz"}, []string{}},
			"what is inside":               {contact.Query{Text: "nex"}, []string{}},
		} {
			cs, err := contact.Search(ctx, org, c.q)
			if c.want == nil {
				enginetest.Refused(t, err, "email required")
				continue
			}
			require.NoError(t, err)
			require.NotNil(t, cs, name)
			require.Equal(t, c.want, names(cs), name)
			for _, found := range cs {
				require.Equal(t, found, get(t, org, found.ID))
			}
		}
	})
}

func TestLongTextsAreFoundByAllOfThem(t *testing.T) {
	org := clienteletest.Org(t)
	a := create(t, org, called(text(120)+"a", "a@x.test")) // two bytes each: a key holds 200
	create(t, org, called(text(120)+"b", "b@x.test"))
	for _, find := range []func(text string) []*contact.Contact{
		func(text string) []*contact.Contact {
			cs, err := contact.Search(ctx, org, contact.Query{Text: text})
			require.NoError(t, err)
			return cs
		},
		func(text string) []*contact.Contact {
			page, err := contact.List(ctx, org, contact.Filter{Text: text}, clientele.Paging{})
			require.NoError(t, err)
			return page.Items
		},
	} {
		require.Equal(t, []*contact.Contact{a}, find(text(120)+"a"))
		require.Empty(t, find(text(121)))
		require.Len(t, find(text(100)), 2)
	}
}

func TestWhatIsWrongWithAQuery(t *testing.T) {
	org := clienteletest.Org(t)
	for _, c := range []struct {
		in   string
		want []string
	}{
		{`{}`, []string{"email required"}},
		{`{"email":"x"}`, []string{"email not_an_email"}},
		{`{"email":"a@x.test","text":"a"}`, []string{"email contradiction"}},
		{`{"text":"a\nb","limit":-1}`, []string{"text invalid_text", "limit too_small"}},
		{`{"text":"` + strings.Repeat("a", 256) + `","limit":1001}`, []string{"text too_long", "limit too_large"}},
		{`{"email":{}}`, []string{"email wrong_type"}},
		{`{"limit":"x"}`, []string{"limit wrong_type", "email required"}},
		{`{"email":"x","limit":1001}`, []string{"email not_an_email", "limit too_large"}},
	} {
		var q contact.Query
		require.NoError(t, json.Unmarshal([]byte(c.in), &q))
		_, err := contact.Search(ctx, org, q)
		enginetest.Refused(t, err, c.want...)
	}
}

func TestAPolicyHidesContactsFromSearchesAndLists(t *testing.T) {
	var none account.ID
	refuses := func(a clientele.Action) bool {
		c, ok := a.Record.(*contact.Contact)
		return ok && strings.HasPrefix(c.FirstName, "hidden")
	}
	enginetest.RunWith(t, hiding(&none, refuses), func(t *testing.T, org *clientele.Org) {
		acme := company(t, org, "acme")
		for _, name := range []string{"hidden1", "hidden2", "hidx", "hidy"} {
			in(t, org, name, acme)
		}
		guest := org.As(clientele.Actor{ID: "guest"})
		cs, err := contact.Search(ctx, guest, contact.Query{Text: "hid", Limit: 2})
		require.NoError(t, err)
		require.Equal(t, []string{"hidx", "hidy"}, names(cs))
		cs, err = contact.Search(ctx, guest, contact.Query{Email: "hidden1@mail.test"})
		require.NoError(t, err)
		require.Empty(t, cs)
		require.Equal(t, 2, count(t, guest, contact.Filter{AccountIDs: ids(acme)}))
	})
}
