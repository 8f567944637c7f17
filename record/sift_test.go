package record_test

import (
	"context"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
)

func TestSiftUndoesWhatStoodBesideTheRefused(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		var made []string
		rounds := 0
		require.NoError(t, w.org.Update(ctx, func(ctx context.Context, tx *record.Tx) error {
			rounds = 0
			return record.Sift(ctx, tx, "company.sift", 4, func(_ context.Context, tx *record.Tx, out []error) (map[int]error, error) {
				rounds++
				made = nil
				for i, name := range []string{"a", "b", "c", "d"} {
					if out[i] != nil {
						continue
					}
					c := &company{Name: name}
					if err := companies.Create(tx, c); err != nil {
						return nil, err
					}
					made = append(made, name)
				}
				switch rounds { // b is refused at first, then d
				case 1:
					return map[int]error{1: fault.New("name", "bad", "b")}, nil
				case 2:
					require.True(t, fault.Has(out[1], "bad"))
					return map[int]error{3: fault.ErrForbidden}, nil
				}
				require.ErrorIs(t, out[3], fault.ErrForbidden)
				return nil, nil
			})
		}))
		require.Equal(t, 3, rounds)
		require.Equal(t, []string{"a", "c"}, made)
		n := 0
		for c, err := range record.Changes(ctx, w.org, 0) {
			require.NoError(t, err)
			if c.Kind == companies.Name() {
				n++
			}
		}
		require.Equal(t, 2, n)
	})
}

func TestSiftEndsWithAFailure(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		err := w.org.Update(ctx, func(ctx context.Context, tx *record.Tx) error {
			return record.Sift(ctx, tx, "company.sift", 1, func(_ context.Context, tx *record.Tx, _ []error) (map[int]error, error) {
				return map[int]error{0: fault.ErrForbidden}, io.ErrUnexpectedEOF
			})
		})
		require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	})
}

func TestSiftDoesNotGoRoundForEver(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		for _, again := range []error{fault.ErrForbidden, nil} {
			err := w.org.Update(ctx, func(ctx context.Context, tx *record.Tx) error {
				return record.Sift(ctx, tx, "company.sift", 1, func(context.Context, *record.Tx, []error) (map[int]error, error) {
					return map[int]error{0: again}, nil
				})
			})
			require.Error(t, err)
		}
	})
}
