package contact_test

import (
	"testing"
	"time"

	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/record"
)

func TestTimesInAFilterThatJSONCannotSay(t *testing.T) {
	org := clienteletest.Org(t)
	far := time.Date(400_000, 1, 1, 0, 0, 0, 0, time.UTC)
	f := contact.Filter{CreatedFrom: far, CreatedTo: far, UpdatedFrom: far, UpdatedTo: far}
	want := []string{"createdFrom not_a_date", "createdTo not_a_date", "updatedFrom not_a_date", "updatedTo not_a_date"}
	_, err := contact.List(ctx, org, f, record.Paging{})
	enginetest.Refused(t, err, want...)
	_, err = contact.Count(ctx, org, f)
	enginetest.Refused(t, err, want...)
}
