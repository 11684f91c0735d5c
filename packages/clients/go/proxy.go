package calllist

import (
	"errors"
	"net/http"
	"net/url"
	"os"
	"reflect"
	"slices"
	"strings"
)

// checkProxy reports a proxy of the environment that cannot be used. net/http would go past an unreadable one, and speak
// HTTP to one of a kind that it does not know. The error names the variable; its value may hold a password.
func checkProxy(transport http.RoundTripper, base string) error {
	known, ok := transport.(*http.Transport)
	portal, err := url.Parse(base)
	if !ok || err != nil || !isFromEnvironment(known) || isThisMachine(portal.Hostname()) {
		return nil
	}
	names := []string{"HTTPS_PROXY", "https_proxy"}
	if portal.Scheme == "http" {
		names = []string{"HTTP_PROXY", "http_proxy"}
	}
	for _, name := range names {
		if value := os.Getenv(name); value != "" {
			if !isProxy(value) {
				return errors.New("calllist: the proxy in the environment variable " + name + " cannot be used; it looks like " +
					"http://proxy.example:3128 (also https, socks5; special characters of a password as %23 and the like)")
			}
			return nil
		}
	}
	return nil
}

func isFromEnvironment(transport *http.Transport) bool {
	byDefault := reflect.ValueOf(http.ProxyFromEnvironment).Pointer()
	return transport.Proxy != nil && reflect.ValueOf(transport.Proxy).Pointer() == byDefault
}

// isProxy accepts host:port as well, which is http.
func isProxy(value string) bool {
	if !strings.Contains(value, "://") {
		value = "http://" + value
	}
	parsed, err := url.Parse(value)
	return err == nil && parsed.Hostname() != "" && isPort(parsed.Port()) &&
		slices.Contains([]string{"http", "https", "socks5", "socks5h"}, parsed.Scheme)
}
