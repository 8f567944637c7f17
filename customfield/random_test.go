package customfield_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/record"
)

// defined is a field at random, with a generator of the JSON that it takes.
type defined struct {
	draft customfield.Draft
	in    *rapid.Generator[string]
}

func chance(t *rapid.T, label string) bool { return rapid.Bool().Draw(t, label) }

// textsFor gives texts of a type, and sets what its field may have of length and pattern.
func textsFor(t *rapid.T, d *customfield.Draft, most int64, forms ...string) *rapid.Generator[string] {
	if chance(t, "limited") {
		most = rapid.Int64Range(40, most).Draw(t, "maxLength")
		d.MaxLength = &most
	}
	form := rapid.SampledFrom(forms).Draw(t, "form")
	texts := rapid.StringMatching(form)
	if form == "" {
		form = "^x"
		texts = rapid.Map(rapid.StringOfN(rapid.RuneFrom([]rune("abXY 09-_.äé日\u0301<&\"\\😀")), 0, int(min(most, 300))-1, -1), func(s string) string { return "x" + s })
	}
	if d.Type == customfield.Regex || d.Type != customfield.RichText && chance(t, "pattern") {
		d.Pattern = form
	}
	return rapid.Map(texts, quoted)
}

// numbersFor gives numbers of so many digits after the point, and sets the limits that they keep.
func numbersFor(t *rapid.T, d *customfield.Draft, scale int32) *rapid.Generator[string] {
	low, high := rapid.Int64().Draw(t, "a"), rapid.Int64().Draw(t, "b")
	low, high = min(low, high), max(low, high)
	if chance(t, "min") {
		d.Min = customfield.Number(decimal.New(low, -scale).String())
	}
	if chance(t, "max") {
		d.Max = customfield.Number(decimal.New(high, -scale).String())
	}
	return rapid.Custom(func(t *rapid.T) string {
		n := rapid.OneOf(rapid.Int64Range(low, high), rapid.SampledFrom([]int64{low, high})).Draw(t, "n")
		digits := decimal.New(n, -scale).StringFixed(scale)
		return rapid.SampledFrom([]string{digits, fmt.Sprintf("%de-%d", n, scale), digits + "e0", digits + "E+00"}).Draw(t, "digits")
	})
}

// chosen gives options by id, value or value in another case.
func chosen(t *rapid.T, d *customfield.Draft) *rapid.Generator[[]string] {
	values := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"EU", "US", "Mid market", "β-test", "No 7", "日本"}), 1, 6, rapid.ID[string]).Draw(t, "options")
	d.Options = options(values...)
	for i := 1; i < len(values); i++ {
		d.Options[i].Archived = chance(t, "archived")
	}
	return rapid.Custom(func(t *rapid.T) (list []string) {
		for i, o := range d.Options {
			if !o.Archived && (chance(t, "chosen") || i == 0) {
				list = append(list, rapid.SampledFrom([]string{o.Value, strings.ToUpper(o.Value), fmt.Sprintf("%s%012x", first[:24], i+1)}).Draw(t, "option"))
			}
		}
		return rapid.Permutation(list).Draw(t, "order")
	})
}

// definitions gives fields of a type that can be written.
func definitions(of customfield.Type) *rapid.Generator[defined] {
	return rapid.Custom(func(t *rapid.T) defined {
		d := &customfield.Draft{Name: "Field", Source: customfield.Account, Type: of}
		in := inputsFor(t, d)
		plain := d.Type != customfield.Password && d.Type != customfield.LookUp
		if !slices.Contains([]customfield.Type{customfield.MultiLine, customfield.RichText, customfield.FileUpload, customfield.Password}, d.Type) {
			d.Indexed, d.Unique = chance(t, "indexed"), chance(t, "unique")
		}
		if plain && !d.Unique && chance(t, "preset") {
			d.Default = json.RawMessage(in.Draw(t, "default"))
		}
		return defined{*d, in}
	})
}

