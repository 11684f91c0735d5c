package calllist_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	calllist "github.com/b24-calllist/b24-calllist/packages/clients/go"
)

func TestWrongWebhookURLsAreExplainedAndNotRepeated(t *testing.T) {
	for address, problem := range map[string]string{
		"":                          "nothing was given",
		code:                        "not a URL",
		"https://" + code + "%zz/":  "not a URL",
		"ftp://example.com/" + code: "has to be https",
		"http://example.bitrix24.com/rest/1/" + code + "/":             "has to be https",
		"https://example.bitrix24.com/rest/1/" + code + "/profile":     "the path is not",
		"https://example.bitrix24.com/rest/" + code + "/":              "the path is not",
		"https://example.bitrix24.com/crm/rest/1/" + code + "/profile": "the path is not",
		"https://example.bitrix24.com/crm/1/" + code + "/":             "the path is not",
		"https://u:p@example.bitrix24.com/rest/1/" + code + "/":        "more than host and path",
		"https://exam ple.bitrix24.com/rest/1/" + code + "/":           "white space or an invisible character in it (U+0020)",
		"https://example.bitrix24.com/rest/\n1/" + code + "/":          "(U+000A)",
		"https://example.bitrix24.com/rest/1/\u00a0" + code + "/":      "(U+00A0)",
		"https://example.bitrix24.com/rest/1/\u200b" + code + "/":      "(U+200B)",
		"https://example.bitrix24.com:99999/rest/1/" + code + "/":      "not a URL",
		"https://example.bitrix24.com:1e9/rest/1/" + code + "/":        "not a URL",
	} {
		_, err := calllist.FromWebhook(address, nil)
		if err == nil {
			t.Errorf("taken: %s", address)
			continue
		}
		text := err.Error()
		if !strings.Contains(text, problem) || !strings.Contains(text, "https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/") {
			t.Errorf("%s: %s", address, text)
		}
		if strings.Contains(text, code) {
			t.Errorf("the code is in %s", text)
		}
	}
}

func TestWebhookURLsAreTakenAsTheyCome(t *testing.T) {
	const plain = "https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/"
	for address, base := range map[string]string{
		plain: plain,
		"https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx":         plain,
		"https://crm.example:8443/rest/1/xxxxxxxxxxxxxxxx/":            "https://crm.example:8443/rest/1/xxxxxxxxxxxxxxxx/",
		"https://www.portal.example/rest/1/xxxxxxxxxxxxxxxx/":          "https://www.portal.example/rest/1/xxxxxxxxxxxxxxxx/",
		"https://my_portal.example/rest/1/xxxxxxxxxxxxxxxx/":           "https://my_portal.example/rest/1/xxxxxxxxxxxxxxxx/",
		"HTTPS://Example.Bitrix24.COM/rest/1/xxxxxxxxxxxxxxxx/":        plain,
		"https://portal.example/crm/rest/1/xxxxxxxxxxxxxxxx/":          "https://portal.example/crm/rest/1/xxxxxxxxxxxxxxxx/",
		"https://portal.example:8443/a/b%20c/rest/1/xxxxxxxxxxxxxxxx/": "https://portal.example:8443/a/b%20c/rest/1/xxxxxxxxxxxxxxxx/",
		"https://portal.example/rest/rest/1/xxxxxxxxxxxxxxxx/":         "https://portal.example/rest/rest/1/xxxxxxxxxxxxxxxx/",
		plain + "?utm_source=mail":                                     plain,
		plain + "?":                                                    plain,
		plain + "#there":                                               plain,
		"http://127.0.0.1:4010/rest/1/xxxxxxxxxxxxxxxx/":               "http://127.0.0.1:4010/rest/1/xxxxxxxxxxxxxxxx/",
		"http://localhost:4010/rest/1/xxxxxxxxxxxxxxxx/":               "http://localhost:4010/rest/1/xxxxxxxxxxxxxxxx/",
		"http://[::1]:4010/rest/1/xxxxxxxxxxxxxxxx/":                   "http://[::1]:4010/rest/1/xxxxxxxxxxxxxxxx/",
		" " + plain + "\r\n":                                           plain, // from a file of secrets
		"\u00a0" + plain + "\u00a0":                                    plain, // from a page
		"\ufeff" + plain + "\u200b\u2028":                              plain,
	} {
		portal := &portal{replies: []reply{result(`[]`)}}
		b24, err := calllist.FromWebhook(address, &calllist.Options{Transport: portal})
		if err != nil {
			t.Errorf("%s: %v", address, err)
			continue
		}
		_, err = b24.Statuses(ctx)
		equal(t, "error", err, nil)
		equal(t, "address for "+address, portal.asked[0].url, base+"crm.calllist.statuslist")
	}
}

