package calllist

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"regexp"
)

// judge gives the answer of a portal, or the error that it is, or that of something before it. Portals and gateways send
// more than the documentation says: errors with any status (200 too), codes that are numbers or empty, pages with 200,
// bodies that are empty or cut, byte order marks of files of PHP before them.
func (c *Client) judge(
	method string, response *http.Response, body []byte, problem *bodyProblem,
) (map[string]json.RawMessage, error) {
	status, header := response.StatusCode, response.Header
	if status >= 300 && status < 400 {
		host := c.auth.text(hostOf(header.Get("Location")), maxWord)
		return nil, &MovedError{called: called(method), Status: status, Host: host}
	}
	contentType := header.Get("Content-Type")
	if problem != nil {
		unexpected := c.unexpected(method, status, contentType, nil)
		unexpected.Reason, unexpected.final = problem.reason, problem.final
		return nil, unexpected
	}
	body = bytes.TrimLeft(body, "\ufeff \t\r\n")
	var answer map[string]json.RawMessage
	if json.Unmarshal(body, &answer) == nil {
		if refusal := c.refusal(method, status, answer); refusal != nil {
			return nil, refusal
		}
		if _, ok := answer["result"]; ok && status < 400 {
			return answer, nil
		}
	}
	unexpected := c.unexpected(method, status, contentType, body)
	unexpected.final = isNoJSON(body)
	return nil, unexpected
}

// isNoJSON holds for what could not be JSON even if more of it had come, such as PHP's warnings, before it or behind it.
func isNoJSON(body []byte) bool {
	decoder := json.NewDecoder(bytes.NewReader(body))
	var value json.RawMessage
	err := decoder.Decode(&value)
	isAtEnd := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
	return err != nil && !isAtEnd || err == nil && decoder.More()
}

// refusal is the portal's error in an answer, if it is one.
func (c *Client) refusal(method string, status int, answer map[string]json.RawMessage) error {
	code, err := readText(answer["error"])
	if err != nil || isNull(answer["error"]) {
		return nil
	}
	description, _ := readText(answer["error_description"])
	argument, _ := readText(answer["argument"])
	return &PortalError{
		called: called(method), Status: status,
		Code:        ErrorCode(c.auth.text(code, maxWord)),
		Description: c.auth.text(description, maxDescription),
		Argument:    c.auth.text(argument, maxWord),
	}
}

const (
	resultLength = 60 // in a message
	// More than an excerpt, so that masking an address does not leave it empty, and little enough to be searched.
	excerptSource = 2000
)

// An address below /rest/, also as it stands in JSON or a query.
var restAddress = regexp.MustCompile(`(?i)[^\s"'<>]*(?:/|%2F)rest\\?(?:/|%2F)[^\s"'<>]*`)

func (c *Client) unexpected(method string, status int, contentType string, body []byte) *UnexpectedResponseError {
	return &UnexpectedResponseError{
		called: called(method), Status: status,
		ContentType: c.auth.text(contentType, maxWord), Excerpt: first(c.withoutAddresses(body), maxExcerpt),
	}
}

// unexpectedResult is for a result that is not what the method returns.
func (c *Client) unexpectedResult(method string, raw json.RawMessage, expected string) *UnexpectedResponseError {
	text := c.withoutAddresses(raw)
	if short := first(text, resultLength); short != text {
		text = short + "…"
	}
	unexpected := c.unexpected(method, http.StatusOK, "application/json", raw)
	unexpected.Reason, unexpected.final = "result: "+text+", expected "+expected, true
	return unexpected
}

// withoutAddresses is the beginning of a body as text.
func (c *Client) withoutAddresses(body []byte) string {
	text := c.auth.clean(string(body[:min(len(body), searched+1)]))
	return restAddress.ReplaceAllString(first(text, excerptSource), "***")
}

// hostOf gives the host of an absolute address.
func hostOf(location string) string {
	parsed, err := url.Parse(location)
	if err != nil {
		return ""
	}
	return parsed.Host
}
