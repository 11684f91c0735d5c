package calllist_test

import (
	"testing"

	calllist "github.com/b24-calllist/b24-calllist/packages/clients/go"
)

// Whatever comes back, a call ends in a result or an error of this package, add is sent once where its end is open, and
// no secret is shown.
func FuzzAnswers(f *testing.F) {
	for _, body := range []string{
		``, `null`, `[]`, `{}`, `{"result":null}`, `{"result":[[],null,{"ID":{}}]}`, `{"error":{}}`, `{"error":1e999}`,
		`{"result":{"result":[],"result_error":{"c0":null}}}`, "{\"error\":\"\xff\"}", `{"result":1`, webhookURL,
	} {
		for _, status := range []int{200, 302, 400, 401, 403, 429, 500, 503} {
			f.Add(status, "application/json", body)
		}
	}
	f.Fuzz(func(t *testing.T, status int, contentType, body string) {
		answer := reply{status: max(100, status%1000), contentType: contentType, body: body}
		b24, portal, _ := open(t, answer)
		_, err := b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT", Entities: []int64{9}})
		isOpen := isA[*calllist.OutcomeUnknownError](err)
		if isOpen && len(portal.asked) > 1 {
			t.Errorf("sent %d times", len(portal.asked))
		}
		_, other := b24.Get(ctx, 13)
		entries, _ := b24.Batch(ctx, []calllist.Command{{Params: calllist.StatusesParams{}}}, nil)
		for _, err := range []error{err, other, entries[0].Err} {
			if err == nil {
				continue
			}
			as[calllist.Error](t, err)
			assertNoSecret(t, "the error", everyForm(err))
		}
	})
}
