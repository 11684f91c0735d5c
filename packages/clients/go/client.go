package calllist

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"
	"unicode"
)

// Client calls one portal. It is made by [FromWebhook] or [FromOAuth] and is safe for use by many goroutines.
type Client struct {
	auth    *auth
	options Options
	// once opens a connection for each request.
	once      http.RoundTripper
	operating *operatingTime
}

// Options of a client. The zero value of each field stands for its default; nil options are all defaults.
type Options struct {
	// Timeout is how long the whole answer to one request may take. Default 60 seconds, the time that a cloud portal
	// allows itself. A call with its pauses and repetitions is ended by its context.
	Timeout time.Duration

	// Attempts is how often a call is sent at most, the first time included. Default 5; 1 switches repeating off.
	// Which calls may be repeated is not an option: Add is sent again only where the portal certainly did nothing.
	Attempts int

	// FirstDelay is the pause before the first repetition. Default 1 second. It doubles each time, and a random part
	// of up to a half is taken off.
	FirstDelay time.Duration

	// MaxDelay is the longest pause, unless the portal asks for more by Retry-After. Default 30 seconds. A call is not
	// sent again later than ten minutes after its first sending, which may have had to wait for ten minutes itself where
	// the portal has refused its method ([CodeOperationTimeLimit]).
	MaxDelay time.Duration

	// Gap is for [Client.AllItems]: after how many pages in a row without a readable participant the list is at its
	// end. Default 10. [NoGap] where the caller may read every participant, as an administrator may: then a page
	// with fewer than 50 is the last, which saves looking behind it. [Client.ChangeParticipants] has a gap of its own.
	Gap int

	// Renew is for [FromOAuth]: gives a new access token when the portal says that the present one has expired. It is
	// called once, however many calls wait for it. They share its error, too, which can be found in theirs as it is, so
	// it should not hold a secret; a later call asks again. Without Renew such calls end in [ErrAuth].
	Renew func(ctx context.Context) (accessToken string, err error)

	// InsecureHosts are names of hosts that may be called by plain http, such as "sandbox" for
	// http://sandbox:4020/rest/1/xxxxxxxxxxxxxxxx/, a container of your own. Exact names, without a scheme, a port or a
	// wildcard. Everybody on the way can read what is sent so, the webhook's code or the token included. 127.0.0.1 and
	// localhost need no entry.
	InsecureHosts []string

	// Transport sends the requests. Default [http.DefaultTransport], which uses the proxy of the environment
	// (HTTPS_PROXY, NO_PROXY). It is asked directly, without an [http.Client], so nothing follows redirects or adds
	// cookies. A certificate authority of your own goes into the TLSClientConfig of an [*http.Transport].
	//
	// Of an [*http.Transport] the client uses a copy for Add and for retries after a connection failed; the copy opens a
	// new connection for each request. A transport of another kind must not send a request twice. If it wraps an
	// [*http.Transport], Add passes over kept connections of HTTP/1.1 in it; those of HTTP/2 it may use. When it fails, it
	// is not known whether the portal has executed an Add, unless the error holds one of a connection never made: a
	// [*net.DNSError], or a [*net.OpError] with the Op "dial". A transport that refuses by itself, before it sends anything,
	// returns such an error.
	Transport http.RoundTripper

	// UserAgent is sent with each request, for the portal's logs; one line. Default b24-calllist-go and [Version].
	UserAgent string

	// Sleep, Now and Random (from 0 to below 1) are for tests that do not want to wait. Default: the real ones.
	Sleep  func(ctx context.Context, pause time.Duration) error
	Now    func() time.Time
	Random func() float64
}

// NoGap is the [Options.Gap] of a caller who may read every participant.
const NoGap = -1

// FromWebhook makes a client from an incoming webhook's URL, as the portal shows it:
// https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/. /rest/ may stand below a path. White space around it, a query
// and a fragment are dropped. Plain http needs [Options.InsecureHosts], except for this machine.
//
// The error says what is wrong with the URL or the options and never repeats the URL, which is a password.
func FromWebhook(url string, options *Options) (*Client, error) {
	auth, err := webhook(url, insecureHostsOf(options))
	if err != nil {
		return nil, err
	}
	return newClient(auth, options)
}

// FromOAuth makes a client from an access token for a portal: example.bitrix24.com, or its https:// address, with the
// path below which its /rest/ stands, if there is one. The
// token travels in the body of each request. [Options.Renew] gives the next one when it has expired.
func FromOAuth(portal, accessToken string, options *Options) (*Client, error) {
	auth, err := oauth(portal, accessToken, insecureHostsOf(options))
	if err != nil {
		return nil, err
	}
	return newClient(auth, options)
}

func insecureHostsOf(options *Options) []string {
	if options == nil {
		return nil
	}
	return options.InsecureHosts
}

func newClient(auth *auth, options *Options) (*Client, error) {
	var o Options
	if options != nil {
		o = *options
	}
	if o.Timeout < 0 || o.Attempts < 0 || o.FirstDelay < 0 || o.MaxDelay < 0 || o.Gap < NoGap {
		return nil, errors.New("calllist: an option is below zero; leave it out, or give something like " +
			"Options{Timeout: time.Minute, Attempts: 5, FirstDelay: time.Second, MaxDelay: 30 * time.Second, Gap: 10}")
	}
	if strings.ContainsFunc(o.UserAgent, unicode.IsControl) {
		return nil, errors.New("calllist: Options.UserAgent has a line break or another control character, which a header " +
			"cannot carry; give a text such as \"my-app/1.0\"")
	}
	o.Timeout = or(o.Timeout, requestTimeout)
	o.Attempts = or(o.Attempts, retryAttempts)
	o.FirstDelay = or(o.FirstDelay, retryDelay)
	o.MaxDelay = or(o.MaxDelay, retryMaxDelay)
	o.Gap = or(o.Gap, maxEmptyPages)
	o.UserAgent = or(o.UserAgent, "b24-calllist-go/"+Version)
	if o.Transport == nil {
		o.Transport = http.DefaultTransport
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Random == nil {
		o.Random = rand.Float64
	}
	if err := checkProxy(o.Transport, auth.base()); err != nil {
		return nil, err
	}
	once := withoutKeptConnections(o.Transport)
	return &Client{auth: auth, options: o, once: once, operating: newOperatingTime(o.Now)}, nil
}

// or is the value, or its default where it is zero.
func or[T comparable](value, byDefault T) T {
	var zero T
	if value == zero {
		return byDefault
	}
	return value
}

func sleep(ctx context.Context, pause time.Duration) error {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Format shows the portal and how it is called, and no secret, whatever the verb.
func (c Client) Format(state fmt.State, _ rune) {
	if c.auth == nil {
		_, _ = io.WriteString(state, "calllist.Client(nil)")
		return
	}
	_, _ = fmt.Fprintf(state, "calllist.Client(%s, %s)", c.auth.kind, c.auth.portal)
}
