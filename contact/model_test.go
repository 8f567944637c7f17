package contact_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/store/memstore"
)

// details are what the model knows of a link.
type details struct {
	title   string
	primary bool
}

// model is links as sets: for each contact the accounts, and no more.
type model map[contact.ID]map[account.ID]details

// put sets a link, and takes the primary place from whoever has it.
func (m model) put(c contact.ID, a account.ID, d details) {
	if d.primary {
		for _, links := range m {
			if l, ok := links[a]; ok && l.primary {
				l.primary = false
				links[a] = l
			}
		}
	}
	m[c][a] = d
}

// replace makes the accounts of a contact those of a list, with their details.
func (m model) replace(c contact.ID, list []contact.LinkDraft) {
	m[c] = map[account.ID]details{}
	for _, l := range list {
		m.put(c, l.AccountID, details{l.Title, l.Primary})
	}
}

func TestLinksAreTheSetsThatTheModelHas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		db, err := clientele.Open(ctx, memstore.New(), clienteletest.Options())
		require.NoError(t, err)
		org, err := db.CreateOrg(ctx, "org_test", nil)
		require.NoError(t, err)
		m := model{}
		var accounts []account.ID
		for i := range 4 {
			a, err := account.Create(ctx, org, account.Draft{Name: fmt.Sprint("a", i), PrimaryDomain: fmt.Sprintf("a%d.test", i)})
			require.NoError(t, err)
			accounts = append(accounts, a.ID)
		}
		var contacts []contact.ID
		for i := range 3 {
			c, err := contact.Create(ctx, org, called("c", fmt.Sprintf("c%d@x.test", i)))
			require.NoError(t, err)
			contacts = append(contacts, c.ID)
			m[c.ID] = map[account.ID]details{}
		}
		draft := func() contact.LinkDraft {
			return contact.LinkDraft{
				AccountID: rapid.SampledFrom(accounts).Draw(t, "account"), Title: rapid.SampledFrom([]string{"", "CEO", "CTO"}).Draw(t, "title"),
				Primary: rapid.Bool().Draw(t, "primary"),
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"link": func(t *rapid.T) {
				c, l := rapid.SampledFrom(contacts).Draw(t, "contact"), draft()
				_, err := contact.Link(ctx, org, c, l)
				require.NoError(t, err)
				m.put(c, l.AccountID, details{l.Title, l.Primary})
			},
			"unlink": func(t *rapid.T) {
				c, a := rapid.SampledFrom(contacts).Draw(t, "contact"), rapid.SampledFrom(accounts).Draw(t, "account")
				_, err := contact.Unlink(ctx, org, c, a)
				if _, ok := m[c][a]; !ok {
					require.ErrorIs(t, err, clientele.ErrNotFound)
					return
				}
				require.NoError(t, err)
				delete(m[c], a)
			},
			"accounts": func(t *rapid.T) {
				c := rapid.SampledFrom(contacts).Draw(t, "contact")
				set := rapid.SliceOfN(rapid.SampledFrom(accounts), 0, 4).Draw(t, "set")
				_, err := contact.Update(ctx, org, c, contact.Patch{AccountIDs: &set})
				require.NoError(t, err)
				had := m[c]
				m[c] = map[account.ID]details{}
				for _, a := range set {
					m[c][a] = had[a]
				}
			},
			"links": func(t *rapid.T) {
				c := rapid.SampledFrom(contacts).Draw(t, "contact")
				byID := map[account.ID]contact.LinkDraft{}
				for range rapid.IntRange(0, 4).Draw(t, "n") {
					l := draft()
					byID[l.AccountID] = l
				}
				list := slices.Collect(maps.Values(byID))
				_, err := contact.Update(ctx, org, c, contact.Patch{Links: &list})
				require.NoError(t, err)
				m.replace(c, list)
			},
			"delete and restore": func(t *rapid.T) {
				c := rapid.SampledFrom(contacts).Draw(t, "contact")
				set, err := contact.Delete(ctx, org, c, 0)
				require.NoError(t, err)
				_, err = contact.Restore(ctx, org, set)
				require.NoError(t, err)
			},
			"": func(t *rapid.T) {
				for id, want := range m {
					c, err := contact.Get(ctx, org, id)
					require.NoError(t, err)
					have := map[account.ID]details{}
					for _, l := range c.Accounts {
						have[l.ID] = details{l.Title, l.Primary}
					}
					require.Equal(t, want, have)
				}
				for _, a := range accounts {
					n := 0
					for _, links := range m {
						if _, ok := links[a]; ok {
							n++
						}
					}
					have, err := account.Get(ctx, org, a)
					require.NoError(t, err)
					require.EqualValues(t, n, *have.MemberCount)
				}
			},
		})
		report, err := clientele.Check(ctx, db)
		require.NoError(t, err)
		require.Empty(t, report.Problems)
	})
}
