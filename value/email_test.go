package value_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/value"
)

func TestEmail(t *testing.T) {
	host190 := strings.Repeat(strings.Repeat("h", 61)+".", 3) + "com" // 189 bytes
	checkParse(t, value.Email, []parseCase{
		{in: "", code: fault.Required},
		{in: "  ", code: fault.Required},
		{in: "ann@acme.com", want: "ann@acme.com"},
		{in: " Ann@ACME.com\n", want: "ann@acme.com"},
		{in: "ann+News@acme.com", want: "ann+news@acme.com"},
		{in: "ann.lee@acme.com", want: "ann.lee@acme.com"},
		{in: "o'neil!#$%&*+-/=?^_`{|}~@acme.com", want: "o'neil!#$%&*+-/=?^_`{|}~@acme.com"},
		{in: "ann@bücher.example", want: "ann@xn--bcher-kva.example"},
		{in: "ann@acme.com.", want: "ann@acme.com"},
		{in: "ann@gov.uk", want: "ann@gov.uk"},
		{in: "ann@www.acme.com", want: "ann@www.acme.com"},
		{in: "jörg@acme.com", want: "jörg@acme.com"},
		{in: "JO\u0308RG@acme.com", want: "jörg@acme.com"},
		{in: "用户@例え.テスト", want: "用户@xn--r8jz45g.xn--zckzah"},
		{in: "acme.com", code: fault.NotAnEmail},
		{in: "@acme.com", code: fault.NotAnEmail},
		{in: "ann@", code: fault.NotAnEmail},
		{in: "ann@acme@acme.com", code: fault.NotAnEmail},
		{in: "ann@localhost", code: fault.NotAnEmail},
		{in: "ann@1.2.3.4", code: fault.NotAnEmail},
		{in: "ann@[1.2.3.4]", code: fault.NotAnEmail},
		{in: "ann@acme.com:25", code: fault.NotAnEmail},
		{in: ".ann@acme.com", code: fault.NotAnEmail},
		{in: "ann.@acme.com", code: fault.NotAnEmail},
		{in: "a..n@acme.com", code: fault.NotAnEmail},
		{in: "a n@acme.com", code: fault.NotAnEmail},
		{in: "ann @acme.com", code: fault.NotAnEmail},
		{in: "ann@ acme.com", code: fault.NotAnEmail},
		{in: `"ann"@acme.com`, code: fault.NotAnEmail},
		{in: "Ann <ann@acme.com>", code: fault.NotAnEmail},
		{in: "mailto:ann@acme.com", code: fault.NotAnEmail},
		{in: "ann@acme.com, bob@acme.com", code: fault.NotAnEmail},
		{in: "ann\x00@acme.com", code: fault.NotAnEmail},
		{in: "ann\u200b@acme.com", code: fault.NotAnEmail},
		{in: "a\u3000n@acme.com", code: fault.NotAnEmail},
		{in: "ann\xff@acme.com", code: fault.NotAnEmail},
		{in: strings.Repeat("a", 64) + "@" + host190, want: strings.Repeat("a", 64) + "@" + host190},
		{in: strings.Repeat("a", 65) + "@acme.com", code: fault.NotAnEmail},
		{in: strings.Repeat("a", 64) + "@x" + host190, code: fault.TooLong},
		{in: strings.Repeat("a", 1<<20), code: fault.TooLong},
	})
}

func TestEmailHost(t *testing.T) {
	require.Equal(t, "acme.com", value.EmailHost("ann@acme.com"))
	require.Equal(t, "", value.EmailHost("ann"))
	require.Equal(t, "", value.EmailHost("ann@"))
	require.Equal(t, "", value.EmailHost(""))
}

func TestNormalEmailIsNotCopied(t *testing.T) {
	unallocated(t, 0, value.Email, "ann+news@acme.com")
}

func FuzzEmail(f *testing.F) {
	fuzzParse(f, value.Email, " Ann@ACME.com", "jörg@bücher.example", "İ@a.bc", "a..b@c.de", "\u0345A\u0301@a.bc", "ǅ@a.bc")
}

func BenchmarkEmail(b *testing.B) {
	benchmark(b, value.Email, "ann@acme.com")
}
