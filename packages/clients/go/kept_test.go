package calllist_test

// Add never goes over a connection that was used before: nobody knows whether the other side has just closed it.

import (
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	calllist "github.com/b24-calllist/b24-calllist/packages/clients/go"
)

// seen is a portal that notes which connections it was asked over.
type seen struct {
	mutex       sync.Mutex
	connections map[string]bool
	adds, late  int // late: over a connection that was used before
}

func (s *seen) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	isUsed := s.connections[r.RemoteAddr]
	if s.connections == nil {
		s.connections = map[string]bool{}
	}
	s.connections[r.RemoteAddr] = true
	switch {
	case strings.HasSuffix(r.URL.Path, ".add"):
		answer(w, `51`)
	case strings.HasSuffix(r.URL.Path, "/batch"):
		answer(w, `{"result":{"c0":51},"result_error":[]}`)
	default:
		answer(w, `[]`)
		return
	}
	s.adds++
	if isUsed {
		s.late++
	}
}

// assertFresh fails where an add was not the first request that came over its connection.
func (s *seen) assertFresh(t *testing.T, adds int) {
	t.Helper()
	equal(t, "adds", s.adds, adds)
	equal(t, "adds that came over a used connection", s.late, 0)
}

// wrapped is a transport of another type, as those for tracing are.
type wrapped struct{ http.RoundTripper }

// copying is one that reads the body before it asks for a connection, as those for logging do.
type copying struct{ http.RoundTripper }

func (c copying) RoundTrip(request *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return nil, err
	}
	request.Body = io.NopCloser(strings.NewReader(string(body)))
	return c.RoundTripper.RoundTrip(request)
}

// secured is a server of HTTP/2.
func secured(handler http.Handler) *httptest.Server {
	server := httptest.NewUnstartedServer(handler)
	server.EnableHTTP2 = true
	server.StartTLS()
	return server
}

func TestAddNeverGoesOverAUsedConnection(t *testing.T) {
	plain := func(handler http.Handler) *httptest.Server { return httptest.NewServer(handler) }
	overTLS := func(handler http.Handler) *httptest.Server {
		server := httptest.NewUnstartedServer(handler)
		server.Config.ErrorLog = discard
		server.StartTLS()
		return server
	}
	many := func(server *httptest.Server) *http.Transport {
		transport := server.Client().Transport.(*http.Transport).Clone()
		transport.MaxIdleConnsPerHost = 50
		return transport
	}
	for name, test := range map[string]struct {
		start     func(http.Handler) *httptest.Server
		transport func(*httptest.Server) http.RoundTripper
	}{
		"http":               {plain, func(s *httptest.Server) http.RoundTripper { return many(s) }},
		"HTTP/2":             {secured, func(s *httptest.Server) http.RoundTripper { return many(s) }},
		"a wrapper":          {plain, func(s *httptest.Server) http.RoundTripper { return wrapped{many(s)} }},
		"a wrapper over TLS": {overTLS, func(s *httptest.Server) http.RoundTripper { return wrapped{many(s)} }},
		"HTTP/2 of the caller's own, whose connections are kept outside of the transport": {
			secured, func(s *httptest.Server) http.RoundTripper {
				first := many(s)
				_ = first.Clone() // fills in what follows
				second := &http.Transport{TLSClientConfig: first.TLSClientConfig.Clone(), ForceAttemptHTTP2: true}
				second.TLSNextProto = first.TLSNextProto
				return second
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			seen := &seen{}
			server := test.start(seen)
			defer server.Close()
			b24, err := calllist.FromWebhook(server.URL+"/rest/1/"+code+"/", &calllist.Options{
				Transport: test.transport(server), Attempts: 1,
			})
			equal(t, "error", err, nil)
			call := func(err error) {
				if err != nil {
					t.Error(err)
				}
			}
			add := calllist.AddParams{EntityType: "CONTACT", Entities: []int64{9}}
			for range 3 {
				together(20, func() { _, err := b24.Statuses(ctx); call(err) }) // leave connections that are kept
				together(5, func() { _, err := b24.Add(ctx, add); call(err) })
				_, err = b24.Batch(ctx, []calllist.Command{{Params: add}}, nil)
				call(err)
			}
			seen.assertFresh(t, 18)
		})
	}
}

// It may speak HTTP/2, whatever the transport has been told.
func TestATLSDialerOfTheCallersOwnIsKept(t *testing.T) {
	seen := &seen{}
	server := secured(seen)
	defer server.Close()
	dialer := &tls.Dialer{Config: server.Client().Transport.(*http.Transport).TLSClientConfig.Clone()}
	dialer.Config.NextProtos = []string{"h2"}
	b24, err := calllist.FromWebhook(server.URL+"/rest/1/"+code+"/", &calllist.Options{
		Transport: &http.Transport{DialTLSContext: dialer.DialContext, ForceAttemptHTTP2: true}, Attempts: 1,
	})
	equal(t, "error", err, nil)
	for range 3 {
		_, err = b24.Statuses(ctx)
		equal(t, "error", err, nil)
		_, err = b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
		equal(t, "error of add", err, nil)
	}
	seen.assertFresh(t, 3)
}

