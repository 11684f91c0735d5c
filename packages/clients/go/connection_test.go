package calllist_test

// What net/http does by itself, against servers on this machine.

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	calllist "github.com/b24-calllist/b24-calllist/packages/clients/go"
)

// served opens a client on a server of this machine, with a transport of its own.
func served(t *testing.T, options calllist.Options, handler http.HandlerFunc) (*calllist.Client, *httptest.Server) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	if options.Transport == nil {
		transport := http.DefaultTransport.(*http.Transport).Clone()
		t.Cleanup(transport.CloseIdleConnections)
		options.Transport = transport
	}
	options.Sleep = (&clock{}).sleep
	b24, err := calllist.FromWebhook(server.URL+"/rest/1/"+code+"/", &options)
	if err != nil {
		t.Fatal(err)
	}
	return b24, server
}

// answer sends a result.
func answer(w http.ResponseWriter, text string) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write([]byte(`{"result":` + text + `}`))
}

// breakOff closes the connection without an answer.
func breakOff(w http.ResponseWriter) {
	connection, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		_ = connection.Close()
	}
}

// net/http repeats a request on a kept connection that breaks off, where it may read its body again.
func TestNothingIsRepeatedBehindTheClientsBack(t *testing.T) {
	var came atomic.Int32
	b24, _ := served(t, calllist.Options{Attempts: 1}, func(w http.ResponseWriter, r *http.Request) {
		if came.Add(1) == 1 {
			answer(w, `[]`)
			return
		}
		breakOff(w)
	})
	_, err := b24.Statuses(ctx)
	equal(t, "error", err, nil)
	_, err = b24.Statuses(ctx) // on the connection that was kept
	as[*calllist.ConnectionError](t, err)
	equal(t, "requests", came.Load(), 2)
}

func TestAddIsSentOnceWhenTheConnectionBreaksOff(t *testing.T) {
	var adds atomic.Int32
	b24, _ := served(t, calllist.Options{}, func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, ".add") {
			answer(w, `[]`)
			return
		}
		adds.Add(1)
		breakOff(w)
	})
	_, err := b24.Statuses(ctx) // leaves a connection that is kept
	equal(t, "error", err, nil)
	_, err = b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT", Entities: []int64{9}})
	connection := as[*calllist.ConnectionError](t, as[*calllist.OutcomeUnknownError](t, err).Cause)
	equal(t, "reason", connection.Reason, "it was closed")
	equal(t, "adds", adds.Load(), 1)
}

func TestTheSameOverHTTP2(t *testing.T) {
	var adds, others, newer atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor == 2 {
			newer.Add(1)
		}
		if strings.HasSuffix(r.URL.Path, ".add") {
			adds.Add(1)
		} else {
			others.Add(1)
		}
		panic(http.ErrAbortHandler) // resets the stream
	}))
	server.EnableHTTP2 = true
	server.Config.ErrorLog = discard
	server.StartTLS()
	defer server.Close()
	b24, err := calllist.FromWebhook(server.URL+"/rest/1/"+code+"/", &calllist.Options{
		Transport: server.Client().Transport, Sleep: (&clock{}).sleep, Attempts: 3,
	})
	equal(t, "error", err, nil)
	_, err = b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT", Entities: []int64{9}})
	as[*calllist.ConnectionError](t, as[*calllist.OutcomeUnknownError](t, err).Cause)
	equal(t, "adds", adds.Load(), 1)
	equal(t, "adds over a connection that requests share", newer.Load(), 0)
	_, err = b24.Statuses(ctx)
	as[*calllist.ConnectionError](t, err)
	equal(t, "other requests", others.Load(), 3)
	equal(t, "the first of them over HTTP/2, its retries over connections of their own", newer.Load(), 1)
}

