package calllist_test

// Texts that come from outside, as errors show them: without secrets, on one line, of a bounded length.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	calllist "github.com/b24-calllist/b24-calllist/packages/clients/go"
)

// forged is what would write a line of its own into a log, steer a terminal, and turn the direction of the text.
const (
	forged   = "a\r\nb\tc\vd\fe\u0085f\u2028g\u2029h\x00i\x1b[2Jj\x7fk\u009bl\u061cm\u200en\u202eo\u2066p\u2069."
	harmless = "a  b c d e f g h\ufffdi\ufffd[2Jj\ufffdk\ufffdl\ufffdm\ufffdn\ufffdo\ufffdp\ufffd."
)

func refusalOf(fields map[string]string) reply {
	body, _ := json.Marshal(fields)
	return reply{status: 400, body: string(body)}
}

func portalErrorOf(t *testing.T, replies ...reply) *calllist.PortalError {
	t.Helper()
	b24, _, _ := openWith(t, calllist.Options{Attempts: 1}, replies...)
	_, err := b24.Get(ctx, 13)
	return as[*calllist.PortalError](t, err)
}

func pageOf(t *testing.T, reply reply) *calllist.UnexpectedResponseError {
	t.Helper()
	b24, _, _ := openWith(t, calllist.Options{Attempts: 1}, reply)
	_, err := b24.Get(ctx, 13)
	return as[*calllist.UnexpectedResponseError](t, err)
}

func TestControlCharactersOfAPortalsTextsAreReplaced(t *testing.T) {
	refusal := portalErrorOf(t, refusalOf(map[string]string{"error": forged, "error_description": forged, "argument": forged}))
	equal(t, "code", string(refusal.Code), harmless)
	equal(t, "description", refusal.Description, harmless)
	equal(t, "argument", refusal.Argument, harmless)
	equal(t, "message", refusal, "crm.calllist.get: "+harmless+": "+harmless+" (HTTP 400)")

	page := pageOf(t, reply{status: 502, contentType: forged, body: forged})
	equal(t, "content type", page.ContentType, harmless)
	equal(t, "excerpt", page.Excerpt, harmless)
	equal(t, "message", page, "crm.calllist.get: the answer is not one of a Bitrix24 portal (HTTP 502, "+harmless+")")

	result := pageOf(t, result("[\n\"\u202e\x7f\"\t]"))
	equal(t, "message", result, "crm.calllist.get: unexpected response: result: [ \"\ufffd\ufffd\" ], expected a CallList (HTTP 200)")

	b24, _, _ := open(t, reply{status: 302, header: map[string]string{"Location": "https://a\u202eb\u0085.example/"}})
	_, err := b24.Get(ctx, 13)
	equal(t, "host", as[*calllist.MovedError](t, err).Host, "a\ufffdb .example")

	b24, _, _ = open(t, maps(`{}`, `{"c0":{"error":"X","error_description":"a\r\nb\u001b"}}`))
	entries, err := b24.Batch(ctx, []calllist.Command{{Params: calllist.GetParams{ID: 13}}}, nil)
	equal(t, "error", err, nil)
	equal(t, "error of a command", entries[0].Err, "crm.calllist.get: X: a  b\ufffd (HTTP 200)")
}

func TestBytesAndSurrogatesThatAreNoTextAreReplacedOneByOne(t *testing.T) {
	equal(t, "excerpt", pageOf(t, reply{status: 502, body: "a\xff\xfeb"}).Excerpt, "a\ufffd\ufffdb")
	equal(t, "content type", pageOf(t, reply{status: 502, contentType: "a\xff\xfeb", body: "x"}).ContentType, "a\ufffd\ufffdb")
	half := reply{status: 400, body: `{"error":"X","error_description":"a\ud800b\udc00c"}`}
	equal(t, "description", portalErrorOf(t, half).Description, "a\ufffdb\ufffdc")
}

func TestTextsOfRowsAreNotChanged(t *testing.T) {
	b24, _, _ := open(t, result(`[{"ID":1,"NAME":"a\u001b\r\n\u202e","SORT":1,"STATUS_ID":"X\n"}]`))
	statuses, err := b24.Statuses(ctx)
	equal(t, "error", err, nil)
	equal(t, "name", statuses[0].Name, "a\x1b\r\n\u202e")
	equal(t, "status", string(statuses[0].StatusID), "X\n")
}

