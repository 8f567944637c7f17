package entry

import (
	"context"

	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/value"
)

// maxUser is the most characters of a user id.
const maxUser = 255

// fillMakers completes records with what the directory knows of who made them, in one call. A directory that fails
// leaves the names empty.
func (k *Kind[T]) fillMakers(ctx context.Context, s record.Scope, rs ...*T) {
	if s.DB().Options().Directory == nil {
		return
	}
	ids := make([]string, len(rs))
	for i, r := range rs {
		ids[i] = k.spec.System(r).CreatedBy
	}
	users, err := record.LookUpUsers(ctx, s, ids)
	if err != nil {
		return
	}
	for _, r := range rs {
		if u, ok := users.Get(k.spec.System(r).CreatedBy); ok {
			parts := k.spec.Parts(r)
			*parts.Maker, *parts.MakerEmail, *parts.MakerAvatarURL = u.Name, u.Email, u.AvatarURL
		}
	}
}

// users asks the directory about all users that an input names, before it is written.
func (k *Kind[T]) users(ctx context.Context, s record.Scope, verb string, in Input[T]) (record.Users, error) {
	if s.DB().Options().Directory == nil {
		return record.Users{}, nil
	}
	ids, err := customfield.Users(ctx, s, k.spec.Source, in.CustomFieldValues)
	if err != nil {
		return record.Users{}, k.failed(verb, err)
	}
	for _, user := range in.Users {
		if id, err := value.Text(user, maxUser); err == nil {
			ids = append(ids, id)
		}
	}
	users, err := record.LookUpUsers(ctx, s, ids)
	if err != nil {
		return users, k.failed(verb, err)
	}
	return users, nil
}

func (k *Kind[T]) verb(name string) string { return k.spec.Name + "." + name }

func (k *Kind[T]) failed(verb string, err error) error {
	return &record.Error{Op: k.verb(verb), Kind: k.Name(), Err: err}
}
