package value_test

import (
	"strings"
	"testing"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/value"
)

func TestURL(t *testing.T) {
	full := "https://a.b/" + strings.Repeat("x", 2036)
	checkParse(t, value.URL, []parseCase{
		{in: "", code: fault.Required},
		{in: "https://acme.com", want: "https://acme.com"},
		{in: " HTTPS://Acme.COM/Path?Q=1#Frag ", want: "https://acme.com/Path?Q=1#Frag"},
		{in: "http://acme.com:8080/", want: "http://acme.com:8080/"},
		{in: "https://acme.com./x", want: "https://acme.com/x"},
		{in: "https://acme.com?q", want: "https://acme.com?q"},
		{in: "https://acme.com#f", want: "https://acme.com#f"},
		{in: "https://localhost/x", want: "https://localhost/x"},
		{in: "http://127.0.0.1:80", want: "http://127.0.0.1:80"},
		{in: "http://[2001:DB8::0:1]:80/x", want: "http://[2001:db8::1]:80/x"},
		{in: "http://[::1]", want: "http://[::1]"},
		{in: "http://[::1%25eth0]/", code: fault.NotAURL},
		{in: "http://[1.2.3.4]/", code: fault.NotAURL},
		{in: "http://[::1", code: fault.NotAURL},
		{in: "http://a_b.acme.com/", want: "http://a_b.acme.com/"},
		{in: "https://bücher.example/ü?ü#ü", want: "https://xn--bcher-kva.example/ü?ü#ü"},
		{in: "https://acme.com/a%20b|{c}", want: "https://acme.com/a%20b|{c}"},
		{in: "https://acme.com/a b", code: fault.NotAURL},
		{in: "https://acme.com/a\nb", code: fault.NotAURL},
		{in: "https://acme.com/a\u00a0b", code: fault.NotAURL},
		{in: "https://acme.com/<script>", code: fault.NotAURL},
		{in: `https://acme.com\x`, code: fault.NotAURL},
		{in: "https://acme.com/%zz", code: fault.NotAURL},
		{in: "https://acme.com/\xff", code: fault.NotAURL},
		{in: "acme.com", code: fault.NotAURL},
		{in: "//acme.com", code: fault.NotAURL},
		{in: "/path", code: fault.NotAURL},
		{in: "https:/acme.com", code: fault.NotAURL},
		{in: "https:acme.com", code: fault.NotAURL},
		{in: "https://", code: fault.NotAURL},
		{in: "https:///x", code: fault.NotAURL},
		{in: "https://?x", code: fault.NotAURL},
		{in: "https://:80/", code: fault.NotAURL},
		{in: "https://acme.com:/", code: fault.NotAURL},
		{in: "https://acme.com:0/", code: fault.NotAURL},
		{in: "https://acme.com:65536/", code: fault.NotAURL},
		{in: "https://ann@acme.com/", code: fault.NotAURL},
		{in: "https://acme.com:pass@evil.com/", code: fault.NotAURL},
		{in: "https://acme..com/", code: fault.NotAURL},
		{in: "https://ac%6De.com/", code: fault.NotAURL},
		{in: "httpſ://acme.com/", code: fault.NotAURL},
		{in: "ftp://acme.com/", code: fault.NotAURL},
		{in: "javascript:alert(1)", code: fault.NotAURL},
		{in: "javascript://acme.com/%0aalert(1)", code: fault.NotAURL},
		{in: "data:text/html,x", code: fault.NotAURL},
		{in: full, want: full},
		{in: full + "x", code: fault.TooLong},
		{in: "https://a.b/" + strings.Repeat("ü", 2036), want: "https://a.b/" + strings.Repeat("ü", 2036)},
		{in: "https://ü.b/" + strings.Repeat("x", 2036), code: fault.TooLong},
		{in: strings.Repeat(" ", 4000) + "https://a.b", want: "https://a.b"},
		{in: strings.Repeat("x", 1<<20), code: fault.TooLong},
	})
}

func FuzzURL(f *testing.F) {
	fuzzParse(f, value.URL, "HTTPS://Acme.COM:8080/Path?q#f", "https://bücher.example/ü", "http://[::1]:80/", "http://[::ffff:1.2.3.4]/", "https://a。b./x", "http://1.2.3.4:5")
}

func BenchmarkURL(b *testing.B) {
	benchmark(b, value.URL, "https://acme.com/brand/logo.png")
}
