package customfield_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
)

// errUnknown stands for the one fault that what is named is not there.
var errUnknown = errors.New("unknown reference")

// unknown gives errUnknown in place of that fault.
func unknown(err error) error {
	if faults := fault.All(err); len(faults) == 1 && faults[0].Code == fault.UnknownReference {
		return errUnknown
	}
	return err
}

func TestOrganisationsNeverSeeEachOther(t *testing.T) {
	onEach(t, func(t *testing.T, org *clientele.Org) {
		tier := create(t, org, customfield.Draft{Name: "Tier", Type: customfield.SingleLine, Indexed: true})
		code := create(t, org, customfield.Draft{Name: "Code", Type: customfield.SingleLine, Unique: true, Indexed: true})
		region := create(t, org, customfield.Draft{Name: "Region", Type: customfield.SingleChoice, Options: options("EU", "US"), Indexed: true})
		secret := create(t, org, customfield.Draft{Name: "Secret", Type: customfield.Password})
		in := []customfield.Input{
			{FieldID: "tier", Value: json.RawMessage(`"gold"`)}, {FieldID: "code", Value: json.RawMessage(`"X1"`)},
			{FieldID: "region", Value: json.RawMessage(`"EU"`)}, {FieldID: "secret", Value: json.RawMessage(`"open sesame"`)},
		}
		draft := account.Draft{Name: "Acme", PrimaryDomain: "acme.test", CustomFieldValues: in}
		a, err := account.Create(ctx, org, draft)
		require.NoError(t, err)
		other, err := org.DB().CreateOrg(ctx, "org_tes", nil) // its keys are next to those of org_test
		require.NoError(t, err)
		own, err := account.Create(ctx, other, account.Draft{Name: "Acme", PrimaryDomain: "acme.test"})
		require.NoError(t, err)

		listed := func(f customfield.Filter) func(s record.Scope) (int, error) {
			return func(s record.Scope) (int, error) {
				fields, err := customfield.List(ctx, s, f)
				return len(fields), err
			}
		}
		used := func(id customfield.ID) func(s record.Scope) (int, error) {
			return func(s record.Scope) (int, error) {
				uses, err := customfield.Usage(ctx, s, id)
				if uses == nil {
					return 0, err
				}
				return uses.Count, err
			}
		}
		conditions := func(c customfield.Condition) func(s record.Scope) (int, error) {
			filter := account.Filter{CustomFields: []customfield.Condition{c}}
			return func(s record.Scope) (int, error) {
				n, err := account.Count(ctx, s, filter)
				page, listErr := account.List(ctx, s, filter, record.Paging{})
				walked := 0
				for _, allErr := range account.All(ctx, s, filter) {
					if allErr != nil {
						require.True(t, errors.Is(unknown(allErr), errUnknown) && errors.Is(unknown(err), errUnknown), "%v", allErr)
						break
					}
					walked++
				}
				require.Equal(t, n, walked)
				if err != nil {
					require.ErrorIs(t, unknown(listErr), errUnknown)
					return n, err
				}
				require.NoError(t, listErr)
				require.Len(t, page.Items, n)
				return n, nil
			}
		}
		loaded := func(has func(s *customfield.Schema) bool) func(s record.Scope) (int, error) {
			return func(s record.Scope) (n int, err error) {
				err = s.View(ctx, func(_ context.Context, tx *clientele.Tx) error {
					n = 0
					schemas, err := customfield.Load(tx)
					if err != nil {
						return err
					}
					if schema := schemas.Of(customfield.Account); schema != nil && has(schema) {
						n = 1
					}
					return nil
				})
				return n, err
			}
		}
		verified := func(field string) func(s record.Scope) (int, error) {
			return func(s record.Scope) (int, error) {
				ok, err := account.VerifyPassword(ctx, s, a.ID, field, "open sesame")
				if !ok {
					return 0, err
				}
				return 1, err
			}
		}
		for name, g := range map[string]struct {
			read func(s record.Scope) (int, error)
			want int   // what the organisation finds that has it
			err  error // what another one gets; nil: nothing is found, and that is no error
		}{
			"get": {func(s record.Scope) (int, error) {
				f, err := customfield.Get(ctx, s, tier.ID)
				if f == nil {
					return 0, err
				}
				return 1, err
			}, 1, clientele.ErrNotFound},
			"get many": {func(s record.Scope) (int, error) {
				fields, err := customfield.GetMany(ctx, s, []customfield.ID{tier.ID, code.ID, region.ID, secret.ID})
				return len(fields), err
			}, 4, nil},
			"list":                {listed(customfield.Filter{}), 4, nil},
			"list of a source":    {listed(customfield.Filter{Source: customfield.Account, Inactive: true}), 4, nil},
			"list of a type":      {listed(customfield.Filter{Type: []customfield.Type{customfield.Password}}), 1, nil},
			"list of a text":      {listed(customfield.Filter{Text: "tier"}), 1, nil},
			"usage":               {used(tier.ID), 1, clientele.ErrNotFound},
			"usage of a choice":   {used(region.ID), 1, clientele.ErrNotFound},
			"usage of a password": {used(secret.ID), 1, clientele.ErrNotFound},
			"loaded by id":        {loaded(func(s *customfield.Schema) bool { _, ok := s.Get(tier.ID); return ok }), 1, nil},
			"loaded by slug":      {loaded(func(s *customfield.Schema) bool { _, ok := s.Resolve("tier"); return ok }), 1, nil},
			"equal, by id":        {conditions(customfield.Condition{FieldID: tier.ID.String(), Equal: in[0].Value}), 1, errUnknown},
			"equal, by slug":      {conditions(customfield.Condition{FieldID: "tier", Equal: in[0].Value}), 1, errUnknown},
			"equal, unique":       {conditions(customfield.Condition{FieldID: code.ID.String(), Equal: in[1].Value}), 1, errUnknown},
			"equal, an option":    {conditions(customfield.Condition{FieldID: region.ID.String(), Equal: in[2].Value}), 1, errUnknown},
			"any of":              {conditions(customfield.Condition{FieldID: tier.ID.String(), In: []json.RawMessage{in[0].Value}}), 1, errUnknown},
			"range":               {conditions(customfield.Condition{FieldID: tier.ID.String(), From: json.RawMessage(`"a"`)}), 1, errUnknown},
			"prefix":              {conditions(customfield.Condition{FieldID: tier.ID.String(), Prefix: "go"}), 1, errUnknown},
			"not empty":           {conditions(customfield.Condition{FieldID: tier.ID.String(), Empty: new(false)}), 1, errUnknown},
			"password, by id":     {verified(secret.ID.String()), 1, clientele.ErrNotFound},
			"password, by slug":   {verified("secret"), 1, clientele.ErrNotFound},
			"values of an account": {func(s record.Scope) (int, error) {
				a, err := account.Get(ctx, s, a.ID)
				if a == nil {
					return 0, err
				}
				return len(a.CustomFieldValues), err
			}, 4, clientele.ErrNotFound},
		} {
			t.Run(name, func(t *testing.T) {
				sees := func(s record.Scope) {
					n, err := g.read(s)
					require.NoError(t, err)
					require.Equal(t, g.want, n)
				}
				blind := func(s record.Scope) {
					n, err := g.read(s)
					require.True(t, errors.Is(unknown(err), g.err), "%v", err)
					require.Zero(t, n)
				}
				sees(org)
				blind(other)
				require.NoError(t, org.View(ctx, func(_ context.Context, tx *clientele.Tx) error { sees(tx); return nil }))
				require.NoError(t, other.View(ctx, func(_ context.Context, tx *clientele.Tx) error { blind(tx); return nil }))
			})
		}

		// A field of the other's by id is none, even on an account of its own.
		_, err = account.VerifyPassword(ctx, other, own.ID, secret.ID.String(), "open sesame")
		require.ErrorIs(t, err, clientele.ErrNotFound)

		// Fields of the same names have values of their own: what is unique there is free here.
		same := create(t, other, customfield.Draft{Name: "Tier", Type: customfield.SingleLine, Indexed: true})
		free := create(t, other, customfield.Draft{Name: "Code", Type: customfield.SingleLine, Unique: true, Indexed: true})
		require.NotEqual(t, tier.ID, same.ID)
		gold := customfield.Condition{FieldID: "tier", Equal: in[0].Value}
		require.Equal(t, 1, count(t, org, gold))
		require.Zero(t, count(t, other, gold))
		for _, id := range []customfield.ID{same.ID, free.ID} {
			uses, err := customfield.Usage(ctx, other, id)
			require.NoError(t, err)
			require.Zero(t, uses.Count)
		}
		_, err = account.Update(ctx, other, own.ID, account.Patch{CustomFieldValues: in[:2]})
		require.NoError(t, err)
		require.Equal(t, 1, count(t, other, gold))
		require.Equal(t, 1, count(t, org, gold))
		_, err = customfield.Get(ctx, org, same.ID)
		require.ErrorIs(t, err, clientele.ErrNotFound)
	})
}
