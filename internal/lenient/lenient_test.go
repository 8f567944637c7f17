package lenient_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/lenient"
)

type contact struct {
	Email string  `json:"email"`
	Age   *uint8  `json:"age"`
	Next  *person `json:"next"`
}

type person struct {
	Name string `json:"name"`
}

type system struct {
	ID    uuid.UUID `json:"id"`
	Since time.Time `json:"since"`
}

// code decodes itself and refuses what is not upper case.
type code string

func (c *code) UnmarshalJSON(data []byte) error {
	s, err := lenient.Text(data)
	if err != nil {
		return err
	}
	*c = code(s)
	if s != "OK" {
		return &fault.Error{Faults: []fault.Fault{{Path: "part", Code: fault.NotAllowed}, {Code: fault.TooLong}}}
	}
	return nil
}

// keeper decodes itself and keeps its faults.
type keeper struct {
	Count  int `json:"count"`
	faults fault.List
}

func (k *keeper) UnmarshalJSON(data []byte) (err error) {
	k.faults, err = lenient.Decode(data, k)
	return err
}

func (k *keeper) LenientFaults() fault.List { return k.faults }

type input struct {
	Name     string            `json:"name"`
	Count    int64             `json:"count,omitempty"`
	Small    *int8             `json:"small"`
	Large    uint64            `json:"large"`
	Flag     *bool             `json:"flag"`
	Ratio    float64           `json:"ratio"`
	Raw      json.RawMessage   `json:"raw"`
	Words    []string          `json:"words"`
	Maybe    []*string         `json:"maybe"`
	IDs      map[string]string `json:"ids"`
	Contacts []contact         `json:"contacts"`
	People   []*person         `json:"people"`
	Boss     person            `json:"boss"`
	Code     code              `json:"code"`
	Kept     *keeper           `json:"kept"`
	Keepers  []keeper          `json:"keepers"`
	Bytes    []byte            `json:"bytes"`
	Any      any               `json:"any"`
	system
	Untagged string
	Skipped  string `json:"-"`
}

type at struct {
	path string
	code fault.Code
}

func found(faults fault.List) []at {
	var all []at
	for _, f := range faults {
		all = append(all, at{f.Path, f.Code})
	}
	return all
}

func TestFaultsAtTheirPaths(t *testing.T) {
	wrong := func(path string) []at { return []at{{path, fault.WrongType}} }
	for in, want := range map[string][]at{
		`{}`:                         nil,
		`[]`:                         wrong(""),
		`null`:                       wrong(""),
		`3`:                          wrong(""),
		`{"name":3}`:                 wrong("name"),
		`{"name":["x"]}`:             wrong("name"),
		`{"NAME":3,"nAme":[]}`:       nil,
		`{"unknown":{"x":[1]}}`:      nil,
		`{"name":3,"name":"x"}`:      nil,
		`{"name":"x","name":3}`:      wrong("name"),
		`{"name":null}`:              nil,
		`{"count":"3"}`:              wrong("count"),
		`{"count":1.5}`:              wrong("count"),
		`{"count":true}`:             wrong("count"),
		`{"count":1e19}`:             {{"count", fault.TooLarge}},
		`{"count":1e999999999999}`:   {{"count", fault.TooLarge}},
		`{"count":1e-999999999999}`:  wrong("count"),
		`{"small":128}`:              {{"small", fault.TooLarge}},
		`{"small":-129}`:             {{"small", fault.TooLarge}},
		`{"large":-1}`:               {{"large", fault.TooSmall}},
		`{"large":1e20}`:             {{"large", fault.TooLarge}},
		`{"flag":"true"}`:            wrong("flag"),
		`{"ratio":"1"}`:              wrong("ratio"),
		`{"words":"a"}`:              wrong("words"),
		`{"words":["a",1,"b",null]}`: {{"words[1]", fault.WrongType}, {"words[3]", fault.WrongType}},
		`{"maybe":["a",null,1]}`:     wrong("maybe[2]"),
		`{"ids":{"b":1,"a":[],"c":"x","d":null}}`: {
			{"ids.a", fault.WrongType}, {"ids.b", fault.WrongType}, {"ids.d", fault.WrongType}},
		`{"ids":[]}`: wrong("ids"),
		`{"contacts":[{"email":1},7,{"email":"x","age":"y","next":{"name":0}}]}`: {
			{"contacts[0].email", fault.WrongType}, {"contacts[1]", fault.WrongType},
			{"contacts[2].age", fault.WrongType}, {"contacts[2].next.name", fault.WrongType}},
		`{"people":[{"name":1},[]]}`:                {{"people[0].name", fault.WrongType}, {"people[1]", fault.WrongType}},
		`{"boss":"me"}`:                             wrong("boss"),
		`{"boss":{"name":1}}`:                       wrong("boss.name"),
		`{"code":"no"}`:                             {{"code.part", fault.NotAllowed}, {"code", fault.TooLong}},
		`{"code":1}`:                                wrong("code"),
		`{"kept":{"count":"x"}}`:                    wrong("kept.count"),
		`{"kept":[]}`:                               wrong("kept"),
		`{"keepers":[{"count":1},{"count":"x"}]}`:   wrong("keepers[1].count"),
		`{"id":"x"}`:                                {{"id", fault.NotAnID}},
		`{"id":7}`:                                  wrong("id"),
		`{"since":"yesterday"}`:                     {{"since", fault.NotADate}},
		`{"since":7}`:                               wrong("since"),
		`{"name":"\ud800"}`:                         {{"name", fault.InvalidText}},
		`{"name":"\ud800\u0041"}`:                   {{"name", fault.InvalidText}},
		`{"name":"\ude00\ud83d"}`:                   {{"name", fault.InvalidText}},
		`{"name":"\\ud800 \ud83d\ude00 \ufffd \n"}`: nil,
		"{\"name\":\"\xff\"}":                       {{"name", fault.InvalidText}},
		`{"words":["\udc00"],"name":1}`:             {{"name", fault.WrongType}, {"words[0]", fault.InvalidText}},
	} {
		var v input
		faults, err := lenient.Decode([]byte(in), &v)
		require.NoError(t, err, in)
		require.Equal(t, want, found(faults), in)
	}
}