func inputsFor(t *rapid.T, d *customfield.Draft) *rapid.Generator[string] {
	link := `https?://[a-zA-Z]{1,9}\.example/[a-z0-9]{0,9}`
	whole := func(n int64) string { return strconv.FormatInt(n, 10) }
	switch d.Type {
	case customfield.SingleLine, customfield.Regex, customfield.Password:
		return textsFor(t, d, 255, "", `^[a-z]{1,20}$`, `^[A-Z]{2}-[0-9]{1,5}$`)
	case customfield.MultiLine, customfield.RichText:
		return textsFor(t, d, 32_768, "", `^[a-z]{1,9}\n[a-z]{1,9}$`)
	case customfield.Email:
		return textsFor(t, d, 255, `(?i)[a-z]{1,9}@[a-z]{1,9}\.example`)
	case customfield.PhoneNumber:
		return textsFor(t, d, 255, `^\+[1-9][0-9]{2}[ -]?[0-9]{5,11}$`)
	case customfield.URL:
		return textsFor(t, d, 2_048, link)
	case customfield.Integer:
		return numbersFor(t, d, 0)
	case customfield.Decimal, customfield.Currency:
		scale := rapid.Int32Range(0, 18).Draw(t, "scale")
		if chance(t, "scaled") {
			d.Scale = new(rapid.Int64Range(int64(scale), 38).Draw(t, "most"))
		}
		amounts := numbersFor(t, d, scale)
		if d.Type == customfield.Decimal {
			return amounts
		}
		return rapid.OneOf(amounts, rapid.Map(amounts, func(s string) string { return `{"amount":` + s + `}` }), rapid.Map(amounts, func(s string) string { return `{"amount":` + s + `,"currency":"eur"}` }))
	case customfield.Rating:
		top := rapid.Int64Range(1, 100).Draw(t, "top")
		d.Max = customfield.Number(whole(top))
		return rapid.Map(rapid.Int64Range(1, top), whole)
	case customfield.Date, customfield.DateTime, customfield.Time:
		form := map[customfield.Type]string{customfield.Date: time.DateOnly, customfield.DateTime: time.RFC3339Nano, customfield.Time: time.TimeOnly}[d.Type]
		return rapid.Custom(func(t *rapid.T) string {
			zone := time.FixedZone("", 60*rapid.IntRange(-720, 720).Draw(t, "zone"))
			return quoted(time.Unix(rapid.Int64Range(-62e9, 250e9).Draw(t, "s"), rapid.Int64Range(0, 999_999_999).Draw(t, "ns")).In(zone).Format(form))
		})
	case customfield.SingleChoice, customfield.RadioButton:
		return rapid.Map(chosen(t, d), func(list []string) string { return quoted(list[0]) })
	case customfield.MultiChoice, customfield.Checkbox:
		if d.Type == customfield.MultiChoice || chance(t, "with options") {
			return rapid.Map(chosen(t, d), func(list []string) string { return string(must(json.Marshal(list))) })
		}
	case customfield.IPAddress:
		v4 := rapid.Map(rapid.SliceOfN(rapid.Byte(), 4, 4), func(b []byte) string { return quoted(netip.AddrFrom4([4]byte(b)).String()) })
		return rapid.OneOf(v4, rapid.Map(rapid.SliceOfN(rapid.Byte(), 16, 16), func(b []byte) string { return quoted(netip.AddrFrom16([16]byte(b)).StringExpanded()) }))
	case customfield.Address:
		return rapid.OneOf(rapid.Map(rapid.StringMatching(`[A-Za-z]{1,9}( [0-9a-zé,]{1,9}){0,30}`), quoted), rapid.Map(rapid.StringMatching(`\{"city":"[a-zé]{1,99}","zip":"[0-9]{5}","country":"(DE|FR)"\}`), strings.Clone))
	case customfield.Coordinates:
		return rapid.StringMatching(`"-?[1-8]?[0-9](\.[0-9]{1,9})?,[ ]?-?(1[0-7])?[0-9](\.[0-9]{1,9})?"`)
	case customfield.FileUpload:
		return rapid.Map(rapid.SliceOfNDistinct(rapid.StringMatching(link), 1, 4, strings.ToLower), func(list []string) string { return string(must(json.Marshal(list))) })
	case customfield.LookUp:
		d.LookUp = rapid.SampledFrom(customfield.LookUpTargets()).Draw(t, "lookup")
		return rapid.StringMatching(`"[0-9a-fA-F]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}"`)
	}
	return rapid.SampledFrom([]string{"true", "false"})
}

