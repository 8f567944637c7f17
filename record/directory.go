package record

import "context"

// User is what the host program's directory knows of somebody.
type User struct {
	ID        string
	Name      string
	Email     string
	AvatarURL string
	Active    bool // may be made the owner of something
	Customer  bool // is a user of a customer, not of the organisation itself
}

// Directory is how the library asks the host program about users. It is called outside the writer wherever
// that is possible, once for a page of records. It has to be safe for concurrent use.
type Directory interface {
	// Users gives the users with these ids. Unknown ids are absent from the map.
	Users(ctx context.Context, ids []string) (map[string]User, error)
	// UsersByHost gives the customer users whose e-mail address has one of these hosts.
	UsersByHost(ctx context.Context, hosts []string) ([]User, error)
	// Members gives the ids of the users in a team.
	Members(ctx context.Context, team string) ([]string, error)
}