func TestMalformedJSONIsAnError(t *testing.T) {
	for _, in := range []string{``, `{`, `{"name":"x"`, `{"name":"x",}`, `{"name":01}`, `{} {}`, `nul`} {
		faults, err := lenient.Decode([]byte(in), new(input))
		require.Error(t, err, in)
		require.Empty(t, faults)
		require.Empty(t, fault.All(err))
	}
}

func TestOnlyAStructCanBeFilled(t *testing.T) {
	for _, into := range []any{nil, input{}, new(string), (*input)(nil)} {
		_, err := lenient.Decode([]byte(`{}`), into)
		require.Error(t, err)
	}
}

func TestTheRestIsDecoded(t *testing.T) {
	var v input
	faults, err := lenient.Decode([]byte(` { "name" : "Ann", "count":"x", "small":-128, "large":18446744073709551615, "flag":false, "ratio":0.5,
		"raw": {"a": 1.50} , "words":["a",1,"b"], "maybe":[null,"m"], "ids":{"x":"1","y":2},
		"contacts":[{"email":"a@b","age":7},3,{"email":"c@d","age":"x"}], "people":[null,{"name":"P"}], "boss":{"name":"B"},
		"code":"OK", "kept":{"count":3}, "bytes":"AQI=", "any":{"k":[true]}, "Untagged":"u", "Skipped":"s", "-":"s",
		"id":"018f0000-0000-7000-8000-000000000001", "since":"2024-02-29T01:02:03Z" } `), &v)
	require.NoError(t, err)
	require.Len(t, faults, 5)
	age, flag, small, m := uint8(7), false, int8(-128), "m"
	require.Equal(t, input{
		Name: "Ann", Small: &small, Large: 1<<64 - 1, Flag: &flag, Ratio: 0.5,
		Raw: json.RawMessage(`{"a": 1.50}`), Words: []string{"a", "", "b"}, Maybe: []*string{nil, &m}, IDs: map[string]string{"x": "1"},
		Contacts: []contact{{Email: "a@b", Age: &age}, {}, {Email: "c@d"}}, People: []*person{nil, {Name: "P"}}, Boss: person{Name: "B"},
		Code: "OK", Kept: &keeper{Count: 3}, Bytes: []byte{1, 2}, Any: map[string]any{"k": []any{true}},
		system: system{ID: uuid.MustParse("018f0000-0000-7000-8000-000000000001"), Since: time.Date(2024, 2, 29, 1, 2, 3, 0, time.UTC)},
	}, v)
}

func TestWhatIsRefusedStaysZero(t *testing.T) {
	var v input
	faults, err := lenient.Decode([]byte(`{"code":"no","count":1.5,"id":"018f0000-0000-7000-8000-00000000000x","since":"2024-13-01T00:00:00Z",
		"small":300,"boss":[],"words":{},"bytes":"?","ids":7}`), &v)
	require.NoError(t, err)
	require.Len(t, faults, 10) // two of them are of code
	require.Equal(t, input{}, v)
}