func TestLongTextsAreCut(t *testing.T) {
	long := func(characters int) string { return strings.Repeat("ж", characters) }
	whole := portalErrorOf(t, refusalOf(map[string]string{"error": long(200), "error_description": long(1000), "argument": long(200)}))
	equal(t, "code", string(whole.Code), long(200))
	equal(t, "description", whole.Description, long(1000))
	equal(t, "argument", whole.Argument, long(200))

	cut := portalErrorOf(t, refusalOf(map[string]string{"error": long(201), "error_description": long(1001), "argument": long(201)}))
	equal(t, "code", string(cut.Code), long(200)+"…")
	equal(t, "description", cut.Description, long(1000)+"…")
	equal(t, "argument", cut.Argument, long(200)+"…")

	page := pageOf(t, reply{status: 502, contentType: long(201), body: long(201)})
	equal(t, "content type", page.ContentType, long(200)+"…")
	equal(t, "excerpt", page.Excerpt, long(200))

	b24, _, _ := open(t, reply{status: 302, header: map[string]string{"Location": "https://" + strings.Repeat("x", 201) + "/"}})
	_, err := b24.Get(ctx, 13)
	equal(t, "host", as[*calllist.MovedError](t, err).Host, strings.Repeat("x", 200)+"…")
}

// A text that is cut before it is masked shows the beginning of the secret at its border.
func TestSecretsAreMaskedBeforeATextIsCut(t *testing.T) {
	for before := 180; before <= 200; before++ {
		text := strings.Repeat("x", before) + code + code
		masked := strings.Repeat("x", before) + "******"
		refusal := portalErrorOf(t, refusalOf(map[string]string{
			"error": text, "argument": text, "error_description": strings.Repeat("x", 800) + text,
		}))
		for what, got := range map[string]string{
			"code": string(refusal.Code), "argument": refusal.Argument, "description": refusal.Description[800:],
			"content type": pageOf(t, reply{status: 502, contentType: text, body: "x"}).ContentType,
			"excerpt":      pageOf(t, reply{status: 502, body: text}).Excerpt,
		} {
			want := masked
			if len(masked) > 200 {
				want = masked[:200] + "…"
			}
			if what == "excerpt" {
				want = strings.TrimSuffix(want, "…")
			}
			equal(t, what, got, want)
		}
	}
}

func TestAPageFullOfTheSecretShowsNothingOfIt(t *testing.T) {
	equal(t, "excerpt", pageOf(t, reply{status: 502, body: strings.Repeat(code, 10_000)}).Excerpt, strings.Repeat("***", 66)+"**")
	b24, _ := withToken(t, calllist.Options{Attempts: 1}, reply{status: 502, body: strings.Repeat(token+"\n", 100_000)})
	_, err := b24.Get(ctx, 13)
	equal(t, "excerpt", as[*calllist.UnexpectedResponseError](t, err).Excerpt, strings.Repeat("*** ", 50))
}

// Only the beginning of a large body is searched. What its border has cut is no secret to be found, and is not shown.
func TestASecretAcrossTheBorderOfWhatIsSearchedIsNotShown(t *testing.T) {
	const searched = 1 << 20
	const cut = 8
	address := "/rest/1/" + strings.Repeat("x", searched-cut-len("/rest/1/ "))
	page := pageOf(t, reply{status: 502, body: address + " " + code + strings.Repeat("y", 100)})
	equal(t, "excerpt", page.Excerpt, "")
	whole := pageOf(t, reply{status: 502, body: "/rest/1/" + strings.Repeat("x", searched-len("/rest/1/"))})
	equal(t, "excerpt of a body that ends there", whole.Excerpt, "***")
}

