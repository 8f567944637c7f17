package entry_test

import (
	"encoding/binary"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/internal/entry"
	"github.com/clientele-go/clientele/value"
)

// someAttachments are lists of all sizes.
var someAttachments = []entry.Attachments{
	{{ID: uuid.Max, URL: "https://a.test", Name: "a.test", CreatedAt: start}},
	{{ID: uuid.UUID{1}, URL: "u", CreatedAt: time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)}, {Name: "n", CreatedAt: time.UnixMicro(-1).UTC()}},
	{{ID: uuid.UUID{2}, URL: "https://" + strings.Repeat("é", 300), Name: strings.Repeat("n", 20_000), CreatedAt: time.Date(9999, 12, 31, 23, 59, 59, 999_999_000, time.UTC)}},
}

func TestAttachmentsRoundTrip(t *testing.T) {
	require.Empty(t, entry.AppendAttachments(nil, new(entry.Attachments)), "none are absent")
	for _, list := range someAttachments {
		stored := entry.AppendAttachments([]byte("before"), &list)
		require.Equal(t, "before", string(stored[:6]))
		read := entry.Attachments{{Name: "of another record"}}
		require.NoError(t, entry.ReadAttachments(string(stored[6:]), &read))
		require.Equal(t, list, read)
		for i := 7; i < len(stored); i++ {
			if whole := readsWhole(list, stored[6:i]); !whole {
				require.Error(t, entry.ReadAttachments(string(stored[6:i]), new(entry.Attachments)), "cut at %d", i)
			}
		}
	}
}

// readsWhole tells whether some bytes are those of the first attachments of a list.
func readsWhole(list entry.Attachments, b []byte) bool {
	for i := range list {
		first := list[:i]
		if string(entry.AppendAttachments(nil, &first)) == string(b) {
			return true
		}
	}
	return false
}

func TestDamagedAttachmentsAreAnError(t *testing.T) {
	head := string(make([]byte, 24))
	for name, b := range map[string]string{
		"no id": "x", "no time": head[:23], "no texts": head, "no name": head + "\x01u", "a text cut short": head + "\x05u",
		"a length without end": head + "\x80\x80\x80\x80\x80\x80\x80\x80", "a length beyond all": head + string(binary.AppendUvarint(nil, 1<<34)) + "u", "a rest": head + "\x00\x00rest",
	} {
		read := entry.Attachments{{Name: "kept"}}
		require.EqualError(t, entry.ReadAttachments(b, &read), "entry: a list of attachments is cut short", name)
		require.Equal(t, "kept", read[0].Name)
	}
}

func TestTheJSONOfAttachments(t *testing.T) {
	for want, list := range map[string]entry.Attachments{
		`[]`: nil,
		`[{"id":"ffffffff-ffff-ffff-ffff-ffffffffffff","url":"https://a.test","name":"a.test","createdAt":"2026-01-05T09:00:00Z"}]`: someAttachments[0],
	} {
		b, err := json.Marshal(&list)
		require.NoError(t, err)
		require.Equal(t, want, string(b))
	}
	require.Equal(t, []string{"a", "b"}, entry.URLs([]value.Attachment{{URL: "a"}, {URL: "b"}}))
	require.Equal(t, []string{}, entry.URLs(nil))
}

// Whatever is stored: an error, or attachments that are written and read again as they are. Never a panic.
func FuzzAttachments(f *testing.F) {
	for _, list := range someAttachments {
		stored := entry.AppendAttachments(nil, &list)
		f.Add(stored)
		f.Add(stored[:len(stored)-1])
	}
	f.Fuzz(func(t *testing.T, stored []byte) {
		var read, again entry.Attachments
		if entry.ReadAttachments(string(stored), &read) != nil {
			require.Nil(t, read)
			return
		}
		written := entry.AppendAttachments(nil, &read)
		require.LessOrEqual(t, len(written), len(stored))
		require.NoError(t, entry.ReadAttachments(string(written), &again))
		require.Equal(t, read, again)
	})
}
