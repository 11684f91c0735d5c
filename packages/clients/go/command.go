package calllist

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

var (
	// What the portal would take for a reference to another command, wherever it stands in a text.
	looksLikeReference = regexp.MustCompile(`(?i)\$(result|next|total|time|error)\[`)
	// PHP takes brackets, blanks and dots in a name for something else.
	plainName = regexp.MustCompile(`^[^\[\]\s.\x00]+$`)
)

// commandText writes a command of a batch as the portal reads it: a method and a query, decoded by PHP's rules.
func commandText(command Command) (string, error) {
	params := command.Params
	if !isValue(params) {
		return "", fmt.Errorf("calllist: the Params of command %q are %T; give a value such as GetParams{ID: 13}",
			command.Key, params)
	}
	if err := params.check(); err != nil {
		return "", fmt.Errorf("%w (command %q)", err, command.Key)
	}
	body, err := bodyOf(params, "")
	if err != nil {
		return "", err
	}
	var query query
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if err := query.addValue("", decoder); err != nil {
		return "", fmt.Errorf("calllist: a batch cannot carry %s: %w", params.method(), err)
	}
	if len(query) > maxCommandValues {
		return "", fmt.Errorf("calllist: a batch cannot carry %s: %d values are more than the %d that a portal reads",
			params.method(), len(query), maxCommandValues)
	}
	if len(query) == 0 {
		return params.method(), nil
	}
	return params.method() + "?" + strings.Join(query, "&"), nil
}

// query is encoded pairs: FILTER%5B%3E%3DID%5D=14 for {">=ID": 14} under FILTER.
type query []string

// addValue adds the next value of the JSON under a name. (Its tokens have an order, which a map has not.)
func (q *query) addValue(name string, decoder *json.Decoder) error {
	token, err := decoder.Token()
	if err != nil {
		return err
	}
	switch token := token.(type) {
	case json.Delim:
		return q.addNested(name, token, decoder)
	case nil:
		// A filter is told "not set" by an empty text; elsewhere null is the same as nothing at all.
		if strings.HasPrefix(name, "FILTER[") {
			q.add(name, "")
		}
	case bool:
		q.add(name, map[bool]string{true: "1", false: "0"}[token])
	case json.Number:
		q.add(name, token.String())
	case string:
		if looksLikeReference.MatchString(token) {
			return fmt.Errorf("%s would be taken for a reference to another command", name)
		}
		q.add(name, token)
	}
	return nil
}

func (q *query) addNested(name string, opening json.Delim, decoder *json.Decoder) error {
	if opening == '[' && !decoder.More() {
		return fmt.Errorf("%s is an empty list, which would get lost", name)
	}
	for index := 0; decoder.More(); index++ {
		key := strconv.Itoa(index)
		if opening == '{' {
			token, err := decoder.Token()
			if err != nil {
				return err
			}
			key, _ = token.(string)
		}
		if !plainName.MatchString(key) {
			return fmt.Errorf("the name %q would be read as another", key)
		}
		if name != "" {
			key = name + "[" + key + "]"
		}
		if err := q.addValue(key, decoder); err != nil {
			return err
		}
	}
	_, err := decoder.Token() // the closing one
	return err
}

func (q *query) add(name, value string) {
	*q = append(*q, encode(name)+"="+encode(value))
}

// encode is PHP's rawurlencode.
func encode(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }
