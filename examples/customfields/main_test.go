package main

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/examples/internal/exampletest"
)

func TestShown(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), &out))
	exampletest.Golden(t, "shown.golden", out.String())
}

func TestEveryTypeHasAnExample(t *testing.T) {
	shown := map[customfield.Type]bool{}
	for _, e := range examples {
		shown[e.draft.Type] = true
	}
	for _, name := range customfield.Types() {
		require.True(t, shown[name], "%s", name)
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, run(ctx, new(bytes.Buffer)), context.Canceled)
}

func TestOutputThatCannotBeWritten(t *testing.T) {
	require.ErrorIs(t, run(t.Context(), new(exampletest.Full)), exampletest.ErrFull)
}
