package picklist_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/picklist"
)

func TestValidate(t *testing.T) {
	long := strings.Repeat("ü", 256)
	for name, c := range map[string]struct {
		draft picklist.Draft
		want  []string
	}{
		"the least":              {picklist.Draft{Attribute: picklist.NoteType, Value: "RISK"}, nil},
		"255 characters":         {picklist.Draft{Attribute: picklist.NoteType, Value: long[2:]}, nil},
		"nothing":                {picklist.Draft{}, []string{"attribute required", "value required"}},
		"an unknown attribute":   {picklist.Draft{Attribute: "mood", Value: "GOOD"}, []string{"attribute not_allowed"}},
		"another case":           {picklist.Draft{Attribute: "NOTE_TYPE", Value: "RISK"}, []string{"attribute not_allowed"}},
		"a blank value":          {picklist.Draft{Attribute: picklist.NoteType, Value: " \t"}, []string{"value required"}},
		"separators alone":       {picklist.Draft{Attribute: picklist.NoteType, Value: "- _"}, []string{"value required"}},
		"256 characters":         {picklist.Draft{Attribute: picklist.NoteType, Value: long, Icon: long}, []string{"value too_long", "icon too_long"}},
		"a line break":           {picklist.Draft{Attribute: picklist.NoteType, Value: "a\nb"}, []string{"value invalid_text"}},
		"a color by name":        {picklist.Draft{Attribute: picklist.NoteType, Value: "RISK", Color: "red"}, []string{"color not_a_color"}},
		"closed":                 {picklist.Draft{Attribute: picklist.TaskStatus, Value: "DONE", Closed: true}, nil},
		"closed elsewhere":       {picklist.Draft{Attribute: picklist.NoteType, Value: "RISK", Closed: true}, []string{"isClosed not_allowed"}},
		"an archived default":    {picklist.Draft{Attribute: picklist.NoteType, Value: "RISK", Default: true, Archived: true}, []string{"archived contradiction"}},
		"position -1":            {picklist.Draft{Attribute: picklist.NoteType, Value: "RISK", Position: new(int64(-1))}, []string{"position too_small"}},
		"position 0":             {picklist.Draft{Attribute: picklist.NoteType, Value: "RISK", Position: new(int64(0))}, nil},
		"position 1,000,000,000": {picklist.Draft{Attribute: picklist.NoteType, Value: "RISK", Position: new(int64(1e9))}, nil},
		"position 1,000,000,001": {picklist.Draft{Attribute: picklist.NoteType, Value: "RISK", Position: new(int64(1e9 + 1))}, []string{"position too_large"}},
	} {
		t.Run(name, func(t *testing.T) {
			v, err := picklist.Validate(c.draft)
			refused(t, err, c.want...)
			require.Equal(t, c.want == nil, v != nil)
		})
	}
}

func TestValidateNormalises(t *testing.T) {
	v, err := picklist.Validate(picklist.Draft{Attribute: picklist.TaskStatus, Value: "  Won't do ", Icon: " ban ", Color: " #AbC ", Closed: true})
	require.NoError(t, err)
	require.Equal(t, &picklist.Value{
		Attribute: picklist.TaskStatus, Value: "Won't do",
		Configuration: picklist.Configuration{Icon: "ban", Color: "#abc", Closed: true},
	}, v)
}

