package calllist_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	calllist "github.com/b24-calllist/b24-calllist/packages/clients/go"
)

// tunnels is a proxy that answers each CONNECT with this text, and counts them. With an empty text it closes.
func tunnels(t *testing.T, text string) (address *url.URL, came func() int32) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	equal(t, "error", err, nil)
	t.Cleanup(func() { _ = listener.Close() })
	var count atomic.Int32
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			request, err := http.ReadRequest(bufio.NewReader(connection))
			if err == nil && request.Method == http.MethodConnect {
				count.Add(1)
				_, _ = io.WriteString(connection, text)
			}
			_ = connection.Close()
		}
	}()
	return &url.URL{Scheme: "http", Host: listener.Addr().String(), User: url.UserPassword("me", "pr0xy-s3cret")}, count.Load
}

func TestAProxyThatOpensNoTunnelIsNamed(t *testing.T) {
	const once, again = 1, 5
	for name, test := range map[string]struct {
		text   string
		reason string
		came   int32
	}{
		"407":                    {"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n", "the proxy wants a user name and a password: HTTP 407", once},
		"403":                    {"HTTP/1.1 403 Forbidden\r\n\r\n", "the proxy refused it: HTTP 403", again},
		"502":                    {"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 4\r\n\r\noops", "the proxy refused it: HTTP 502", again},
		"503 in one's own words": {"HTTP/1.1 503 " + code + "\r\n\r\n", "the proxy refused it: HTTP 503", again},
		"407 without words":      {"HTTP/1.1 407\r\n\r\n", "the proxy wants a user name and a password: HTTP 407", once},
		"no HTTP":                {"220 mail.example ESMTP\r\n", "the proxy refused it", again},
		"closes":                 {"", "the proxy: it was closed", again},
	} {
		t.Run(name, func(t *testing.T) {
			proxy, came := tunnels(t, test.text)
			clock := &clock{}
			b24, err := calllist.FromWebhook(webhookURL, &calllist.Options{
				Transport: &http.Transport{Proxy: http.ProxyURL(proxy)}, Sleep: clock.sleep,
			})
			equal(t, "error", err, nil)
			_, err = b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
			connection := as[*calllist.ConnectionError](t, err)
			equal(t, "reason", connection.Reason, test.reason)
			equal(t, "sent", connection.Sent(), false)
			equal(t, "attempts", came(), test.came)
			assertNoSecret(t, "the error", everyForm(err))

			_, err = b24.Get(ctx, 13)
			connection = as[*calllist.ConnectionError](t, err)
			equal(t, "reason of a read", connection.Reason, test.reason)
			equal(t, "sent of a read", connection.Sent(), false)
		})
	}
}

// The first attempt of a read goes by the caller's own transport, for which net/http passes on the words alone.
func TestAProxyThatOpensNoTunnelIsNamedByItsWords(t *testing.T) {
	for status, reason := range map[string]string{
		"407 Proxy Authentication Required": "the proxy wants a user name and a password: HTTP 407",
		"300 multiple choices":              "the proxy refused it: HTTP 300",
		"403 Forbidden":                     "the proxy refused it: HTTP 403",
		"502 Bad Gateway":                   "the proxy refused it: HTTP 502",
		"503 " + code:                       "the proxy refused it",
		"503":                               "the proxy refused it",
	} {
		proxy, came := tunnels(t, "HTTP/1.1 "+status+"\r\n\r\n")
		b24, err := calllist.FromWebhook(webhookURL, &calllist.Options{
			Transport: &http.Transport{Proxy: http.ProxyURL(proxy)}, Attempts: 1,
		})
		equal(t, "error", err, nil)
		_, err = b24.Get(ctx, 13)
		connection := as[*calllist.ConnectionError](t, err)
		equal(t, "reason for "+status, connection.Reason, reason)
		equal(t, "sent", connection.Sent(), false)
		equal(t, "attempts", came(), 1)
	}
}

// Words of something else, such as a caller's dialler, are not taken for a proxy's.
func TestAnErrorWithTheWordsOfAStatusIsNoProxys(t *testing.T) {
	for _, words := range []string{"Forbidden", "Proxy Authentication Required"} {
		b24, err := calllist.FromWebhook(webhookURL, &calllist.Options{
			Transport: &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
				return nil, errors.New(words)
			}},
			Attempts: 1,
		})
		equal(t, "error", err, nil)
		_, err = b24.Get(ctx, 13)
		equal(t, "reason", as[*calllist.ConnectionError](t, err).Reason, "the transport failed")
	}
}

