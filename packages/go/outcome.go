package calllist

import (
	"errors"
	"regexp"
)

// outcomeOf is the outcome of an attempt that ended in this error; the table and its rules are the description's.
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
		return attempt{failure: failureCode, code: portal.Code, status: portal.Status}.outcome()
	case errors.As(err, &page):
		return attempt{failure: failurePage, status: page.Status, truncated: isTruncated(page)}.outcome()
	case errors.As(err, &connection):
		return attempt{failure: failureConnection, sent: connection.Sent, permanent: connection.final}.outcome()
	case errors.As(err, &timeout):
		return attempt{failure: failureTimeout, sent: true}.outcome()
	case errors.As(err, &redirect):
		return attempt{failure: failureRedirect}.outcome()
	case errors.As(err, &ended) && !ended.sent:
		return outcomeNotSent
	}
	// The caller's context has ended while a request was under way.
	return outcome{unknown: true, next: nextFail}
}

var saysJSON = regexp.MustCompile(`(?i)json`)

func isTruncated(e *UnexpectedResponseError) bool {
	return !e.final && (e.Excerpt == "" || saysJSON.MatchString(e.ContentType))
}

// isRepeatable says whether a call does no harm when it is executed twice; a batch, whether each of its commands does none.
func isRepeatable(call Params) bool {
	batch, ok := call.(chunk)
	if !ok {
		return repeatable[call.method()]
	}
	for _, command := range batch.commands {
		if !isRepeatable(command.Params) {
			return false
		}
	}
	return true
}

// withOutcome is the error for a call: an [OutcomeUnknownError] where nobody knows whether the portal did something that
// must not be done twice.
func withOutcome(err error, call Params) error {
	if err == nil || isRepeatable(call) || !outcomeOf(err).unknown {
		return err
	}
	return &OutcomeUnknownError{called: called(call.method()), Cause: err, Sent: call}
}
