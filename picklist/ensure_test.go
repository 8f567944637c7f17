package picklist_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
)

func TestEnsureCreatesWhatIsMissing(t *testing.T) {
	onEach(t, func(t *testing.T, org *record.Org) {
		ctx := context.Background()
		first, err := picklist.Ensure(ctx, org, picklist.AccountIndustry, "energy", "Technology", "ENERGY")
		require.NoError(t, err)
		require.Equal(t, first[0].ID, first[2].ID, "the same text twice is one value")
		require.Equal(t, "TECHNOLOGY", first[1].Value)
		again, err := picklist.Ensure(ctx, org, picklist.AccountIndustry, "Energy")
		require.NoError(t, err)
		require.Equal(t, first[0].ID, again[0].ID)
		require.EqualValues(t, 1, again[0].Version)
	})
}

func TestEnsureRefusesAsCreateDoes(t *testing.T) {
	onEach(t, func(t *testing.T, org *record.Org) {
		ctx := context.Background()
		_, err := picklist.Ensure(ctx, org, picklist.AccountIndustry, "Energy", "")
		require.True(t, fault.Has(err, fault.Required))
		_, err = picklist.Ensure(ctx, org, "account_colour", "red")
		require.NotEmpty(t, fault.All(err))
		all, err := picklist.List(ctx, org, picklist.Filter{Attribute: picklist.AccountIndustry})
		require.NoError(t, err)
		require.Len(t, all, 4, "nothing of a refused call remains")
	})
}
