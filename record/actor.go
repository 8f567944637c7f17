package record

// Actor is who acts: it is stamped on what is written and on every change, and decides what may be seen.
type Actor struct {
	ID    string   // the user id, opaque
	Kind  string   // the host program's word: "user", "customer", "job"
	Teams []string // the teams that the user is in
	Admin bool     // sees and may change everything
}

// SystemActor is the id of a handle that no actor was given to.
const SystemActor = "system"
