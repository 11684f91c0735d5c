package calllist_test

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	calllist "github.com/b24-calllist/b24-calllist/packages/clients/go"
)

var (
	refused = reply{err: &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}}
	noHost  = reply{err: &net.DNSError{Err: "no such host", Name: "example.bitrix24.com", IsNotFound: true}}
	reset   = reply{err: &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}}
	closed  = reply{err: io.EOF}
)

// The table of outcome.go, row by row: how often a call is sent, and whether the end of add is open.
func TestRepetition(t *testing.T) {
	const once, again = 1, 5
	cases := []struct {
		name        string
		reply       reply
		reads, adds int
		addIsOpen   bool
		isKind      func(error) bool
	}{
		{"busy: QUERY_LIMIT_EXCEEDED", refusal(503, "QUERY_LIMIT_EXCEEDED", "Too many requests"), again, again, false, is(calllist.ErrLimit)},
		{"busy: 429 without a code", page(429), again, again, false, isA[*calllist.UnexpectedResponseError]},
		{"busy: 429 with an unknown code", refusal(429, "SLOW_DOWN", ""), again, again, false, is(calllist.ErrLimit)},
		{"overworked: OPERATION_TIME_LIMIT", refusal(429, "OPERATION_TIME_LIMIT", ""), again, again, false, is(calllist.ErrLimit)},
		{"unreachable: refused", refused, again, again, false, isA[*calllist.ConnectionError]},
		{"unreachable: unknown host", noHost, again, again, false, isA[*calllist.ConnectionError]},
		{"broken: reset", reset, again, once, true, isA[*calllist.ConnectionError]},
		{"broken: closed", closed, again, once, true, isA[*calllist.ConnectionError]},
		{"lost: a page with 502", page(502), again, once, true, isA[*calllist.UnexpectedResponseError]},
		{"lost: a page with 500", page(500), again, once, true, isA[*calllist.UnexpectedResponseError]},
		{"lost: a gateway's code", refusal(502, "BAD_GATEWAY", ""), again, once, true, isA[*calllist.PortalError]},
		{"cut: nothing", reply{}, again, once, true, isA[*calllist.UnexpectedResponseError]},
		{"cut: JSON breaks off", reply{body: `{"result":{"ID"`}, again, once, true, isA[*calllist.UnexpectedResponseError]},
		{"crashed: INTERNAL_SERVER_ERROR", refusal(500, "INTERNAL_SERVER_ERROR", ""), once, once, true, isA[*calllist.PortalError]},
		{"crashed: ERROR_CORE", refusal(400, "ERROR_CORE", ""), once, once, true, isA[*calllist.PortalError]},
		{"crashed: 500 with an unknown code", refusal(500, "OOPS", ""), once, once, true, isA[*calllist.PortalError]},
		{"foreign: a login page", page(200), once, once, true, isA[*calllist.UnexpectedResponseError]},
		{"refused: LIST_ID_ERROR", refusal(400, "LIST_ID_ERROR", ""), once, once, false, is(calllist.CodeListIDError)},
		{"refused: an unknown code", refusal(400, "NEW_ERROR", ""), once, once, false, isA[*calllist.PortalError]},
		{"refused: no code", refusal(400, "", "Not found"), once, once, false, isA[*calllist.PortalError]},
		{"refused: OVERLOAD_LIMIT", refusal(401, "OVERLOAD_LIMIT", ""), once, once, false, is(calllist.ErrAuth)},
		{"refused: OVERLOAD_LIMIT with 503", refusal(503, "OVERLOAD_LIMIT", ""), once, once, false, is(calllist.CodeOverloadLimit)},
		{"refused: PORTAL_DELETED", refusal(403, "PORTAL_DELETED", ""), once, once, false, is(calllist.ErrAccess)},
		{"refused: ACCESS_DENIED", refusal(401, "ACCESS_DENIED", ""), once, once, false, is(calllist.ErrAuth)},
		{"lost: a page with 408", page(408), again, once, true, isA[*calllist.UnexpectedResponseError]},
		{"lost: JSON of something else with 408", reply{status: 408, body: `{"message":"timeout"}`}, again, once, true, isA[*calllist.UnexpectedResponseError]},
		{"lost: a gateway's code with 408", refusal(408, "TIMEOUT", ""), again, once, true, isA[*calllist.PortalError]},
		{"busy: a page with 421", page(421), again, again, false, isA[*calllist.UnexpectedResponseError]},
		{"busy: a page with 425", page(425), again, again, false, isA[*calllist.UnexpectedResponseError]},
		{"foreign: PHP's warnings before the JSON", reply{body: "<br />\n<b>Warning</b>: x in <b>y</b><br />{\"result\":51}"}, once, once, true, isA[*calllist.UnexpectedResponseError]},
		{"foreign: PHP's warnings without markup", reply{body: "\nWarning: x in y on line 12\n{\"result\":51}"}, once, once, true, isA[*calllist.UnexpectedResponseError]},
		{"foreign: PHP's warnings behind the JSON", reply{body: "{\"result\":51}<br />\n<b>Warning</b>: x"}, once, once, true, isA[*calllist.UnexpectedResponseError]},
		{"cut: nothing, said to be a page", reply{contentType: "text/html"}, again, once, true, isA[*calllist.UnexpectedResponseError]},
		{"foreign: JSON that breaks off, said to be a page", reply{contentType: "text/html", body: `{"result":{"ID"`}, once, once, true, isA[*calllist.UnexpectedResponseError]},
		{"cut: in the middle of a character", reply{body: "{\"result\":{\"ID\":\"13\",\"NAME\":\"\xd0"}, again, once, true, isA[*calllist.UnexpectedResponseError]},
		{"foreign: the same behind a byte order mark", reply{body: "\ufeff\n<br /><b>Deprecated</b>: x"}, once, once, true, isA[*calllist.UnexpectedResponseError]},
		{"refused: a page with 404", page(404), once, once, false, isA[*calllist.UnexpectedResponseError]},
		{"refused: an error in an answer with 200", refusal(200, "LIST_ID_ERROR", ""), once, once, false, is(calllist.CodeListIDError)},
		{"expired, and no way to renew", refusal(401, "expired_token", ""), once, once, false, is(calllist.ErrAuth)},
		{"moved", reply{status: 302, header: map[string]string{"Location": "https://new.bitrix24.com/x"}}, once, once, false, isA[*calllist.MovedError]},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			b24, portal, _ := open(t, test.reply)
			_, err := b24.Get(ctx, 13)
			equal(t, "requests of get", len(portal.asked), test.reads)
			if !test.isKind(err) {
				t.Errorf("get ended in %T (%v)", err, err)
			}

			b24, portal, _ = open(t, test.reply)
			_, err = b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT", Entities: []int64{9}})
			equal(t, "requests of add", len(portal.asked), test.adds)
			if test.addIsOpen {
				unknown := as[*calllist.OutcomeUnknownError](t, err)
				equal(t, "what was sent", unknown.Params, calllist.AddParams{EntityType: "CONTACT", Entities: []int64{9}})
				err = unknown.Cause
			}
			if !test.isKind(err) {
				t.Errorf("add ended in %T (%v)", err, err)
			}
		})
	}
}

