module github.com/clientele-go/clientele/internal/proof

go 1.26.0

replace github.com/clientele-go/clientele => ../..

require (
	github.com/anishathalye/porcupine v1.3.1 // indirect
	github.com/clientele-go/clientele v0.0.0-00010101000000-000000000000 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/shopspring/decimal v1.6.0 // indirect
	github.com/stretchr/testify v1.12.1 // indirect
	github.com/tidwall/btree v1.8.2 // indirect
	golang.org/x/net v0.62.0 // indirect
	golang.org/x/text v0.43.0 // indirect
)
