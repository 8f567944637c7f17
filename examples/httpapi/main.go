// Httpapi serves accounts over HTTP: a way to embed the library behind net/http. Without an address it shows some
// requests with their answers, and ends:
//
//	go run ./examples/httpapi
//
// With one it serves until it is interrupted, in memory or in a file. The keys in keys.json are for the demonstration.
//
//	go run ./examples/httpapi -addr localhost:8080 -db crm.db -keys my-keys.json
//	curl -H 'x-api-key: demo-acme' localhost:8080/v1/accounts -d '{"name":"Example","primaryDomain":"example.com"}'
//	curl -H 'x-api-key: demo-acme' 'localhost:8080/v1/accounts?status=PROSPECT,TRIAL&page=1&limit=10&order=-name'
//	curl -H 'x-api-key: demo-acme' localhost:8080/v1/accounts/ID -X PUT -d '{"version":1,"health":"GREEN","website":null}'
//
// routes.go lists the operations, read.go reads the arguments of their verbs, handle.go answers, errors.go says which
// error is which status, and keys.go who a key stands for. What a request holds is decoded into the library's own
// types; none of them is repeated here.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/boltstore"
	"github.com/clientele-go/clientele/store/memstore"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "httpapi:", err)
		os.Exit(1)
	}
}

var errUsage = errors.New("the arguments are -addr ADDRESS, and with it -db FILE and -keys FILE")

// run is the program: what it shows goes to stdout, usage and what went wrong inside to stderr.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) (err error) {
	flags := flag.NewFlagSet("httpapi", flag.ContinueOnError)
	flags.SetOutput(stderr)
	addr := flags.String("addr", "", "serve on this `ADDRESS` until interrupted (default: show some requests, and end)")
	file := flags.String("db", "", "keep everything in this `FILE`, made if it is not there (default: in memory)")
	keys := flags.String("keys", "", "take the keys from this `FILE` (default: those of the demonstration)")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 || *addr == "" && *file+*keys != "" {
		return errUsage
	}
	known, err := readKeys(*keys)
	if err != nil {
		return err
	}
	var st store.Store = memstore.New()
	if *file != "" {
		if st, err = boltstore.Open(*file, nil); err != nil {
			return err
		}
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	db, err := clientele.Open(ctx, st, &clientele.Options{Directory: known, WriterWait: 10 * time.Second})
	if err != nil {
		return err
	}
	orgs, err := known.open(ctx, db)
	if err != nil {
		return err
	}
	handler := newHandler(orgs, log.New(stderr, "httpapi: ", 0))
	if *addr == "" {
		return tour(ctx, handler, stdout)
	}
	ln, err := net.Listen("tcp", *addr)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "serving on http://%s\n", ln.Addr())
	return serve(ctx, ln, handler)
}

// serve serves until ctx ends, and gives the requests that are under way then ten seconds to finish.
func serve(ctx context.Context, ln net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: time.Minute, WriteTimeout: 2 * time.Minute}
	down := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		down <- server.Shutdown(late)
	})
	defer stop()
	if err := server.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-down
}
