package value_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/value"
)

func TestAttachmentIsNamedAfterItsURL(t *testing.T) {
	for in, want := range map[string]string{
		"https://acme.com/files/offer.pdf":         "offer.pdf",
		"https://acme.com/files/offer.pdf?v=2/3#p": "offer.pdf",
		"https://acme.com/files/":                  "files",
		"https://acme.com/a%20b%C3%BC.pdf":         "a bü.pdf",
		"https://acme.com/a%2Fb.pdf":               "a/b.pdf",
		"https://acme.com/%0A%20":                  "%0A%20",
		"https://acme.com/a%0Ab":                   "a%0Ab",
		"https://acme.com/%ff":                     "%ff",
		"https://acme.com":                         "acme.com",
		"HTTPS://Acme.com:8080/":                   "acme.com",
		"https://acme.com?file=/x":                 "acme.com",
		"https://[::1]:80/":                        "[::1]",
	} {
		a, err := value.NewAttachment(uuid.UUID{1}, in, time.Unix(5, 0))
		require.NoError(t, err)
		require.Equal(t, want, a.Name, in)
		require.Equal(t, uuid.UUID{1}, a.ID)
		require.Equal(t, time.Unix(5, 0), a.CreatedAt)
	}
	_, err := value.NewAttachment(uuid.UUID{1}, "ftp://acme.com/x", time.Time{})
	require.Equal(t, fault.NotAURL, code(err))
}

func TestAttachmentJSON(t *testing.T) {
	const in = `{"id":"018f0000-0000-7000-8000-000000000001","url":"https://acme.com/x","name":"x","createdAt":"2024-02-29T01:02:03.000004Z"}`
	var a value.Attachment
	require.NoError(t, json.Unmarshal([]byte(in), &a))
	out, err := json.Marshal(a)
	require.NoError(t, err)
	require.Equal(t, in, string(out))
	require.NoError(t, json.Unmarshal([]byte("null"), &a))
	require.Equal(t, "x", a.Name)
}

func TestAttachmentFaults(t *testing.T) {
	for in, want := range map[string][]at{
		`"x"`: {{"", fault.WrongType}},
		`{"id":"x","url":5,"name":"\ud800","createdAt":"now"}`: {
			{"id", fault.NotAnID}, {"url", fault.WrongType}, {"name", fault.InvalidText}, {"createdAt", fault.NotADate}},
	} {
		a := value.Attachment{Name: "kept"}
		require.Equal(t, want, found(a.UnmarshalJSON([]byte(in))), in)
		require.Equal(t, value.Attachment{Name: "kept"}, a)
	}
}

func FuzzAttachmentName(f *testing.F) {
	for _, seed := range []string{"https://acme.com/files/offer.pdf?x", "https://[::1]/", "https://a.b/%zz%0a", "http://a.b:1//"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, err := value.NewAttachment(uuid.UUID{}, s, time.Time{})
		if err != nil {
			return
		}
		name, err := value.Text(a.Name, 2048)
		require.NoError(t, err)
		require.Equal(t, a.Name, name)
		require.NotEmpty(t, name)
	})
}
