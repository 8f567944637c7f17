package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
)

// tour makes some requests and prints them with their answers: key, method, path, body. ID stands for the account that
// the first one makes.
func tour(ctx context.Context, handler http.Handler, out io.Writer) error {
	id := ""
	for _, s := range [][4]string{
		{"demo-acme", "POST", "/v1/accounts", `{"name":"Example","primaryDomain":"https://www.Example.com/","annualRevenue":1000000}`},
		{"demo-acme", "PUT", "/v1/accounts/ID", `{"name":null,"employees":"many","health":"PURPLE"}`},
		{"demo-acme-cid", "PUT", "/v1/accounts/ID", `{"version":1,"employees":100,"health":"RED"}`},
		{"demo-acme-guest", "PUT", "/v1/accounts/ID", `{"version":1,"health":"GREEN"}`},
		{"demo-acme", "POST", "/v1/accounts/notes", `{"accountId":"ID","content":"Wants a discount.","visibility":"TEAM"}`},
		{"demo-acme-bob", "GET", "/v1/accounts/notes?accountId=ID&page=1&limit=10", ""},
		{"demo-acme-cid", "GET", "/v1/accounts/notes?accountId=ID&page=1&limit=10", ""},
		{"demo-globex", "GET", "/v1/accounts/ID", ""},
		{"guessed", "GET", "/v1/accounts", ""},
	} {
		key, method, path, body := s[0], s[1], s[2], s[3]
		r := httptest.NewRequestWithContext(ctx, method, strings.Replace(path, "ID", id, 1), strings.NewReader(strings.Replace(body, "ID", id, 1)))
		r.Header.Set("x-api-key", key)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if id == "" {
			id = changing.FindString(w.Body.String())
		}
		_, err := fmt.Fprintf(out, "%s %s as %s\n%s\n%s\n%s\n", method, path, key, body, w.Result().Status, changing.ReplaceAllString(w.Body.String(), "…"))
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// changing matches ids and times, which are others each time.
var changing = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[0-9:.]+Z`)