// A server closes connections that are idle. An add on one of these would be open for nothing.
func TestAddOpensAConnectionOfItsOwn(t *testing.T) {
	connections := map[string]string{}
	b24, _ := served(t, calllist.Options{}, func(w http.ResponseWriter, r *http.Request) {
		_, method, _ := strings.Cut(r.URL.Path, code+"/")
		connections[method] = r.RemoteAddr
		if strings.HasSuffix(method, "list") {
			answer(w, `[]`)
			return
		}
		answer(w, `51`)
	})
	_, err := b24.Statuses(ctx)
	equal(t, "error", err, nil)
	_, err = b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
	equal(t, "error", err, nil)
	_, err = b24.List(ctx, calllist.ListParams{})
	equal(t, "error", err, nil)
	if connections["crm.calllist.add"] == connections["crm.calllist.statuslist"] {
		t.Error("add used a kept connection")
	}
	equal(t, "the connection of reading methods is kept",
		connections["crm.calllist.list"], connections["crm.calllist.statuslist"])
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		var elsewhere, came atomic.Int32
		other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
		b24, _ := served(t, calllist.Options{}, func(w http.ResponseWriter, r *http.Request) {
			came.Add(1)
			http.Redirect(w, r, other.URL+r.URL.Path, status)
		})
		_, err := b24.Get(ctx, 13)
		moved := as[*calllist.MovedError](t, err)
		equal(t, "host", moved.Host, strings.TrimPrefix(other.URL, "http://"))
		equal(t, "requests to the portal", came.Load(), 1)
		equal(t, "requests elsewhere", elsewhere.Load(), 0)
		other.Close()
	}
}

func TestNoAnswerInTime(t *testing.T) {
	ended := make(chan struct{})
	b24, _ := served(t, calllist.Options{Timeout: 20 * time.Millisecond, Attempts: 2},
		func(_ http.ResponseWriter, r *http.Request) { <-ended })
	defer close(ended)
	_, err := b24.Statuses(ctx)
	timeout := as[*calllist.TimeoutError](t, err)
	equal(t, "message", timeout, "crm.calllist.statuslist: no answer within 20ms")
	equal(t, "timeout", timeout.Timeout(), true)
	equal(t, "sent", timeout.Sent(), true)
	_, err = b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
	as[*calllist.TimeoutError](t, as[*calllist.OutcomeUnknownError](t, err).Cause)
}

func TestAContextThatEndsWhileAddIsUnderWayLeavesItOpen(t *testing.T) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	b24, _ := served(t, calllist.Options{}, func(http.ResponseWriter, *http.Request) { cancel(); <-ended })
	defer close(ended)
	_, err := b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
	as[*calllist.OutcomeUnknownError](t, err)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("errors.Is does not find the context: %v", err)
	}
}

func TestAnAnswerThatBreaksOff(t *testing.T) {
	var came atomic.Int32
	b24, _ := served(t, calllist.Options{Attempts: 2}, func(w http.ResponseWriter, _ *http.Request) {
		came.Add(1)
		w.Header().Set("Content-Length", "1000")
		answer(w, `[`)
		w.(http.Flusher).Flush()
		breakOff(w)
	})
	_, err := b24.Statuses(ctx)
	as[*calllist.ConnectionError](t, err)
	equal(t, "requests", came.Load(), 2)
	_, err = b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
	as[*calllist.ConnectionError](t, as[*calllist.OutcomeUnknownError](t, err).Cause)
	equal(t, "requests", came.Load(), 3)
}

func TestWithoutAConnectionNothingWasSent(t *testing.T) {
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	equal(t, "error", err, nil)
	address := nobody.Addr().String()
	equal(t, "error", nobody.Close(), nil)

	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()

	for reason, origin := range map[string]string{
		"connection refused":                "http://" + address,
		"the other side does not speak TLS": "https://" + strings.TrimPrefix(plain.URL, "http://"),
	} {
		clock := &clock{}
		b24, err := calllist.FromWebhook(origin+"/rest/1/"+code+"/", &calllist.Options{Sleep: clock.sleep})
		equal(t, "error", err, nil)
		_, err = b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
		connection := as[*calllist.ConnectionError](t, err)
		equal(t, "reason", connection.Reason, reason)
		equal(t, "sent", connection.Sent(), false)
		equal(t, "pauses", len(clock.pauses), 4)
		assertNoSecret(t, "the error", everyForm(err))
	}
}

