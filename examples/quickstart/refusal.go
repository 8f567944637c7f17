package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
)

// wrong is a request as a web form or another program may send it.
const wrong = `{
	"name": 42,
	"primaryDomain": "co.uk",
	"secondaryDomain": "Apple-Inc.example",
	"website": "javascript:alert(1)",
	"industry": "Alchemy",
	"employees": -3,
	"annualRevenue": {"amount": "a million", "currency": "QQQ"}
}`

// showRefusal has an account refused: one answer says everything that is wrong, also what only the store knows.
func showRefusal(ctx context.Context, org *clientele.Org, out io.Writer) error {
	var draft account.Draft
	if err := json.Unmarshal([]byte(wrong), &draft); err != nil {
		return err
	}
	_, err := account.Create(ctx, org, draft)
	faults, ok := errors.AsType[*clientele.Faults](err)
	if !ok {
		return fmt.Errorf("wanted faults, got %v", err)
	}
	for _, f := range faults.Faults {
		fmt.Fprintf(out, "   %-24s %-15s %s\n", f.Path, f.Code, f.Message)
	}
	return nil
}
