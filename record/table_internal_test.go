package record

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestInnerTables(t *testing.T) {
	require.NoError(t, errLogTable)
	require.NoError(t, errSetTable)
}