func is(target error) func(error) bool { return func(err error) bool { return errors.Is(err, target) } }

func isA[E error](err error) bool {
	_, ok := err.(E)
	return ok
}

func TestUpdateIsRepeatedSinceItDoesNoHarmTwice(t *testing.T) {
	b24, portal, _ := open(t, reset, page(504), result(`true`))
	equal(t, "error", b24.Update(ctx, calllist.UpdateParams{ListID: 13, EntityType: "CONTACT", WebformID: calllist.NoWebform}), nil)
	equal(t, "requests", len(portal.asked), 3)
}

func TestAddIsSentAgainAfterARefusalThatDidNothing(t *testing.T) {
	b24, portal, _ := open(t, refused, refusal(503, "QUERY_LIMIT_EXCEEDED", ""), result(`51`))
	id, err := b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT", Entities: []int64{9}})
	equal(t, "error", err, nil)
	equal(t, "id", id, 51)
	equal(t, "requests", len(portal.asked), 3)
}

// A check for a broken connection, after which people repeat, must not hold for an add that may have been carried out.
func TestAnOpenEndDoesNotLookLikeItsCause(t *testing.T) {
	b24, _, _ := open(t, reset)
	_, err := b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
	var connection *calllist.ConnectionError
	if errors.As(err, &connection) {
		t.Error("an unknown outcome was found as a connection that broke off")
	}
	equal(t, "message", err, "crm.calllist.add: it is not known whether the portal did it; look with List, newest first, before you "+
		"repeat it; what happened: the connection broke off (connection reset by peer)")
	b24, _, _ = open(t, refusal(500, "INTERNAL_SERVER_ERROR", ""))
	_, err = b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
	if errors.Is(err, calllist.CodeInternalServerError) {
		t.Error("an unknown outcome was found as a refusal")
	}
	var any calllist.Error
	if !errors.As(err, &any) || any.Method() != "crm.calllist.add" {
		t.Errorf("no calllist.Error of crm.calllist.add: %v", err)
	}
}

