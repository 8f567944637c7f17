package note

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/entry"
	"github.com/clientele-go/clientele/record"
)

// Visibility says who sees a note.
type Visibility string

// The visibilities.
const (
	Public  Visibility = "public"  // everyone in the organisation
	Team    Visibility = "team"    // the author, and who is in a team with the author: in one of Actor.Teams, as the directory says
	Private Visibility = "private" // the author
)

// Visibilities gives all visibilities.
func Visibilities() []Visibility { return []Visibility{Public, Team, Private} }

// ParseVisibility reads a visibility, in any case. The error is a fault of code not_allowed.
func ParseVisibility(s string) (Visibility, error) {
	switch v := Visibility(strings.ToLower(strings.TrimSpace(s))); v {
	case Public, Team, Private:
		return v, nil
	}
	var faults fault.List
	faults.AddWith("", fault.NotAllowed, "is no visibility", fault.Params{"value": s, "allowed": Visibilities()})
	return "", faults.Err()
}

// setVisibility sets the visibility. None is none: no change of a note makes it public by saying nothing.
func setVisibility(w *entry.Writer[Note], in Visibility) {
	if blank(in) {
		w.R.Visibility = ""
		return
	}
	if v, err := ParseVisibility(string(in)); w.Take(string(FieldVisibility), err) {
		w.R.Visibility = v
	}
}

// orDefault gives the visibility of a new note that asks for one, or for none.
func orDefault(in Visibility, s record.Settings) Visibility {
	if blank(in) {
		in = Visibility(s.NoteVisibility)
	}
	return cmp.Or(in, Public)
}

func blank(v Visibility) bool { return strings.TrimSpace(string(v)) == "" }

func appendVisibility(dst []byte, v *Visibility) []byte { return append(dst, *v...) }

func readVisibility(s string, v *Visibility) (err error) {
	*v, err = ParseVisibility(s)
	return err
}

// Viewer is who looks at notes.
type Viewer struct {
	Actor record.Actor
	// Teammates are the users who are in a team with the actor, the actor too or not.
	Teammates map[string]bool
}

// LookUpViewer gives the actor of a scope as a viewer, with the members of all teams of the actor: it asks the directory
// once for each team, unless the actor is an administrator. Without a directory nobody is known to be in a team with
// anybody. A verb calls it before it enters a transaction. Errors are the directory's.
func LookUpViewer(ctx context.Context, s record.Scope) (Viewer, error) {
	v := Viewer{Actor: s.Actor()}
	directory := s.DB().Options().Directory
	if directory == nil || v.Actor.Admin {
		return v, nil
	}
	v.Teammates = map[string]bool{}
	for _, team := range slices.Compact(slices.Sorted(slices.Values(v.Actor.Teams))) {
		members, err := directory.Members(ctx, team)
		if err != nil {
			return v, &record.Error{Op: "note.viewer", Kind: "note", Err: err}
		}
		for _, id := range members {
			v.Teammates[id] = true
		}
	}
	return v, nil
}

// VisibleTo tells whether somebody sees the note. It needs no store.
func (n *Note) VisibleTo(v Viewer) bool {
	switch {
	case v.Actor.Admin || n.Visibility == Public || n.CreatedBy == v.Actor.ID:
		return true
	case n.Visibility == Team:
		return v.Teammates[n.CreatedBy]
	}
	return false
}

// ChangeableBy tells whether somebody who sees the note may change and delete it: its author and administrators.
func (n *Note) ChangeableBy(a record.Actor) bool { return a.Admin || n.CreatedBy == a.ID }

// gate lets the actor see and change what these rules allow.
func gate(ctx context.Context, s record.Scope) (entry.Gate[Note], error) {
	v, err := LookUpViewer(ctx, s)
	return v.gate(), err
}

func (v Viewer) gate() entry.Gate[Note] {
	return entry.Gate[Note]{
		Sees:    func(n *Note) bool { return n.VisibleTo(v) },
		Changes: func(n *Note) bool { return n.ChangeableBy(v.Actor) },
	}
}
