package customfield

import (
	"bytes"
	"cmp"
	"encoding/json"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/clientele-go/clientele/value"
)

// specimen is a field with what its values look like.
type specimen struct {
	field  *Field
	values *rapid.Generator[Value]
}

func option(n byte) OptionID { return OptionID{15: n} }

func decimals0() *rapid.Generator[decimal.Decimal] {
	return rapid.Custom(func(t *rapid.T) decimal.Decimal {
		return decimal.New(rapid.Int64().Draw(t, "digits"), -rapid.Int32Range(0, 19).Draw(t, "scale"))
	})
}

func fieldFor(t Type, settings func(f *Field)) *Field {
	f := &Field{Type: t, Active: true}
	if f.traits().options {
		for n := range byte(5) {
			f.Options = append(f.Options, Option{ID: option(n + 1), Value: string(rune('a' + n))})
		}
	}
	if settings != nil {
		settings(f)
	}
	f.prepare()
	return f
}

func between(limit string) *rapid.Generator[decimal.Decimal] {
	return rapid.Custom(func(t *rapid.T) decimal.Decimal {
		top := decimal.RequireFromString(limit).IntPart() * 1000
		return decimal.New(rapid.Int64Range(-top, top).Draw(t, "thousandths"), -3)
	})
}

// specimens are fields of every type whose values can be read back.
func specimens() map[Type]specimen {
	texts := rapid.Map(rapid.StringMatching(`[!-~äöü]([ -~äöü日]{0,20}[!-~])?`), TextValue)
	choice := rapid.Map(rapid.ByteRange(1, 5), func(n byte) Value { return ChoiceValue(option(n)) })
	choices := rapid.Map(rapid.SliceOfNDistinct(rapid.ByteRange(1, 5), 1, 5, rapid.ID), func(ns []byte) Value {
		var ids []OptionID
		for _, n := range ns {
			ids = append(ids, option(n))
		}
		return ChoicesValue(ids...)
	})
	days := rapid.Map(rapid.Int64Range(-62_000_000_000, 250_000_000_000), func(s int64) Value { return DateValue(time.Unix(s, 0).UTC().Date()) })
	links := rapid.Map(rapid.StringMatching(`https://[a-z]{1,9}\.example/[a-z0-9]{0,9}`), func(s string) string { return s })
	bools := rapid.Map(rapid.Bool(), BoolValue)
	look := rapid.Map(rapid.SliceOfN(rapid.Byte(), 16, 16), func(b []byte) Value {
		return Value{kind: KindLookUp, unit: string(LookUpAccount), text: string(b)}
	})
	return map[Type]specimen{
		SingleLine: {fieldFor(SingleLine, nil), texts},
		MultiLine:  {fieldFor(MultiLine, nil), texts},
		RichText:   {fieldFor(RichText, nil), rapid.Map(rapid.StringN(1, 50, -1), TextValue)},
		Regex:      {fieldFor(Regex, func(f *Field) { f.Pattern = "." }), texts},
		Integer:    {fieldFor(Integer, nil), rapid.Map(rapid.Int64(), IntegerValue)},
		Rating:     {fieldFor(Rating, nil), rapid.Map(rapid.Int64Range(1, 5), IntegerValue)},
		Decimal:    {fieldFor(Decimal, nil), rapid.Map(decimals0(), DecimalValue)},
		Currency: {fieldFor(Currency, nil), rapid.Custom(func(t *rapid.T) Value {
			return MoneyValue(value.Money{Amount: decimals0().Draw(t, "amount"), Currency: rapid.SampledFrom([]string{"USD", "EUR", "JPY"}).Draw(t, "currency")})
		})},
		Date:         {fieldFor(Date, nil), days},
		DateTime:     {fieldFor(DateTime, nil), rapid.Map(rapid.Int64Range(firstInstant, lastInstant), func(n int64) Value { return DateTimeValue(time.UnixMicro(n)) })},
		Time:         {fieldFor(Time, nil), rapid.Map(rapid.Int64Range(0, secondsOfDay-1), func(n int64) Value { return TimeValue(time.Duration(n) * time.Second) })},
		SingleChoice: {fieldFor(SingleChoice, nil), choice},
		RadioButton:  {fieldFor(RadioButton, nil), choice},
		MultiChoice:  {fieldFor(MultiChoice, nil), choices},
		Checkbox:     {fieldFor(Checkbox, nil), choices},
		Toggle:       {fieldFor(Toggle, nil), bools},
		Email:        {fieldFor(Email, nil), rapid.Map(rapid.StringMatching(`[a-z]{1,9}@[a-z]{1,9}\.example`), TextValue)},
		PhoneNumber:  {fieldFor(PhoneNumber, nil), rapid.Map(rapid.StringMatching(`\+[1-9][0-9]{7,14}`), TextValue)},
		URL:          {fieldFor(URL, nil), rapid.Map(links, TextValue)},
		IPAddress: {fieldFor(IPAddress, nil), rapid.OneOf(
			rapid.Map(rapid.SliceOfN(rapid.Byte(), 4, 4), func(b []byte) Value { return IPValue(netip.AddrFrom4([4]byte(b))) }),
			rapid.Map(rapid.SliceOfN(rapid.Byte(), 16, 16), func(b []byte) Value { return IPValue(netip.AddrFrom16([16]byte(b))) }))},
		Address: {fieldFor(Address, nil), rapid.Map(rapid.StringMatching(`[a-z]{1,9}`), func(s string) Value { return AddressValue(value.Address{City: s, Country: "DE"}) })},
		Coordinates: {fieldFor(Coordinates, nil), rapid.Custom(func(t *rapid.T) Value {
			return CoordinatesValue(between("90").Draw(t, "lat"), between("180").Draw(t, "lng"))
		})},
		FileUpload: {fieldFor(FileUpload, nil), rapid.Map(rapid.SliceOfNDistinct(links, 1, 4, rapid.ID), func(urls []string) Value { return FilesValue(urls...) })},
		LookUp:     {fieldFor(LookUp, func(f *Field) { f.LookUp = LookUpAccount }), look},
	}
}

