package tuple_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/clientele-go/clientele/record/internal/tuple"
)

var long = strings.Repeat("é", tuple.MaxText/2)

func TestTextInOrder(t *testing.T) {
	inOrder(t, tuple.AppendText, []string{
		"", "\x00", "\x00\x00", "\x00\x01", "\x00\xff", "\x01", "a", "a\x00", "a\x00b", "a\x01", "aa", "b", "é", "€", "\U0001f600",
	})
}

func TestTextAroundTheCut(t *testing.T) {
	inOrder(t, tuple.AppendText, []string{long[:tuple.MaxText-2], long, long + "a", long[:tuple.MaxText-2] + "ê"})
	require.False(t, tuple.Cut(long))
	require.True(t, tuple.Cut(long+"a"))
}

func TestCutTextsDiffer(t *testing.T) {
	a, b := tuple.AppendText(nil, long+"a"), tuple.AppendText(nil, long+"b")
	require.NotEqual(t, a, b)
	require.Equal(t, a, tuple.AppendText(nil, long+"a"))
	require.Len(t, a, 1+tuple.MaxText+2+16)
}

func TestCutTextDecodes(t *testing.T) {
	whole := "x" + long
	s, cut, rest, err := tuple.Text(tuple.AppendInt(tuple.AppendText(nil, whole), 7))
	require.NoError(t, err)
	require.True(t, cut)
	require.Equal(t, whole[:tuple.MaxText], s)
	require.Equal(t, tuple.AppendInt(nil, 7), rest)
}

func TestBytesAreCutLikeText(t *testing.T) {
	for _, s := range []string{long, long + "a", strings.Repeat("\x00", tuple.MaxText+1)} {
		key := tuple.AppendBytes(nil, []byte(s))
		require.Equal(t, tuple.AppendText(nil, s)[1:], key[1:])
		p, cut, rest, err := tuple.Bytes(key)
		require.NoError(t, err)
		require.Equal(t, tuple.Cut(s), cut)
		require.Equal(t, s[:min(len(s), tuple.MaxText)], string(p))
		require.Empty(t, rest)
	}
}

func TestBytesDoNotReachBeyondTheirOwn(t *testing.T) {
	key := tuple.AppendInt(tuple.AppendBytes(nil, []byte("ab")), 7)
	want := bytes.Clone(key)
	p, _, _, err := tuple.Bytes(key)
	require.NoError(t, err)
	_ = append(p, "over"...)
	require.Equal(t, want, key, "appending to what was decoded must not write into the key")
}

func TestPrefixFindsExactlyThoseThatHaveIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, prefix := text().Draw(t, "text"), text().Draw(t, "prefix")
		if rapid.Bool().Draw(t, "related") {
			prefix = s[:rapid.IntRange(0, len(s)).Draw(t, "length")]
		}
		s += strings.Repeat("y", rapid.IntRange(0, 2*tuple.MaxText).Draw(t, "more"))
		found := bytes.HasPrefix(tuple.AppendText(nil, s), tuple.AppendTextPrefix(nil, prefix))
		require.Equal(t, strings.HasPrefix(s, prefix), found)
	})
}

func TestPrefixThatIsCutItself(t *testing.T) {
	prefix := tuple.AppendTextPrefix(nil, long+"ab")
	for s, want := range map[string]bool{
		long + "abc": true,
		long + "ab":  true,
		long + "xyz": true, // cannot be told apart without the record
		long:         false,
		"b" + long:   false,
	} {
		require.Equal(t, want, bytes.HasPrefix(tuple.AppendText(nil, s), prefix), "%q", s)
	}
}

func TestTextThatNeverWasWritten(t *testing.T) {
	hash := strings.Repeat("h", 16)
	for name, key := range map[string]string{
		"no end":                  "\x09abc",
		"ends in a zero byte":     "\x09abc\x00",
		"no such mark":            "\x09abc\x00\x03",
		"longer than the cut":     "\x09" + long + "a\x00\x01",
		"zero byte after the cut": "\x09" + long + "\x00\xff\x00\x01",
		"cut too soon":            "\x09abc\x00\x02" + hash,
		"cut too late":            "\x09" + long + "a\x00\x02" + hash,
		"hash cut short":          "\x09" + long + "\x00\x02" + hash[1:],
		"bytes":                   "\x08abc\x00\x01",
	} {
		_, _, _, err := tuple.Text([]byte(key))
		require.ErrorIs(t, err, tuple.ErrMalformed, name)
	}
}

// inOrder checks that the keys of values ascend.
func inOrder[T any](t *testing.T, encode func([]byte, T) []byte, values []T) {
	t.Helper()
	for i := 1; i < len(values); i++ {
		a, b := encode(nil, values[i-1]), encode(nil, values[i])
		require.Negative(t, bytes.Compare(a, b), "%v before %v: %x, %x", values[i-1], values[i], a, b)
	}
}
