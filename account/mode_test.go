package account_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
)

func TestAModeHasAName(t *testing.T) {
	for text, want := range map[string]account.Mode{`"keep_going"`: account.KeepGoing, `"all_or_nothing"`: account.AllOrNothing} {
		mode := account.AllOrNothing
		require.NoError(t, json.Unmarshal([]byte(text), &mode))
		require.Equal(t, want, mode)
		have, err := json.Marshal(mode)
		require.NoError(t, err)
		require.Equal(t, text, string(have))
	}
	mode := account.AllOrNothing
	err := mode.UnmarshalText([]byte("ALL_OR_NOTHING"))
	require.True(t, fault.Has(err, fault.NotAllowed))
	refusal, encodingErr := json.Marshal(err)
	require.NoError(t, encodingErr)
	require.JSONEq(t, `{"faults":[{"path":"","code":"not_allowed","message":"is no mode of a bulk call","params":{"value":"ALL_OR_NOTHING","allowed":["keep_going","all_or_nothing"]}}]}`, string(refusal))
	require.NoError(t, mode.UnmarshalText(nil))
	require.Equal(t, account.KeepGoing, mode)
}
