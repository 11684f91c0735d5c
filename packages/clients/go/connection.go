package calllist

// How a request gets its connection, and what is said when it gets none.

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
	"syscall"
)

// connecting watches how one request gets its connection.
type connecting struct {
	portal string // its host and port
	body   *bytes.Reader
	// traced: the transport is known to report the events below.
	traced bool
	// fresh: the request must not go over a connection that was used before.
	fresh bool

	asked, got, viaProxy, refused atomic.Bool
	// TLS handshakes, with a proxy or with the portal.
	begun, done atomic.Int32
}

func (c *connecting) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn: func(hostPort string) {
			c.asked.Store(true)
			c.viaProxy.Store(isASCII(c.portal) && hostPort != c.portal)
		},
		TLSHandshakeStart: func() { c.begun.Add(1) },
		TLSHandshakeDone: func(_ tls.ConnectionState, err error) {
			if err == nil {
				c.done.Add(1)
			}
		},
		GotConn: func(info httptrace.GotConnInfo) {
			c.got.Store(true)
			if c.fresh && info.Reused && !isHTTP2(info.Conn) {
				c.refuse()
			}
		},
	}
}

// refuse keeps a request off a connection. It takes its body away: net/http notices before it writes anything, since it
// writes the head together with the beginning of a body in memory, fails, and closes the connection. A transport that has
// read the body beforehand sends it nevertheless.
func (c *connecting) refuse() {
	if int64(c.body.Len()) == c.body.Size() {
		_, _ = c.body.Seek(0, io.SeekEnd)
		c.refused.Store(true)
	}
}

// isSent reports whether something may have been sent. A transport that reports no events is believed only when its
// error is that of a connection never made.
func (c *connecting) isSent(err error) bool {
	if c.got.Load() {
		return true
	}
	var operation *net.OpError
	var dns *net.DNSError
	neverMade := errors.As(err, &dns) || errors.As(err, &operation) && operation.Op == "dial" || untrusted(err) != ""
	return !c.traced && !c.asked.Load() && !neverMade
}

// isAtProxy reports whether a connection failed on its way to or through a proxy: no handshake with the portal had begun.
func (c *connecting) isAtProxy(err error) bool {
	var operation *net.OpError
	if errors.As(err, &operation) && (operation.Op == "proxyconnect" || strings.HasPrefix(operation.Op, "socks")) {
		return true
	}
	return c.viaProxy.Load() && !c.got.Load() && c.begun.Load() == c.done.Load()
}

// problem is why there is no connection, in words that hold no address. final: the next attempt would end the same way.
func (c *connecting) problem(err error) (reason string, final bool) {
	if reason := untrusted(err); reason != "" {
		return c.place(err) + reason, true
	}
	if status := c.proxyStatus(err); status == http.StatusProxyAuthRequired {
		return "the proxy wants a user name and a password: HTTP 407", true
	} else if status != 0 {
		return fmt.Sprintf("the proxy refused it: HTTP %d", status), false
	}
	reason = reasonOf(err)
	if reason == unknownReason && c.isAtProxy(err) {
		return "the proxy refused it", false
	}
	return c.place(err) + reason, false
}

func (c *connecting) place(err error) string {
	if c.isAtProxy(err) {
		return "the proxy: "
	}
	return ""
}

// proxyRefusal is the response of a proxy that opens no tunnel.
type proxyRefusal struct{ status int }

func (r *proxyRefusal) Error() string { return fmt.Sprintf("the proxy refused: HTTP %d", r.status) }

// proxyStatus is the status of a proxy's refusal, 0 where it is none or not known. Of a transport that is not this
// package's own, net/http only passes on the status line's words.
func (c *connecting) proxyStatus(err error) int {
	var refusal *proxyRefusal
	if errors.As(err, &refusal) {
		return refusal.status
	}
	if !c.isAtProxy(err) {
		return 0
	}
	for status := 300; status < 600; status++ {
		if words := http.StatusText(status); words != "" && strings.EqualFold(err.Error(), words) {
			return status
		}
	}
	return 0
}

const howToTrust = "; if it is right, add its authority to Options.Transport (TLSClientConfig.RootCAs) or, on Linux, to SSL_CERT_FILE"

// untrusted is what is wrong with a certificate, and what to do; empty where the error is another.
func untrusted(err error) string {
	var (
		host         x509.HostnameError
		invalid      x509.CertificateInvalidError
		authority    x509.UnknownAuthorityError
		roots        x509.SystemRootsError
		verification *tls.CertificateVerificationError
	)
	switch {
	case errors.As(err, &host):
		return "the certificate is for another host name; check the host in the URL"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "the certificate has expired or is not valid yet; check it, and the clock of this machine"
	case errors.As(err, &authority):
		return "the certificate is self-signed or of an unknown authority" + howToTrust
	case errors.As(err, &roots):
		return "the certificate cannot be checked, since this machine has no root certificates" + howToTrust
	case errors.As(err, &invalid), errors.As(err, &verification):
		return "the certificate is not trusted" + howToTrust
	}
	return ""
}

const unknownReason = "the transport failed"

// reasonOf says why in words that hold no address.
func reasonOf(err error) string {
	var (
		dns     *net.DNSError
		noTLS   tls.RecordHeaderError
		remote  *net.OpError
		system  syscall.Errno
		network net.Error
	)
	switch {
	case errors.As(err, &dns):
		return "unknown host"
	case errors.As(err, &noTLS):
		return "the other side does not speak TLS"
	case errors.As(err, &remote) && remote.Op == "remote error": // an alert, whose words are those of package tls
		return "TLS failed: " + strings.TrimPrefix(remote.Err.Error(), "tls: ")
	case errors.As(err, &system):
		return system.Error()
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "it was closed"
	case errors.As(err, &network) && network.Timeout():
		return "it took too long"
	}
	return unknownReason
}

// isHTTP2 reports whether requests on a connection are streams, which are sent before their body is read.
func isHTTP2(connection net.Conn) bool {
	secured, ok := connection.(*tls.Conn)
	return ok && secured.ConnectionState().NegotiatedProtocol == "h2"
}

func isASCII(text string) bool {
	for _, sign := range text {
		if sign >= 0x80 {
			return false
		}
	}
	return true
}
