package calllist

import (
	"context"
	"encoding/json"
)

// Params are the parameters of one of the portal's methods: [AddParams], [GetParams], [ListParams], [UpdateParams],
// [ItemsParams] or [StatusesParams]. Their type says which method it is.
type Params interface {
	method() string
}

// Add makes a call list of contacts or companies and gives its id (crm.calllist.add).
//
// It is never sent twice unless the portal certainly did nothing. Where that cannot be known it ends in an
// [*OutcomeUnknownError]: look with List, newest first, before you call it again.
func (c *Client) Add(ctx context.Context, params AddParams) (int64, error) {
	return call[int64](ctx, c, params)
}

// Get gives a call list (crm.calllist.get). One that does not exist, or that the caller may not read, is a
// [*PortalError] with [CodeListIDError].
func (c *Client) Get(ctx context.Context, id int64) (CallList, error) {
	return call[CallList](ctx, c, GetParams{ID: id})
}

// List gives a page of 50 call lists, none past the last (crm.calllist.list). [Client.AllLists] reads on.
func (c *Client) List(ctx context.Context, params ListParams) ([]CallListRow, error) {
	return call[[]CallListRow](ctx, c, params)
}

// Update replaces all participants of a list (crm.calllist.update). It clears the web form if WebformID is nil: to keep
// it, give the one that Get gives. Participants who stay keep their status.
func (c *Client) Update(ctx context.Context, params UpdateParams) error {
	_, err := call[bool](ctx, c, params)
	return err
}

// Items gives a page of 50 participants, or fewer where some may not be read (crm.calllist.items.get). The portal
// answers [CodeAccessError] for a page without any, past the end too. [Client.AllItems] reads on.
func (c *Client) Items(ctx context.Context, params ItemsParams) ([]Participant, error) {
	return call[[]Participant](ctx, c, params)
}

// Statuses gives the portal's call statuses, sorted (crm.calllist.statuslist).
func (c *Client) Statuses(ctx context.Context) ([]Status, error) {
	return call[[]Status](ctx, c, StatusesParams{})
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
func (c *Client) result(params Params, raw json.RawMessage) (result any, err error) {
	var expected string
	switch params.(type) {
	case AddParams:
		expected = "an id"
		result, err = readID(raw)
	case GetParams:
		expected = "a call list"
		result, err = readCallList(raw)
	case ListParams:
		expected = "rows of call lists"
		result, err = readRows[CallListRow](raw)
	case UpdateParams:
		expected = "true"
		result, err = readTrue(raw)
	case ItemsParams:
		expected = "rows of participants"
		result, err = readRows[Participant](raw)
	case StatusesParams:
		expected = "rows of statuses"
		result, err = readRows[Status](raw)
	}
	if err != nil {
		return nil, withOutcome(c.unexpectedResult(params.method(), raw, expected), params)
	}
	return result, nil
}