// Whatever keeps the first byte of a request from leaving: nothing was executed, and add is sent again as well.
func TestEachFailureBeforeTheFirstByteIsNotSent(t *testing.T) {
	dial := func(err error) *http.Transport {
		return &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
			return nil, &net.OpError{Op: "dial", Net: "tcp", Err: err}
		}}
	}
	handshakes, err := net.Listen("tcp", "127.0.0.1:0")
	equal(t, "error", err, nil)
	defer func() { _ = handshakes.Close() }()
	go closeEach(handshakes)
	for name, test := range map[string]struct {
		transport http.RoundTripper
		reason    string
	}{
		"unknown host":              {dial(&net.DNSError{IsNotFound: true}), "unknown host"},
		"DNS takes too long":        {dial(&net.DNSError{IsTimeout: true}), "unknown host"},
		"no route to network":       {dial(os.NewSyscallError("connect", syscall.ENETUNREACH)), "network is unreachable"},
		"no route to host":          {dial(os.NewSyscallError("connect", syscall.EHOSTUNREACH)), "no route to host"},
		"connect times out":         {dial(os.NewSyscallError("connect", syscall.ETIMEDOUT)), "connection timed out"},
		"connecting takes too long": {dial(os.ErrDeadlineExceeded), "it took too long"},
		"several addresses": {
			dial(errors.Join(os.NewSyscallError("connect", syscall.ENETUNREACH), os.NewSyscallError("connect", syscall.ECONNREFUSED))),
			"network is unreachable",
		},
		"dialling fails somehow": {&http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
			return nil, errors.New(webhookURL)
		}}, "the transport failed"},
		"a proxy cannot be chosen": {&http.Transport{Proxy: func(*http.Request) (*url.URL, error) {
			return nil, errors.New(webhookURL)
		}}, "the transport failed"},
		"the handshake is closed": {&http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "tcp", handshakes.Addr().String())
		}}, "it was closed"},
	} {
		t.Run(name, func(t *testing.T) {
			clock := &clock{}
			b24, err := calllist.FromWebhook(webhookURL, &calllist.Options{Transport: test.transport, Sleep: clock.sleep})
			equal(t, "error", err, nil)
			_, err = b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
			connection := as[*calllist.ConnectionError](t, err)
			if connection.Sent() {
				t.Error("reported as sent")
			}
			equal(t, "reason", connection.Reason, test.reason)
			equal(t, "pauses", len(clock.pauses), 4)
			assertNoSecret(t, "the error", everyForm(err))
		})
	}
}

// net/http reports such a host by its punycode, which is not taken for a proxy.
func TestAConnectionToAnInternationalHostThatFailsIsNoProxys(t *testing.T) {
	b24, err := calllist.FromWebhook("https://портал.рф/rest/1/"+code+"/", &calllist.Options{
		Transport: &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
			return nil, errors.New("something")
		}},
		Attempts: 1,
	})
	equal(t, "error", err, nil)
	_, err = b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
	equal(t, "reason", as[*calllist.ConnectionError](t, err).Reason, "the transport failed")
}

// closeEach reads the beginning of each connection, and closes it.
func closeEach(listener net.Listener) {
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		_, _ = connection.Read(make([]byte, 64<<10))
		_ = connection.Close()
	}
}