func TestValuesRoundTrip(t *testing.T) {
	for name, s := range specimens() {
		t.Run(string(name), rapid.MakeCheck(func(t *rapid.T) {
			a, b := s.values.Draw(t, "a"), s.values.Draw(t, "b")
			require.True(t, s.field.takes(a))

			stored := a.append(nil)
			read, err := readValue(string(stored))
			require.NoError(t, err)
			require.Equal(t, a, read)
			require.Equal(t, a.Equal(b), bytes.Equal(stored, b.append(nil)), "equal values have the same form")

			raw, err := json.Marshal(a)
			require.NoError(t, err)
			again, err := s.field.Parse(raw, Rules{})
			require.NoError(t, err, "%s", raw)
			require.True(t, a.Equal(again), "%s: %v, %v", raw, a, again)

			require.Equal(t, cmp.Compare(bytes.Compare(a.tuple(nil), b.tuple(nil)), 0), a.Compare(b), "%v, %v", a, b)
			require.Equal(t, a.Compare(b), -b.Compare(a))
			require.Equal(t, a.Equal(b), a.Compare(b) == 0)
		}))
	}
}

func TestAccessors(t *testing.T) {
	at := time.Date(2026, 1, 31, 9, 30, 15, 123456000, time.UTC)
	lat, lng := decimal.RequireFromString("48.1370"), decimal.RequireFromString("-11.5")
	address := value.Address{City: "Berlin"}
	money := value.Money{Amount: decimal.RequireFromString("12.50"), Currency: "EUR"}
	require.Equal(t, "x", TextValue("x").Text())
	require.EqualValues(t, -7, IntegerValue(-7).Integer())
	require.Equal(t, "1.5", DecimalValue(decimal.RequireFromString("1.50")).Decimal().String())
	require.True(t, MoneyValue(money).Money().Equal(money))
	year, month, day := DateValue(2026, 1, 32).Date()
	require.Equal(t, []int{2026, 2, 1}, []int{year, int(month), day})
	require.Equal(t, at, DateTimeValue(at.In(time.FixedZone("", 3600)).Add(789)).DateTime())
	require.Equal(t, 90*time.Second, TimeValue(90*time.Second).TimeOfDay())
	require.True(t, BoolValue(true).Bool())
	require.Equal(t, []OptionID{option(3)}, ChoiceValue(option(3)).Options())
	require.Equal(t, []OptionID{option(1), option(3)}, ChoicesValue(option(3), option(1), option(3)).Options())
	require.Equal(t, netip.MustParseAddr("10.0.0.1"), IPValue(netip.MustParseAddr("10.0.0.1")).IP())
	require.Equal(t, address, AddressValue(address).Address())
	north, east := CoordinatesValue(lat, lng).Coordinates()
	require.Equal(t, "48.137 -11.5", north.String()+" "+east.String())
	require.Equal(t, []string{"a", "b"}, FilesValue("a", "b").Files())
	to, id := LookUpValue(LookUpAccount, "018f3c1e-5b7a-7cc0-8000-000000000001").LookUp()
	require.Equal(t, "account 018f3c1e-5b7a-7cc0-8000-000000000001", string(to)+" "+id)
	to, id = LookUpValue(LookUpUser, "USER1").LookUp()
	require.Equal(t, "user USER1", string(to)+" "+id)
	for _, none := range []Value{TextValue(""), ChoicesValue(), FilesValue(), AddressValue(value.Address{}), {}} {
		require.True(t, none.IsZero())
		require.Equal(t, "null", string(must(none.MarshalJSON())))
		require.Empty(t, none.String())
	}
}

