package calllist

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
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
	base   secret // address below which the methods are; a webhook's holds its code
	codes  []secret

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

const (
	webhookLooksLike = "a webhook URL looks like https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/"
	portalLooksLike  = "a portal looks like example.bitrix24.com"
)

var webhookPath = regexp.MustCompile(`^/rest/([^/]+)/([^/]+)/?$`)

func webhook(address string) (*auth, error) {
	parsed, err := parsePortalURL(address)
	if err != nil {
		return nil, fmt.Errorf("calllist: %w; %s", err, webhookLooksLike)
	}
	parts := webhookPath.FindStringSubmatch(parsed.EscapedPath())
	if parts == nil {
		return nil, errors.New("calllist: the path is not /rest/<user id>/<code>/; " + webhookLooksLike)
	}
	codes := []secret{hidden(parts[2])}
	if plain, err := url.PathUnescape(parts[2]); err == nil {
		codes = append(codes, hidden(plain))
	}
	base := fmt.Sprintf("%s://%s/rest/%s/%s/", parsed.Scheme, parsed.Host, parts[1], parts[2])
	return &auth{kind: "webhook", portal: parsed.Host, base: hidden(base), codes: codes}, nil
}

func oauth(portal, token string) (*auth, error) {
	if token == "" {
		return nil, errors.New("calllist: the access token is empty")
	}
	if portal != "" && !strings.Contains(portal, "://") {
		portal = "https://" + portal
	}
	parsed, err := parsePortalURL(portal)
	if err != nil {
		return nil, fmt.Errorf("calllist: %w; %s", err, portalLooksLike)
	}
	if path := strings.Trim(parsed.Path, "/"); path != "" && path != "rest" {
		return nil, errors.New("calllist: there is a path in it; " + portalLooksLike)
	}
	base := fmt.Sprintf("%s://%s/rest/", parsed.Scheme, parsed.Host)
	text := hidden(token)
	return &auth{
		kind: "oauth", portal: parsed.Host, base: hidden(base),
		token: &accessToken{text: text}, codes: []secret{text}, turn: make(chan struct{}, 1),
	}, nil
}

// parsePortalURL takes https, or http on this machine, and nothing behind the path. Its errors do not repeat the URL.
func parsePortalURL(address string) (*url.URL, error) {
	address = strings.TrimSpace(address)
	if address == "" {
		return nil, errors.New("nothing was given")
	}
	parsed, err := url.Parse(address)
	if err != nil || parsed.Host == "" || !isPort(parsed.Port()) {
		return nil, errors.New("this is not a URL")
	}
	if parsed.Scheme != "https" && (parsed.Scheme != "http" || !isThisMachine(parsed.Hostname())) {
		return nil, errors.New("it has to be https (http is for 127.0.0.1 alone)")
	}
	if parsed.User != nil || parsed.RawQuery != "" || parsed.ForceQuery || parsed.Fragment != "" {
		return nil, errors.New("there is more than host and path in it (user, ? or #)")
	}
	return parsed, nil
}

// isPort takes none as well, which is the scheme's.
func isPort(digits string) bool {
	_, err := strconv.ParseUint(digits, 10, 16)
	return digits == "" || err == nil
}

func isThisMachine(host string) bool {
	return host == "127.0.0.1" || host == "localhost" || host == "::1"
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

// Shorter ones are test codes such as "k"; replacing these would garble every text.
const shortestSecret = 6

// A page may also show somebody else's address, a renamed portal's for one.
var someWebhook = regexp.MustCompile(`(/rest\\?/[^/\\\s"'<>]+\\?/)[^/\\\s"'<>]+`)

// redact masks this portal's secrets, and any webhook's code, in a text that comes from elsewhere.
func (a *auth) redact(text string) string {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	for _, code := range a.codes {
		if plain := code(); len(plain) >= shortestSecret {
			text = strings.ReplaceAll(text, plain, "***")
		}
	}
	return someWebhook.ReplaceAllString(text, "${1}***")
}
