package timeline

import (
	"context"
	"iter"

	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/record"
)

// List gives a page of a time line, the newest first; Paging.Order "at" is the oldest first.
//
// ErrNotFound: there is no such account. Faults: what the filter or the paging has wrong; `invalid_cursor`, caused by
// ErrCursor, for a cursor of another filter or order. A directory that fails to name the members of the actor's teams
// fails it. A page by cursor reads as much of each kind as it has items, and walks a subtree once: O(accounts); one by
// number reads what is before it, too, and Paging.Total all of it.
func List(ctx context.Context, s record.Scope, f Filter, p record.Paging) (*record.Page[Item], error) {
	v, err := f.viewer(ctx, s)
	if err != nil {
		return nil, err
	}
	page, err := record.Read(ctx, s, "timeline.list", func(ctx context.Context, tx *record.Tx) (*record.Page[Item], error) {
		w, newest, err := f.window(p)
		if err != nil {
			return nil, err
		}
		stream, err := open(ctx, tx, &f, v, newest)
		if err != nil {
			return nil, err
		}
		page, err := stream.page(w)
		if err != nil || !p.Total {
			return page, err
		}
		n, err := stream.count()
		page.Total = &n
		return page, err
	})
	if err != nil {
		return nil, err
	}
	fillActors(ctx, s, page.Items)
	return page, nil
}

// viewer gives who looks at the notes, if there are to be some.
func (f *Filter) viewer(ctx context.Context, s record.Scope) (note.Viewer, error) {
	if !f.wants(Note) {
		return note.Viewer{}, nil
	}
	return note.LookUpViewer(ctx, s)
}

// page gives the items of a window.
func (s *stream) page(w record.Window) (*record.Page[Item], error) {
	after, _ := place(w.After)
	items, err := s.next(after, w.Skip+w.Limit+1)
	if err != nil {
		return nil, err
	}
	page := &record.Page[Item]{Items: items[min(w.Skip, len(items)):]}
	if len(page.Items) > w.Limit {
		page.Items = page.Items[:w.Limit]
		page.Next = w.Cursor(page.Items[w.Limit-1].position())
	}
	return page, nil
}

// chunk is how many items are read at a time where all are wanted.
const chunk = 256

// count counts all items.
func (s *stream) count() (int, error) {
	n := 0
	err := s.each(func([]*Item) bool { return true }, &n)
	return n, err
}

// each gives all items, some at a time, until fn says no, and counts them.
func (s *stream) each(fn func(items []*Item) bool, n *int) error {
	var after *Item
	for {
		items, err := s.next(after, chunk)
		if err != nil {
			return err
		}
		*n += len(items)
		if !fn(items) || len(items) < chunk {
			return nil
		}
		after = items[len(items)-1]
	}
}

// All walks a time line, the newest first, on one snapshot, which lasts as long as the loop. The names of actors stay
// empty. Errors are those of [List]; an error ends the walk.
func All(ctx context.Context, s record.Scope, f Filter) iter.Seq2[*Item, error] {
	return func(yield func(*Item, error) bool) {
		v, err := f.viewer(ctx, s)
		if err != nil {
			yield(nil, err)
			return
		}
		record.Walk(ctx, s, "timeline.all", func(ctx context.Context, tx *record.Tx, yield func(*Item, error) bool) error {
			if _, _, err := f.window(record.Paging{}); err != nil {
				return err
			}
			stream, err := open(ctx, tx, &f, v, true)
			if err != nil {
				return err
			}
			return stream.each(func(items []*Item) bool {
				for _, i := range items {
					if !yield(i, nil) {
						return false
					}
				}
				return true
			}, new(int))
		})(yield)
	}
}

// fillActors completes items with what the directory knows of their actors, in one call. A directory that fails leaves
// the names empty.
func fillActors(ctx context.Context, s record.Scope, items []*Item) {
	ids := make([]string, len(items))
	for i, item := range items {
		ids[i] = item.ActorID
	}
	users, err := record.LookUpUsers(ctx, s, ids)
	if err != nil {
		return
	}
	for _, item := range items {
		if u, ok := users.Get(item.ActorID); ok {
			item.by(u)
		}
	}
}