func TestPauses(t *testing.T) {
	busy := refusal(503, "QUERY_LIMIT_EXCEEDED", "")
	after := func(text string) reply {
		return reply{status: 503, body: busy.body, header: map[string]string{"Retry-After": text}}
	}
	seconds := func(numbers ...float64) (pauses []time.Duration) {
		for _, number := range numbers {
			pauses = append(pauses, time.Duration(number*float64(time.Second)))
		}
		return pauses
	}
	cases := map[string]struct {
		options calllist.Options
		replies []reply
		want    []time.Duration
	}{
		"double each time":       {want: seconds(1, 2, 4, 8)},
		"up to the longest":      {options: calllist.Options{Attempts: 8}, want: seconds(1, 2, 4, 8, 16, 30, 30)},
		"lose up to a half":      {options: calllist.Options{Random: func() float64 { return 0.5 }}, want: seconds(0.75, 1.5, 3, 6)},
		"are the caller's":       {options: calllist.Options{Attempts: 3, FirstDelay: 3 * time.Second, MaxDelay: 4 * time.Second}, want: seconds(3, 4)},
		"none without attempts":  {options: calllist.Options{Attempts: 1}, want: seconds()},
		"as Retry-After says":    {replies: []reply{after("7"), after("Mon, 02 Mar 2026 12:00:40 GMT"), after("soon"), after("-5")}, want: seconds(7, 33, 4, 8)},
		"not for a day":          {replies: []reply{after("86400")}, want: seconds()},
		"not beyond ten minutes": {replies: []reply{after("250")}, want: seconds(250, 250)},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			if test.replies == nil {
				test.replies = []reply{busy}
			}
			b24, portal, clock := openWith(t, test.options, test.replies...)
			_, err := b24.Statuses(ctx)
			if !errors.Is(err, calllist.ErrLimit) {
				t.Fatal(err)
			}
			equal(t, "pauses", clock.pauses, test.want)
			equal(t, "requests", len(portal.asked), len(test.want)+1)
		})
	}
}

func TestAContextThatEndsInAPauseOrWhileAMethodIsHeldEndsTheCall(t *testing.T) {
	for name, refused := range map[string]reply{
		"pause": refusal(503, "QUERY_LIMIT_EXCEEDED", ""),
		"hold":  overworked,
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(ctx)
			portal := &portal{replies: []reply{refused}}
			options := played(portal, &clock{}, calllist.Options{})
			options.Sleep = func(ctx context.Context, _ time.Duration) error { cancel(); return ctx.Err() }
			b24, err := calllist.FromWebhook(webhookURL, options)
			equal(t, "error", err, nil)
			_, err = b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
			if !errors.Is(err, context.Canceled) || isA[*calllist.OutcomeUnknownError](err) {
				t.Errorf("got %v; the portal had refused it, so nothing is open", err)
			}
			equal(t, "requests", len(portal.asked), 1)
		})
	}
}

func TestAPauseThatFailsEndsTheCallWithItsError(t *testing.T) {
	why := errors.New("nothing sleeps here")
	portal := &portal{replies: []reply{refusal(503, "QUERY_LIMIT_EXCEEDED", "")}}
	options := played(portal, &clock{}, calllist.Options{})
	options.Sleep = func(context.Context, time.Duration) error { return why }
	b24, err := calllist.FromWebhook(webhookURL, options)
	equal(t, "error", err, nil)
	_, err = b24.Get(ctx, 13)
	if !errors.Is(err, why) {
		t.Errorf("got %v", err)
	}
	equal(t, "requests", len(portal.asked), 1)
}

func TestParametersThatAreNoJSONAreRefusedBeforeAnythingIsSent(t *testing.T) {
	b24, portal, _ := open(t, result(`[]`))
	_, err := b24.List(ctx, calllist.ListParams{Filter: calllist.Filter{"ID": func() {}}})
	if err == nil || !strings.Contains(err.Error(), "the parameters of crm.calllist.list cannot be written as JSON") {
		t.Errorf("got %v", err)
	}
	equal(t, "requests", len(portal.asked), 0)
}

func TestAContextThatHasEndedSendsNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	b24, portal, _ := open(t, result(`51`))
	_, err := b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
	if !errors.Is(err, context.Canceled) || isA[*calllist.OutcomeUnknownError](err) {
		t.Errorf("got %v", err)
	}
	equal(t, "requests", len(portal.asked), 0)
}
