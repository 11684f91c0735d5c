package calllist_test

// A method's working time: nothing is held back before the portal's first refusal, and then until its own reset.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	calllist "github.com/b24-calllist/b24-calllist/packages/clients/go"
)

var overworked = refusal(429, "OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit.")

// timeWith is by the portal's own clock, which is not the client's.
func timeWith(reset time.Duration) string {
	return fmt.Sprintf(`{"finish":1787206096.5,"operating_reset_at":%v}`, 1787206096.5+reset.Seconds())
}

func answered(result, time string) reply {
	return reply{body: `{"result":` + result + `,"time":` + time + `}`}
}

func TestAMethodWaitsForTheResetThatTheLastAnswerTold(t *testing.T) {
	for _, reset := range []time.Duration{10 * time.Minute, 4 * time.Minute, time.Second / 2} {
		b24, portal, clock := open(t, answered(`[]`, timeWith(reset)), overworked, result(`[]`))
		for range 2 {
			_, err := b24.Statuses(ctx)
			equal(t, "error", err, nil)
		}
		equal(t, "pauses", clock.pauses, []time.Duration{reset})
		equal(t, "requests", len(portal.asked), 3)
	}
}

func TestAMethodWaitsForAMinuteWhereNoAnswerHasTold(t *testing.T) {
	for name, told := range map[string]string{
		"nothing": `null`, "an empty time": `[]`, "a text": `"soon"`, "on-premise": `{"finish":1787206096.5}`,
		"texts in it": `{"finish":"1","operating_reset_at":"100"}`, "a reset that is past": timeWith(-time.Second),
		"far too much": `{"finish":0,"operating_reset_at":1e999}`, "too much for a time": `{"finish":0,"operating_reset_at":1e300}`,
		"milliseconds": `{"finish":1787206096.5,"operating_reset_at":1787206696000}`, "beyond ten minutes": timeWith(601 * time.Second),
	} {
		t.Run(name, func(t *testing.T) {
			b24, _, clock := open(t, answered(`[]`, told), overworked, overworked, result(`[]`))
			for range 2 {
				_, err := b24.Statuses(ctx)
				equal(t, "error", err, nil)
			}
			equal(t, "pauses", clock.pauses, []time.Duration{time.Minute, time.Minute})
		})
	}
}

func TestAnErrorSaysWhenWhereTheResetIsBeyondTheContextsDeadline(t *testing.T) {
	bound, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	reset := 239*time.Second + time.Second/2
	b24, portal, clock := open(t, answered(`[]`, timeWith(reset)), overworked)
	_, err := b24.Statuses(bound)
	equal(t, "error", err, nil)
	_, err = b24.Statuses(bound)
	refused := as[*calllist.PortalError](t, err)
	equal(t, "refused", refused.RetryAt, noon.Add(reset))
	equal(t, "as the portal does", refused.Description, "Method is blocked due to operation time limit.")

	_, err = b24.Statuses(bound)
	held := as[*calllist.PortalError](t, err)
	equal(t, "held", held.RetryAt, noon.Add(reset))
	equal(t, "as an error", held, "crm.calllist.statuslist: OPERATION_TIME_LIMIT: not sent, since the portal "+
		"has refused this method until its working time is given back, in 240 s (HTTP 429)")
	equal(t, "its kind", errors.Is(held, calllist.ErrLimit), true)
	equal(t, "requests", len(portal.asked), 2)
	equal(t, "pauses", len(clock.pauses), 0)
}

func TestACallThatWasSentEndsInThePortalsRefusalWhereTheResetIsBeyondItsTime(t *testing.T) {
	busy := refusal(503, "QUERY_LIMIT_EXCEEDED", "")
	busy.header = map[string]string{"Retry-After": "550"}
	b24, portal, clock := open(t, busy, overworked)
	_, err := b24.Statuses(ctx)
	refused := as[*calllist.PortalError](t, err)
	equal(t, "as the portal does", refused.Description, "Method is blocked due to operation time limit.")
	equal(t, "again at", refused.RetryAt, noon.Add(610*time.Second))
	equal(t, "requests", len(portal.asked), 2)
	equal(t, "pauses", clock.pauses, []time.Duration{550 * time.Second})
}

