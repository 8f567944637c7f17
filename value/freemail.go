package value

import "slices"

// freeMail lists well-known providers with which anybody can have an address, sorted.
var freeMail = [...]string{
	"126.com", "163.com", "aim.com", "alice.it", "aol.com", "arcor.de", "att.net", "bellsouth.net", "bigpond.com",
	"bluewin.ch", "bol.com.br", "btinternet.com", "centrum.cz", "charter.net", "comcast.net", "cox.net", "daum.net",
	"earthlink.net", "email.com", "fastmail.com", "fastmail.fm", "free.fr", "freenet.de", "gmail.com", "gmx.at",
	"gmx.ch", "gmx.com", "gmx.de", "gmx.net", "googlemail.com", "hanmail.net", "hey.com", "hotmail.co.uk",
	"hotmail.com", "hotmail.de", "hotmail.es", "hotmail.fr", "hotmail.it", "hushmail.com", "icloud.com", "inbox.lv",
	"inbox.ru", "interia.pl", "juno.com", "laposte.net", "libero.it", "list.ru", "live.co.uk", "live.com", "live.de",
	"live.fr", "live.nl", "mac.com", "mail.com", "mail.ru", "mailbox.org", "me.com", "msn.com", "naver.com",
	"o2.pl", "onet.pl", "optonline.net", "orange.fr", "outlook.com", "outlook.de", "outlook.es", "outlook.fr", "pm.me",
	"posteo.de", "proton.me", "protonmail.ch", "protonmail.com", "qq.com", "rambler.ru", "rediffmail.com",
	"rocketmail.com", "sapo.pt", "sbcglobal.net", "seznam.cz", "sfr.fr", "shaw.ca", "sina.com", "sohu.com",
	"sympatico.ca", "t-online.de", "tiscali.it", "tuta.com", "tuta.io", "tutanota.com", "tutanota.de", "uol.com.br",
	"verizon.net", "virgilio.it", "virginmedia.com", "wanadoo.fr", "web.de", "wp.pl", "yahoo.ca", "yahoo.co.in",
	"yahoo.co.jp", "yahoo.co.uk", "yahoo.com", "yahoo.com.br", "yahoo.de", "yahoo.es", "yahoo.fr", "yahoo.it",
	"yandex.com", "yandex.ru", "yeah.net", "ymail.com", "zoho.com",
}

// FreeMail gives the built-in list of free-mail providers: normalised domains, sorted, the caller's to change.
func FreeMail() []string {
	return slices.Clone(freeMail[:])
}

// IsFreeMail tells whether a normalised domain is on the list; nil is the built-in one.
func IsFreeMail(domain string, list []string) bool {
	if list == nil {
		_, found := slices.BinarySearch(freeMail[:], domain)
		return found
	}
	return slices.Contains(list, domain)
}
