package value_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/value"
)

func TestFreeMailIsSortedAndNormal(t *testing.T) {
	list := value.FreeMail()
	require.True(t, slices.IsSorted(list))
	require.Len(t, slices.Compact(slices.Clone(list)), len(list), "each once")
	for _, domain := range list {
		got, err := value.Domain(domain)
		require.NoError(t, err, domain)
		require.Equal(t, domain, got)
		require.True(t, value.IsFreeMail(domain, nil))
	}
}

func TestIsFreeMail(t *testing.T) {
	require.False(t, value.IsFreeMail("acme.com", nil))
	require.False(t, value.IsFreeMail("", nil))
	require.False(t, value.IsFreeMail("gmail.com", []string{}))
	require.True(t, value.IsFreeMail("acme.com", []string{"zeta.com", "acme.com"}))
	value.FreeMail()[0] = "changed"
	require.True(t, value.IsFreeMail("126.com", nil), "the list is a copy")
}
