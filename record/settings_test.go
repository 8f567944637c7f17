package record_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/record"
)

func TestSettingsAreNormalised(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		got, err := w.org.Settings(ctx)
		require.NoError(t, err)
		require.Equal(t, record.Settings{Currency: "USD"}, got)

		want := record.Settings{
			Currency: "EUR", FreeMail: []string{"gmail.com", "web.de"}, Mandatory: map[string][]string{"company": {"owner"}},
			Inheritance: map[string]string{"owner": "if_empty"}, NoteVisibility: "team", Retention: time.Hour, TeamAccess: true,
		}
		given := want
		given.Currency, given.FreeMail = " eur", []string{"@Gmail.com", "https://www.web.de/"}
		require.NoError(t, w.org.SetSettings(ctx, given))
		got, err = w.org.Settings(ctx)
		require.NoError(t, err)
		require.Equal(t, want, got)
		w.open(t, schema(), record.Options{})
		got, err = w.org.Settings(ctx)
		require.NoError(t, err)
		require.Equal(t, want, got, "they stand in the store")
	})
}

func TestSettingsThatAreRefused(t *testing.T) {
	w := newWorld(t, memory(t))
	wrong := record.Settings{
		Currency: "XXXX", FreeMail: []string{"gmail.com", "no domain"},
		Mandatory:   map[string][]string{"nothing": {"name"}, "company": {"owner", "name"}},
		Inheritance: map[string]string{"b": "never", "a": "sometimes"}, NoteVisibility: "loud", Retention: -1,
	}
	before := w.dump(t)
	for range 3 { // in the same order each time
		err := w.org.SetSettings(ctx, wrong)
		refused(t, err, "currency: not_a_currency", "freeMail[1]: not_a_domain", "mandatory.company[1]: unknown_field",
			"mandatory.nothing[0]: unknown_field", "inheritance.a: not_allowed", "noteVisibility: not_allowed", "retention: too_small")
	}
	_, err := w.db.CreateOrg(ctx, "second org", &wrong)
	require.Error(t, err)
	w.same(t, before)
}

func TestATransactionSeesItsOwnSettings(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		got, err := w.org.Settings(ctx)
		require.NoError(t, err)
		require.Equal(t, "USD", got.Currency)
		other, err := record.Open(ctx, w.store, schema(), nil) // with caches of its own
		require.NoError(t, err)
		org, err := other.Org(ctx, "org_1")
		require.NoError(t, err)
		require.NoError(t, org.SetSettings(ctx, record.Settings{Currency: "CHF"}))
		got, err = w.org.Settings(ctx)
		require.NoError(t, err)
		require.Equal(t, "CHF", got.Currency, "what is cached is of a version")
	})
}
