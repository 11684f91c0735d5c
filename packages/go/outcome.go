package calllist

import (
	"errors"
	"net/http"
	"regexp"
)

// outcome is what is known about a call after an attempt, and what is done next.
type outcome struct {
	// open: nobody knows whether the portal carried it out. Then only what does no harm twice is sent again.
	open bool
	next next
}

type next int

const (
	end    next = iota // the same request would get the same answer
	repeat             // after a pause
	wait               // for the method's working time
	renew              // with a new access token
)

// The one table that decides on repeating.
var (
	// QUERY_LIMIT_EXCEEDED, or from something before the portal 429 (too many requests), 421 (a connection to the wrong
	// server), 425 (too early in a connection).
	busy = outcome{next: repeat}
	// OPERATION_TIME_LIMIT: the method has worked too long.
	overworked = outcome{next: wait}
	// expired_token.
	expired = outcome{next: renew}
	// A redirect.
	moved = outcome{next: end}
	// Any other error code, OVERLOAD_LIMIT, PORTAL_DELETED and ACCESS_DENIED among them, or a page with 4xx.
	refused = outcome{next: end}
	// No connection: nothing was sent.
	unreachable = outcome{next: repeat}
	// No connection, and no other next time: a certificate that is not trusted, a proxy that wants a password.
	hopeless = outcome{next: end}
	// The connection broke off, before or in the middle of the answer.
	broken = outcome{open: true, next: repeat}
	// No answer in time.
	late = outcome{open: true, next: repeat}
	// A page with 5xx or 408, or an error code of a gateway.
	lost = outcome{open: true, next: repeat}
	// An answer with 200 that is empty, or JSON that breaks off.
	cut = outcome{open: true, next: repeat}
	// The portal's own code stopped on an error (HTTP 500 as JSON); mostly the request is wrong.
	crashed = outcome{open: true, next: end}
	// An answer with 200 that no portal sends, such as a login page, or PHP's warnings around the JSON.
	foreign = outcome{open: true, next: end}
	// The caller's context has ended while a request was under way, or before.
	cancelled = outcome{open: true, next: end}
	unsent    = outcome{next: end}
)

// outcomeOf is the row for an attempt that ended in this error.
func outcomeOf(err error) outcome {
	var (
		portal     *PortalError
		page       *UnexpectedResponseError
		connection *ConnectionError
		timeout    *TimeoutError
		redirect   *MovedError
		ended      *endedError
	)
	switch {
	case errors.As(err, &portal):
		return outcomeOfCode(portal)
	case errors.As(err, &page):
		return outcomeOfPage(page)
	case errors.As(err, &connection):
		return outcomeOfConnection(connection)
	case errors.As(err, &timeout):
		return late
	case errors.As(err, &redirect):
		return moved
	case errors.As(err, &ended) && !ended.sent:
		return unsent
	}
	return cancelled
}

func outcomeOfConnection(e *ConnectionError) outcome {
	switch {
	case e.Sent:
		return broken
	case e.final:
		return hopeless
	}
	return unreachable
}

func outcomeOfCode(e *PortalError) outcome {
	switch {
	case e.Code == CodeQueryLimitExceeded:
		return busy
	case e.Code == CodeOperationTimeLimit:
		return overworked
	case e.Code == CodeExpiredToken:
		return expired
	case maybeExecuted[e.Code]:
		return crashed
	case statusOfCode[e.Code] != 0:
		return refused
	case e.Status == 500:
		return crashed
	}
	return outcomeOfStatus(e.Status)
}

// outcomeOfStatus is for what comes from something before the portal.
func outcomeOfStatus(status int) outcome {
	switch {
	case status >= 500, status == http.StatusRequestTimeout:
		return lost
	case status == http.StatusTooManyRequests, status == http.StatusMisdirectedRequest, status == http.StatusTooEarly:
		return busy
	}
	return refused
}

var saysJSON = regexp.MustCompile(`(?i)json`)

func outcomeOfPage(e *UnexpectedResponseError) outcome {
	switch {
	case e.Status >= 400:
		return outcomeOfStatus(e.Status)
	case e.final:
		return foreign
	case e.Excerpt == "", saysJSON.MatchString(e.ContentType):
		return cut
	}
	return foreign
}

// isRepeatable says whether a call may be carried out twice without harm.
func isRepeatable(call Params) bool {
	switch call := call.(type) {
	case GetParams, ListParams, ItemsParams, StatusesParams, UpdateParams:
		return true
	case chunk:
		for _, command := range call.commands {
			if !isRepeatable(command.Params) {
				return false
			}
		}
		return true
	}
	return false
}

// withOutcome is the error for a call: an [OutcomeUnknownError] where nobody knows whether the portal did something that
// must not be done twice.
func withOutcome(err error, call Params) error {
	if err == nil || isRepeatable(call) || !outcomeOf(err).open {
		return err
	}
	return &OutcomeUnknownError{called: called(call.method()), Cause: err, Sent: call}
}
