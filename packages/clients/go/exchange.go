package calllist

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"reflect"
)

// attempt sends a request once, judges what comes back, and learns from it.
func (c *Client) attempt(ctx context.Context, call Params, body []byte, isFresh bool) (json.RawMessage, http.Header, error) {
	method := call.method()
	response, text, problem, err := c.exchange(ctx, method, body, isFresh)
	if err != nil {
		return nil, nil, err
	}
	answer, err := c.judge(method, response, text, problem)
	if method != "batch" { // its commands have times of their own
		c.operating.learn(method, answer["time"])
	}
	c.noteRetryAt(err, response.Header)
	return answer["result"], response.Header, err
}

// mostUsed is how many used connections a request passes over before it fails, more than a transport usually keeps.
const mostUsed = 1000

// exchange sends one request and reads one response to its end.
func (c *Client) exchange(ctx context.Context, method string, body []byte, isFresh bool) (
	response *http.Response, text []byte, problem *bodyProblem, err error,
) {
	timed, cancel := context.WithTimeout(ctx, c.options.Timeout)
	defer cancel()
	transport := c.options.Transport
	if isFresh {
		transport = c.once
	}
	for range mostUsed {
		_, isTraced := transport.(*http.Transport)
		line := &connecting{portal: c.auth.hostPort, body: bytes.NewReader(body), traced: isTraced, fresh: isFresh}
		response, text, problem, err = c.roundTrip(timed, transport, line, method)
		if err == nil {
			return response, text, problem, nil
		}
		err = c.failure(ctx, timed, method, err, line)
		if !line.refused.Load() {
			break
		} // else net/http has closed that connection, and takes another
	}
	return nil, nil, nil, err
}

func (c *Client) roundTrip(
	ctx context.Context, transport http.RoundTripper, line *connecting, method string,
) (*http.Response, []byte, *bodyProblem, error) {
	ctx = httptrace.WithClientTrace(ctx, line.trace())
	request, _ := http.NewRequestWithContext(ctx, http.MethodPost, c.auth.base()+method, line.body) // it has been parsed before
	// With it, net/http sends a request again by itself when it believes that nothing of it was received.
	request.GetBody = nil
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/json")
	// Asked for here, net/http leaves the unpacking to us, which has a bound.
	request.Header.Set("Accept-Encoding", "gzip")
	request.Header.Set("User-Agent", c.options.UserAgent)
	response, err := transport.RoundTrip(request)
	if err == nil && (response == nil || response.Body == nil) {
		err = errors.New("neither a response nor an error")
	}
	if err != nil {
		return nil, nil, nil, err
	}
	defer func() { _ = response.Body.Close() }()
	text, problem, err := readBody(response)
	return response, text, problem, err
}

// withoutKeptConnections makes a transport that opens a connection for each request. When a kept connection breaks off,
// nobody knows whether the other side had closed it before the request or after. It also reports how a proxy refused.
//
// Of another kind of transport nothing is known. It stays as it is, and [connecting] refuses used connections.
func withoutKeptConnections(transport http.RoundTripper) http.RoundTripper {
	known, ok := transport.(*http.Transport)
	if !ok {
		return transport
	}
	once := known.Clone()
	once.DisableKeepAlives = true
	//lint:ignore SA1019 callers may still set DialTLS
	if once.DialTLS == nil && once.DialTLSContext == nil { // theirs may speak HTTP/2 whatever the transport is told
		withoutHTTP2(once)
	}
	next := once.OnProxyConnectResponse
	once.OnProxyConnectResponse = func(ctx context.Context, proxy *url.URL, request *http.Request, response *http.Response) error {
		if response.StatusCode != http.StatusOK {
			return &proxyRefusal{response.StatusCode}
		}
		if next == nil {
			return nil
		}
		return next(ctx, proxy, request, response)
	}
	return once
}

// withoutHTTP2 has a transport speak HTTP/1.1. Connections of HTTP/2 are shared by requests at the same time, and where the
// caller has configured it, they are kept outside of the transport.
func withoutHTTP2(transport *http.Transport) {
	transport.TLSNextProto = map[string]func(string, *tls.Conn) http.RoundTripper{}
	// Since Go 1.24, this field goes before the other.
	if protocols := reflect.ValueOf(transport).Elem().FieldByName("Protocols"); protocols.IsValid() {
		protocols.SetZero()
	}
	if transport.TLSClientConfig != nil {
		transport.TLSClientConfig.NextProtos = []string{"http/1.1"}
	}
}

// failure is the error of an exchange without a response. The transport's own errors are not passed on: what a transport
// says, or a proxy, may hold the address.
func (c *Client) failure(ctx, timed context.Context, method string, err error, line *connecting) error {
	isSent := line.isSent(err)
	switch {
	case line.refused.Load(): // so nothing was sent, whatever else has happened
		return &ConnectionError{called: called(method), Reason: "only used ones", unsent: true}
	case ctx.Err() != nil:
		return &endedError{called: called(method), cause: ctx.Err(), wasSending: isSent}
	case timed.Err() != nil && isSent:
		return &TimeoutError{called: called(method), After: c.options.Timeout}
	case timed.Err() != nil:
		reason := line.place(err) + "none within " + c.options.Timeout.String()
		return &ConnectionError{called: called(method), Reason: reason, unsent: true}
	case isSent:
		return &ConnectionError{called: called(method), Reason: c.auth.text(reasonOf(err), maxDescription)}
	}
	reason, final := line.problem(err)
	return &ConnectionError{called: called(method), Reason: c.auth.text(reason, maxDescription), unsent: true, final: final}
}