func TestSecretsAreMaskedInEveryForm(t *testing.T) {
	const other = "0therc0de"
	for name, test := range map[string]struct{ text, want string }{
		"once":                           {code, "***"},
		"again":                          {code + " " + code + code, "*** ******"},
		"in an address":                  {webhookURL + "crm.calllist.get", "https://example.bitrix24.com/rest/1/***/crm.calllist.get"},
		"somebody else's":                {"https://x.example/rest/7/" + other + "/", "https://x.example/rest/7/***/"},
		"somebody else's, twice":         {"/rest/7/" + other + "/ /rest/8/" + other, "/rest/7/***/ /rest/8/***"},
		"somebody else's, in JSON":       {`https:\/\/x.example\/rest\/7\/` + other + `\/`, `https:\/\/x.example\/rest\/7\/***\/`},
		"somebody else's, in a query":    {"?to=https%3A%2F%2Fx.example%2Frest%2F7%2F" + other + "%2F&a=b", "?to=https%3A%2F%2Fx.example%2Frest%2F7%2F***%2F&a=b"},
		"somebody else's, small signs":   {"%2frest%2f7%2f" + other, "%2frest%2f7%2f***"},
		"somebody else's, escaped":       {"/rest/7/" + other + "%2B" + other + "/", "/rest/7/***/"},
		"somebody else's, encoded twice": {"%252Frest%252F7%252F" + other, "%252Frest%252F7%252F***"},
		"somebody else's, JSON in JSON":  {`\\/rest\\/7\\/` + other + `\\/`, `\\/rest\\/7\\/***\\/`},
		"somebody else's, REST 3.0":      {"/rest/api/7/" + other + "/", "/rest/api/7/***/"},
		"in capitals":                    {strings.ToUpper(code), "***"},
	} {
		equal(t, name, portalErrorOf(t, refusalOf(map[string]string{"error": "X", "error_description": test.text})).Description, test.want)
	}
}

func TestACodeOrTokenWithSpecialSignsIsMaskedInEveryForm(t *testing.T) {
	const secret = `k+y=/s"&3cret`
	forms := []string{
		secret, "k%2By%3D%2Fs%22%263cret", "k%2by%3d%2fs%22%263cret", `k+y=\/s\"&3cret`, `k\u002by\u003d\/s\u0022\u00263cret`,
		`k+y=\\\/s\\\"&3cret`, "k+y=/s&#34;&amp;3cret", `K+Y=/S"&3CRET`,
	}
	for _, form := range forms {
		text := refusalOf(map[string]string{"error": "X", "error_description": "a " + form + " b"})
		b24, err := calllist.FromWebhook("https://example.bitrix24.com/rest/1/"+url.PathEscape(secret)+"/",
			played(&portal{replies: []reply{text}}, &clock{}, calllist.Options{}))
		equal(t, "error", err, nil)
		_, err = b24.Get(ctx, 13)
		equal(t, "a code", as[*calllist.PortalError](t, err).Description, "a *** b")

		b24, err = calllist.FromOAuth("example.bitrix24.com", secret, played(&portal{replies: []reply{text}}, &clock{}, calllist.Options{}))
		equal(t, "error", err, nil)
		_, err = b24.Get(ctx, 13)
		equal(t, "a token", as[*calllist.PortalError](t, err).Description, "a *** b")
	}
}

// Shorter ones are codes of tests such as "k", which stand in every word.
func TestASecretOfSixCharactersIsMasked(t *testing.T) {
	for code, want := range map[string]string{"s3cret": "a *** b", "s3cre": "a s3cre b"} {
		text := refusalOf(map[string]string{"error": "X", "error_description": "a " + code + " b"})
		b24, err := calllist.FromWebhook("https://example.bitrix24.com/rest/1/"+code+"/", played(&portal{replies: []reply{text}}, &clock{}, calllist.Options{}))
		equal(t, "error", err, nil)
		_, err = b24.Get(ctx, 13)
		equal(t, "description", as[*calllist.PortalError](t, err).Description, want)
	}
}

func TestASecretThatBeginsLikeAnotherIsMaskedWhole(t *testing.T) {
	renew := func(context.Context) (string, error) { return token + "-longer", nil }
	b24, _ := withToken(t, calllist.Options{Renew: renew}, expired, refusal(400, "X", token+"-longer "+token))
	_, err := b24.Get(ctx, 13)
	equal(t, "description", as[*calllist.PortalError](t, err).Description, "*** ***")
}

// A renewal by GET fails with an error that holds the address, and in it the application's secret.
func TestTheErrorOfARenewalIsNotWrittenAsJSON(t *testing.T) {
	renew := func(context.Context) (string, error) {
		return "", &url.Error{Op: "Get", URL: "https://auth.example/?client_secret=s3cr3t", Err: errors.New("no")}
	}
	b24, _ := withToken(t, calllist.Options{Renew: renew}, expired)
	_, err := b24.Get(ctx, 13)
	as[*url.Error](t, err) // it can be found
	text, problem := json.Marshal(err)
	equal(t, "error", problem, nil)
	if strings.Contains(string(text)+fmt.Sprintf("%v %+v %#v", err, err, err), "client_secret") {
		t.Errorf("the address of the renewal is in the error of the call: %s", text)
	}
}
