package record

import (
	"context"
	"errors"
)

// errSift undoes a round of [Sift].
var errSift = errors.New("record: some were refused after others were written")

// Sift writes n things, each for itself, where some may turn out to be refused only after others were written, which
// depend on them or are shared. fn runs at a savepoint of its own, under the verb's name: it writes those whose place
// in out is nil, and gives the ones that it found refused since, by their place. If there are any, what it wrote is
// undone, their errors stand in out, and it runs again without them. So it runs once if nothing is refused late, and
// once more for each round in which something was. A thing that is out cannot be refused again: that is an error.
func Sift(ctx context.Context, tx *Tx, verb string, n int, fn func(ctx context.Context, tx *Tx, out []error) (late map[int]error, err error)) error {
	out := make([]error, n)
	for {
		var late map[int]error
		err := tx.enter(ctx, true, verb, func(ctx context.Context, tx *Tx) (err error) {
			if late, err = fn(ctx, tx, out); err == nil && len(late) > 0 {
				err = errSift
			}
			return err
		})
		if !errors.Is(err, errSift) || !sifted(out, late) {
			return err
		}
	}
}

// sifted notes the errors of things that were refused, and tells whether there are any that were not out yet.
func sifted(out []error, late map[int]error) bool {
	more := false
	for i, refused := range late {
		if out[i] == nil && refused != nil {
			out[i], more = refused, true
		}
	}
	return more
}
