package picklist_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/memstore"
)

func TestCheckFindsASecondDefault(t *testing.T) {
	st := memstore.New()
	db, err := record.Open(ctx, st, schema, nil)
	require.NoError(t, err)
	org, err := db.CreateOrg(ctx, "org", nil)
	require.NoError(t, err)
	second := named(t, org, picklist.AccountStatus, "ACTIVE")

	// Without the entry of the first default, nothing is in the way of a second one.
	require.NoError(t, store.Update(ctx, st, func(w *store.Overlay) error {
		for e, err := range w.Scan(store.Prefix([]byte("uorg\x00P\x01"))) {
			if err != nil {
				return err
			}
			if strings.Contains(string(e.Key), "account_status") {
				w.Delete(e.Key)
			}
		}
		return nil
	}))
	_, err = picklist.Update(ctx, org, second.ID, picklist.Patch{Default: new(true)})
	require.NoError(t, err)

	report, err := record.Check(ctx, db)
	require.NoError(t, err)
	require.True(t, slices.ContainsFunc(report.Problems, func(p record.Problem) bool {
		return p.Code == picklist.ProblemTwoDefaults && p.Kind == "picklist_value" && record.ID[picklist.Value](p.ID) == second.ID
	}), "%v", report.Problems)
}
