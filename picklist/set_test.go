package picklist_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
)

func TestResolveFoldsTheInput(t *testing.T) {
	set := picklist.Builtin().Of(picklist.AccountClassification)
	want, ok := set.Get(slices.Collect(set.All())[1].ID)
	require.True(t, ok)
	for _, input := range []string{"MID_MARKET", "Mid market", " mid-market ", "midmarket", "MID — MARKET", want.ID.String()} {
		v, err := set.Resolve(input)
		require.NoError(t, err, input)
		require.Equal(t, want, v)
	}
	other, _ := picklist.Builtin().Of(picklist.TaskStatus).Default()
	for _, input := range []string{"", " ", "---", "MID", "PENDING", other.ID.String(), "00000000-0000-0000-0000-000000000000"} {
		_, err := set.Resolve(input)
		refused(t, err, " not_in_picklist")
		require.Equal(t, fault.Params{"value": input, "allowed": []string{"ENTERPRISE", "MID_MARKET", "SMB", "STRATEGIC"}}, fault.All(err)[0].Params)
	}
}

func TestArchivedValuesAreKeptButNotChosen(t *testing.T) {
	onEach(t, func(t *testing.T, org *record.Org) {
		old := named(t, org, picklist.AccountIndustry, "RETAIL")
		_, err := picklist.Update(ctx, org, old.ID, picklist.Patch{Archived: new(true)})
		require.NoError(t, err)
		set := set(t, org, picklist.AccountIndustry)

		for _, input := range []string{"retail", old.ID.String()} {
			_, err = set.Resolve(input)
			refused(t, err, " archived")
			var r picklist.Ref
			refused(t, set.Assign(&r, input), " archived")
			require.Zero(t, r)
			r.ID = old.ID
			require.NoError(t, set.Assign(&r, input))
			require.Equal(t, picklist.Ref{ID: old.ID, Value: "RETAIL"}, r)
		}
		ids, err := set.Match([]string{"retail"})
		require.NoError(t, err)
		require.Equal(t, []picklist.ID{old.ID}, ids)
		_, err = set.Resolve("none")
		require.Equal(t, []string{"TECHNOLOGY", "HEALTHCARE", "FINANCE"}, fault.All(err)[0].Params["allowed"])
	})
}

func TestAssign(t *testing.T) {
	set := picklist.Builtin().Of(picklist.TaskStatus)
	done, err := set.Resolve("COMPLETED")
	require.NoError(t, err)
	r := picklist.Ref{Value: "what a caller wrote", Configuration: &picklist.Configuration{Icon: "x"}}
	require.NoError(t, set.Assign(&r, "completed"))
	require.Equal(t, picklist.Ref{ID: done.ID, Value: "COMPLETED", Configuration: &picklist.Configuration{Closed: true}}, r)
	before := r
	refused(t, set.Assign(&r, "nowhere"), " not_in_picklist")
	require.Equal(t, before, r)
}

func TestFill(t *testing.T) {
	set := picklist.Builtin().Of(picklist.TaskStatus)
	pending, _ := set.Default()
	done, err := set.Resolve("COMPLETED")
	require.NoError(t, err)
	for name, c := range map[string]struct{ have, want picklist.Ref }{
		"none":                    {picklist.Ref{Value: "x"}, picklist.Ref{}},
		"of another set":          {picklist.Ref{ID: picklist.ID{1}, Value: "x"}, picklist.Ref{ID: picklist.ID{1}}},
		"without a configuration": {picklist.Ref{ID: pending.ID, Configuration: &picklist.Configuration{}}, picklist.Ref{ID: pending.ID, Value: "PENDING"}},
		"with one":                {picklist.Ref{ID: done.ID}, picklist.Ref{ID: done.ID, Value: "COMPLETED", Configuration: &picklist.Configuration{Closed: true}}},
	} {
		t.Run(name, func(t *testing.T) {
			set.Fill(&c.have)
			require.Equal(t, c.want, c.have)
		})
	}
}

func TestWhatASetGivesIsTheCallers(t *testing.T) {
	set := picklist.Builtin().Of(picklist.TaskStatus)
	done, err := set.Resolve("COMPLETED")
	require.NoError(t, err)
	r := picklist.Ref{ID: done.ID}
	set.Fill(&r)
	r.Configuration.Icon, done.Icon, done.Value = "mine", "mine", "mine"
	again, err := set.Resolve("COMPLETED")
	require.NoError(t, err)
	require.Empty(t, again.Icon)
	set.Fill(&r)
	require.Empty(t, r.Configuration.Icon)
}