func TestApply(t *testing.T) {
	done := picklist.Value{
		Attribute: picklist.TaskStatus, Value: "DONE", Default: true, Position: 3,
		Configuration: picklist.Configuration{Icon: "tick", Color: "#00ff00", Closed: true},
	}
	risk := picklist.Value{Attribute: picklist.NoteType, Value: "RISK", Archived: true}
	for name, c := range map[string]struct {
		before picklist.Value
		patch  picklist.Patch
		change func(v *picklist.Value)
		want   []string
	}{
		"nothing":             {before: done, change: func(*picklist.Value) {}},
		"another name":        {before: done, patch: picklist.Patch{Value: new(" Finished ")}, change: func(v *picklist.Value) { v.Value = "Finished" }},
		"no name":             {before: done, patch: picklist.Patch{Value: new("")}, want: []string{"value required"}},
		"an empty color":      {before: done, patch: picklist.Patch{Color: new("")}, change: func(v *picklist.Value) { v.Color = "" }},
		"its own attribute":   {before: done, patch: picklist.Patch{Attribute: new(picklist.TaskStatus)}, change: func(*picklist.Value) {}},
		"another attribute":   {before: done, patch: picklist.Patch{Attribute: new(picklist.TaskType)}, want: []string{"attribute immutable"}},
		"archived":            {before: done, patch: picklist.Patch{Archived: new(true)}, want: []string{"archived contradiction"}},
		"archived, demoted":   {before: done, patch: picklist.Patch{Archived: new(true), Default: new(false)}, change: func(v *picklist.Value) { v.Archived, v.Default = true, false }},
		"archived, cleared":   {before: done, patch: picklist.Patch{Archived: new(true), Clear: []picklist.Part{picklist.PartDefault}}, change: func(v *picklist.Value) { v.Archived, v.Default = true, false }},
		"an archived default": {before: risk, patch: picklist.Patch{Default: new(true)}, want: []string{"isDefault contradiction"}},
		"unarchived":          {before: risk, patch: picklist.Patch{Clear: []picklist.Part{picklist.PartArchived}}, change: func(v *picklist.Value) { v.Archived = false }},
		"not closed":          {before: risk, patch: picklist.Patch{Closed: new(false)}, change: func(*picklist.Value) {}},
		"closed elsewhere":    {before: risk, patch: picklist.Patch{Closed: new(true)}, want: []string{"isClosed not_allowed"}},
		"cleared piecemeal": {
			before: done, patch: picklist.Patch{Clear: []picklist.Part{picklist.PartIcon, picklist.PartColor, picklist.PartClosed}},
			change: func(v *picklist.Value) { v.Configuration = picklist.Configuration{} },
		},
		"cleared at once": {
			before: done, patch: picklist.Patch{Clear: []picklist.Part{picklist.PartConfiguration}},
			change: func(v *picklist.Value) { v.Configuration = picklist.Configuration{} },
		},
		"cleared what cannot be": {
			before: done, patch: picklist.Patch{Clear: []picklist.Part{"attribute", "value", "position", "uid"}},
			want: []string{"attribute required", "value required", "position required", "uid unknown_field"},
		},
		"set and cleared": {
			before: done, patch: picklist.Patch{Icon: new("x"), Clear: []picklist.Part{picklist.PartIcon, picklist.PartConfiguration}},
			want: []string{"icon contradiction", "configuration contradiction"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			before := c.before
			after, err := c.patch.Apply(&before)
			refused(t, err, c.want...)
			require.Equal(t, c.before, before)
			if c.change != nil {
				c.change(&before)
				require.Equal(t, &before, after)
			}
		})
	}
}

func TestApplyLeavesAloneWhatTodaysRulesRefuse(t *testing.T) {
	old := picklist.Value{Attribute: picklist.NoteType, Value: "--", Configuration: picklist.Configuration{Closed: true}, Position: -1, Default: true, Archived: true}
	after, err := picklist.Patch{Icon: new("star")}.Apply(&old)
	require.NoError(t, err)
	require.Equal(t, "star", after.Icon)
}