func TestACertificateThatIsNotTrustedEndsTheCallAtOnceWithWhatToDo(t *testing.T) {
	secured := httptest.NewUnstartedServer(http.NotFoundHandler())
	secured.Config.ErrorLog = discard
	secured.StartTLS()
	defer secured.Close()
	trusting := func(change func(*tls.Config)) *http.Transport {
		transport := secured.Client().Transport.(*http.Transport).Clone()
		change(transport.TLSClientConfig)
		return transport
	}
	for name, test := range map[string]struct {
		transport http.RoundTripper
		host      string
		says      []string
	}{
		"unknown authority": {&http.Transport{}, "", []string{"self-signed", "Options.Transport", "RootCAs", "SSL_CERT_FILE"}},
		"expired": {
			trusting(func(config *tls.Config) { config.Time = func() time.Time { return noon.AddDate(200, 0, 0) } }), "",
			[]string{"expired", "clock"},
		},
		"another host": {trusting(func(*tls.Config) {}), "localhost", []string{"another host name", "URL"}},
		"a check of the caller's own": {
			trusting(func(config *tls.Config) {
				config.VerifyPeerCertificate = func([][]byte, [][]*x509.Certificate) error { return x509.UnknownAuthorityError{} }
			}), "", []string{"unknown authority"},
		},
		"a check of the caller's own, with words of its own": {
			trusting(func(config *tls.Config) {
				config.VerifyPeerCertificate = func([][]byte, [][]*x509.Certificate) error {
					return x509.CertificateInvalidError{Reason: x509.NotAuthorizedToSign}
				}
			}), "", []string{"the certificate is not trusted", "RootCAs"},
		},
		"a machine without root certificates": {
			trusting(func(config *tls.Config) {
				config.VerifyPeerCertificate = func([][]byte, [][]*x509.Certificate) error { return x509.SystemRootsError{} }
			}), "", []string{"no root certificates", "RootCAs"},
		},
		"a transport that reports nothing": {silent{&http.Transport{}}, "", []string{"self-signed"}},
	} {
		t.Run(name, func(t *testing.T) {
			clock := &clock{}
			origin := secured.URL
			if test.host != "" {
				origin = strings.Replace(origin, "127.0.0.1", test.host, 1)
			}
			b24, err := calllist.FromWebhook(origin+"/rest/1/"+code+"/", &calllist.Options{Transport: test.transport, Sleep: clock.sleep})
			equal(t, "error", err, nil)
			for _, call := range []func() error{
				func() error { _, err := b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"}); return err },
				func() error { _, err := b24.Get(ctx, 13); return err },
			} {
				connection := as[*calllist.ConnectionError](t, call())
				equal(t, "sent", connection.Sent(), false)
				for _, says := range test.says {
					if !strings.Contains(connection.Reason, says) {
						t.Errorf("the reason does not say %q: %s", says, connection.Reason)
					}
				}
			}
			equal(t, "pauses", len(clock.pauses), 0)
		})
	}
}

// silent is a transport that reports no events.
type silent struct{ http.RoundTripper }

func (s silent) RoundTrip(request *http.Request) (*http.Response, error) {
	return s.RoundTripper.RoundTrip(request.WithContext(context.WithoutCancel(context.Background())))
}

func TestTLSThatFailsSaysHow(t *testing.T) {
	secured := httptest.NewUnstartedServer(http.NotFoundHandler())
	secured.TLS = &tls.Config{MinVersion: tls.VersionTLS13}
	secured.Config.ErrorLog = discard
	secured.StartTLS()
	defer secured.Close()
	transport := secured.Client().Transport.(*http.Transport).Clone()
	transport.TLSClientConfig.MaxVersion = tls.VersionTLS12
	for name, transport := range map[string]http.RoundTripper{"net/http's": transport, "one around it": wrapped{transport}} {
		t.Run(name, func(t *testing.T) {
			b24, err := calllist.FromWebhook(secured.URL+"/rest/1/"+code+"/", &calllist.Options{Transport: transport, Attempts: 1})
			equal(t, "error", err, nil)
			_, err = b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
			connection := as[*calllist.ConnectionError](t, err)
			equal(t, "reason", connection.Reason, "TLS failed: protocol version not supported")
			equal(t, "sent", connection.Sent(), false)
		})
	}
}

// A connection that does not come about in time is none; nothing is open.
func TestNoConnectionInTime(t *testing.T) {
	transport := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}}
	b24, _ := served(t, calllist.Options{Transport: transport, Timeout: 10 * time.Millisecond, Attempts: 1}, nil)
	_, err := b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
	equal(t, "reason", as[*calllist.ConnectionError](t, err).Reason, "none within 10ms")
}

