package record_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store/memstore"
)

// plot is a record with two indexes that come and go, and something that is sealed.
type plot struct {
	record.System[plot]
	Number int64
	Seal   string
}

// phase is how far the indexes of plots are.
type phase int

const (
	none phase = iota
	underway
	ready
)

func byPlot(p *plot, k *record.Keys) {
	phase, _ := k.Schema().(phase)
	switch phase {
	case underway:
		k.AddOptional("number", record.Tuple{}.Int(p.Number))
	case ready:
		k.AddAt("number", record.Tuple{}.Int(p.Number))
	}
}

func plots(now *phase) *record.Kind[plot] {
	return record.Define("plot", 'p', record.Spec[plot]{
		Fields: record.Fields(
			record.SystemFields(func(p *plot) *record.System[plot] { return &p.System }),
			record.Int(8, "number", func(p *plot) *int64 { return &p.Number }),
			record.Text(9, "seal", func(p *plot) *string { return &p.Seal }),
		),
		Indexes: []record.Index[plot]{record.Many("many", byPlot), record.Unique("one", byPlot)},
		Schema:  func(*record.Tx) (any, error) { return *now, nil },
		Seal:    func(id record.ID[plot], p *plot) { p.Seal = id.String() },
	})
}

// found gives the numbers of the plots in a range of an index.
func found(t *testing.T, tx *record.Tx, k *record.Kind[plot], index string, from, to record.Tuple) []int64 {
	t.Helper()
	out := []int64{}
	require.NoError(t, k.ScanRange(tx, index, from, to, func(_ record.Tuple, id record.ID[plot]) bool {
		p, err := k.Get(tx, id)
		require.NoError(t, err)
		out = append(out, p.Number)
		return true
	}))
	return out
}

func TestAPartOfAnIndexIsBuiltAndRemoved(t *testing.T) {
	now := none
	k := plots(&now)
	w := &world{store: memstore.New(), clock: &clock{}}
	w.open(t, record.Schema{Kinds: []record.Definition{k}}, record.Options{})
	add := func(numbers ...int64) {
		w.update(t, func(tx *record.Tx) error {
			for _, n := range numbers {
				if err := k.Create(tx, &plot{Number: n}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	complete := func(after record.ID[plot], limit int) (last record.ID[plot], clashes []record.Clash) {
		w.update(t, func(tx *record.Tx) (err error) {
			last, clashes, err = k.Complete(tx, now, after, limit)
			return err
		})
		w.clean(t)
		return last, clashes
	}
	add(5, 3, 4, 5)
	now = underway
	w.clean(t)
	add(1)
	w.clean(t)
	last, clashes := complete(record.ID[plot]{}, 2)
	require.False(t, last.IsZero())
	require.Empty(t, clashes)
	last, clashes = complete(last, 2)
	require.Len(t, clashes, 1)
	require.Equal(t, "number", clashes[0].Path)
	last, _ = complete(last, 2)
	require.True(t, last.IsZero())

	_, err := edit(w, k, record.ID[plot](clashes[0].Other), 0, func(p *plot) { p.Number = 9 })
	require.NoError(t, err)
	now = ready
	w.clean(t)
	w.view(t, func(tx *record.Tx) error {
		two := record.Tuple{}.Int(2)
		require.Equal(t, []int64{1, 3, 4, 5, 9}, found(t, tx, k, "many", nil, nil))
		require.Equal(t, []int64{3, 4}, found(t, tx, k, "one", two, record.Tuple{}.Int(5)))
		require.Equal(t, []int64{1}, found(t, tx, k, "many", nil, two))
		return nil
	})

	now = underway
	for _, index := range []string{"many", "one"} {
		for want := range []int{2, 2, 1} {
			w.update(t, func(tx *record.Tx) error {
				n, err := k.Drop(tx, index, nil, 2)
				require.Equal(t, []int{2, 2, 1}[want], n)
				return err
			})
			w.clean(t)
		}
	}
	now = none
	w.clean(t)
}

func TestARecordIsSealedWhenItsIDIsKnown(t *testing.T) {
	now := none
	k := plots(&now)
	w := &world{store: memstore.New(), clock: &clock{}}
	w.open(t, record.Schema{Kinds: []record.Definition{k}}, record.Options{})
	p := create(t, w, k, &plot{Number: 1})
	require.Equal(t, p.ID.String(), p.Seal)
	after, err := edit(w, k, p.ID, 0, func(p *plot) { p.Seal, p.Number = "broken", 2 })
	require.NoError(t, err)
	require.Equal(t, p.ID.String(), after.Seal)
	same, err := edit(w, k, p.ID, 0, func(p *plot) { p.Seal = "broken" })
	require.NoError(t, err)
	require.EqualValues(t, 2, same.Version)
}

func TestExtensionsSeeTheOperationsThatTheyName(t *testing.T) {
	now := none
	k := plots(&now)
	var seen []string
	see := func(name string, ops ...record.Op) record.Extended {
		return record.Extend(k.Target(), record.Extension[plot]{Ops: ops, Offer: name, Observe: func(_ context.Context, _ *record.Tx, w record.Written[plot]) error {
			seen = append(seen, name+" "+w.Op.String())
			if w.ID.IsZero() {
				return errors.New("no id")
			}
			return nil
		}})
	}
	w := &world{store: memstore.New(), clock: &clock{}}
	w.open(t, record.Schema{Kinds: []record.Definition{k}, Extensions: []record.Extended{see("all"), see("gone", record.OpDelete, record.OpRestore)}}, record.Options{})
	p := create(t, w, k, &plot{Number: 1})
	_, err := edit(w, k, p.ID, 0, func(p *plot) { p.Number = 2 })
	require.NoError(t, err)
	set := discard(t, w, k, p.ID)
	_, err = record.Restore(ctx, w.org, set)
	require.NoError(t, err)
	require.Equal(t, []string{"all create", "all update", "all delete", "gone delete", "all restore", "gone restore"}, seen)
	w.view(t, func(tx *record.Tx) error {
		offers, err := k.Offers(tx)
		require.Equal(t, []any{"all", "gone"}, offers)
		return err
	})
}

func TestWhatFollowsIsDoneWithoutAskingThePolicy(t *testing.T) {
	now := none
	k := plots(&now)
	w := &world{store: memstore.New(), clock: &clock{}}
	forbidden := false
	w.open(t, record.Schema{Kinds: []record.Definition{k}}, record.Options{Policy: func(context.Context, record.Action) error {
		if forbidden {
			return errors.New("no")
		}
		return nil
	}})
	p := create(t, w, k, &plot{Number: 1})
	forbidden = true
	w.update(t, func(tx *record.Tx) error {
		_, err := k.Get(tx, p.ID)
		require.Error(t, err)
		require.NoError(t, tx.Unasked(func() error {
			_, err := k.Update(tx, record.Edit[plot]{ID: p.ID, Apply: func(p *plot) error { p.Number = 2; return nil }})
			return err
		}))
		_, err = k.Get(tx, p.ID)
		require.Error(t, err, "asked again")
		return nil
	})
}