func TestDraftFromJSON(t *testing.T) {
	for name, c := range map[string]struct {
		json string
		want []string
	}{
		"all":                    {`{"attribute":"task_status","value":"DONE","isDefault":false,"icon":"i","color":"#fff","isClosed":true,"position":7.0,"archived":false,"uid":1}`, nil},
		"nested":                 {`{"attribute":"task_status","value":"DONE","configuration":{"icon":"i","color":"#fff","isClosed":true},"position":7}`, nil},
		"twice the same":         {`{"attribute":"task_status","value":"DONE","icon":"i","color":"#fff","isClosed":true,"configuration":{"icon":"i","color":"#fff","isClosed":true},"position":7}`, nil},
		"nulls":                  {`{"attribute":null,"value":null,"isDefault":null,"icon":null,"color":null,"isClosed":null,"configuration":null,"position":null,"archived":null}`, []string{"attribute required", "value required"}},
		"wrong types":            {`{"attribute":1,"value":[],"isDefault":"yes","icon":{},"color":3,"isClosed":0,"position":"7","archived":1}`, []string{"attribute wrong_type", "value wrong_type", "isDefault wrong_type", "icon wrong_type", "color wrong_type", "isClosed wrong_type", "position wrong_type", "archived wrong_type"}},
		"no object":              {`[]`, []string{"attribute required", " wrong_type", "value required"}},
		"a configuration of 3":   {`{"attribute":"task_status","value":"DONE","configuration":3}`, []string{"configuration wrong_type"}},
		"wrong types nested":     {`{"attribute":"note_type","value":"X","configuration":{"icon":1,"color":"blue","isClosed":true}}`, []string{"configuration.icon wrong_type", "configuration.color not_a_color", "configuration.isClosed not_allowed"}},
		"twice and not agreeing": {`{"attribute":"task_status","value":"DONE","icon":"i","color":"#fff","isClosed":true,"configuration":{"icon":"j","color":"#000","isClosed":false}}`, []string{"configuration.icon contradiction", "configuration.color contradiction", "configuration.isClosed contradiction"}},
		"half a character":       {`{"attribute":"note_type","value":"\ud800"}`, []string{"value invalid_text"}},
	} {
		t.Run(name, func(t *testing.T) {
			var d picklist.Draft
			require.NoError(t, json.Unmarshal([]byte(c.json), &d))
			v, err := picklist.Validate(d)
			refused(t, err, c.want...)
			if c.want == nil {
				require.Equal(t, &picklist.Value{
					Attribute: picklist.TaskStatus, Value: "DONE", Position: 7,
					Configuration: picklist.Configuration{Icon: "i", Color: "#fff", Closed: true},
				}, v)
			}
		})
	}
	require.Error(t, json.Unmarshal([]byte(`{"value":`), new(picklist.Draft)))
}

func TestPatchFromJSON(t *testing.T) {
	before := picklist.Value{
		Attribute: picklist.TaskStatus, Value: "DONE", Position: 3, Default: true,
		Configuration: picklist.Configuration{Icon: "tick", Color: "#00ff00", Closed: true},
	}
	for name, c := range map[string]struct {
		json   string
		change func(v *picklist.Value)
		want   []string
	}{
		"absent":             {json: `{}`, change: func(*picklist.Value) {}},
		"the record again":   {json: `{"version":null,"attribute":"task_status","value":"DONE","isDefault":true,"configuration":{"icon":"tick","color":"#00ff00","isClosed":true},"position":3,"archived":false}`, change: func(*picklist.Value) {}},
		"null":               {json: `{"isDefault":null,"icon":null}`, change: func(v *picklist.Value) { v.Default, v.Icon = false, "" }},
		"null of all inside": {json: `{"configuration":null}`, change: func(v *picklist.Value) { v.Configuration = picklist.Configuration{} }},
		"null inside":        {json: `{"configuration":{"color":null,"isClosed":false}}`, change: func(v *picklist.Value) { v.Color, v.Closed = "", false }},
		"null of required":   {json: `{"value":null,"attribute":null,"position":null}`, want: []string{"attribute required", "value required", "position required"}},
		"not agreeing":       {json: `{"icon":"a","configuration":{"icon":"b"}}`, want: []string{"configuration.icon contradiction"}},
		"outside and null":   {json: `{"icon":"a","configuration":{"icon":null}}`, want: []string{"icon contradiction"}},
		"wrong types":        {json: `{"version":"1","attribute":2,"value":3,"configuration":{"isClosed":"no"}}`, want: []string{"version wrong_type", "attribute wrong_type", "value wrong_type", "configuration.isClosed wrong_type"}},
	} {
		t.Run(name, func(t *testing.T) {
			var p picklist.Patch
			require.NoError(t, json.Unmarshal([]byte(c.json), &p))
			after, err := p.Apply(&before)
			refused(t, err, c.want...)
			if c.change != nil {
				want := before
				c.change(&want)
				require.Equal(t, &want, after)
			}
		})
	}
	require.Error(t, json.Unmarshal([]byte(`{"value":`), new(picklist.Patch)))
}

func FuzzDraftFromJSON(f *testing.F) {
	f.Add([]byte(`{"attribute":"note_type","value":" Risk ","configuration":{"color":"#FFF"}}`))
	f.Add([]byte(`{"attribute":"task_status","value":"-","isClosed":true,"position":-1}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var d picklist.Draft
		if json.Unmarshal(data, &d) != nil {
			return
		}
		v, err := picklist.Validate(d)
		if err != nil {
			return
		}
		again, err := picklist.Patch{Value: &v.Value, Icon: &v.Icon, Color: &v.Color}.Apply(v)
		require.NoError(t, err)
		require.Equal(t, v, again)
	})
}