func TestAContextThatEndsBeforeThereIsAConnectionLeavesNothingOpen(t *testing.T) {
	ctx, cancel := context.WithCancel(ctx)
	transport := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		cancel()
		return nil, ctx.Err()
	}}
	b24, _ := served(t, calllist.Options{Transport: transport}, nil)
	_, err := b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
	if !errors.Is(err, context.Canceled) || isA[*calllist.OutcomeUnknownError](err) {
		t.Errorf("got %v", err)
	}
}

// A transport that says nothing about connections is not believed that nothing was sent.
func TestAnUnknownTransportsErrorLeavesAddOpen(t *testing.T) {
	b24, portal, _ := open(t, reply{err: errors.New("something")})
	_, err := b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
	cause := as[*calllist.ConnectionError](t, as[*calllist.OutcomeUnknownError](t, err).Cause)
	equal(t, "reason", cause.Reason, "the transport failed")
	equal(t, "requests", len(portal.asked), 1)
}

// A breaker, or a limiter, that refuses before it sends anything says so by the error of a connection never made.
func TestATransportThatRefusesByItselfCanSayThatNothingWasSent(t *testing.T) {
	b24, portal, _ := open(t, reply{err: &net.OpError{Op: "dial", Err: errors.New("the breaker is open")}}, result(`51`))
	id, err := b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
	equal(t, "error", err, nil)
	equal(t, "id", id, 51)
	equal(t, "requests", len(portal.asked), 2)
}

type roundTrip func(*http.Request) (*http.Response, error)

func (r roundTrip) RoundTrip(request *http.Request) (*http.Response, error) { return r(request) }

func TestATransportThatReturnsNothingIsAFailedOne(t *testing.T) {
	for name, response := range map[string]*http.Response{"no response": nil, "no body": {StatusCode: 200}} {
		b24, err := calllist.FromWebhook(webhookURL, &calllist.Options{
			Transport: roundTrip(func(*http.Request) (*http.Response, error) { return response, nil }), Attempts: 1,
		})
		equal(t, "error", err, nil)
		_, err = b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
		cause := as[*calllist.ConnectionError](t, as[*calllist.OutcomeUnknownError](t, err).Cause)
		equal(t, name, cause.Reason, "the transport failed")
	}
}

// closing is a body that knows whether it was closed.
type closing struct {
	io.Reader
	closed bool
}

func (c *closing) Close() error {
	c.closed = true
	return nil
}

func TestNothingIsLeftOfARequest(t *testing.T) {
	for name, text := range map[string]string{
		"a result": `{"result":[]}`, "a page": "<html>", "a body without end": strings.Repeat(" ", 65<<20),
	} {
		body := &closing{Reader: strings.NewReader(text)}
		var sent *http.Request
		b24, err := calllist.FromWebhook(webhookURL, &calllist.Options{
			Attempts: 1,
			Transport: roundTrip(func(request *http.Request) (*http.Response, error) {
				sent = request
				return &http.Response{StatusCode: 200, Body: body}, nil
			}),
		})
		equal(t, "error", err, nil)
		_, _ = b24.Statuses(ctx)
		equal(t, name+": body closed", body.closed, true)
		equal(t, name+": context of the request", sent.Context().Err(), context.Canceled)
	}
}

func TestJSONIsSentAndAskedFor(t *testing.T) {
	b24, portal, _ := open(t, result(`[]`))
	_, err := b24.Statuses(ctx)
	equal(t, "error", err, nil)
	equal(t, "sent", portal.asked[0].header.Get("Content-Type"), "application/json")
	equal(t, "asked for", portal.asked[0].header.Get("Accept"), "application/json")
}
