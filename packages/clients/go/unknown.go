package calllist

// Which ids the portal rejects: it says that some are wrong, but not which.

import (
	"context"
	"errors"
	"slices"
)

// mostIDs fit into a command of a batch, beside its other values.
const mostIDs = maxCommandValues - 2

// unknownIDs finds the ids that belong to no contact (or company): unknown ones, and those of deleted records. Nothing is
// written: an update of a list that does not exist is rejected after its ids were checked (ENTITIES_ERROR for wrong ids,
// LIST_ID_ERROR otherwise).
//
// They come in ascending order. One request where all ids are right, some more to find those that are not.
func (c *Client) unknownIDs(ctx context.Context, entityType EntityType, ids []int64) ([]int64, error) {
	var unknown []int64
	suspects := slices.Collect(slices.Chunk(ids, mostIDs))
	for len(suspects) > 0 {
		groups, err := c.rejected(ctx, entityType, suspects)
		if err != nil {
			return nil, err
		}
		var wrong [][]int64
		for _, group := range groups {
			if len(group) == 1 {
				unknown = append(unknown, group...)
			} else {
				wrong = append(wrong, group)
			}
		}
		suspects = nil
		for _, group := range wrong {
			parts := max(2, batchSize/len(wrong))
			size := (len(group) + parts - 1) / parts
			suspects = append(suspects, slices.Collect(slices.Chunk(group, size))...)
		}
	}
	slices.Sort(unknown)
	return unknown, nil
}

// rejected are the groups with an unknown id among them.
func (c *Client) rejected(ctx context.Context, entityType EntityType, groups [][]int64) (rejected [][]int64, err error) {
	var commands []Command
	for _, group := range groups {
		commands = append(commands, Command{Params: UpdateParams{ListID: maxID, EntityType: entityType, Entities: group, WebformID: NoWebform}})
	}
	entries, err := c.Batch(ctx, commands, nil)
	if err != nil {
		return nil, err
	}
	for index, entry := range entries {
		switch {
		case errors.Is(entry.Err, CodeEntitiesError):
			rejected = append(rejected, groups[index])
		case errors.Is(entry.Err, CodeListIDError):
		case entry.Err == nil: // a mock portal, which knows no lists
		default:
			return nil, entry.Err
		}
	}
	return rejected, nil
}
