package record_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/record"
)

// A plan has epochs and teams. What a team has to do hangs on the team, and may be about an epoch, which it can lose.

type epoch struct {
	record.System[epoch]
	Plan record.ID[label]
}

type crew struct {
	record.System[crew]
	Plan record.ID[label]
}

type duty struct {
	record.System[duty]
	Crew  record.ID[crew]
	Epoch record.ID[epoch]
}

var epochs = record.Define("epoch", 'm', record.Spec[epoch]{
	Fields: record.Fields(record.SystemFields(func(p *epoch) *record.System[epoch] { return &p.System }),
		record.UUID(8, "planId", func(p *epoch) *record.ID[label] { return &p.Plan })),
	Indexes: []record.Index[epoch]{record.Many("plan", func(p *epoch, k *record.Keys) { k.Add(record.Tuple{}.UUID(p.Plan)) })},
	Refs: []record.Ref[epoch]{
		record.RefTo("planId", labels.Target(), record.Cascade, func(p *epoch) *record.ID[label] { return &p.Plan }).Indexed("plan"),
	},
})

var crews = record.Define("crew", 'n', record.Spec[crew]{
	Fields: record.Fields(record.SystemFields(func(c *crew) *record.System[crew] { return &c.System }),
		record.UUID(8, "planId", func(c *crew) *record.ID[label] { return &c.Plan })),
	Refs: []record.Ref[crew]{record.RefTo("planId", labels.Target(), record.Cascade, func(c *crew) *record.ID[label] { return &c.Plan })},
})

var duties = record.Define("duty", 'o', record.Spec[duty]{
	Fields: record.Fields(record.SystemFields(func(d *duty) *record.System[duty] { return &d.System }),
		record.UUID(8, "crewId", func(d *duty) *record.ID[crew] { return &d.Crew }),
		record.UUID(9, "epochId", func(d *duty) *record.ID[epoch] { return &d.Epoch })),
	Refs: []record.Ref[duty]{
		record.RefTo("crewId", crews.Target(), record.Cascade, func(d *duty) *record.ID[crew] { return &d.Crew }),
		record.RefTo("epochId", epochs.Target(), record.Clear, func(d *duty) *record.ID[epoch] { return &d.Epoch }),
	},
})

// planning opens a store with a plan of 1,500 epochs, one crew, and a duty at the first epoch and at the last.
func planning(t *testing.T, w *world, options record.Options, extensions ...record.Extended) (plan *label, ds []*duty) {
	w.store = memory(t)
	w.open(t, record.Schema{Kinds: []record.Definition{labels, epochs, crews, duties}, Extensions: extensions}, options)
	plan = create(t, w, labels, &label{Name: "plan"})
	c := create(t, w, crews, &crew{Plan: plan.ID})
	w.update(t, func(tx *record.Tx) error {
		ds = nil
		for i := range 1_500 {
			s := &epoch{Plan: plan.ID}
			if err := epochs.Create(tx, s); err != nil {
				return err
			}
			if i == 0 || i == 1_499 {
				ds = append(ds, &duty{Crew: c.ID, Epoch: s.ID})
			}
		}
		for _, d := range ds {
			if err := duties.Create(tx, d); err != nil {
				return err
			}
		}
		return nil
	})
	return plan, ds
}

func TestAChunkedDeleteTakesWhatWouldLoseAReferenceFirst(t *testing.T) {
	w := newWorld(t, memory(t))
	plan, ds := planning(t, w, record.Options{})
	set, err := record.DeleteChunked(ctx, w.org, labels.Target(), plan.ID, 0)
	require.NoError(t, err)
	back, err := record.RestoreChunked(ctx, w.org, set)
	require.NoError(t, err)
	require.Equal(t, &record.Restored{Records: 1_504}, back)
	for _, d := range ds {
		now := lives(t, w, duties, d.ID)
		require.Equal(t, d.Epoch, now.Epoch)
		require.EqualValues(t, 2, now.Version, "nothing but the restore has changed it")
	}
	w.clean(t)
}

// TestAChunkedDeleteShowsItsRecordOnceToThoseWhoWrite: what an observer writes when it is shown the delete is kept when
// the record goes, and not when the chunked delete asks at first whether it may.
func TestAChunkedDeleteShowsItsRecordOnceToThoseWhoWrite(t *testing.T) {
	w := newWorld(t, memory(t))
	marking := record.Extend(labels.Target(), record.Extension[label]{
		Ops: []record.Op{record.OpDelete},
		Observe: func(_ context.Context, tx *record.Tx, gone record.Written[label]) error {
			return labels.Create(tx, &label{Name: "after " + gone.Before.Name})
		},
	})
	plan, _ := planning(t, w, record.Options{}, marking)
	_, err := record.DeleteChunked(ctx, w.org, labels.Target(), plan.ID, 0)
	require.NoError(t, err)
	w.clean(t)
}
