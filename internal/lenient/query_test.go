package lenient_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/lenient"
)

type query struct {
	Name   string      `json:"name"`
	Limit  int         `json:"limit"`
	Size   *uint8      `json:"size"`
	Ratio  float64     `json:"ratio"`
	Total  bool        `json:"total"`
	Flag   *bool       `json:"flag"`
	Words  []string    `json:"words"`
	Counts []int       `json:"counts"`
	IDs    []uuid.UUID `json:"ids"`
	Since  time.Time   `json:"since"`
	Boss   person      `json:"boss"`
	People []*person   `json:"people"`
	Code   code        `json:"code"`
	Raw    json.RawMessage
	Rest   json.RawMessage `json:"rest"`
	Any    any             `json:"any"`
	Bytes  []byte          `json:"bytes"`
}

func TestATextStandsForWhatItSays(t *testing.T) {
	size, no, id := uint8(7), false, uuid.MustParse("018f0000-0000-7000-8000-000000000001")
	for in, want := range map[string]query{
		`{"limit":"10","size":"7","ratio":"0.5","total":"true","flag":"false"}`: {Limit: 10, Size: &size, Ratio: 0.5, Total: true, Flag: &no},
		`{"limit":10,"size":7,"ratio":0.5,"total":true,"flag":false}`:           {Limit: 10, Size: &size, Ratio: 0.5, Total: true, Flag: &no},
		`{"limit":"-3"}`:                {Limit: -3},
		`{"name":"a,b"}`:                {Name: "a,b"},
		`{"name":"10"}`:                 {Name: "10"},
		`{"words":"RED"}`:               {Words: []string{"RED"}},
		`{"words":"RED,YELLOW, GREEN"}`: {Words: []string{"RED", "YELLOW", " GREEN"}},
		`{"words":["RED","a,b","3"]}`:   {Words: []string{"RED", "a,b", "3"}},
		`{"words":""}`:                  {Words: []string{""}},
		`{"words":"a,"}`:                {Words: []string{"a", ""}},
		`{"words":"[\"a\"]"}`:           {Words: []string{`["a"]`}},
		`{"words":"<&>\u2028"}`:         {Words: []string{"<&>\u2028"}},
		`{"counts":"1,-2,3.0"}`:         {Counts: []int{1, -2, 3}},
		`{"counts":["1",2]}`:            {Counts: []int{1, 2}},
		`{"ids":"` + id.String() + `"}`: {IDs: []uuid.UUID{id}},
		`{"ids":"` + id.String() + `,` + id.String() + `"}`: {IDs: []uuid.UUID{id, id}},
		`{"since":"2024-02-29T01:02:03Z"}`:                  {Since: time.Date(2024, 2, 29, 1, 2, 3, 0, time.UTC)},
		`{"boss":"{\"name\":\"B\"}"}`:                       {Boss: person{"B"}},
		`{"people":"[{\"name\":\"B\"},null]"}`:              {People: []*person{{"B"}, nil}},
		`{"code":"OK"}`:                                     {Code: "OK"},
		`{"rest":"3","any":"3","bytes":"AQI="}`:             {Rest: json.RawMessage(`"3"`), Any: "3", Bytes: []byte{1, 2}},
		`{"limit":null,"words":null,"people":null}`:         {},
	} {
		var got query
		faults, err := lenient.DecodeQuery([]byte(in), &got)
		require.NoError(t, err, in)
		require.Empty(t, faults, in)
		require.Equal(t, want, got, in)
	}
}

func TestATextThatSaysNothingFitting(t *testing.T) {
	wrong := func(paths ...string) (all []at) {
		for _, path := range paths {
			all = append(all, at{path, fault.WrongType})
		}
		return all
	}
	for in, want := range map[string][]at{
		`[]`:                          wrong(""),
		`null`:                        wrong(""),
		`{"limit":"","total":"yes"}`:  wrong("limit", "total"),
		`{"limit":"null"}`:            wrong("limit"),
		`{"limit":" 3"}`:              wrong("limit"),
		`{"limit":"01"}`:              wrong("limit"),
		`{"limit":"3.5"}`:             wrong("limit"),
		`{"limit":"true"}`:            wrong("limit"),
		`{"total":"1"}`:               wrong("total"),
		`{"limit":["3"]}`:             wrong("limit"),
		`{"size":"300"}`:              {{"size", fault.TooLarge}},
		`{"counts":"1,x,"}`:           wrong("counts[1]", "counts[2]"),
		`{"words":3}`:                 wrong("words"),
		`{"words":["a",3,null]}`:      wrong("words[1]", "words[2]"),
		`{"ids":"x"}`:                 {{"ids[0]", fault.NotAnID}},
		`{"since":"today"}`:           {{"since", fault.NotADate}},
		`{"boss":"me"}`:               wrong("boss"),
		`{"boss":"[]"}`:               wrong("boss"),
		`{"people":"a,b"}`:            wrong("people"),
		`{"people":"[{\"name\":1}]"}`: wrong("people[0].name"),
		`{"name":3}`:                  wrong("name"),
		`{"words":"\ud800"}`:          wrong("words"),
	} {
		faults, err := lenient.DecodeQuery([]byte(in), new(query))
		require.NoError(t, err, in)
		require.Equal(t, want, found(faults), in)
	}
	_, err := lenient.DecodeQuery([]byte(`{`), new(query))
	require.Error(t, err)
	_, err = lenient.DecodeQuery([]byte(`{}`), query{})
	require.Error(t, err)
}

// What Decode takes, DecodeQuery takes for the same.
func FuzzDecodeQuery(f *testing.F) {
	for _, seed := range []string{
		`{}`, `null`, `{"name":"a,b","limit":"3","words":"a,b"}`, `{"limit":3,"words":["a,b"],"people":[null]}`,
		`{"boss":"{}","people":"[]","any":"[1]","rest":"{}","bytes":"AQI="}`, `{"counts":["1"],"since":"x","ids":","}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var plain, loose query
		refused, err := lenient.Decode(data, &plain)
		faults, looseErr := lenient.DecodeQuery(data, &loose)
		require.Equal(t, err == nil, looseErr == nil)
		if err == nil && len(refused) == 0 {
			require.Empty(t, faults)
			require.Equal(t, plain, loose)
		}
	})
}
