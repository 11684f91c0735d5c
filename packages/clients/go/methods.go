package calllist

import (
	"context"
	"encoding/json"
)

// Params are the parameters of one of the portal's methods: [AddParams], [GetParams], [ListParams], [UpdateParams],
// [ItemsParams] or [StatusesParams]. Their type says which method it is.
type Params interface {
	method() string
	// check reports what no portal can take as it is meant.
	check() error
	// expected is what the result is, in words.
	expected() string
	// read reads the result into its Go type.
	read(raw json.RawMessage) (any, error)
}

// call sends a call and reads its result.
func call[R any](ctx context.Context, c *Client, params Params) (R, error) {
	var none R
	raw, err := c.send(ctx, params)
	if err != nil {
		return none, err
	}
	result, err := c.result(params, raw)
	if err != nil {
		return none, err
	}
	return result.(R), nil
}

// result reads the result of a method into its Go type.
func (c *Client) result(params Params, raw json.RawMessage) (any, error) {
	result, err := params.read(raw)
	if err != nil {
		return nil, withOutcome(c.unexpectedResult(params.method(), raw, params.expected()), params)
	}
	return result, nil
}
