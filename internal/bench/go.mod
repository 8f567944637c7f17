module github.com/clientele-go/clientele/internal/bench

go 1.26.0

replace github.com/clientele-go/clientele => ../..