func TestAnAccessorOfAnotherKindGivesAZero(t *testing.T) {
	for _, v := range []Value{{}, TextValue("x"), IntegerValue(5), PasswordValue("x")} {
		if v.kind != KindText {
			require.Zero(t, v.Text())
		}
		if v.kind != KindInteger {
			require.Zero(t, v.Integer())
		}
		year, _, _ := v.Date()
		require.Zero(t, year)
		require.True(t, v.Decimal().IsZero())
		require.Zero(t, v.Money())
		require.Zero(t, v.DateTime())
		require.Zero(t, v.TimeOfDay())
		require.False(t, v.Bool())
		require.Empty(t, v.Options())
		require.Zero(t, v.IP())
		require.Zero(t, v.Address())
		require.Empty(t, v.Files())
		lat, lng := v.Coordinates()
		require.True(t, lat.IsZero() && lng.IsZero())
		to, id := v.LookUp()
		require.Empty(t, string(to)+id)
	}
}

func TestAPasswordShowsNothing(t *testing.T) {
	v := PasswordValue("hunter2")
	for range 2 {
		require.Equal(t, `(set) {"isSet":true} password("(set)")`, v.String()+" "+string(must(v.MarshalJSON()))+" "+v.GoString())
		require.NotContains(t, string(v.append(nil)), "hunter2")
		v.seal([16]byte{1}, ID{2})
	}
	require.True(t, v.verify("hunter2", [16]byte{1}, ID{2}))
	require.False(t, v.verify("hunter2", [16]byte{2}, ID{2}), "another record")
	require.False(t, v.verify("hunter2", [16]byte{1}, ID{1}), "another field")
	require.False(t, v.verify("hunter3", [16]byte{1}, ID{2}))
	sealed := v
	v.seal([16]byte{9}, ID{9})
	require.Equal(t, sealed, v, "what is sealed stays")
}

func must[V any](v V, err error) V {
	if err != nil {
		panic(err)
	}
	return v
}

func TestNumbersInTheirNormalForm(t *testing.T) {
	for in, want := range map[string]string{
		"0": "0", "-0": "0", "0.0": "0", "-0.00": "0", "10": "10", "1.50": "1.5", "-1.50": "-1.5", "1e3": "1000", "1.5E-2": "0.015", "100.00": "100", "0.001": "0.001", "1E+2": "100", "12345678901234567890.5": "12345678901234567890.5",
	} {
		have, err := number(in)
		require.NoError(t, err, in)
		require.Equal(t, want, have)
	}
	for _, in := range []string{"", "-", "+1", "01", "-01", "1.", ".1", "1e", "1e+", "1x", "0x1", "1 ", "--1", "1.2.3", "Infinity"} {
		_, err := number(in)
		require.Error(t, err, in)
	}
}

func TestNumbersCompareAsNumbersDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := decimals0().Draw(t, "a"), decimals0().Draw(t, "b")
		require.Equal(t, a.Cmp(b), compareNumbers(digitsOf(a), digitsOf(b)), "%s %s", a, b)
		require.True(t, isNormal(digitsOf(a)), digitsOf(a))
	})
}

