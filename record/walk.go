package record

import (
	"context"
	"iter"
)

// Walk makes an iterator of a function that runs in a View of a scope: a verb that gives many results one by one.
// The View lasts as long as the loop. The walk ends with ctx, and with the error that fn gives, the verb's name
// put on it.
func Walk[V any](ctx context.Context, s Scope, verb string, fn func(ctx context.Context, tx *Tx, yield func(V, error) bool) error) iter.Seq2[V, error] {
	return func(yield func(V, error) bool) {
		var none V
		steps, stopped := 0, false
		err := s.enter(ctx, false, verb, func(inner context.Context, tx *Tx) error {
			return fn(inner, tx, func(v V, err error) bool {
				if steps++; steps%256 == 0 && ctx.Err() != nil {
					yield(none, named(verb, context.Cause(ctx)))
					stopped = true
					return false
				}
				if !yield(v, err) {
					stopped = true
				}
				return !stopped
			})
		})
		if err != nil && !stopped {
			yield(none, named(verb, err))
		}
	}
}
