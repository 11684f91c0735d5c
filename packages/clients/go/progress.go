package calllist

import (
	"context"
	"time"
)

// ListProgress is how far a call list has come.
type ListProgress struct {
	// Total is the number of participants that the user may read.
	Total int
	// ByStatus is how many participants have each status. A status that no participant has is missing.
	ByStatus map[StatusCode]int
	// From and To are when the reading began and ended. Each status is as of a moment between them.
	From, To time.Time
}

// ProgressOf counts the participants of a list by status, in one reading. Everybody is counted once, also while operators
// are calling; the counts are not those of a single moment. Its errors are those of [Client.AllItems].
//
//	progress, err := b24.ProgressOf(ctx, 13)
//	if err != nil {
//		return err
//	}
//	fmt.Println(progress.Total-progress.ByStatus[calllist.StatusInWork], "of", progress.Total, "are done")
func (c *Client) ProgressOf(ctx context.Context, listID int64) (ListProgress, error) {
	progress := ListProgress{ByStatus: map[StatusCode]int{}, From: c.options.Now()}
	for item, err := range c.AllItems(ctx, ItemsParams{ListID: listID}) {
		if err != nil {
			return ListProgress{}, err
		}
		progress.Total++
		progress.ByStatus[item.Status]++
	}
	progress.To = c.options.Now()
	return progress, nil
}