func TestTheTimeForRepetitionsDoesNotCountHowLongTheMethodWasHeldBeforeThat(t *testing.T) {
	reset := 599*time.Second + time.Second/2
	b24, _, clock := open(t, answered(`[]`, timeWith(reset)), maps(`[]`, `{"c0":{"error":"OPERATION_TIME_LIMIT"}}`),
		refusal(503, "QUERY_LIMIT_EXCEEDED", ""), result(`[]`))
	_, err := b24.Statuses(ctx)
	equal(t, "error", err, nil)
	_, err = b24.Batch(ctx, []calllist.Command{{Params: calllist.StatusesParams{}}}, nil)
	equal(t, "error", err, nil)
	_, err = b24.Statuses(ctx)
	equal(t, "error", err, nil)
	equal(t, "pauses", clock.pauses, []time.Duration{reset, time.Second})
}

func TestAClockThatIsSetBackHoldsNothingForEver(t *testing.T) {
	b24, _, clock := openWith(t, calllist.Options{Attempts: 1},
		answered(`[]`, timeWith(4*time.Minute)), overworked, result(`[]`), overworked)
	_, err := b24.Statuses(ctx)
	equal(t, "error", err, nil)
	_, err = b24.Statuses(ctx)
	equal(t, "refused", as[*calllist.PortalError](t, err).RetryAt, noon.Add(4*time.Minute))

	clock.pauses = []time.Duration{-time.Hour}
	_, err = b24.Statuses(ctx)
	equal(t, "error", err, nil)
	// Nor is the reset known any longer, which was told before.
	_, err = b24.Statuses(ctx)
	equal(t, "again at", as[*calllist.PortalError](t, err).RetryAt, noon.Add(time.Minute-time.Hour))
}

func TestAnotherRefusalInABatchHoldsNothing(t *testing.T) {
	b24, _, clock := open(t, maps(`[]`, `{"c0":{"error":"QUERY_LIMIT_EXCEEDED"}}`), result(`[]`))
	entries, err := b24.Batch(ctx, []calllist.Command{{Params: calllist.StatusesParams{}}}, nil)
	equal(t, "error", err, nil)
	equal(t, "again at", as[*calllist.PortalError](t, entries[0].Err).RetryAt, time.Time{})
	_, err = b24.Statuses(ctx)
	equal(t, "error", err, nil)
	equal(t, "pauses", len(clock.pauses), 0)
}

func TestWithOneAttemptNothingIsSentBeforeTheReset(t *testing.T) {
	b24, portal, clock := openWith(t, calllist.Options{Attempts: 1}, overworked, result(`51`))
	for range 2 {
		_, err := b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
		equal(t, "again at", as[*calllist.PortalError](t, err).RetryAt, noon.Add(time.Minute))
	}
	equal(t, "requests", len(portal.asked), 1)

	clock.pauses = []time.Duration{time.Minute}
	id, err := b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
	equal(t, "error", err, nil)
	equal(t, "id", id, 51)
}

func TestAMethodThatIsHeldHoldsNoOther(t *testing.T) {
	b24, portal, _ := openWith(t, calllist.Options{Attempts: 1}, overworked, result(`[]`))
	_, err := b24.Statuses(ctx)
	as[*calllist.PortalError](t, err)
	_, err = b24.List(ctx, calllist.ListParams{})
	equal(t, "error", err, nil)
	equal(t, "requests", len(portal.asked), 2)
}

func TestResetsAreLearnedFromTheCommandsOfABatch(t *testing.T) {
	b24, _, clock := open(t, result(`{"result":{"c0":[]},"result_error":[],"result_time":{"c0":`+timeWith(90*time.Second)+`}}`),
		overworked, result(`[]`))
	_, err := b24.Batch(ctx, []calllist.Command{{Params: calllist.StatusesParams{}}}, nil)
	equal(t, "error", err, nil)
	_, err = b24.Statuses(ctx)
	equal(t, "error", err, nil)
	equal(t, "pauses", clock.pauses, []time.Duration{90 * time.Second})
}