func TestAProxyOverTLSThatClosesIsNamed(t *testing.T) {
	secured := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		connection, _, err := w.(http.Hijacker).Hijack()
		if err == nil {
			_ = connection.Close()
		}
	}))
	defer secured.Close()
	proxy, err := url.Parse(secured.URL)
	equal(t, "error", err, nil)
	transport := secured.Client().Transport.(*http.Transport).Clone()
	transport.Proxy = http.ProxyURL(proxy)
	b24, err := calllist.FromWebhook(webhookURL, &calllist.Options{Transport: transport, Attempts: 1})
	equal(t, "error", err, nil)
	_, err = b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
	equal(t, "reason", as[*calllist.ConnectionError](t, err).Reason, "the proxy: it was closed")
}

func TestAProxyThatCannotBeReachedIsNamed(t *testing.T) {
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	equal(t, "error", err, nil)
	address := nobody.Addr().String()
	equal(t, "error", nobody.Close(), nil)
	secured := httptest.NewUnstartedServer(http.NotFoundHandler())
	secured.Config.ErrorLog = discard
	secured.StartTLS()
	defer secured.Close()
	for proxy, reason := range map[string]string{
		"http://" + address:                "the proxy: connection refused",
		"https://" + address:               "the proxy: connection refused",
		"socks5://" + address:              "the proxy: connection refused",
		secured.URL:                        "the proxy: the certificate is self-signed",
		"http://no-such-host.invalid:3128": "the proxy: unknown host",
	} {
		parsed, err := url.Parse(proxy)
		equal(t, "error", err, nil)
		b24, err := calllist.FromWebhook(webhookURL, &calllist.Options{
			Transport: &http.Transport{Proxy: http.ProxyURL(parsed)}, Attempts: 1,
		})
		equal(t, "error", err, nil)
		_, err = b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
		connection := as[*calllist.ConnectionError](t, err)
		if !strings.HasPrefix(connection.Reason, reason) {
			t.Errorf("%s\n got %s\nwant %s", proxy, connection.Reason, reason)
		}
		equal(t, "sent", connection.Sent(), false)
	}
}

func TestAProxyThatIsSilentIsNamed(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	equal(t, "error", err, nil)
	defer func() { _ = listener.Close() }()
	b24, err := calllist.FromWebhook(webhookURL, &calllist.Options{
		Transport: &http.Transport{Proxy: http.ProxyURL(&url.URL{Scheme: "http", Host: listener.Addr().String()})},
		Attempts:  1, Timeout: 20 * time.Millisecond,
	})
	equal(t, "error", err, nil)
	_, err = b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
	connection := as[*calllist.ConnectionError](t, err)
	equal(t, "reason", connection.Reason, "the proxy: none within 20ms")
	equal(t, "sent", connection.Sent(), false)
}

// A tunnel that works: what goes wrong behind it is the portal's, and add goes through one of its own.
func TestBehindATunnelAPortalIsCalledAsUsual(t *testing.T) {
	seen := &seen{}
	portal := httptest.NewUnstartedServer(seen)
	portal.Config.ErrorLog = discard
	portal.StartTLS()
	defer portal.Close()
	tunnel := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, password, _ := r.BasicAuth(); r.Header.Get("Proxy-Authorization") == "" {
			t.Errorf("no credentials for the proxy: %s %s", user, password)
		}
		there, err := net.Dial("tcp", strings.TrimPrefix(portal.URL, "https://"))
		if err != nil {
			t.Error(err)
			return
		}
		here, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = io.WriteString(here, "HTTP/1.1 200 OK\r\n\r\n")
		go func() { _, _ = io.Copy(there, here); _ = there.Close() }()
		go func() { _, _ = io.Copy(here, there); _ = here.Close() }()
	}))
	defer tunnel.Close()
	proxy, err := url.Parse(tunnel.URL)
	equal(t, "error", err, nil)
	proxy.User = url.UserPassword("me", "pr0xy-s3cret")

	transport := portal.Client().Transport.(*http.Transport).Clone()
	transport.Proxy = http.ProxyURL(proxy)
	b24, err := calllist.FromWebhook("https://example.com/rest/1/"+code+"/", &calllist.Options{Transport: transport})
	equal(t, "error", err, nil)
	for range 2 {
		_, err = b24.Statuses(ctx)
		equal(t, "error of a read", err, nil)
		_, err = b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
		equal(t, "error of add", err, nil)
	}
	seen.assertFresh(t, 2)

	b24, err = calllist.FromWebhook(webhookURL, &calllist.Options{
		Transport: &http.Transport{Proxy: http.ProxyURL(proxy)}, Attempts: 1,
	})
	equal(t, "error", err, nil)
	_, err = b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
	if reason := as[*calllist.ConnectionError](t, err).Reason; strings.Contains(reason, "proxy") {
		t.Errorf("the portal's certificate is called the proxy's: %s", reason)
	}
}

