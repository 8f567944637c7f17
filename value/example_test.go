package value_test

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

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

func ExampleEmail() {
	email, err := value.Email(" Ann.Lee+crm@Mail.Acme.COM ")
	fmt.Println(email, err)
	fmt.Println(value.EmailHost(email))
	fmt.Println(value.IsFreeMail("gmail.com", value.FreeMail()))
	// Output:
	// ann.lee+crm@mail.acme.com <nil>
	// mail.acme.com
	// true
}

func ExampleURL() {
	link, err := value.URL("HTTPS://Acme.com/About")
	fmt.Println(link, err)
	// Output: https://acme.com/About <nil>
}

func ExamplePhone() {
	phone, err := value.Phone("+1 (415) 555-0100")
	fmt.Println(phone, err)
	// Output: +14155550100 <nil>
}

// A decimal keeps its digits: nothing goes through a float.
func ExampleDecimal() {
	d, err := value.Decimal("1250.750")
	fmt.Println(value.FormatDecimal(d), err)
	// Output: 1250.750 <nil>
}

func ExampleCurrency() {
	code, err := value.Currency("eur")
	fmt.Println(code, err)
	// Output: EUR <nil>
}

func ExampleColor() {
	color, err := value.Color("#0F0")
	fmt.Println(color, err)
	// Output: #0f0 <nil>
}

// A length is one of characters, not of bytes.
func ExampleText() {
	_, err := value.Text("  B\u00fccher  ", 6)
	fmt.Println(err)
	_, err = value.Text("B\u00fccher", 5)
	fmt.Println(fault.Has(err, fault.TooLong))
	// Output:
	// <nil>
	// true
}

func ExampleLongText() {
	text, err := value.LongText(" two\nlines\n", 100)
	fmt.Printf("%q %v\n", text, err)
	// Output: "two\nlines" <nil>
}

// Metadata is any JSON object, whose numbers keep their digits.
func ExampleMetadata() {
	raw, err := value.Metadata([]byte(`{ "since": "2023-01-01", "score": 1.50 }`))
	fmt.Println(string(raw), err)
	// Output: {"since":"2023-01-01","score":1.50} <nil>
}

func ExampleNewAttachment() {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	a, err := value.NewAttachment(uuid.UUID{15: 1}, "https://files.acme.com/2026/annual%20report.pdf", at)
	fmt.Println(a.Name, err)
	// Output: annual report.pdf <nil>
}
