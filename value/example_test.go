package value_test

import (
	"encoding/json"
	"fmt"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/value"
)

func ExampleDomain() {
	domain, _ := value.Domain("https://www.Bücher.example:8080/about")
	fmt.Println(domain)
	_, err := value.Domain("co.uk")
	fmt.Println(fault.Has(err, fault.NotADomain))
	// Output:
	// xn--bcher-kva.example
	// true
}

func ExampleFoldKey() {
	fmt.Println(value.FoldKey("Mid market") == value.FoldKey("MID_MARKET"))
	// Output: true
}

func ExampleMoney() {
	var m value.Money
	if err := json.Unmarshal([]byte(`{"amount": "12500000.50", "currency": "eur"}`), &m); err != nil {
		fmt.Println(err)
	}
	abroad, _ := json.Marshal(m.In("USD"))
	home, _ := json.Marshal(m.In("EUR"))
	fmt.Println(string(abroad))
	fmt.Println(string(home))
	// Output:
	// {"amount":12500000.50,"currency":"EUR"}
	// 12500000.50
}

func ExampleAddress() {
	var a value.Address
	err := json.Unmarshal([]byte(`{"street": "1 Main St", "zip": "62701", "postalCode": "62702"}`), &a)
	for _, f := range fault.All(err) {
		fmt.Println(f.Path, f.Code)
	}
	// Output: zip contradiction
}
