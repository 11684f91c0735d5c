package calllist

// Addresses of portals, as people copy them. No error repeats one: a webhook's is a password.

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

const (
	webhookLooksLike = "a webhook URL looks like https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/"
	portalLooksLike  = "a portal looks like example.bitrix24.com"
)

// webhookAddress is what a webhook's URL consists of, escaped as it came.
type webhookAddress struct {
	base       string // address below which the users are, with /rest/ at its end
	user, code string
}

// /rest/ stands at the top, or below a path where a portal does.
var webhookPath = regexp.MustCompile(`^((?:/[^/]+)*/rest/)([^/]+)/([^/]+)/?$`)

func parseWebhook(text string, insecureHosts []string) (webhookAddress, error) {
	parsed, err := parseURL(text, insecureHosts)
	if err != nil {
		return webhookAddress{}, err
	}
	parts := webhookPath.FindStringSubmatch(parsed.EscapedPath())
	if parts == nil {
		return webhookAddress{}, errors.New("the path is not /rest/<user id>/<code>/, at the top or below another path")
	}
	return webhookAddress{base: parsed.Scheme + "://" + parsed.Host + parts[1], user: parts[2], code: parts[3]}, nil
}

// parsePortal is the address below which a portal's methods are. It accepts a host alone, and an address with or without
// /rest/ at its end.
func parsePortal(text string, insecureHosts []string) (string, error) {
	text = strings.TrimFunc(text, isBlank)
	if text != "" && !strings.Contains(text, "://") {
		text = "https://" + text
	}
	parsed, err := parseURL(text, insecureHosts)
	if err != nil {
		return "", err
	}
	path := strings.TrimSuffix(strings.Trim(parsed.EscapedPath(), "/"), "/rest")
	if path == "rest" {
		path = ""
	}
	if slices.Contains(strings.Split(path, "/"), "rest") {
		return "", errors.New("there is something behind /rest/, as in a webhook URL, which is for FromWebhook")
	}
	if path != "" {
		path += "/"
	}
	return parsed.Scheme + "://" + parsed.Host + "/" + path + "rest/", nil
}

// parseURL accepts https, and http for this machine and the hosts named. It drops what was copied along: white space
// around the URL, a query, a fragment.
func parseURL(text string, insecureHosts []string) (*url.URL, error) {
	if err := checkHosts(insecureHosts); err != nil {
		return nil, err
	}
	text = strings.TrimFunc(text, isBlank)
	if text == "" {
		return nil, errors.New("nothing was given")
	}
	if index := strings.IndexFunc(text, isBlank); index >= 0 {
		blank := []rune(text[index:])[0]
		return nil, fmt.Errorf("there is white space or an invisible character in it (%U)", blank)
	}
	parsed, err := url.Parse(text)
	if err != nil || parsed.Hostname() == "" || !isPort(parsed.Port()) {
		return nil, errors.New("this is not a URL")
	}
	parsed.Host = strings.ToLower(parsed.Host)
	if parsed.User != nil {
		return nil, errors.New("there is more than host and path in it (a user before the host)")
	}
	if parsed.Scheme != "https" && !mayBePlain(parsed, insecureHosts) {
		return nil, errors.New("it has to be https; plain http is for 127.0.0.1, localhost, and hosts that " +
			"Options.InsecureHosts names")
	}
	return parsed, nil
}

func mayBePlain(parsed *url.URL, insecureHosts []string) bool {
	host := parsed.Hostname()
	isNamed := slices.ContainsFunc(insecureHosts, func(name string) bool { return strings.EqualFold(name, host) })
	return parsed.Scheme == "http" && (isThisMachine(host) || isNamed)
}

// checkHosts reports what can never be the host of a URL, so that a mistake does not look like a portal's.
func checkHosts(names []string) error {
	for _, name := range names {
		if net.ParseIP(name) == nil && (name == "" || strings.ContainsAny(name, "*/:@") || strings.ContainsFunc(name, isBlank)) {
			return errors.New("Options.InsecureHosts has an entry that is not a host name; give names such as \"sandbox\", without " +
				"a scheme, a port or a wildcard")
		}
	}
	return nil
}

// isBlank holds for white space of any kind, and for what cannot be seen: zero-width characters, a byte order mark.
func isBlank(sign rune) bool {
	return unicode.IsSpace(sign) || unicode.In(sign, unicode.Cc, unicode.Cf)
}

// isPort takes none as well, which is the scheme's.
func isPort(digits string) bool {
	_, err := strconv.ParseUint(digits, 10, 16)
	return digits == "" || err == nil
}

func isThisMachine(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
