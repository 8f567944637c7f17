package value_test

import (
	"testing"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/value"
)

func TestPhone(t *testing.T) {
	checkParse(t, value.Phone, []parseCase{
		{in: "", code: fault.Required},
		{in: "+4989123456", want: "+4989123456"},
		{in: " +49 (89) 12-34.56 ", want: "+4989123456"},
		{in: "+1 [415] 555\u20110100", want: "+14155550100"},
		{in: "+1\u00a0415\u2013555\u20140100", want: "+14155550100"},
		{in: "+12345678", want: "+12345678"},
		{in: "+123456789012345", want: "+123456789012345"},
		{in: "+1234567", code: fault.NotAPhone},
		{in: "+1234567890123456", code: fault.NotAPhone},
		{in: "+0123456789", code: fault.NotAPhone},
		{in: "+44 (0)20 7946 0000", code: fault.NotAPhone},
		{in: "0049 89 123456", code: fault.NotAPhone},
		{in: "4989123456", code: fault.NotAPhone},
		{in: "++4989123456", code: fault.NotAPhone},
		{in: "+49 89 123456 ext. 7", code: fault.NotAPhone},
		{in: "+49/89123456", code: fault.NotAPhone},
		{in: "+1-800-FLOWERS", code: fault.NotAPhone},
		{in: "+４９８９１２３４５６", code: fault.NotAPhone},
		{in: "+", code: fault.NotAPhone},
		{in: "+49891234\x0056", code: fault.NotAPhone},
		{in: "+49891234\xff56", code: fault.NotAPhone},
	})
	unallocated(t, 0, value.Phone, "+4989123456")
}

func FuzzPhone(f *testing.F) {
	fuzzParse(f, value.Phone, "+49 (89) 12-34.56", "+44 (0)20 7946 0000", "(+)1.2345678", "+1\u2013234567890")
}
