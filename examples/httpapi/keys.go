package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"

	"github.com/clientele-go/clientele"
)

//go:embed keys.json
var demonstration []byte

// keys are who there is, by key. They are the directory, too: the names of the users, and who is in which team.
type keys map[string]struct {
	Org   string
	Actor clientele.Actor
	User  clientele.User // what others see of the actor; a user of several keys is the same in all
}

// readKeys reads a file of keys, or those of the demonstration.
func readKeys(file string) (all keys, err error) {
	data := demonstration
	if file != "" {
		if data, err = os.ReadFile(file); err != nil {
			return nil, err
		}
	}
	if err := json.Unmarshal(data, &all); err != nil {
		return nil, fmt.Errorf("the keys: %w", err)
	}
	for key, h := range all {
		if key == "" || h.Actor.ID == "" {
			return nil, fmt.Errorf("the keys: one of %q is empty, or its actor has no id", h.Org)
		}
		h.User.ID, h.User.Active = h.Actor.ID, true
		all[key] = h
	}
	return all, nil
}

func (k keys) Users(_ context.Context, ids []string) (map[string]clientele.User, error) {
	users := map[string]clientele.User{}
	for _, h := range k {
		if slices.Contains(ids, h.User.ID) {
			users[h.User.ID] = h.User
		}
	}
	return users, nil
}

func (k keys) UsersByHost(context.Context, []string) ([]clientele.User, error) { return nil, nil }

func (k keys) Members(_ context.Context, team string) (ids []string, err error) {
	for _, h := range k {
		if slices.Contains(h.Actor.Teams, team) {
			ids = append(ids, h.User.ID)
		}
	}
	return ids, nil
}

// open gives the organisation of each key, in the hands of its actor, and makes those that are not there yet.
func (k keys) open(ctx context.Context, db *clientele.DB) (map[string]*clientele.Org, error) {
	orgs := map[string]*clientele.Org{}
	for _, key := range slices.Sorted(maps.Keys(k)) {
		org, err := db.EnsureOrg(ctx, k[key].Org, nil)
		if err != nil {
			return nil, fmt.Errorf("the keys: %w", err)
		}
		orgs[key] = org.As(k[key].Actor)
	}
	return orgs, nil
}