func TestRandomFieldsTakeRandomValues(t *testing.T) {
	type holder struct {
		record.System[holder]
		Values customfield.Values
	}
	custom := customfield.In(customfield.Account, func(h *holder) *customfield.Values { return &h.Values })
	kind := record.Define("random", 'v', record.Spec[holder]{
		Fields: record.Fields(record.SystemFields(func(h *holder) *record.System[holder] { return &h.System }), custom.Field(8)),
	})
	for _, of := range customfield.Types() {
		if of == customfield.Calculated {
			continue
		}
		t.Run(string(of), rapid.MakeCheck(func(t *rapid.T) {
			d := definitions(of).Draw(t, "definition")
			valid, err := customfield.Validate(d.draft, rules)
			require.NoError(t, err, "%+v", d.draft)
			schema, err := customfield.NewSchema(customfield.Account, d.draft)
			require.NoError(t, err)
			f, _ := schema.Resolve("field")
			f.IndexState = customfield.StateReady // as that of a field of a store is
			if d.draft.Default != nil {
				preset, err := valid.Parse(d.draft.Default, rules)
				require.NoError(t, err)
				require.True(t, preset.Equal(valid.Default))
			}
			var vs [3]customfield.Value
			var tuples [3]record.Tuple
			for i := range vs {
				in := json.RawMessage(d.in.Draw(t, "in"))
				v, err := f.Parse(in, rules)
				require.NoError(t, err, "%s of %+v", in, d.draft)
				require.False(t, v.IsZero(), "%s", in)
				if vs[i] = v; f.Type == customfield.Password {
					continue
				}
				out := must(json.Marshal(v))
				again, err := f.Parse(out, rules)
				require.NoError(t, err, "%s became %s", in, out)
				require.True(t, v.Equal(again), "%s became %s", in, out)
				require.Equal(t, string(out), string(must(json.Marshal(again))))
				read, err := kind.Clone(&holder{Values: customfield.Values{{FieldID: f.ID, Value: v}}}) // by its stored form
				require.NoError(t, err)
				require.True(t, v.Equal(read.Values.Of(f.ID)), "%s", in)
				if f.Indexed && v.Kind() != customfield.KindChoices {
					wanted, err := schema.Conditions([]customfield.Condition{{FieldID: "field", Equal: in}}, rules)
					require.NoError(t, err, "%s", in)
					tuples[i] = wanted[0].Tuples()[0]
				}
			}
			for i, a := range vs {
				for j, b := range vs {
					order := a.Compare(b)
					require.Equal(t, order, -b.Compare(a), "%v, %v", a, b)
					require.Equal(t, a.Equal(b), order == 0, "%v, %v", a, b)
					require.False(t, order <= 0 && b.Compare(vs[2]) <= 0 && a.Compare(vs[2]) > 0, "%v, %v, %v", a, b, vs[2])
					cut := max(len(a.String()), len(b.String())) > 150
					if by := bytes.Compare(tuples[i], tuples[j]); tuples[i] != nil && (by != 0 || !cut) {
						require.Equal(t, cmp.Compare(by, 0), order, "%v, %v", a, b)
					}
				}
			}
		}))
	}
}