// What a transport has read beforehand cannot be kept off a connection; then nothing may be called unsent.
func TestAnAddThatATransportHasReadBeforehandIsSentOnce(t *testing.T) {
	var adds atomic.Int32
	b24, _ := served(t, calllist.Options{Transport: copying{http.DefaultTransport.(*http.Transport).Clone()}},
		func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, ".add") {
				adds.Add(1)
				breakOff(w)
				return
			}
			answer(w, `[]`)
		})
	_, err := b24.Statuses(ctx)
	equal(t, "error", err, nil)
	_, err = b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
	as[*calllist.OutcomeUnknownError](t, err)
	equal(t, "adds", adds.Load(), 1)
}

// dying is a portal that closes kept connections just as the next request is sent over one.
func dying(t *testing.T) (origin string, requests func() int32) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	equal(t, "error", err, nil)
	t.Cleanup(func() { _ = listener.Close() })
	var came atomic.Int32
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer func() { _ = connection.Close() }()
				buffer := make([]byte, 64<<10)
				if _, err := connection.Read(buffer); err != nil {
					return
				}
				came.Add(1)
				_, _ = io.WriteString(connection, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"result\":1}")
				_, _ = connection.Read(buffer) // of the next request, which gets no response
			}()
		}
	}()
	return "http://" + listener.Addr().String(), came.Load
}

func TestAKeptConnectionThatDiesJustAsAddIsSentLeavesNothingOpen(t *testing.T) {
	for name, transport := range map[string]http.RoundTripper{
		"the client's":  http.DefaultTransport.(*http.Transport).Clone(),
		"a wrapped one": wrapped{http.DefaultTransport.(*http.Transport).Clone()},
	} {
		t.Run(name, func(t *testing.T) {
			origin, requests := dying(t)
			b24, err := calllist.FromWebhook(origin+"/rest/1/"+code+"/", &calllist.Options{
				Transport: transport, Sleep: (&clock{}).sleep,
			})
			equal(t, "error", err, nil)
			for range 3 {
				equal(t, "error of update", b24.Update(ctx, calllist.UpdateParams{ListID: 13, EntityType: "CONTACT", WebformID: calllist.NoWebform}), nil)
				_, err = b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
				equal(t, "error of add", err, nil)
			}
			equal(t, "requests with a response", requests(), 6)
		})
	}
}

// When one kept connection is dead, the others mostly are.
func TestARetryAfterAConnectionBrokeOffOpensANewOne(t *testing.T) {
	var isDead atomic.Bool
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 20
	seen := &seen{}
	b24, _ := served(t, calllist.Options{Transport: transport}, func(w http.ResponseWriter, r *http.Request) {
		if isDead.Load() && seen.connections[r.RemoteAddr] {
			breakOff(w)
			return
		}
		seen.ServeHTTP(w, r)
	})
	together(20, func() { _, _ = b24.Statuses(ctx) })
	isDead.Store(true)
	_, err := b24.Statuses(ctx)
	equal(t, "error", err, nil)
}

// What a client offers in the handshake, where the other side chooses HTTP/2 if it can.
func TestAddOffersNoHTTP2(t *testing.T) {
	var offered []string
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = discard
	server.TLS = &tls.Config{GetConfigForClient: func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		offered = hello.SupportedProtos
		return nil, nil
	}}
	server.StartTLS()
	defer server.Close()
	named := &http.Transport{}
	nameHTTP2(named)
	for name, transport := range map[string]*http.Transport{
		"a transport as it is":   {},
		"HTTP/2 asked for":       {ForceAttemptHTTP2: true},
		"a configuration of TLS": {ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{NextProtos: []string{"h2", "http/1.1"}}},
		"protocols by name":      named,
	} {
		b24, err := calllist.FromWebhook(server.URL+"/rest/1/"+code+"/", &calllist.Options{Transport: transport})
		equal(t, "error", err, nil)
		_, err = b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
		as[*calllist.ConnectionError](t, err) // the certificate is not trusted
		if slices.Contains(offered, "h2") {
			t.Errorf("%s: offered %v", name, offered)
		}
	}
}

// nameHTTP2 sets the protocols of a transport by name, which Go can since 1.24.
var nameHTTP2 = func(*http.Transport) {}

// A pool that always has another used connection. None of them is taken, so nothing was sent.
func TestATransportWithNothingButUsedConnectionsIsGivenUp(t *testing.T) {
	requests := 0
	b24, err := calllist.FromWebhook(webhookURL, &calllist.Options{
		Attempts: 1,
		Transport: roundTrip(func(request *http.Request) (*http.Response, error) {
			requests++
			httptrace.ContextClientTrace(request.Context()).GotConn(httptrace.GotConnInfo{Reused: true})
			return nil, io.ErrUnexpectedEOF
		}),
	})
	equal(t, "error", err, nil)
	_, err = b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
	connection := as[*calllist.ConnectionError](t, err)
	equal(t, "error", connection, "crm.calllist.add: no connection (only used ones)")
	equal(t, "sent", connection.Sent(), false)
	equal(t, "requests", requests, 1000)
}