func TestStoredValuesInOrder(t *testing.T) {
	one, two := Held{FieldID: ID{1}, Value: IntegerValue(1)}, Held{FieldID: ID{2}, Value: TextValue("x")}
	var vs Values
	require.NoError(t, readValues(string(appendValues(nil, &Values{one, two})), &vs))
	require.Equal(t, Values{one, two}, vs)
	for name, bad := range map[string]string{
		"out of order": string(appendValues(nil, &Values{two, one})),
		"twice":        string(appendValues(nil, &Values{one, one})),
		"cut short":    string(appendValues(nil, &Values{one, two}))[:30],
		"an id alone":  strings.Repeat("x", 16),
		"no kind":      string(append(one.FieldID[:], 1, 99)),
		"nothing":      string(append(one.FieldID[:], 1, 0)),
		"no value":     string(append(one.FieldID[:], 0)),
		"a long zero":  string(append(one.FieldID[:], 3, byte(KindInteger), 0x80, 0)),
		"a long money": string(append(one.FieldID[:], 6, byte(KindMoney), 3, 'E', 'U', 'R', '0', '1')),
	} {
		require.Error(t, readValues(bad, &vs), name)
	}
}

func FuzzReadValue(f *testing.F) {
	for _, v := range []Value{TextValue("x"), IntegerValue(-5), DecimalValue(decimal.New(15, -1)), MoneyValue(value.Money{Amount: decimal.New(1, 0), Currency: "EUR"}), DateValue(2026, 1, 31), DateTimeValue(time.Unix(0, 0)), TimeValue(time.Hour),
		BoolValue(true), ChoiceValue(option(1)), ChoicesValue(option(1), option(2)), IPValue(netip.MustParseAddr("::1")), AddressValue(value.Address{Line: "x"}), CoordinatesValue(decimal.New(1, 0), decimal.New(2, 0)), FilesValue("a", "b"), LookUpValue(LookUpUser, "x"),
		{kind: KindPassword, text: string(make([]byte, sealSize))}} {
		f.Add(string(v.append(nil)))
	}
	f.Add("")
	f.Fuzz(func(t *testing.T, s string) {
		v, err := readValue(s)
		if err != nil {
			return
		}
		require.Equal(t, s, string(v.append(nil)), "what is read is what is written")
		_, err = v.MarshalJSON()
		require.NoError(t, err)
		_, _ = v.String(), v.GoString()
		require.NotEmpty(t, v.tuple(nil))
	})
}

func FuzzReadValues(f *testing.F) {
	f.Add(string(appendValues(nil, &Values{{FieldID: ID{1}, Value: IntegerValue(1)}, {FieldID: ID{2}, Value: TextValue("x")}})))
	f.Fuzz(func(t *testing.T, s string) {
		var vs Values
		if readValues(s, &vs) == nil {
			require.Equal(t, s, string(appendValues(nil, &vs)))
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, in := range []string{`"x"`, `5`, `-1.50e3`, `true`, `null`, `["a","b"]`, `{"amount":"1.5","currency":"EUR"}`, `"2026-01-31T09:30:00+01:00"`, `"09:30"`, `"48.1,11.5"`, `"10.0.0.1"`, `"+49 89 123456"`, `{"isSet":true}`, `"\u00e4\n"`, `"a`, `{`, ``} {
		f.Add(in)
	}
	fields := specimens()
	fields[Password] = specimen{field: fieldFor(Password, nil)}
	fields[Calculated] = specimen{field: fieldFor(Calculated, nil)}
	f.Fuzz(func(t *testing.T, in string) {
		for name, s := range fields {
			v, err := s.field.Parse(json.RawMessage(in), Rules{Currency: "USD"})
			if err != nil || v.IsZero() || name == Password {
				continue
			}
			require.True(t, s.field.takes(v), "%s", name)
			read, err := readValue(string(v.append(nil)))
			require.NoError(t, err, "%s", name)
			require.True(t, v.Equal(read), "%s", name)
			raw, err := v.MarshalJSON()
			require.NoError(t, err)
			again, err := s.field.Parse(raw, Rules{Currency: "USD"})
			require.NoError(t, err, "%s: %s", name, raw)
			require.True(t, v.Equal(again), "%s: %s", name, raw)
		}
	})
}
