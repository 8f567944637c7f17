package picklist

import (
	"context"

	"github.com/clientele-go/clientele/record"
)

// Ensure gives the values of these texts, in their order, and creates those that the attribute does not have;
// "Mid market" is there if MID_MARKET is. An archived one is given as it is. Faults are those of [Create].
func Ensure(ctx context.Context, s record.Scope, a Attribute, texts ...string) ([]*Value, error) {
	return record.Write(ctx, s, "picklist.ensure", func(ctx context.Context, tx *record.Tx) ([]*Value, error) {
		values := make([]*Value, len(texts))
		for i, text := range texts {
			sets, err := Load(tx)
			if err != nil {
				return nil, err
			}
			if at, ok := sets.Of(a).find(text); ok {
				v := sets.Of(a).values[at]
				values[i] = &v
				continue
			}
			if values[i], err = Create(ctx, tx, Draft{Attribute: a, Value: text}); err != nil {
				return nil, err
			}
		}
		return values, nil
	})
}
