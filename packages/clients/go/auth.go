package calllist

import (
	"context"
	"errors"
	"fmt"
	"html"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// secret gives a text that must not be shown. Printing a function, or walking over it, shows an address alone.
type secret func() string

func hidden(text string) secret { return func() string { return text } }

// auth is the credentials for a portal.
type auth struct {
	kind   string
	portal string // its host
	// hostPort is the host with its port, 443 where the address has none.
	hostPort string
	base     secret // address below which the methods are; a webhook's holds its code
	codes    []secret

	mutex sync.Mutex
	token *accessToken // the present one; nil for a webhook
	// turn holds the right to renew the token.
	turn chan struct{}
}

// accessToken is a token for the calls that are sent with it. When a renewal is over, another takes its place: the new
// one, or the same text once more, so that later calls ask again.
type accessToken struct {
	text    secret
	failure error // of the renewal; whoever has the turn may read it
}

// reveal gives the token; an empty text for a webhook.
func (t *accessToken) reveal() string {
	if t == nil {
		return ""
	}
	return t.text()
}

func webhook(text string, insecureHosts []string) (*auth, error) {
	address, err := parseWebhook(text, insecureHosts)
	if err != nil {
		return nil, fmt.Errorf("calllist: %w; %s", err, webhookLooksLike)
	}
	code, _ := url.PathUnescape(address.code) // it has been parsed before
	return newAuth("webhook", address.base+address.user+"/"+address.code+"/", []secret{hidden(code)}), nil
}

func oauth(portal, token string, insecureHosts []string) (*auth, error) {
	if token == "" {
		return nil, errors.New("calllist: the access token is empty")
	}
	base, err := parsePortal(portal, insecureHosts)
	if err != nil {
		return nil, fmt.Errorf("calllist: %w; %s", err, portalLooksLike)
	}
	text := hidden(token)
	auth := newAuth("oauth", base, []secret{text})
	auth.token, auth.turn = &accessToken{text: text}, make(chan struct{}, 1)
	return auth, nil
}

func newAuth(kind, base string, codes []secret) *auth {
	parsed, _ := url.Parse(base) // it has been parsed before
	port := or(parsed.Port(), map[string]string{"http": "80", "https": "443"}[parsed.Scheme])
	return &auth{
		kind: kind, portal: parsed.Host, hostPort: net.JoinHostPort(parsed.Hostname(), port),
		base: hidden(base), codes: codes,
	}
}

// present is the access token as it is now; nil for a webhook.
func (a *auth) present() *accessToken {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	return a.token
}

// renewed puts a new token in place of the spent one. It is asked for once, and what comes of it, good or bad, is that
// of all calls that were sent with the spent one.
func (a *auth) renewed(ctx context.Context, spent *accessToken, renew func(context.Context) (string, error)) error {
	select {
	case a.turn <- struct{}{}:
		defer func() { <-a.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if a.present() != spent {
		return spent.failure
	}
	text, err := renew(ctx)
	if err == nil && text == "" {
		err = errors.New("the new access token is empty")
	}
	if ctx.Err() != nil && err != nil {
		return err // given up by one call; the others do not
	}
	next := &accessToken{text: hidden(text)}
	if err != nil {
		spent.failure, next.text = err, spent.text
	}
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.token = next
	a.codes = append(a.codes[:1:1], spent.text, next.text)
	return err
}

// A page may also show somebody else's address, a renamed portal's for one: as it is, in JSON, or in a query.
var someWebhook = func() *regexp.Regexp {
	const slash, sign = `(?:\\*/|%(?:25)*2[Ff])`, `(?:[^/\\%\s"'<>]|%(?:[^2]|2[^Ff]))`
	return regexp.MustCompile(`(` + slash + `rest` + slash + `(?:api` + slash + `)?` + sign + `+` + slash + `)` + sign + `+`)
}()

// redact masks this portal's secrets, and any webhook's code, in a text that comes from elsewhere.
func (a *auth) redact(text string) string {
	for _, forms := range a.secrets() {
		text = forms.ReplaceAllLiteralString(text, "***")
	}
	return someWebhook.ReplaceAllString(text, "${1}***")
}

// secrets are what must not be shown, in all forms, longer ones first: one may be the beginning of another.
func (a *auth) secrets() (patterns []*regexp.Regexp) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	codes := make([]string, len(a.codes))
	for index, code := range a.codes {
		codes[index] = code()
	}
	slices.SortFunc(codes, func(a, b string) int { return len(b) - len(a) })
	for _, code := range codes {
		if len(code) >= minSecret {
			patterns = append(patterns, formsOf(code))
		}
	}
	return patterns
}

// formsOf is a secret as it is, and as it stands in a query, in JSON (also in JSON within JSON), and in HTML.
func formsOf(secret string) *regexp.Regexp {
	var forms strings.Builder
	for _, sign := range secret {
		plain := regexp.QuoteMeta(string(sign))
		if plain == url.QueryEscape(string(sign)) { // a letter, a digit
			forms.WriteString(plain)
			continue
		}
		percent := url.PathEscape(string(sign))
		if percent == string(sign) {
			percent = fmt.Sprintf("%%%02X", sign)
		}
		_, _ = fmt.Fprintf(&forms, `(?:\\*%s|%s|\\+u%04x|%s)`, plain, percent, sign, regexp.QuoteMeta(html.EscapeString(string(sign))))
	}
	return regexp.MustCompile(`(?i)` + forms.String())
}