func TestMatch(t *testing.T) {
	set := picklist.Builtin().Of(picklist.AccountHealth)
	red, err := set.Resolve("RED")
	require.NoError(t, err)
	green, err := set.Resolve("GREEN")
	require.NoError(t, err)
	ids, err := set.Match([]string{"green", red.ID.String(), "GREEN", "red"})
	require.NoError(t, err)
	require.Equal(t, []picklist.ID{green.ID, red.ID}, ids)
	ids, err = set.Match(nil)
	require.NoError(t, err)
	require.Empty(t, ids)
	ids, err = set.Match([]string{"red", "blue", "green", ""})
	refused(t, err, "[1] not_in_picklist", "[3] not_in_picklist")
	require.Nil(t, ids)
}

func TestBuiltin(t *testing.T) {
	defaults := map[picklist.Attribute]string{
		picklist.AccountStatus: "PROSPECT", picklist.ContactType: "PRIMARY", picklist.ActivityType: "CALL",
		picklist.ActivityStatus: "PENDING", picklist.NoteType: "GENERAL", picklist.TaskType: "FOLLOW_UP",
		picklist.TaskStatus: "PENDING", picklist.TaskPriority: "LOW",
	}
	closed := []string{}
	for _, a := range picklist.Attributes() {
		set := picklist.Builtin().Of(a)
		require.Equal(t, a, set.Attribute())
		v, ok := set.Default()
		require.Equal(t, defaults[a], v.Value)
		require.Equal(t, defaults[a] != "", ok)
		for v := range set.All() {
			same, err := picklist.Builtin().Of(a).Resolve(v.ID.String())
			require.NoError(t, err)
			require.Equal(t, v, same)
			if v.Closed {
				closed = append(closed, string(a)+" "+v.Value)
			}
		}
	}
	require.Equal(t, []string{"task_status COMPLETED", "task_status CANCELLED"}, closed)
	for range picklist.Builtin().Of("mood").All() {
		t.Fatal("an attribute that there is not has a value")
	}
	for range picklist.Builtin().Of(picklist.AccountHealth).All() {
		break
	}
}

func TestSeedWritesTheBuiltinValues(t *testing.T) {
	onEach(t, func(t *testing.T, org *record.Org) {
		for _, a := range picklist.Attributes() {
			want := slices.Collect(picklist.Builtin().Of(a).All())
			have := slices.Collect(set(t, org, a).All())
			require.Len(t, have, len(want))
			for i := range want {
				want[i].System = have[i].System
			}
			require.Equal(t, want, have)
		}
	})
}

func TestRefAsJSON(t *testing.T) {
	for name, c := range map[string]struct {
		status picklist.Ref
		want   string
	}{
		"none":     {picklist.Ref{Value: "x", Configuration: &picklist.Configuration{Icon: "x"}}, `{"status":null,"statusId":null,"statusConfiguration":null}`},
		"plain":    {picklist.Ref{ID: picklist.ID{15: 1}, Value: "OPEN"}, `{"status":"OPEN","statusId":"00000000-0000-0000-0000-000000000001","statusConfiguration":{"isClosed":false}}`},
		"coloured": {picklist.Ref{ID: picklist.ID{15: 1}, Value: "DONE", Configuration: &picklist.Configuration{Icon: "i", Color: "#fff", Closed: true}}, `{"status":"DONE","statusId":"00000000-0000-0000-0000-000000000001","statusConfiguration":{"icon":"i","color":"#fff","isClosed":true}}`},
	} {
		t.Run(name, func(t *testing.T) {
			raw, err := tickets.JSON(&ticket{Status: c.status})
			require.NoError(t, err)
			var have map[string]json.RawMessage
			require.NoError(t, json.Unmarshal(raw, &have))
			have = map[string]json.RawMessage{"status": have["status"], "statusId": have["statusId"], "statusConfiguration": have["statusConfiguration"]}
			raw, err = json.Marshal(have)
			require.NoError(t, err)
			require.JSONEq(t, c.want, string(raw))
		})
	}
}
