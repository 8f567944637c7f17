package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/examples/internal/exampletest"
)

func TestADay(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), &out))
	exampletest.Golden(t, "day.golden", out.String())
}

func TestTheUsersAreRead(t *testing.T) {
	var in contact.Ingest
	require.NoError(t, json.Unmarshal(users, &in))
	require.Empty(t, in.LenientFaults(), "what is wrong is in a user, where it does not hinder the others")
	require.Len(t, in.Users, 5)
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, run(ctx, io.Discard), context.Canceled)
}

func TestOutputThatCannotBeWritten(t *testing.T) {
	require.ErrorIs(t, run(t.Context(), new(exampletest.Full)), exampletest.ErrFull)
}
