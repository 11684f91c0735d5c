package calllist_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	calllist "github.com/b24-calllist/b24-calllist/packages/clients/go"
)

// expiring is a portal that knows one fresh token.
type expiring struct {
	fresh string
	spent sync.WaitGroup // calls that have not yet come with another
}

func (e *expiring) RoundTrip(request *http.Request) (*http.Response, error) {
	body, _ := io.ReadAll(request.Body)
	reply := result(`[]`)
	if !strings.Contains(string(body), e.fresh) {
		reply = expired
		e.spent.Done()
	}
	return &http.Response{
		StatusCode: or(reply.status, 200), Header: http.Header{}, Body: io.NopCloser(strings.NewReader(reply.body)),
	}, nil
}

// everyForm prints a value in every way that people print one.
func everyForm(value any) string {
	var text strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%t", "%p", "%T"} {
		_, _ = fmt.Fprintf(&text, verb+"\n", value)
		_, _ = fmt.Fprintf(&text, verb+"\n", []any{value})
		_, _ = fmt.Fprintf(&text, verb+"\n", struct{ Inner any }{value})
		_, _ = fmt.Fprintf(&text, verb+"\n", struct{ inner any }{value})
	}
	marshalled, err := json.Marshal(value)
	_, _ = fmt.Fprintf(&text, "%s %v\n", marshalled, err)
	slog.New(slog.NewTextHandler(&text, nil)).Info("shown", "value", value)
	slog.New(slog.NewJSONHandler(&text, nil)).Info("shown", "value", value)
	return text.String()
}

func assertNoSecret(t *testing.T, what, text string) {
	t.Helper()
	// Hexadecimal digits, too, for %x.
	for _, secret := range []string{code, token, fmt.Sprintf("%x", code), fmt.Sprintf("%x", token)} {
		if strings.Contains(text, secret) {
			t.Errorf("a secret is in %s: %s", what, text)
		}
	}
}

func TestAClientShowsNoSecret(t *testing.T) {
	webhook, _, _ := open(t, result(`[]`))
	oauth, _ := withToken(t, calllist.Options{}, result(`[]`))
	for _, b24 := range []*calllist.Client{webhook, oauth} {
		text := everyForm(b24) + everyForm(*b24)
		assertNoSecret(t, "the client", text)
		if !strings.Contains(text, "example.bitrix24.com") {
			t.Error("the client does not show its portal")
		}
	}
	equal(t, "client", fmt.Sprint(webhook), "calllist.Client(webhook, example.bitrix24.com)")
	equal(t, "no client", fmt.Sprint(calllist.Client{}), "calllist.Client(nil)")
}

func TestErrorsShowNoSecret(t *testing.T) {
	address := webhookURL + "crm.calllist.add"
	inHTML := `<a href="` + address + `?auth=` + token + `">` + code + `</a> https:\/\/x.bitrix24.com\/rest\/1\/an0ther-c0de\/`
	replies := map[string]reply{
		"the transport's error": {err: &url.Error{Op: "Post", URL: address, Err: errors.New("proxy: " + address)}},
		"a page":                {status: 502, contentType: "text/html; " + code, body: inHTML},
		"a login page":          {contentType: "text/html", body: inHTML},
		"a refusal":             {status: 400, body: `{"error":"` + code + `","error_description":"` + address + `","argument":"` + code + `"}`},
		"a crash":               {status: 500, body: `{"error":"INTERNAL_SERVER_ERROR","error_description":"` + address + `"}`},
		"a TLS alert":           {err: &net.OpError{Op: "remote error", Err: errors.New("tls: " + address + "\x1b[2J")}},
		"a redirect":            {status: 302, header: map[string]string{"Location": "https://" + code + ".example/" + code}},
		"a result of no use":    result(`"` + address + `"`),
	}
	for name, reply := range replies {
		b24, _, _ := open(t, reply)
		_, err := b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT", Entities: []int64{9}})
		_, other := b24.Get(ctx, 13)
		for _, err := range []error{err, other} {
			for ; err != nil; err = inside(err) {
				text := everyForm(err)
				assertNoSecret(t, name, text)
				if strings.Contains(text, "an0ther-c0de") {
					t.Errorf("somebody else's code is in %s: %s", name, text)
				}
				if strings.Contains(text, "\x1b") {
					t.Errorf("a control character is in %s: %q", name, text)
				}
			}
		}
	}
}

// inside is what an error holds.
func inside(err error) error {
	var unknown *calllist.OutcomeUnknownError
	if errors.As(err, &unknown) {
		return unknown.Cause
	}
	return errors.Unwrap(err)
}

func TestEntriesOfABatchShowNoSecret(t *testing.T) {
	b24, _, _ := open(t, result(`{"result":[],"result_error":{"c0":{"error":"X","error_description":"`+webhookURL+`"}}}`))
	entries, err := b24.Batch(ctx, []calllist.Command{{Params: calllist.GetParams{ID: 13}}}, nil)
	equal(t, "error", err, nil)
	assertNoSecret(t, "an entry", everyForm(entries)+everyForm(entries[0].Err))
}

func TestSpentTokensAreMaskedToo(t *testing.T) {
	renewals := 1
	renew := func(context.Context) (string, error) {
		renewals++
		return fmt.Sprintf("t0ken-s3cret-%d", renewals), nil
	}
	all := refusal(400, "X", token+" t0ken-s3cret-2 t0ken-s3cret-3")
	b24, _ := withToken(t, calllist.Options{Renew: renew}, expired, result(`[]`), expired, all)
	_, err := b24.Statuses(ctx)
	equal(t, "error", err, nil)
	_, err = b24.Statuses(ctx)
	equal(t, "message", err, "crm.calllist.statuslist: X: *** *** *** (HTTP 400)")
}
