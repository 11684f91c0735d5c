package calllist

import "errors"

// attemptError is the error of an attempt; its outcome is by the table and the rules of the description.
type attemptError interface {
	Error
	outcome() outcome
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
	var failed Error
	if isRepeatable(call) || !errors.As(err, &failed) || failed.Executed() == ExecutedNo {
		return err
	}
	return &OutcomeUnknownError{called: called(call.method()), Cause: err, Params: call}
}
