package calllist

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"time"
)

// send is the way of every call: it is sent, judged, and sent again where that is known to be safe.
func (c *Client) send(ctx context.Context, call Params) (json.RawMessage, error) {
	if err := call.check(); err != nil {
		return nil, err
	}
	method := called(call.method())
	var lastRepetition time.Time
	hasRenewed := false
	var failed attemptError
	var last error // the same, or an OutcomeUnknownError
	for attempt := 1; ; attempt++ {
		if ctx.Err() != nil {
			return nil, after(failed, &endedError{called: method, cause: ctx.Err()})
		}
		if err := c.waitForReset(ctx, method, lastRepetition, last); err != nil {
			return nil, after(failed, err)
		}
		if attempt == 1 {
			lastRepetition = c.options.Now().Add(retryWindow)
		}
		token := c.auth.present()
		body, err := bodyOf(call, token.reveal())
		if err != nil {
			return nil, err
		}
		// Where one connection broke off, other kept ones may be dead, too.
		isFresh := !isRepeatable(call) || isA[*ConnectionError](last)
		result, header, failure := c.attempt(ctx, call, body, isFresh)
		if failure == nil {
			return result, nil
		}
		earlier := failed
		failed = failure.(attemptError) // each that an attempt ends in is one
		outcome := failed.outcome()
		last = withOutcome(after(earlier, failed), call)
		mayRepeat := attempt < c.options.Attempts && (!outcome.unknown || isRepeatable(call))
		switch {
		case outcome.next == nextRenew && c.options.Renew != nil && token != nil && !hasRenewed:
			hasRenewed = true
			if err := c.auth.renewed(ctx, token, c.options.Renew); err != nil {
				return nil, withRenewal(failure, err)
			}
		case outcome.next == nextWait && mayRepeat: // at the loop's beginning
		case (outcome.next == nextRetry || outcome.next == nextSlowDown) && mayRepeat:
			pause := c.pause(attempt, header)
			if c.options.Now().Add(pause).After(lastRepetition) {
				return nil, last
			}
			if err := c.options.Sleep(ctx, pause); err != nil {
				return nil, after(failed, &endedError{called: method, cause: err})
			}
		default:
			return nil, last
		}
	}
}

func isA[E error](err error) bool {
	_, ok := err.(E)
	return ok
}

// bodyOf writes the parameters, with the access token where there is one.
func bodyOf(call Params, token string) ([]byte, error) {
	body, err := json.Marshal(call)
	if err != nil {
		return nil, fmt.Errorf("calllist: the parameters of %s cannot be written as JSON: %w", call.method(), err)
	}
	if token == "" {
		return body, nil
	}
	fields, _ := readMap(body) // parameters are an object
	fields["auth"], _ = json.Marshal(token)
	return json.Marshal(fields)
}

// withRenewal is the refusal of a token for which there is no new one.
func withRenewal(refusal, why error) error {
	var portal *PortalError
	if errors.As(refusal, &portal) {
		portal.Renewal = why
	}
	return refusal
}

// pause is the time before the attempt after this one.
func (c *Client) pause(attempt int, header http.Header) time.Duration {
	backoff := c.options.FirstDelay
	for i := 1; i < attempt && backoff < c.options.MaxDelay; i++ {
		backoff *= 2
	}
	backoff = min(backoff, c.options.MaxDelay)
	backoff -= time.Duration(float64(backoff) * c.options.Random() / 2)
	return max(backoff, c.retryAfter(header.Get("Retry-After")))
}

var digits = regexp.MustCompile(`^[0-9]+$`)

// retryAfter reads a number of seconds or a date; below 0 where it is neither.
func (c *Client) retryAfter(text string) time.Duration {
	if digits.MatchString(text) {
		seconds, _ := strconv.ParseInt(text, 10, 64) // the largest one, where there are too many digits
		return time.Duration(min(seconds, int64(retryAfterMax.Seconds()))) * time.Second
	}
	at, _ := http.ParseTime(text) // long ago where it is no date
	return min(at.Sub(c.options.Now()), retryAfterMax)
}
