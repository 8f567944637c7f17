package record

import (
	"context"
	"fmt"
	"slices"
)

// Users are what the directory answered about some ids. Without a directory nobody is known, and every id is
// taken as it comes.
type Users struct {
	asked bool
	found map[string]User
}

// LookUpUsers asks the directory about ids, in one call; without a directory, or ids, in none. A verb calls it
// before it enters a transaction. Errors are the directory's.
func LookUpUsers(ctx context.Context, s Scope, ids []string) (Users, error) {
	directory := s.DB().opt.Directory
	if directory == nil {
		return Users{}, nil
	}
	slices.Sort(ids)
	ids = slices.DeleteFunc(slices.Compact(ids), func(id string) bool { return id == "" })
	if len(ids) == 0 {
		return Users{asked: true}, nil
	}
	found, err := directory.Users(ctx, ids)
	if err != nil {
		return Users{}, fmt.Errorf("record: the directory: %w", err)
	}
	return Users{asked: true, found: found}, nil
}

// Get gives a user.
func (u Users) Get(id string) (User, bool) {
	user, ok := u.found[id]
	return user, ok
}

// Known gives a function that tells whether an id is that of an active user, or nil if there is no directory.
func (u Users) Known() func(id string) bool {
	if !u.asked {
		return nil
	}
	return func(id string) bool { return u.found[id].Active }
}
