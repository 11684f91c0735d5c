package calllist_test

import (
	"context"
	"errors"
	"testing"
	"time"

	calllist "github.com/b24-calllist/b24-calllist/packages/clients/go"
)

// What every error says about its call: whether the portal executed it, and whether a request of it has left.

var (
	update  = calllist.UpdateParams{ListID: 13, EntityType: "CONTACT", Entities: []int64{9}, WebformID: calllist.NoWebform}
	addNine = calllist.AddParams{EntityType: "CONTACT", Entities: []int64{9}}
	wrong   = refusal(400, "LIST_ID_ERROR", "")
	tooMany = refusal(503, "QUERY_LIMIT_EXCEEDED", "")
	usedUp  = refusal(429, "OPERATION_TIME_LIMIT", "")
)

func says(t *testing.T, err error, executed calllist.Executed, sent bool) {
	t.Helper()
	failed := as[calllist.Error](t, err)
	if failed.Executed() != executed || failed.Sent() != sent {
		t.Errorf("%v\n got %s, %t\nwant %s, %t", err, failed.Executed(), failed.Sent(), executed, sent)
	}
}

func TestAnErrorSpeaksForAllAttemptsOfItsCall(t *testing.T) {
	cases := map[string]struct {
		replies  []reply
		executed calllist.Executed
		sent     bool
	}{
		"no connection":                   {[]reply{refused}, calllist.ExecutedNo, false},
		"a reset, then no connection":     {[]reply{reset, refused}, calllist.ExecutedUnknown, true},
		"a reset, then a rejection":       {[]reply{reset, wrong}, calllist.ExecutedUnknown, true},
		"a page with 502, a rejection":    {[]reply{page(502), wrong}, calllist.ExecutedUnknown, true},
		"no connection, a rejection":      {[]reply{refused, wrong}, calllist.ExecutedNo, true},
		"too many, then no connection":    {[]reply{tooMany, refused}, calllist.ExecutedNo, true},
		"no connection, a page with 502":  {[]reply{refused, page(502)}, calllist.ExecutedUnknown, true},
		"a reset, then a page with 421":   {[]reply{reset, page(421)}, calllist.ExecutedUnknown, true},
		"a reset, then a redirect":        {[]reply{reset, page(302)}, calllist.ExecutedUnknown, true},
		"a rejection":                     {[]reply{wrong}, calllist.ExecutedNo, true},
		"a crash":                         {[]reply{refusal(400, "ERROR_CORE", "")}, calllist.ExecutedUnknown, true},
		"a redirect":                      {[]reply{page(302)}, calllist.ExecutedNo, true},
		"a result that update never has":  {[]reply{result(`false`)}, calllist.ExecutedUnknown, true},
		"used up, then a page with 404":   {[]reply{usedUp, page(404)}, calllist.ExecutedNo, true},
		"no connection, then not trusted": {[]reply{refused, noHost}, calllist.ExecutedNo, false},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			b24, _, _ := open(t, test.replies...)
			says(t, b24.Update(ctx, update), test.executed, test.sent)
		})
	}
}

func TestEachAttemptIsJudgedByItself(t *testing.T) {
	b24, portal, _ := open(t, reset, refused, refused, result(`true`))
	equal(t, "error", b24.Update(ctx, update), nil)
	equal(t, "requests", len(portal.asked), 4)
}

func TestAddIsUnknownByItsLastAttemptAlone(t *testing.T) {
	b24, _, _ := open(t, tooMany, refused)
	_, err := b24.Add(ctx, addNine)
	as[*calllist.ConnectionError](t, err)
	says(t, err, calllist.ExecutedNo, true)

	b24, _, _ = open(t, refused, page(502))
	_, err = b24.Add(ctx, addNine)
	says(t, as[*calllist.OutcomeUnknownError](t, err), calllist.ExecutedUnknown, true)
}

func TestACallThatIsHeldWasNotSent(t *testing.T) {
	b24, _, _ := openWith(t, calllist.Options{Attempts: 1}, usedUp)
	says(t, b24.Update(ctx, update), calllist.ExecutedNo, true)
	held := b24.Update(ctx, update)
	equal(t, "retry at", as[*calllist.PortalError](t, held).RetryAt, noon.Add(time.Minute))
	says(t, held, calllist.ExecutedNo, false)
}

