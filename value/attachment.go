package value

import (
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/internal/lenient"
)

// Attachment is a file that lives elsewhere and is referred to by its URL.
type Attachment struct {
	ID        uuid.UUID `json:"id"`
	URL       string    `json:"url"`
	Name      string    `json:"name"` // for people: the last element of the URL's path, or its host
	CreatedAt time.Time `json:"createdAt"`
}

// NewAttachment makes an attachment of a URL, which is normalised, and names it. Faults are those of [URL].
func NewAttachment(id uuid.UUID, rawURL string, at time.Time) (Attachment, error) {
	link, err := URL(rawURL)
	if err != nil {
		return Attachment{}, err
	}
	return Attachment{ID: id, URL: link, Name: attachmentName(link), CreatedAt: at}, nil
}

// attachmentName gives the last path element of a normalised URL without its escapes, or the host where there is
// no path. An element that is no text of one line keeps its escapes.
func attachmentName(link string) string {
	_, place, _ := strings.Cut(link, "://")
	if i := strings.IndexAny(place, "?#"); i >= 0 {
		place = place[:i]
	}
	place = strings.TrimRight(place, "/")
	element := place[strings.LastIndexByte(place, '/')+1:]
	if element == place {
		name, _ := splitPort(place)
		return name
	}
	plain, err := url.PathUnescape(element)
	if err != nil {
		return element
	}
	name, err := Text(plain, maxURL)
	if err != nil || name == "" {
		return element
	}
	return name
}

// UnmarshalJSON reads the four fields as they are. Faults at the fields: wrong_type, not_an_id, not_a_date,
// invalid_text; null leaves the attachment as it is.
func (a *Attachment) UnmarshalJSON(data []byte) error {
	if first(data) == 'n' {
		return nil
	}
	var read Attachment
	faults, err := lenient.Decode(data, &read)
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		return faults.Err()
	}
	*a = read
	return nil
}
