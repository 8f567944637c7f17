package record_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
)

func TestCreateFillsTheSystemFields(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		staff := int64(0)
		c := &company{
			Name: "Acme", Owner: "o", Tags: []string{"a", ""}, Staff: &staff, Size: -1, VIP: true,
			Founded: time.UnixMicro(5).UTC(), Meta: json.RawMessage(`{"n":1.50}`),
		}
		c.System = record.System[company]{ID: record.ID[company]{1}, Version: 9, CreatedBy: "forged"}
		create(t, w, companies, c)
		require.Equal(t, byte(7), c.ID[6]>>4)
		require.Equal(t, int64(1), c.Version)
		require.Equal(t, "USER1", c.CreatedBy)
		require.Equal(t, c.CreatedAt, c.UpdatedAt)
		require.Equal(t, time.UTC, c.CreatedAt.Location())
		require.Equal(t, c, lives(t, w, companies, c.ID))

		text, err := companies.JSON(c)
		require.NoError(t, err)
		require.JSONEq(t, `{"id":"`+c.ID.String()+`","uid":"`+c.ID.String()+`","name":"Acme","owner":"o","labelId":null,"tags":["a",""],"staff":0,
			"size":-1,"vip":true,"founded":"1970-01-01T00:00:00.000005Z","metadata":{"n":1.50},"initial":"A","version":1,"isActive":true,
			"createdAt":"`+c.CreatedAt.Format(time.RFC3339Nano)+`","updatedAt":"`+c.CreatedAt.Format(time.RFC3339Nano)+`",
			"createdBy":"USER1","updatedBy":"USER1","deletedAt":null}`, string(text))
		copied, err := companies.Clone(c)
		require.NoError(t, err)
		require.Equal(t, c, copied)
		copied.Tags[0] = "changed"
		require.Equal(t, "a", c.Tags[0])
	})
}

func TestUniqueValuesBelongToOneLiveRecord(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		acme := create(t, w, companies, &company{Name: "Acme"})
		other := create(t, w, companies, &company{Name: "Other"})

		err := w.try(func(tx *record.Tx) error { return companies.Create(tx, &company{Name: "Acme"}) })
		refused(t, err, "name: duplicate")
		require.ErrorIs(t, err, fault.ErrExists)
		require.Equal(t, acme.ID.String(), fault.All(err)[0].Params["id"])
		_, err = edit(w, companies, other.ID, 0, func(c *company) { c.Name = "Acme" })
		refused(t, err, "name: duplicate")

		_, err = edit(w, companies, acme.ID, 0, func(c *company) { c.Name = "Acme 2" })
		require.NoError(t, err)
		create(t, w, companies, &company{Name: "Acme"}) // freed by the update
		discard(t, w, companies, acme.ID)
		create(t, w, companies, &company{Name: "Acme 2"}) // freed by the delete
	})
}

func TestCreateAllJudgesEachRecordForItself(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		create(t, w, companies, &company{Name: "taken"})
		var errs []error
		w.update(t, func(tx *record.Tx) (err error) {
			errs, err = companies.CreateAll(tx, []record.New[company]{
				{Record: &company{Name: "new"}, Found: fault.List{{Path: "owner", Code: fault.Required}}},
				{Record: &company{Name: "new"}}, // the first is refused: this one has the name
				{Record: &company{Name: "new", Label: record.ID[label]{1}}},
				{Record: &company{Name: "taken", Label: record.ID[label]{1}}, Found: fault.List{{Path: "size", Code: fault.TooSmall}}},
				{Record: &company{Name: "also"}},
			})
			return err
		})
		refused(t, errs[0], "owner: required")
		require.NoError(t, errs[1])
		refused(t, errs[2], "name: duplicate", "labelId: unknown_reference")
		refused(t, errs[3], "size: too_small", "name: duplicate", "labelId: unknown_reference")
		require.NoError(t, errs[4])
		require.Len(t, changes(t, w.org), 3)
	})
}

func TestAllFaultsAreReportedAtOnce(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.open(t, schema(), record.Options{Rules: []record.Rule{
			companies.Rule(func(before, after *company) []fault.Fault {
				if after.Size < 0 {
					return []fault.Fault{{Path: "size", Code: "too_tiny"}}
				}
				return nil
			}),
			companies.Rule(func(before, after *company) []fault.Fault {
				if before != nil && before.Owner != after.Owner {
					return []fault.Fault{{Path: "owner", Code: "keeps_its_owner"}}
				}
				return nil
			}),
		}})
		create(t, w, companies, &company{Name: "Acme"})
		other := create(t, w, companies, &company{Name: "Other"})
		err := w.try(func(tx *record.Tx) error {
			return companies.Create(tx, &company{Name: "Acme", Size: -1, Label: record.ID[label]{1}})
		})
		refused(t, err, "size: too_tiny", "name: duplicate", "labelId: unknown_reference")

		w.untouched(t, fault.ErrExists, func(tx *record.Tx) error {
			_, err := companies.Update(tx, record.Edit[company]{ID: other.ID, Apply: func(c *company) error {
				c.Name, c.Size, c.Label, c.Owner = "Acme", -1, record.ID[label]{1}, "x"
				return fault.New("patch", fault.WrongType, "of the patch itself")
			}})
			refused(t, err, "patch: wrong_type", "size: too_tiny", "owner: keeps_its_owner", "name: duplicate", "labelId: unknown_reference")
			return err
		})
	})
}

func TestAReferenceThatDoesNotChangeIsNotLookedUp(t *testing.T) {
	w := newWorld(t, memory(t))
	l := create(t, w, labels, &label{Name: "l"})
	c := create(t, w, companies, &company{Name: "Acme", Label: l.ID})
	discard(t, w, labels, l.ID)
	require.True(t, lives(t, w, companies, c.ID).Label.IsZero())
	_, err := edit(w, companies, c.ID, 0, func(c *company) { c.Label = l.ID })
	refused(t, err, "labelId: unknown_reference")
	w.clean(t)
}

func TestARecordWithAnIndexOverSystemFieldsIsConsistent(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		c := create(t, w, companies, &company{Name: "Acme"})
		w.clean(t)
		w.org = w.org.As(record.Actor{ID: "USER2"})
		_, err := edit(w, companies, c.ID, 0, func(c *company) { c.Size = 3 })
		require.NoError(t, err)
		w.clean(t)
		w.org = w.org.As(record.Actor{ID: "USER3"})
		_, err = record.Restore(ctx, w.org, discard(t, w, companies, c.ID))
		require.NoError(t, err)
		w.view(t, func(tx *record.Tx) error {
			n, err := companies.Number(tx, record.Query[company]{Index: "created", In: []record.Tuple{record.Tuple{}.Time(c.CreatedAt).Text("USER3")}})
			require.Equal(t, 1, n)
			return err
		})
	})
}

func TestTooLargeARecordIsRefusedWhole(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.untouched(t, store.ErrTooLarge, func(tx *record.Tx) error {
			return companies.Create(tx, &company{Name: "Acme", Meta: make([]byte, store.MaxValue)})
		})
	})
}

func TestARefusedCreateAllGivesNoNewSchemaVersion(t *testing.T) {
	w := newWorld(t, memory(t))
	create(t, w, labels, &label{Name: "l"})
	before := w.dump(t)
	w.update(t, func(tx *record.Tx) error {
		refused(t, labels.Create(tx, &label{Name: "l"}), "name: duplicate")
		return nil
	})
	w.same(t, before)
}
