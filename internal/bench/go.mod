module github.com/clientele-go/clientele/internal/bench

go 1.26.0

replace github.com/clientele-go/clientele => ../..

require (
	github.com/clientele-go/clientele v0.0.0-00010101000000-000000000000
	github.com/google/uuid v1.6.0
	github.com/shopspring/decimal v1.6.0
	go.etcd.io/bbolt v1.5.0
	modernc.org/sqlite v1.55.0
)

require (
	github.com/dustin/go-humanize v1.1.0 // indirect
	github.com/mattn/go-isatty v0.0.24 // indirect
	github.com/ncruces/go-strftime v1.1.0 // indirect
	github.com/remyoudompheng/bigfft v0.0.0-20230129092748-24d4a6f8daec // indirect
	github.com/tidwall/btree v1.8.2 // indirect
	golang.org/x/net v0.62.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/text v0.43.0 // indirect
	modernc.org/libc v1.79.0 // indirect
	modernc.org/mathutil v1.7.1 // indirect
	modernc.org/memory v1.12.1 // indirect
)
