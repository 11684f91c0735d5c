package calllist

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"syscall"
)

// attempt sends a request once, judges what comes back, and learns from it.
func (c *Client) attempt(ctx context.Context, call Params, body []byte) (json.RawMessage, http.Header, error) {
	method, transport := call.method(), c.options.Transport
	if !isRepeatable(call) {
		transport = c.once
	}
	var line connecting
	timed, cancel := context.WithTimeout(httptrace.WithClientTrace(ctx, line.trace()), c.options.Timeout)
	defer cancel()
	response, text, err := c.exchange(timed, transport, method, body)
	if err != nil {
		return nil, nil, c.failure(ctx, timed, method, err, line.isSent(err))
	}
	answer, err := c.judge(method, response, text)
	if method != "batch" { // its commands have times of their own
		c.operating.learn(method, answer["time"])
	}
	c.noteRetryAt(err, response.Header)
	return answer["result"], response.Header, err
}

// exchange sends one request and reads one answer to its end.
func (c *Client) exchange(
	ctx context.Context, transport http.RoundTripper, method string, body []byte,
) (*http.Response, []byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.auth.base()+method, bytes.NewReader(body))
	if err != nil {
		return nil, nil, err
	}
	// With it, net/http sends a request again by itself when it believes that nothing of it was received.
	request.GetBody = nil
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/json")
	request.Header.Set("User-Agent", c.options.UserAgent)
	response, err := transport.RoundTrip(request)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	return response, answer, err
}

// failure is the error of an exchange without an answer. The transport's own errors are not passed on: what a transport
// says, or a proxy, may hold the address.
func (c *Client) failure(ctx, timed context.Context, method string, err error, isSent bool) error {
	switch {
	case ctx.Err() != nil:
		return &endedError{called: called(method), cause: ctx.Err(), sent: isSent}
	case timed.Err() == nil:
		return &ConnectionError{called: called(method), Reason: reasonOf(err), Sent: isSent}
	case isSent:
		return &TimeoutError{called: called(method), After: c.options.Timeout}
	}
	return &ConnectionError{called: called(method), Reason: "none within " + c.options.Timeout.String()}
}

// connecting watches whether a request has got a connection.
type connecting struct{ asked, got atomic.Bool }

func (c *connecting) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn: func(string) { c.asked.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { c.got.Store(true) },
	}
}

// isSent says whether something may have been sent. A transport that does not tell is believed only when its error is
// that of a connection never made.
func (c *connecting) isSent(err error) bool {
	if c.got.Load() {
		return true
	}
	var operation *net.OpError
	var dns *net.DNSError
	neverMade := errors.As(err, &dns) || errors.As(err, &operation) && operation.Op == "dial"
	return !c.asked.Load() && !neverMade
}

// reasonOf says why in words that hold no address.
func reasonOf(err error) string {
	var (
		dns         *net.DNSError
		certificate *tls.CertificateVerificationError
		noTLS       tls.RecordHeaderError
		system      syscall.Errno
		network     net.Error
	)
	switch {
	case errors.As(err, &dns):
		return "unknown host"
	case errors.As(err, &certificate):
		return "the certificate is not trusted"
	case errors.As(err, &noTLS):
		return "the other side does not speak TLS"
	case errors.As(err, &system):
		return system.Error()
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "it was closed"
	case errors.As(err, &network) && network.Timeout():
		return "it took too long"
	}
	return "the transport failed"
}
