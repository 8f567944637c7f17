package value_test

import (
	"strings"
	"testing"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/value"
)

func TestDomain(t *testing.T) {
	label63 := strings.Repeat("a", 63)
	longest := strings.Repeat(label63+".", 3) + strings.Repeat("b", 57) + ".com"
	checkParse(t, value.Domain, []parseCase{
		{in: "", code: fault.Required},
		{in: " \t", code: fault.Required},
		{in: "@", code: fault.NotADomain},
		{in: "https://", code: fault.NotADomain},
		{in: "acme.com", want: "acme.com"},
		{in: "@Acme.com", want: "acme.com"},
		{in: "@@acme.com", code: fault.NotADomain},
		{in: " ACME.COM ", want: "acme.com"},
		{in: "acme.com.", want: "acme.com"},
		{in: "acme.com..", code: fault.NotADomain},
		{in: ".acme.com", code: fault.NotADomain},
		{in: "acme..com", code: fault.NotADomain},
		{in: "https://www.acme.com:8080/path?q", want: "acme.com"},
		{in: "HTTP://WWW.ACME.COM", want: "acme.com"},
		{in: "https://acme.com./", want: "acme.com"},
		{in: "acme.com?x=https://evil.com/", want: "acme.com"},
		{in: "acme.com#top", want: "acme.com"},
		{in: "acme.com:", want: "acme.com"},
		{in: "acme.com:http", code: fault.NotADomain},
		{in: "acme.com:123456", code: fault.NotADomain},
		{in: "https://ann@acme.com", code: fault.NotADomain},
		{in: "https://https://acme.com", code: fault.NotADomain},
		{in: "1http://acme.com", code: fault.NotADomain},
		{in: "ann@acme.com", code: fault.NotADomain},
		{in: "www.com", want: "www.com"},
		{in: "www.www.com", want: "www.com"},
		{in: "www.co.uk", want: "www.co.uk"},
		{in: "www.www.acme.com", want: "acme.com"},
		{in: "www.acme.co.uk", want: "acme.co.uk"},
		{in: "www2.acme.com", want: "www2.acme.com"},
		{in: "labs.acme.com", want: "labs.acme.com"},
		{in: "com", code: fault.NotADomain},
		{in: "www.", code: fault.NotADomain},
		{in: "co.uk", code: fault.NotADomain},
		{in: "CO.UK.", code: fault.NotADomain},
		{in: "pvt.k12.ma.us", code: fault.NotADomain},
		{in: "foo.ck", code: fault.NotADomain},
		{in: "www.ck", want: "www.ck"},
		{in: "github.io", want: "github.io"},
		{in: "www.github.io", want: "github.io"},
		{in: "acme.github.io", want: "acme.github.io"},
		{in: "acme.corp", want: "acme.corp"},
		{in: "localhost", code: fault.NotADomain},
		{in: "1.2.3.4", code: fault.NotADomain},
		{in: "http://1.2.3.4/", code: fault.NotADomain},
		{in: "１.２.３.４", code: fault.NotADomain},
		{in: "1.2.3.0x4", code: fault.NotADomain},
		{in: "[::1]", code: fault.NotADomain},
		{in: "http://[::1]:80/", code: fault.NotADomain},
		{in: "::1", code: fault.NotADomain},
		{in: "2001:db8::1", code: fault.NotADomain},
		{in: "1.com", want: "1.com"},
		{in: "acme .com", code: fault.NotADomain},
		{in: "acme com", code: fault.NotADomain},
		{in: "acme\u00a0.com", code: fault.NotADomain},
		{in: "a_b.com", code: fault.NotADomain},
		{in: "-acme.com", code: fault.NotADomain},
		{in: "acme-.com", code: fault.NotADomain},
		{in: "ac--me.com", want: "ac--me.com"},
		{in: "acme.c%6fm", code: fault.NotADomain},
		{in: `acme\.com`, code: fault.NotADomain},
		{in: "acme.com\x00", code: fault.NotADomain},
		{in: "acme\xff.com", code: fault.NotADomain},
		{in: "acme\ufffd.com", code: fault.NotADomain},
		{in: "xn--acme-y70y.com", code: fault.NotADomain},
		{in: "bücher.example", want: "xn--bcher-kva.example"},
		{in: "BÜCHER.example", want: "xn--bcher-kva.example"},
		{in: "bu\u0308cher.example", want: "xn--bcher-kva.example"},
		{in: "https://www.bücher.example:443/ü", want: "xn--bcher-kva.example"},
		{in: "xn--bcher-kva.example", want: "xn--bcher-kva.example"},
		{in: "XN--BCHER-KVA.example", want: "xn--bcher-kva.example"},
		{in: "straße.de", want: "xn--strae-oqa.de"},
		{in: "faß.de", want: "xn--fa-hia.de"},
		{in: "例え.テスト", want: "xn--r8jz45g.xn--zckzah"},
		{in: "公司.cn", code: fault.NotADomain},
		{in: "xn--55qx5d.cn", code: fault.NotADomain},
		{in: "acme.公司.cn", want: "acme.xn--55qx5d.cn"},
		{in: "xn--.com", code: fault.NotADomain},
		{in: "xn--acme-.com", code: fault.NotADomain},
		{in: "xn--acme.com", code: fault.NotADomain},
		{in: "xn--99999999.com", code: fault.NotADomain},
		{in: "xn--bcher-KVA\u00fc.example", code: fault.NotADomain},
		{in: "acme。com", want: "acme.com"},
		{in: "acme．com．", want: "acme.com"},
		{in: "ａｃｍｅ.com", want: "acme.com"},
		{in: "ｗｗｗ.acme.com", want: "acme.com"},
		{in: "acme.com／path", code: fault.NotADomain},
		{in: "ac\u00adme.com", want: "acme.com"},
		{in: "😀.com", code: fault.NotADomain},
		{in: "♥.com", code: fault.NotADomain},
		{in: "\u05d0a.com", code: fault.NotADomain},
		{in: label63 + ".com", want: label63 + ".com"},
		{in: label63 + "a.com", code: fault.NotADomain},
		{in: strings.Repeat("ü", 60) + ".com", code: fault.NotADomain},
		{in: longest, want: longest},
		{in: "a." + longest, code: fault.TooLong},
		{in: strings.Repeat("ü.", 200) + "com", code: fault.TooLong},
		{in: strings.Repeat("ü", 1<<20) + ".com", code: fault.TooLong},
		{in: "acme.com/" + strings.Repeat("x", 1<<16), want: "acme.com"},
	})
}

func TestNormalDomainIsNotCopied(t *testing.T) {
	unallocated(t, 1, value.Domain, "acme.com") // the list of public suffixes makes an error of its own
}

func FuzzDomain(f *testing.F) {
	fuzzParse(f, value.Domain, "@Acme.com", "https://www.acme.com:8080/path?q", "www.www.co.uk", "bücher.example", "xn--bcher-kva.example",
		"acme。com", "1.2.3.4", "[::1]", "ａ.ｗww.com.", "xn--0.com", "ﷺ.com", "a\u200cb.com", "\u00ad.acme.com", "ẞ.de", "faß.de")
}

func BenchmarkDomain(b *testing.B) {
	benchmark(b, value.Domain, "acme.com")
}

func BenchmarkDomainDecorated(b *testing.B) {
	benchmark(b, value.Domain, "https://www.Acme.com/about")
}

func BenchmarkDomainInternational(b *testing.B) {
	benchmark(b, value.Domain, "bücher.example")
}
