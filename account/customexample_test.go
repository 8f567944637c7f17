package account_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/customfield"
)

func ExampleVerifyPassword() {
	ctx := context.Background()
	org, err := clienteletest.Open(ctx)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := customfield.Create(ctx, org, customfield.Draft{Name: "Portal", Source: customfield.Account, Type: customfield.Password}); err != nil {
		log.Fatal(err)
	}
	acme, err := account.Create(ctx, org, account.Draft{
		Name: "Acme", PrimaryDomain: "acme.com", CustomFieldValues: []customfield.Input{customfield.Set("portal", customfield.PasswordValue("correct horse"))},
	})
	if err != nil {
		log.Fatal(err)
	}
	ok, err := account.VerifyPassword(ctx, org, acme.ID, "portal", "correct horse")
	if err != nil {
		log.Fatal(err)
	}
	shown, err := json.Marshal(acme.CustomFieldValues[0].Value)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(ok, string(shown))
	// Output: true {"isSet":true}
}
