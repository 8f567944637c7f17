package main

import (
	"context"
	"slices"

	"github.com/clientele-go/clientele"
)

// The people at the desk, and the program that brings users from Slack.
var (
	ann   = clientele.Actor{ID: "ann", Kind: "user", Teams: []string{"support"}}
	bob   = clientele.Actor{ID: "bob", Kind: "user", Teams: []string{"support"}}
	cid   = clientele.Actor{ID: "cid", Kind: "user", Teams: []string{"sales"}}
	slack = clientele.Actor{ID: "slack-sync", Kind: "integration"}
)

// staff is the directory of the desk. A real one asks whatever knows the users: a table, an identity provider.
type staff struct{}

func (staff) Users(_ context.Context, ids []string) (map[string]clientele.User, error) {
	users := map[string]clientele.User{}
	for id, name := range map[string]string{"ann": "Ann Lee", "bob": "Bob Ray", "cid": "Cid Orr"} {
		if slices.Contains(ids, id) {
			users[id] = clientele.User{ID: id, Name: name, Email: id + "@desk.example", Active: true}
		}
	}
	return users, nil
}

func (staff) Members(_ context.Context, team string) (ids []string, err error) {
	for _, a := range []clientele.Actor{ann, bob, cid} {
		if slices.Contains(a.Teams, team) {
			ids = append(ids, a.ID)
		}
	}
	return ids, nil
}

// UsersByHost gives users who are customers: here none is.
func (staff) UsersByHost(context.Context, []string) ([]clientele.User, error) { return nil, nil }