func TestExactIntegers(t *testing.T) {
	for in, want := range map[string]int64{
		`0`: 0, `-0`: 0, `-0.0e5`: 0, `0e999999999`: 0, `7`: 7, `-7`: -7, `1.0`: 1, `1e3`: 1000, `1E+3`: 1000, `1.50e1`: 15,
		`-1200e-2`: -12, `9223372036854775807`: 1<<63 - 1, `-9223372036854775808`: -1 << 63, `922337203685477580700.0e-2`: 1<<63 - 1,
	} {
		var v input
		faults, err := lenient.Decode([]byte(`{"count":`+in+`}`), &v)
		require.NoError(t, err)
		require.Empty(t, faults, in)
		require.Equal(t, want, v.Count, in)
	}
}

func TestRangeLimitsAreNamed(t *testing.T) {
	for in, limit := range map[string]any{
		`{"small":128}`:                  int64(127),
		`{"small":-129}`:                 int64(-128),
		`{"count":9223372036854775808}`:  int64(1<<63 - 1),
		`{"large":18446744073709551616}`: uint64(1<<64 - 1),
	} {
		faults, err := lenient.Decode([]byte(in), new(input))
		require.NoError(t, err)
		require.Equal(t, limit, faults[0].Params["limit"], in)
	}
}

func TestPatchNamesNulls(t *testing.T) {
	var v input
	nulls, faults, err := lenient.DecodePatch([]byte(`{"since":null,"raw":null,"unknown":null,"name":null,"flag":null,"boss":{"name":null},"count":"x"}`), &v)
	require.NoError(t, err)
	require.Equal(t, []string{"name", "flag", "raw", "since"}, nulls)
	require.Equal(t, []at{{"count", fault.WrongType}}, found(faults))
	require.Equal(t, input{Raw: json.RawMessage("null")}, v)
}

func TestEmbeddedStructs(t *testing.T) {
	type Deep struct {
		Name string `json:"name"`
		Deep string `json:"deep"`
	}
	type Named struct {
		Inner string `json:"inner"`
	}
	type outer struct {
		Deep
		Named `json:"named"`
		*person
		Own string `json:"name"`
	}
	var v outer
	nulls, faults, err := lenient.DecodePatch([]byte(`{"name":"o","deep":null,"named":{"inner":"i"},"inner":"no"}`), &v)
	require.NoError(t, err)
	require.Empty(t, faults)
	require.Equal(t, []string{"deep"}, nulls)
	require.Equal(t, outer{Own: "o", Named: Named{Inner: "i"}}, v)
}

func TestTheInputIsNotKept(t *testing.T) {
	var v input
	data := []byte(`{"raw":[1,2],"name":"x"}`)
	_, err := lenient.Decode(data, &v)
	require.NoError(t, err)
	clear(data)
	require.Equal(t, `[1,2]`, string(v.Raw))
	require.Equal(t, "x", v.Name)
}

// What encoding/json writes comes back whole and without a fault.
func TestAgreesWithTheStandardEncoder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := input{
			Name:  rapid.String().Draw(t, "name"),
			Count: rapid.Int64().Draw(t, "count"),
			Small: rapid.Ptr(rapid.Int8(), true).Draw(t, "small"),
			Large: rapid.Uint64().Draw(t, "large"),
			Flag:  rapid.Ptr(rapid.Bool(), true).Draw(t, "flag"),
			Words: rapid.SliceOf(rapid.String()).Draw(t, "words"),
			Maybe: rapid.SliceOf(rapid.Ptr(rapid.String(), true)).Draw(t, "maybe"),
			IDs:   rapid.MapOf(rapid.String(), rapid.String()).Draw(t, "ids"),
			Boss:  person{rapid.String().Draw(t, "boss")},
			Raw:   json.RawMessage(`{"a":[1.50,null]}`),
			Code:  "OK",
			Bytes: []byte{},
		}
		data, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got input
		faults, err := lenient.Decode(data, &got)
		if err != nil || len(faults) > 0 {
			t.Fatal(err, faults)
		}
		got.Since, want.Since = time.Time{}, time.Time{}
		require.Equal(t, want, got)
	})
}

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{}`, `null`, `{"name":"x","count":1e3,"small":-0.0}`, `{"words":["a",null,{}],"ids":{"a":1}}`, `{"name":"\ud83d\ude00\u12"}`,
		`{"contacts":[{"email":1},null,{"next":{"name":"x"}}],"kept":{"count":"x"},"code":"no"}`, ` {"raw" : [ 1 ] , "since":"x","id":""} `,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var v input
		nulls, faults, err := lenient.DecodePatch(data, &v)
		require.Equal(t, json.Valid(data), err == nil)
		var members map[string]json.RawMessage
		if json.Unmarshal(data, &members) != nil {
			require.Empty(t, nulls)
			return
		}
		for _, name := range nulls {
			require.Equal(t, "null", string(members[name]))
		}
		for _, f := range faults {
			require.NotEmpty(t, f.Code)
		}
	})
}
