package account_test

import (
	"testing"
	"time"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/record"
)

func TestTimesInAFilterThatJSONCannotSay(t *testing.T) {
	org := clienteletest.Org(t)
	far := time.Date(400_000, 1, 1, 0, 0, 0, 0, time.UTC)
	f := account.Filter{CreatedFrom: far, CreatedTo: far, UpdatedFrom: far, UpdatedTo: far}
	want := []string{"createdFrom not_a_date", "createdTo not_a_date", "updatedFrom not_a_date", "updatedTo not_a_date"}
	_, err := account.List(ctx, org, f, record.Paging{})
	refused(t, err, want...)
	_, err = account.Count(ctx, org, f)
	refused(t, err, want...)
}