func TestACommandThatIsPutOffHoldsItsMethod(t *testing.T) {
	b24, _, clock := open(t, answered(`[]`, timeWith(4*time.Minute)),
		maps(`[]`, `{"c0":{"error":"OPERATION_TIME_LIMIT"}}`), result(`[]`))
	_, err := b24.Statuses(ctx)
	equal(t, "error", err, nil)
	entries, err := b24.Batch(ctx, []calllist.Command{{Params: calllist.StatusesParams{}}}, nil)
	equal(t, "error", err, nil)
	equal(t, "again at", as[*calllist.PortalError](t, entries[0].Err).RetryAt, noon.Add(4*time.Minute))
	_, err = b24.Statuses(ctx)
	equal(t, "error", err, nil)
	equal(t, "pauses", clock.pauses, []time.Duration{4 * time.Minute})
}

func TestTheTimeOfABatchItselfTellsNothing(t *testing.T) {
	whole := answered(`{"result":{"c0":[]},"result_error":[]}`, timeWith(5*time.Minute))
	b24, _, clock := open(t, whole, overworked, whole)
	for range 2 {
		_, err := b24.Batch(ctx, []calllist.Command{{Params: calllist.StatusesParams{}}}, nil)
		equal(t, "error", err, nil)
	}
	equal(t, "pauses", clock.pauses, []time.Duration{time.Minute})
}

func TestWhenTooManyRequestsMayGoAgainIsWhatRetryAfterSays(t *testing.T) {
	for text, want := range map[string]time.Time{
		"90":                            noon.Add(90 * time.Second),
		"Mon, 02 Mar 2026 12:00:20 GMT": noon.Add(20 * time.Second),
		"Mon, 02 Mar 2026 11:00:00 GMT": {},
		"Fri, 31 Dec 9999 23:59:59 GMT": noon.Add(24 * time.Hour),
		strings.Repeat("9", 400):        noon.Add(24 * time.Hour),
		"soon":                          {},
		"tomorrow":                      {},
		"-5":                            {},
		"\u0663":                        {},
		"0":                             {},
		"":                              {},
	} {
		busy := refusal(http.StatusServiceUnavailable, "QUERY_LIMIT_EXCEEDED", "")
		busy.header = map[string]string{"Retry-After": text}
		b24, _, _ := openWith(t, calllist.Options{Attempts: 1}, busy)
		_, err := b24.Statuses(ctx)
		equal(t, text, as[*calllist.PortalError](t, err).RetryAt, want)
	}
}

type roundTripper func() string

func (answer roundTripper) RoundTrip(*http.Request) (*http.Response, error) {
	header := http.Header{"Content-Type": {"application/json"}}
	return &http.Response{StatusCode: 200, Header: header, Body: io.NopCloser(strings.NewReader(answer()))}, nil
}

// The goroutines of a client share what it has learned. Without a lock around it the runtime ends the program, since
// two of them write to one map: with so many writes it notices.
func TestHoldingIsSafeForManyGoroutines(t *testing.T) {
	var times []string
	commands := make([]calllist.Command, 50)
	for i := range commands {
		commands[i].Params = calllist.StatusesParams{}
		times = append(times, fmt.Sprintf(`"c%d":%s`, i, timeWith(time.Minute)))
	}
	answer := `{"result":{"result":[],"result_error":{"c0":{"error":"OPERATION_TIME_LIMIT"}},"result_time":{` +
		strings.Join(times, ",") + `}}}`
	options := calllist.Options{Transport: roundTripper(func() string { return answer })}
	b24, err := calllist.FromWebhook(webhookURL, &options)
	equal(t, "error", err, nil)
	together(8, func() {
		for range 10 {
			_, _ = b24.Batch(ctx, commands, nil)
		}
	})
}
