package input_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/input"
)

type field string

// said gives faults as "path code".
func said(faults fault.List) []string {
	out := []string{}
	for _, f := range faults {
		out = append(out, f.Path+" "+string(f.Code))
	}
	return out
}

func TestValuesAreSetOrRefused(t *testing.T) {
	var w input.Writer[field]
	text, long, url, metadata := "was", "was", "was", json.RawMessage(`{"was":1}`)
	w.Text("text", &text, " a  ", 3)
	w.LongText("long", &long, "a\nb", 3)
	w.URL("url", &url, "https://Example.com")
	w.Metadata("metadata", &metadata, json.RawMessage(`{"is":2}`))
	require.Empty(t, w.Faults)
	require.Equal(t, []string{"a", "a\nb", "https://example.com", `{"is":2}`}, []string{text, long, strings.TrimSuffix(url, "/"), string(metadata)})

	w.Text("text", &text, "abcd", 3)
	w.LongText("long", &long, "abcd", 3)
	w.URL("url", &url, "ftp://example.com")
	w.Metadata("metadata", &metadata, json.RawMessage(`[]`))
	require.Equal(t, []string{"text too_long", "long too_long", "url not_a_url", "metadata wrong_type"}, said(w.Faults))
	require.Equal(t, []string{"a", "a\nb"}, []string{text, long}, "what is refused is not set")
	w.URL("url", &url, "  ")
	require.Empty(t, url)
}

func TestAFaultIsSaidOnce(t *testing.T) {
	w := input.Writer[field]{Faults: fault.List{{Path: "list[2].name", Code: fault.WrongType}, {Path: "map.key", Code: fault.WrongType}}}
	for path, want := range map[string]bool{"list": true, "list[2]": true, "list[2].name": true, "list[2].na": false, "list[1]": false, "map": true, "ma": false, "map.key": true} {
		require.Equal(t, want, w.Faulty(path), path)
	}
	w.Require("list", true)
	w.Require("other", false)
	require.Len(t, w.Faults, 2)
	w.Join([]fault.Fault{{Path: "list[2]", Code: fault.Required}, {Path: "list[3]", Code: fault.Required}, {Path: "list[3]", Code: fault.TooLong}})
	w.Require("other", true)
	require.Equal(t, []string{"list[2].name wrong_type", "map.key wrong_type", "list[3] required", "list[3] too_long", "other required"}, said(w.Faults))
	require.False(t, w.Take("x", errors.New("no fault")), "an error that is none is one, too")
	require.Equal(t, fault.NotAllowed, w.Faults[5].Code)
}

func TestWhatIsSetAndCleared(t *testing.T) {
	type thing struct{ a, b string }
	clearers := map[field]func(*thing){"a": func(r *thing) { r.a = "" }, "b": func(r *thing) { r.b = "" }}
	r := thing{"1", "2"}
	w := input.Writer[field]{Touched: map[field]bool{}}
	input.Clear(&w, &r, []field{"a", "a", "c"}, clearers)
	input.Set(&w, "a", new("x"), func(s string) { r.a = s })
	input.Set(&w, "b", new("y"), func(s string) { r.b = s })
	input.Set(&w, "d", nil, func(string) { t.Fatal("nothing was given") })
	require.Equal(t, thing{"", "y"}, r)
	require.Equal(t, []string{"c unknown_field", "a contradiction"}, said(w.Faults))
	require.Equal(t, map[field]bool{"a": true, "b": true}, w.Touched)
}