func TestPortalsAreTakenAsTheyCome(t *testing.T) {
	for address, base := range map[string]string{
		"example.bitrix24.com":                 "https://example.bitrix24.com/rest/",
		"Example.bitrix24.com:8443":            "https://example.bitrix24.com:8443/rest/",
		"https://example.bitrix24.com/":        "https://example.bitrix24.com/rest/",
		"https://example.bitrix24.com/rest/":   "https://example.bitrix24.com/rest/",
		"https://portal.example/crm":           "https://portal.example/crm/rest/",
		"portal.example/crm/rest":              "https://portal.example/crm/rest/",
		"https://portal.example/crm/?a=1#b":    "https://portal.example/crm/rest/",
		"\u00a0https://portal.example\u200b\n": "https://portal.example/rest/",
		"\u00a0portal.example\u200b\n":         "https://portal.example/rest/",
	} {
		portal := &portal{replies: []reply{result(`[]`)}}
		b24, err := calllist.FromOAuth(address, token, &calllist.Options{Transport: portal})
		if err != nil {
			t.Errorf("%s: %v", address, err)
			continue
		}
		_, err = b24.Statuses(ctx)
		equal(t, "error", err, nil)
		equal(t, "address for "+address, portal.asked[0].url, base+"crm.calllist.statuslist")
	}
}

