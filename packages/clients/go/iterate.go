package calllist

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"slices"
	"strconv"
)

// pagesOfRound is how many pages are asked for with one request: the first alone, then some, then as many as a batch
// takes.
func pagesOfRound(round int) int {
	return []int{1, 10, batchSize}[min(round, 2)]
}

// AllItems reads the participants of a list, all that the caller may read, each once. Start is not looked at.
//
// No participant is lost while people work on the list, although each status that an operator sets moves others to
// another page: the pages overlap, some are read twice, and when something has moved, the list is read again. A status is
// as of when it was read. The order is the portal's calling order only while nobody works on the list. A participant who
// joins or leaves the list during the reading, or gets or loses the status asked for, may come or not.
//
// The portal tells neither how many there are nor where the end is, and answers 403 for a page of which nothing may be
// read as for one past the end. So reading goes on across such gaps, up to [Options.Gap] pages. A list that is empty,
// that has nobody with the status asked for, or that is closed to the caller gives nothing; one that does not exist is
// an error. An error comes once, with a zero Participant, and ends it: an [*UnstableListError] when the list never came to rest.
func (c *Client) AllItems(ctx context.Context, params ItemsParams) iter.Seq2[Participant, error] {
	return func(yield func(Participant, error) bool) {
		reader := newParticipantReader(params, max(c.options.Gap, 0)) // NoGap is below
		for round := 0; !reader.done; round++ {
			pages, err := readPages[Participant](ctx, c, reader.commands(pagesOfRound(round)))
			for _, item := range reader.take(pages, err) {
				if !yield(item, nil) {
					return
				}
			}
			if reader.err != nil {
				yield(Participant{}, reader.err)
				return
			}
		}
	}
}

// AllLists reads the call lists of the portal. Start is not looked at.
//
// Without an Order they come by rising id, each request behind the last id seen: lists made meanwhile are neither
// skipped nor doubled, and lists deleted move nothing. In another order pages are counted off, and such a change can
// move a row across a page's border. An error comes once, with a zero CallListRow, and ends it.
func (c *Client) AllLists(ctx context.Context, params ListParams) iter.Seq2[CallListRow, error] {
	return func(yield func(CallListRow, error) bool) {
		cursor := newCursor(params)
		for round := 0; ; round++ {
			pages, err := readPages[CallListRow](ctx, c, cursor.next(pagesOfRound(round)))
			for _, page := range pages {
				for _, row := range page {
					if !yield(cursor.take(row), nil) {
						return
					}
				}
				if len(page) < pageSize {
					return
				}
			}
			if err == nil && cursor.isStuck() {
				err = sameRowsAgain(params.method())
			}
			if err != nil {
				yield(CallListRow{}, err)
				return
			}
		}
	}
}

// sameRowsAgain is for what no portal does, but a mock of one may. Reading on would never end.
func sameRowsAgain(method string) error {
	return &UnexpectedResponseError{
		called: called(method), Status: http.StatusOK, final: true,
		Reason: "the same rows for each start, expected other ones",
	}
}

// cursor goes through the call lists, behind the last id where sorting and filter allow it.
type cursor struct {
	params ListParams
	byID   bool
	after  int64
	behind int64 // what after was when the last request was sent
	addsID bool  // the caller did not select it
	// last are the ids of the last page, before those at the end of the request before.
	last, before []int64
}

func newCursor(params ListParams) *cursor {
	params.Start = 0
	after, ok := lowerBound(params.Filter)
	byID := ok && (len(params.Order) == 0 || slices.Equal(params.Order, Order{{FieldID, Asc}}))
	if !byID {
		// Rows that are alike in the caller's order need a fixed one, too, or pages overlap.
		if !slices.ContainsFunc(params.Order, func(sort Sort) bool { return sort.Field == FieldID }) {
			params.Order = append(slices.Clip(params.Order), Sort{FieldID, Asc})
		}
		return &cursor{params: params}
	}
	params.Order = Order{{FieldID, Asc}}
	selectsID := len(params.Select) == 0 || slices.Contains(params.Select, FieldID) || slices.Contains(params.Select, "*")
	if !selectsID {
		params.Select = append(slices.Clip(params.Select), FieldID)
	}
	return &cursor{params: params, byID: true, after: after, addsID: !selectsID}
}

// lowerBound is the id behind which the filter begins; not ok where it leaves no room for one.
func lowerBound(filter Filter) (after int64, ok bool) {
	value, has := filter[">ID"]
	if !has {
		return 0, true
	}
	after, err := strconv.ParseInt(fmt.Sprint(value), 10, 64)
	return after, err == nil && after >= 0
}

func (c *cursor) next(pages int) []ListParams {
	if c.byID {
		filter := maps.Clone(c.params.Filter)
		if filter == nil {
			filter = Filter{}
		}
		filter[">ID"], c.behind = c.after, c.after
		c.params.Filter, c.params.Start = filter, 0
	}
	asked := make([]ListParams, pages)
	for i := range asked {
		asked[i] = c.params
		c.params.Start += pageSize
	}
	return asked
}

// isStuck is asked after each request: whether it ended where the one before did. Where pages are counted off, that is not
// known if the caller did not select the ids.
func (c *cursor) isStuck() bool {
	if c.byID {
		return c.after == c.behind
	}
	isSame := slices.Equal(c.last, c.before) && c.last[0] != 0
	c.last, c.before = nil, c.last
	return isSame
}

func (c *cursor) take(row CallListRow) CallListRow {
	c.last = append(c.last[max(0, len(c.last)-pageSize+1):], row.ID)
	c.after = max(c.after, row.ID)
	if c.addsID {
		row.ID = 0
	}
	return row
}

// readPages asks for pages, with one request where that is enough. It gives those before the first that failed. An empty
// page of participants, which the portal calls forbidden, has no rows.
func readPages[R any, P Params](ctx context.Context, c *Client, asked []P) ([][]R, error) {
	if len(asked) == 1 {
		rows, err := page(call[[]R](ctx, c, asked[0]))
		if err != nil {
			return nil, err
		}
		return [][]R{rows}, nil
	}
	commands := make([]Command, len(asked))
	for i, params := range asked {
		commands[i].Params = params
	}
	entries, err := c.Batch(ctx, commands, nil)
	if err != nil {
		return nil, err
	}
	var pages [][]R
	for i, entry := range entries {
		rows, err := page(ResultOf[[]R](entry))
		if isPutOff(err) {
			// A call of its own waits until its turn.
			rows, err = page(call[[]R](ctx, c, asked[i]))
		}
		if err != nil {
			return pages, err
		}
		pages = append(pages, rows)
	}
	return pages, nil
}

// isPutOff says whether the portal refused this page for now, and not the whole request.
func isPutOff(err error) bool {
	var portal *PortalError
	return errors.As(err, &portal) && portal.Code == CodeOperationTimeLimit && portal.Status == 200
}

func page[R any](rows []R, err error) ([]R, error) {
	var portal *PortalError
	if errors.As(err, &portal) && portal.Code == CodeAccessError && portal.Method() == (ItemsParams{}).method() {
		return nil, nil
	}
	return rows, err
}