// The hook of the caller's own transport is asked, too.
func TestTheCallersHookForTunnelsIsAsked(t *testing.T) {
	proxy, _ := tunnels(t, "HTTP/1.1 200 OK\r\n\r\n")
	var asked atomic.Int32
	b24, err := calllist.FromWebhook(webhookURL, &calllist.Options{Attempts: 1, Transport: &http.Transport{
		Proxy: http.ProxyURL(proxy),
		OnProxyConnectResponse: func(context.Context, *url.URL, *http.Request, *http.Response) error {
			asked.Add(1)
			return nil
		},
	}})
	equal(t, "error", err, nil)
	_, err = b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
	as[*calllist.ConnectionError](t, err)
	equal(t, "asked", asked.Load(), 1)
}

func TestAProxyVariableThatCannotBeUsedIsNamedWhenTheClientIsMade(t *testing.T) {
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
		for value, isUsable := range map[string]bool{
			"http://proxy.example:3128":                   true,
			"http://me:pr0xy-s3cret@proxy.example":        true,
			"https://proxy.example":                       true,
			"socks5://proxy.example:1080":                 true,
			"socks5h://proxy.example:1080":                true,
			"proxy.example:3128":                          true,
			"proxy.example":                               true,
			"127.0.0.1:3128":                              true,
			"socks4://me:pr0xy-s3cret@proxy.example:1080": false,
			"socks://proxy.example:1080":                  false,
			"http://proxy.example:99999":                  false,
			"http://proxy.example:port":                   false,
			"http://me:pr0xy-s3cret#1@proxy.example:3128": false,
			"http://me:pr0xy-s3cret/1@proxy.example:3128": false,
			"http://": false,
			"://":     false,
		} {
			for _, other := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
				t.Setenv(other, "")
			}
			t.Setenv(name, value)
			address := webhookURL
			if strings.HasPrefix(strings.ToLower(name), "http_") {
				address = "http://sandbox:4020/rest/1/" + code + "/"
			}
			_, err := calllist.FromWebhook(address, &calllist.Options{InsecureHosts: []string{"sandbox"}})
			if isUsable {
				equal(t, name+"="+value, err, nil)
				continue
			}
			if err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("%s=%s: the error has to name the variable: %v", name, value, err)
			} else if strings.Contains(err.Error(), "s3cret") || strings.Contains(err.Error(), "proxy.example:99999") {
				t.Errorf("the error repeats the value: %v", err)
			}
			_, err = calllist.FromWebhook(address, &calllist.Options{
				InsecureHosts: []string{"sandbox"}, Transport: &http.Transport{},
			})
			equal(t, "error of a transport without a proxy", err, nil)
			_, err = calllist.FromWebhook("http://127.0.0.1:4020/rest/1/"+code+"/", nil)
			equal(t, "error for this machine, which needs no proxy", err, nil)
		}
	}
}

// net/http reads the variables once in a process, so a new one is needed for each.
func TestProxyVariablesHoldForEachMethod(t *testing.T) {
	if address := os.Getenv("CALLLIST_TEST_ADDRESS"); address != "" {
		b24, err := calllist.FromWebhook(address, &calllist.Options{Attempts: 1})
		if err != nil {
			t.Fatal(err)
		}
		_, read := b24.Get(ctx, 13)
		_, add := b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
		told, err := json.Marshal([]string{fmt.Sprint(read), fmt.Sprint(add)})
		equal(t, "error", err, nil)
		fmt.Printf("told: %s\n", told)
		return
	}
	proxy, came := tunnels(t, "HTTP/1.1 403 Forbidden\r\n\r\n")
	for name, test := range map[string]struct {
		environment []string
		came        int32
		says        string
	}{
		"with a scheme":    {[]string{"HTTPS_PROXY=http://" + proxy.Host}, 2, "the proxy refused it: HTTP 403"},
		"host:port":        {[]string{"https_proxy=" + proxy.Host}, 2, "the proxy refused it: HTTP 403"},
		"NO_PROXY":         {[]string{"HTTPS_PROXY=" + proxy.Host, "NO_PROXY=portal.invalid"}, 0, "unknown host"},
		"no_proxy, domain": {[]string{"HTTPS_PROXY=" + proxy.Host, "no_proxy=other.example,.invalid"}, 0, "unknown host"},
	} {
		t.Run(name, func(t *testing.T) {
			before := came()
			command := exec.Command(os.Args[0], "-test.run=^TestProxyVariablesHoldForEachMethod$")
			command.Env = append(test.environment, "CALLLIST_TEST_ADDRESS=https://portal.invalid/rest/1/"+code+"/")
			output, err := command.Output()
			if err != nil {
				t.Fatalf("%v\n%s", err, output)
			}
			if strings.Count(string(output), test.says) != 2 {
				t.Errorf("got %s, want twice: %s", output, test.says)
			}
			equal(t, "requests to the proxy", came()-before, test.came)
		})
	}
}
