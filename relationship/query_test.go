package relationship_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/relationship"
)

func TestADeletionOfATypeDecodesFromTheTextsOfAQuery(t *testing.T) {
	org := clienteletest.Org(t)
	supplier, err := relationship.CreateType(t.Context(), org, relationship.TypeDraft{Name: "Supplier"})
	require.NoError(t, err)
	remove := func(text string) error {
		var o relationship.TypeDeletion
		require.NoError(t, json.Unmarshal([]byte(text), &o))
		_, err := relationship.DeleteType(t.Context(), org, supplier.ID, o)
		return err
	}
	refused(t, remove(`{"version":"x","relationships":"1"}`), "version wrong_type", "relationships wrong_type")
	require.ErrorIs(t, remove(`{"version":"7","relationships":"true"}`), clientele.ErrStale)
	require.NoError(t, remove(`{"version":"1","relationships":"true"}`))
}
