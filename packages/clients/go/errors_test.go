package calllist_test

import (
	"errors"
	"strings"
	"testing"

	calllist "github.com/b24-calllist/b24-calllist/packages/clients/go"
)

func TestPortalErrors(t *testing.T) {
	cases := map[string]struct {
		reply   reply
		code    calllist.ErrorCode
		kind    error
		message string
	}{
		"a refusal": {
			refusal(400, "LIST_ID_ERROR", "Incorrect list id"), calllist.CodeListIDError, nil,
			"crm.calllist.get: LIST_ID_ERROR: Incorrect list id (HTTP 400)",
		},
		"401": {
			refusal(401, "INVALID_CREDENTIALS", "Invalid request credentials"), calllist.CodeInvalidCredentials, calllist.ErrAuth,
			"crm.calllist.get: INVALID_CREDENTIALS: Invalid request credentials (HTTP 401)",
		},
		"403": {
			refusal(403, "PORTAL_DELETED", ""), calllist.CodePortalDeleted, calllist.ErrAccess,
			"crm.calllist.get: PORTAL_DELETED (HTTP 403)",
		},
		"an empty code": {
			refusal(400, "", "Not found"), "", nil, "crm.calllist.get: Not found (HTTP 400)",
		},
		"nothing told": {
			refusal(400, "", ""), "", nil, "crm.calllist.get: refused without a code (HTTP 400)",
		},
		"a number as a code": {
			reply{status: 400, body: `{"error":100,"error_description":null,"argument":"x"}`}, calllist.CodeUnknownField, nil,
			"crm.calllist.get: 100 (HTTP 400)",
		},
		"an unknown code": {
			refusal(418, "TEAPOT", "short and stout"), "TEAPOT", nil, "crm.calllist.get: TEAPOT: short and stout (HTTP 418)",
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			b24, _, _ := open(t, test.reply)
			_, err := b24.Get(ctx, 13)
			portal := as[*calllist.PortalError](t, err)
			equal(t, "code", string(portal.Code), string(test.code))
			equal(t, "status", portal.Status, test.reply.status)
			equal(t, "message", err, test.message)
			if !errors.Is(err, test.code) {
				t.Error("errors.Is does not find the code")
			}
			for _, kind := range []error{calllist.ErrAuth, calllist.ErrAccess, calllist.ErrLimit} {
				if errors.Is(err, kind) != (kind == test.kind) {
					t.Errorf("errors.Is(%v) is %t", kind, errors.Is(err, kind))
				}
			}
		})
	}
}

func TestUnexpectedAnswersTellWhatCame(t *testing.T) {
	b24, _, _ := openWith(t, calllist.Options{Attempts: 1}, reply{
		status: 502, contentType: "text/html", body: "<title>Ошибка</title>" + strings.Repeat("ы", 300),
	})
	_, err := b24.Get(ctx, 13)
	page := as[*calllist.UnexpectedResponseError](t, err)
	equal(t, "status", page.Status, 502)
	equal(t, "content type", page.ContentType, "text/html")
	equal(t, "excerpt", page.Excerpt, "<title>Ошибка</title>"+strings.Repeat("ы", 179))
	equal(t, "message", err, "crm.calllist.get: the answer is not one of a Bitrix24 portal (HTTP 502, text/html)")
}

func TestEachStatusFrom300To399IsARedirect(t *testing.T) {
	for _, status := range []int{299, 300, 399, 400} {
		answer := result(`[]`)
		answer.status = status
		b24, portal, _ := open(t, answer)
		_, err := b24.Statuses(ctx)
		switch status {
		case 299:
			equal(t, "error of 299", err, nil)
		case 400: // a result does not make it a success
			equal(t, "status", as[*calllist.UnexpectedResponseError](t, err).Status, 400)
		default:
			equal(t, "status", as[*calllist.MovedError](t, err).Status, status)
		}
		equal(t, "requests", len(portal.asked), 1)
	}
}

func TestARedirectTellsTheHost(t *testing.T) {
	for location, host := range map[string]string{
		"https://new.bitrix24.com/rest/1/" + code + "/crm.calllist.get": "new.bitrix24.com",
		"/somewhere": "", "": "", "http://%zz": "",
		"https://example.bitrix24.com@evil.example/rest/": "evil.example",
		"https://user:" + code + "@evil.example:8443/":    "evil.example:8443",
		"https://example.bitrix24.com-evil.example/":      "example.bitrix24.com-evil.example",
	} {
		b24, portal, _ := open(t, reply{status: 302, header: map[string]string{"Location": location}})
		_, err := b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
		moved := as[*calllist.MovedError](t, err)
		equal(t, "host", moved.Host, host)
		to := ""
		if host != "" {
			to = " to " + host
		}
		equal(t, "message", err, "crm.calllist.add: the portal redirects"+to+": it has a new address, or is closed")
		equal(t, "status", moved.Status, 302)
		equal(t, "requests", len(portal.asked), 1)
	}
}