func TestPlainHTTPIsForHostsThatTheCallerNames(t *testing.T) {
	const address = "http://sandbox:4020/rest/1/" + code + "/"
	portal := &portal{replies: []reply{result(`[]`)}}
	b24, err := calllist.FromWebhook(address, &calllist.Options{Transport: portal, InsecureHosts: []string{"other", "Sandbox"}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = b24.Statuses(ctx)
	equal(t, "error", err, nil)
	equal(t, "address", portal.asked[0].url, address+"crm.calllist.statuslist")
	_, err = calllist.FromOAuth("http://sandbox:4020", token, &calllist.Options{InsecureHosts: []string{"sandbox"}})
	equal(t, "error of a portal", err, nil)

	for _, hosts := range [][]string{nil, {"box"}, {"sandbox.example"}, {"andbox"}} {
		_, err := calllist.FromWebhook(address, &calllist.Options{InsecureHosts: hosts})
		if err == nil || !strings.Contains(err.Error(), "Options.InsecureHosts") || strings.Contains(err.Error(), code) {
			t.Errorf("%q: the error has to name the option, and not the code: %v", hosts, err)
		}
	}
	for _, entry := range []string{"", "*", "*.example", "http://sandbox", "sandbox:4020", "sandbox/", "sand box"} {
		_, err := calllist.FromWebhook(webhookURL, &calllist.Options{InsecureHosts: []string{entry}})
		if err == nil || !strings.Contains(err.Error(), "Options.InsecureHosts") {
			t.Errorf("%q is not the name of a host; got %v", entry, err)
		}
	}
}

func TestWrongOptionsAreRefused(t *testing.T) {
	for _, options := range []calllist.Options{
		{Timeout: -1}, {Attempts: -1}, {FirstDelay: -1}, {MaxDelay: -1}, {Gap: -2},
	} {
		if _, err := calllist.FromWebhook(webhookURL, &options); err == nil {
			t.Errorf("taken: %+v", options.Timeout)
		}
	}
}

// net/http notices it when a request is under way, and a transport of another kind sends it as headers of its own.
func TestAUserAgentThatIsNoHeaderIsRefusedWhenTheClientIsMade(t *testing.T) {
	for _, agent := range []string{"a\nb", "a\r\nX-Forged: 1", "a\x00", "a\x1b[2J", "a\x7f", "a\u0085"} {
		_, err := calllist.FromWebhook(webhookURL, &calllist.Options{UserAgent: agent})
		if err == nil || !strings.Contains(err.Error(), "Options.UserAgent") || strings.Contains(err.Error(), agent) {
			t.Errorf("%q: got %v", agent, err)
		}
	}
	for _, agent := range []string{"my-app/1.0 (https://app.example)", "Моё приложение/1.0"} {
		b24, portal, _ := openWith(t, calllist.Options{UserAgent: agent}, result(`[]`))
		_, err := b24.Statuses(ctx)
		equal(t, "error", err, nil)
		equal(t, "sent", portal.asked[0].header.Get("User-Agent"), agent)
	}
}

func TestWrongPortalsAreRefused(t *testing.T) {
	for _, portal := range []string{
		"", "http://example.bitrix24.com", "example.bitrix24.com/rest/1/" + code, "example.bitrix24.com/crm/rest/1/" + code + "/", "https://a b",
	} {
		_, err := calllist.FromOAuth(portal, token, nil)
		if err == nil || strings.Contains(err.Error(), code) {
			t.Errorf("%s: %v", portal, err)
		}
	}
	if _, err := calllist.FromOAuth("example.bitrix24.com", "", nil); err == nil {
		t.Error("an empty token was taken")
	}
}

// withToken opens a client with an access token on a played portal.
func withToken(t *testing.T, options calllist.Options, replies ...reply) (*calllist.Client, *portal) {
	t.Helper()
	portal := &portal{replies: replies}
	b24, err := calllist.FromOAuth("example.bitrix24.com", token, played(portal, &clock{}, options))
	if err != nil {
		t.Fatal(err)
	}
	return b24, portal
}

func TestTheTokenTravelsInTheBody(t *testing.T) {
	b24, portal := withToken(t, calllist.Options{}, result(`[]`))
	_, err := b24.List(ctx, calllist.ListParams{Start: 50})
	equal(t, "error", err, nil)
	equal(t, "address", portal.asked[0].url, "https://example.bitrix24.com/rest/crm.calllist.list")
	equal(t, "body", normal(t, portal.asked[0].body), `{"auth":"`+token+`","start":50}`)
	equal(t, "authorization", portal.asked[0].header.Get("Authorization"), "")
}

var expired = refusal(401, "expired_token", "The access token provided has expired.")

func TestAnExpiredTokenIsRenewedOnce(t *testing.T) {
	renewals := 0
	renew := func(context.Context) (string, error) { renewals++; return "t0ken-s3cret-2", nil }

	b24, portal := withToken(t, calllist.Options{Renew: renew, Attempts: 1}, expired, result(`51`))
	id, err := b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
	equal(t, "error", err, nil)
	equal(t, "id", id, 51)
	equal(t, "renewals", renewals, 1)
	equal(t, "token", tokenOf(t, portal.asked[1]), "t0ken-s3cret-2")

	b24, portal = withToken(t, calllist.Options{Renew: renew}, expired)
	_, err = b24.Statuses(ctx)
	equal(t, "requests", len(portal.asked), 2)
	if !errors.Is(err, calllist.CodeExpiredToken) {
		t.Errorf("the second refusal ends it, and not %v", err)
	}
}

func TestOneRenewalServesAllThatWait(t *testing.T) {
	var renewals atomic.Int32
	portal := &expiring{fresh: "t0ken-s3cret-2"}
	portal.spent.Add(20)
	b24, err := calllist.FromOAuth("example.bitrix24.com", token, &calllist.Options{
		Transport: portal,
		Renew: func(context.Context) (string, error) {
			renewals.Add(1)
			portal.spent.Wait() // all have been refused
			return portal.fresh, nil
		},
	})
	equal(t, "error", err, nil)
	together(20, func() {
		if _, err := b24.Statuses(ctx); err != nil {
			t.Error(err)
		}
	})
	equal(t, "renewals", renewals.Load(), 1)
}

func TestOneFailedRenewalIsThatOfAllThatWereUnderWay(t *testing.T) {
	var renewals atomic.Int32
	why := errors.New("the refresh token is spent")
	portal := &expiring{fresh: "t0ken-s3cret-2"}
	portal.spent.Add(20)
	b24, err := calllist.FromOAuth("example.bitrix24.com", token, &calllist.Options{
		Transport: portal,
		Renew: func(context.Context) (string, error) {
			if renewals.Add(1) > 1 {
				return portal.fresh, nil
			}
			portal.spent.Wait() // all have been refused
			return "", why
		},
	})
	equal(t, "error", err, nil)
	together(20, func() {
		if _, err := b24.Statuses(ctx); !errors.Is(err, calllist.ErrAuth) || !errors.Is(err, why) {
			t.Errorf("got %v", err)
		}
	})
	equal(t, "renewals", renewals.Load(), 1)

	portal.spent.Add(1)
	_, err = b24.Statuses(ctx)
	equal(t, "error of a later call", err, nil)
	equal(t, "renewals with that of a later call", renewals.Load(), 2)
}

func TestARenewalThatItsCallerGaveUpIsTakenOverByAnother(t *testing.T) {
	type cancelOfCall struct{}
	var renewals atomic.Int32
	portal := &expiring{fresh: "t0ken-s3cret-2"}
	portal.spent.Add(2)
	b24, err := calllist.FromOAuth("example.bitrix24.com", token, &calllist.Options{
		Transport: portal,
		Renew: func(ctx context.Context) (string, error) {
			portal.spent.Wait()
			if renewals.Add(1) == 1 {
				ctx.Value(cancelOfCall{}).(context.CancelFunc)()
			}
			return portal.fresh, ctx.Err()
		},
	})
	equal(t, "error", err, nil)
	var ended atomic.Int32
	together(2, func() {
		own, cancel := context.WithCancel(ctx)
		defer cancel()
		if _, err := b24.Statuses(context.WithValue(own, cancelOfCall{}, cancel)); err != nil {
			ended.Add(1)
		}
	})
	equal(t, "renewals", renewals.Load(), 2)
	equal(t, "calls that ended", ended.Load(), 1)
}

func TestACallThatIsGivenUpWhileAnotherRenewsAsksForNoToken(t *testing.T) {
	var renewals atomic.Int32
	begun, givenUp := make(chan struct{}), make(chan struct{})
	portal := &expiring{fresh: "t0ken-s3cret-2"}
	portal.spent.Add(2)
	b24, err := calllist.FromOAuth("example.bitrix24.com", token, &calllist.Options{
		Transport: portal,
		Renew: func(context.Context) (string, error) {
			if renewals.Add(1) == 1 {
				close(begun)
				<-givenUp
			}
			return portal.fresh, nil
		},
	})
	equal(t, "error", err, nil)
	renewed := make(chan error)
	go func() {
		_, err := b24.Statuses(ctx)
		renewed <- err
	}()
	<-begun
	own, cancel := context.WithCancel(ctx)
	go func() {
		portal.spent.Wait() // both have been refused
		cancel()
	}()
	_, err = b24.Statuses(own)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	close(givenUp)
	equal(t, "error of the call that renews", <-renewed, nil)
	equal(t, "renewals", renewals.Load(), 1)
}

func TestAFailedRenewalIsTold(t *testing.T) {
	why := errors.New("the refresh token is spent")
	b24, portal := withToken(t, calllist.Options{
		Renew: func(context.Context) (string, error) { return "", why },
	}, expired)
	_, err := b24.Statuses(ctx)
	if !errors.Is(err, calllist.ErrAuth) || !errors.Is(err, why) {
		t.Errorf("got %v", err)
	}
	equal(t, "message", err, "crm.calllist.statuslist: expired_token: The access token provided has expired.; "+
		"no new access token was given (HTTP 401)")
	equal(t, "requests", len(portal.asked), 1)

	b24, _ = withToken(t, calllist.Options{Renew: func(context.Context) (string, error) { return "", nil }}, expired)
	_, err = b24.Statuses(ctx)
	equal(t, "renewal", as[*calllist.PortalError](t, err).Renewal, "the new access token is empty")
}

// renewTo gives a renewal that always gives this token.
func renewTo(token string) func(context.Context) (string, error) {
	return func(context.Context) (string, error) { return token, nil }
}

func tokenOf(t *testing.T, asked asked) string {
	t.Helper()
	var body struct{ Auth string }
	if err := json.Unmarshal([]byte(asked.body), &body); err != nil {
		t.Fatal(err)
	}
	return body.Auth
}
