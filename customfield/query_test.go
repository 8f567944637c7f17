package customfield_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/customfield"
)

func decoded[V any](t *testing.T, text string) (v V) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(text), &v))
	return v
}

func TestAFilterDecodesFromTheTextsOfAQuery(t *testing.T) {
	org := clienteletest.Org(t)
	for _, kind := range []customfield.Type{customfield.Integer, customfield.Date, customfield.Toggle} {
		create(t, org, customfield.Draft{Name: string(kind), Type: kind, Active: new(false)})
	}
	fields, err := customfield.List(ctx, org, decoded[customfield.Filter](t, `{"source":"account","fieldType":"integer,date","inactive":"true"}`))
	require.NoError(t, err)
	require.Equal(t, []string{"integer", "date"}, slugs(fields))
	_, err = customfield.List(ctx, org, decoded[customfield.Filter](t, `{"source":"x","fieldType":["date",3],"inactive":"2"}`))
	refused(t, err, "fieldType[1] wrong_type", "inactive wrong_type", "source not_allowed", "fieldType[1] required")
}

func TestADeleteDecodesFromTheTextsOfAQuery(t *testing.T) {
	org := clienteletest.Org(t)
	f := create(t, org, customfield.Draft{Name: "Tier", Type: customfield.Integer})
	_, err := customfield.Delete(ctx, org, f.ID, decoded[customfield.DeleteOptions](t, `{"version":"x","inUse":"clear"}`))
	refused(t, err, "version wrong_type", "inUse not_allowed")
	_, err = customfield.Delete(ctx, org, f.ID, decoded[customfield.DeleteOptions](t, `{"version":"2"}`))
	require.ErrorIs(t, err, clientele.ErrStale)
	_, err = customfield.Delete(ctx, org, f.ID, decoded[customfield.DeleteOptions](t, `{"version":"1","inUse":"purge"}`))
	require.NoError(t, err)
}

func TestAnEditDecodesAsTheReferenceHasIt(t *testing.T) {
	org := clienteletest.Org(t)
	f := create(t, org, customfield.Draft{Name: "Tier", Type: customfield.Integer, Description: "of success"})
	id := `"fieldId":"` + f.ID.String() + `"`
	update := func(edits string) ([]*customfield.Field, error) {
		return customfield.UpdateMany(ctx, org, decoded[[]customfield.Edit](t, edits))
	}
	for text, want := range map[string][]string{
		`[{` + id + `}]`: {"fields[0].version required"},
		`[{` + id + `,"version":1,"updates":null}]`:                                      nil,
		`[{` + id + `,"version":"1","updates":[]}]`:                                      {"fields[0].version wrong_type", "fields[0].updates wrong_type"},
		`[{` + id + `,"updates":{"version":1}}]`:                                         nil,
		`[{` + id + `,"updates":{"version":"x"}}]`:                                       {"fields[0].updates.version wrong_type"},
		`[{` + id + `,"version":1,"updates":{"name":null,"hintText":3}}]`:                {"fields[0].updates.hintText wrong_type", "fields[0].updates.name required"},
		`[{` + id + `,"version":1},3]`:                                                   {"fields[1] wrong_type"},
		`[{"version":1,"updates":{"unique":true}},{"fieldId":"x","updates":{"name":3}}]`: {"fields[0].fieldId required", "fields[1].fieldId not_an_id", "fields[1].version required", "fields[1].updates.name wrong_type"},
	} {
		_, err := update(text)
		refused(t, err, want...)
	}
	_, err := update(`[{"fieldId":"018f0000-0000-7000-8000-000000000001","version":1}]`)
	require.ErrorIs(t, err, clientele.ErrNotFound)
	require.Error(t, json.Unmarshal([]byte(`{`), new(customfield.Edit)))
	fields, err := update(`[{` + id + `,"version":1,"updates":{"name":"Success","description":null}}]`)
	require.NoError(t, err)
	require.Equal(t, "Success", fields[0].Name)
	require.Empty(t, fields[0].Description)
	_, err = update(`[{` + id + `,"version":1,"updates":{"name":"Again"}}]`)
	require.ErrorIs(t, err, clientele.ErrStale)
}
