package picklist_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store/memstore"
)

func decoded[V any](t *testing.T, text string) (v V) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(text), &v))
	return v
}

func TestAFilterDecodesFromTheTextsOfAQuery(t *testing.T) {
	org := open(t, memstore.New(), record.Options{})
	values, err := picklist.List(ctx, org, decoded[picklist.Filter](t, `{"attribute":"task_status","archived":"true","page":"1"}`))
	require.NoError(t, err)
	require.Len(t, values, 4)
	require.Equal(t, picklist.Filter{Attribute: picklist.TaskStatus, Archived: true}, decoded[picklist.Filter](t, `{"attribute":"task_status","archived":"true"}`))
	_, err = picklist.List(ctx, org, decoded[picklist.Filter](t, `{"attribute":"colour","archived":"perhaps"}`))
	refused(t, err, "archived wrong_type", "attribute not_allowed")
}

func TestADeleteDecodesFromTheTextsOfAQuery(t *testing.T) {
	org := open(t, memstore.New(), record.Options{})
	late, ok := set(t, org, picklist.TaskStatus).Default()
	require.True(t, ok)
	_, err := picklist.Delete(ctx, org, late.ID, decoded[picklist.DeleteOptions](t, `{"version":"soon","inUse":["clear"]}`))
	refused(t, err, "version wrong_type", "inUse wrong_type")
	_, err = picklist.Delete(ctx, org, late.ID, decoded[picklist.DeleteOptions](t, `{"version":"1","inUse":"clear","newDefault":"COMPLETED"}`))
	require.NoError(t, err)
}