func TestACallWhoseContextHasEndedSaysWhatItsAttemptsDid(t *testing.T) {
	ended, end := context.WithCancel(ctx)
	end()
	b24, _, _ := open(t, result(`true`))
	err := b24.Update(ended, update)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	says(t, err, calllist.ExecutedNo, false)

	for name, replies := range map[string][]reply{"lost": {reset}, "rejected": {tooMany}} {
		waiting, stop := context.WithCancel(ctx)
		sleep := func(context.Context, time.Duration) error {
			stop()
			return waiting.Err()
		}
		b24, err := calllist.FromWebhook(webhookURL, &calllist.Options{Transport: &portal{replies: replies}, Sleep: sleep})
		equal(t, "error", err, nil)
		executed := map[string]calllist.Executed{"lost": calllist.ExecutedUnknown, "rejected": calllist.ExecutedNo}[name]
		says(t, b24.Update(waiting, update), executed, true)
	}
}

func TestATokenThatIsNotRenewedIsTheRejectionOfItsCall(t *testing.T) {
	renew := func(context.Context) (string, error) { return "", errors.New("no new token today") }
	b24, _ := withToken(t, calllist.Options{Renew: renew}, expired)
	_, err := b24.Add(ctx, addNine)
	says(t, err, calllist.ExecutedNo, true)

	b24, _ = withToken(t, calllist.Options{Renew: renew}, reset, expired)
	says(t, b24.Update(ctx, update), calllist.ExecutedUnknown, true)
}

func TestAnEntryOfABatchHasItsOwn(t *testing.T) {
	b24, _, _ := open(t, result(`{"result":[],"result_error":{"c0":{"error":"LIST_ID_ERROR"},"c1":{"error":"ERROR_CORE"}}}`))
	entries, _ := b24.Batch(ctx, []calllist.Command{{Params: update}, {Params: update}}, nil)
	says(t, entries[0].Err, calllist.ExecutedNo, true)
	says(t, entries[1].Err, calllist.ExecutedUnknown, true)
}

func TestACommandThatIsPassedOverWasSentWithTheOthersOrNotAtAll(t *testing.T) {
	b24, _, _ := open(t, result(`{"result":[],"result_error":{"c0":{"error":"LIST_ID_ERROR"}}}`))
	commands := make([]calllist.Command, 51)
	for index := range commands {
		commands[index].Params = update
	}
	entries, _ := b24.Batch(ctx, commands, &calllist.BatchOptions{Halt: true})
	says(t, as[*calllist.SkippedError](t, entries[1].Err), calllist.ExecutedNo, true)
	says(t, as[*calllist.SkippedError](t, entries[50].Err), calllist.ExecutedNo, false)
}

func TestAnEntryHasThatOfItsRequestWhereTheWholeRequestFailed(t *testing.T) {
	b24, _, _ := open(t, reset, refusal(401, "INVALID_CREDENTIALS", ""))
	entries, _ := b24.Batch(ctx, []calllist.Command{{Params: update}}, nil)
	says(t, as[*calllist.PortalError](t, entries[0].Err), calllist.ExecutedUnknown, true)

	b24, _, _ = open(t, refused)
	entries, _ = b24.Batch(ctx, []calllist.Command{{Params: addNine}}, nil)
	says(t, as[*calllist.ConnectionError](t, entries[0].Err), calllist.ExecutedNo, false)
}

func TestErrorsThatATestMakesItself(t *testing.T) {
	timeout := &calllist.TimeoutError{After: time.Second}
	says(t, timeout, calllist.ExecutedUnknown, true)
	says(t, &calllist.PortalError{Status: 400, Code: calllist.CodeListIDError}, calllist.ExecutedNo, true)
	says(t, &calllist.PortalError{Status: 500, Code: calllist.CodeInternalServerError}, calllist.ExecutedUnknown, true)
	says(t, &calllist.UnexpectedResponseError{Status: 404}, calllist.ExecutedNo, true)
	says(t, &calllist.UnexpectedResponseError{Status: 502}, calllist.ExecutedUnknown, true)
	says(t, &calllist.ConnectionError{}, calllist.ExecutedUnknown, true)
	says(t, &calllist.MovedError{Status: 302}, calllist.ExecutedNo, true)
	says(t, &calllist.OutcomeUnknownError{Cause: timeout}, calllist.ExecutedUnknown, true)
	says(t, &calllist.SkippedError{Cause: timeout}, calllist.ExecutedNo, true)
	says(t, &calllist.UnstableListError{Passes: 5}, calllist.ExecutedNo, true)
}
