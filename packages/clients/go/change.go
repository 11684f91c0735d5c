package calllist

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ParticipantChange is who joins a list and who leaves it.
type ParticipantChange struct {
	// Add are ids of contacts or companies, depending on the list's type. Those already on the list stay as they are.
	Add []int64
	// Remove are ids to take off the list, with their call status. Those not on it are ignored. Whoever is in both is
	// removed.
	Remove []int64
}

// ParticipantsChanged is what was changed, as the portal shows it afterwards.
type ParticipantsChanged struct {
	// Added are on the list now, and were not before.
	Added []int64
	// Removed are no longer on the list.
	Removed []int64
	// NotAdded were to be added, but are not on the list: the portal silently drops ids that the user may not read.
	NotAdded []int64
	// NotRemoved were to be removed, but are still on the list: the portal keeps participants whose contact or company was
	// deleted.
	NotRemoved []int64
	// Deleted are on the list, although their contact or company was deleted. Only administrators see them; nobody can
	// remove them.
	Deleted []int64
	// Confirmed is whether the list was read after the update. It is false where that failed, although the update was
	// executed: then Added and Removed are what was requested. It is true where nothing had to be changed.
	Confirmed bool
}

// ChangeParticipants adds participants to a list and takes others off, and keeps everybody else, their statuses, and the
// web form. (The bare [Client.Update] replaces all participants and clears the form.)
//
// It reads the list until two complete readings agree on who is on it, also while operators are calling, and only then
// sends the update; if they never agree, it writes nothing and returns an [*UnstableListError]. Participants whose contact
// or company was deleted are left out, since the portal rejects their ids. Afterwards it reads the list again and reports
// what really happened.
//
// What is left: between the last reading and the update lies one request. If somebody else adds a participant in that
// moment, the update removes it again; if somebody else removes one, the update adds it again, with the status IN_WORK.
// Statuses that operators set in that moment are kept.
//
// Those who stay keep their status, but the order changes (by status, then by place). Participants that the user may not
// read stay. Readable ones behind more than 5,000 unreadable ones in a row are not found, and so are removed.
//
// Among other errors, nothing having been written: a [*PortalError] with [CodeEntitiesError] and its IDs when ids to be
// added belong to no contact or company, with [CodeEntityTypeError] for a list of something else, with [CodeListIDError]
// for a list of whose participants the user may not read any; and an error that says so for an id below 1, or when nobody
// would be left: the portal does not empty a list. When the context ends after the update, its error comes with what was
// requested.
//
//	changed, err := b24.ChangeParticipants(ctx, 13, calllist.ParticipantChange{Add: []int64{21, 23}, Remove: []int64{17}})
func (c *Client) ChangeParticipants(ctx context.Context, listID int64, change ParticipantChange) (ParticipantsChanged, error) {
	wish, err := newWish(change)
	if err != nil {
		return ParticipantsChanged{}, err
	}
	list, err := c.Get(ctx, listID)
	if err != nil {
		return ParticipantsChanged{}, unwritten(err)
	}
	entityType := EntityType(list.EntityType)
	if checkOneOf("EntityType", entityType, EntityContact, EntityCompany) != nil {
		return ParticipantsChanged{}, c.wrongType(list.EntityType)
	}
	agreed, err := c.agreedParticipants(ctx, entityType, listID, wish)
	if err != nil {
		return ParticipantsChanged{}, unwritten(err)
	}
	living := agreed.before.without(agreed.deleted)
	entities := slices.Concat(living.without(wish.leaving).ids, wish.joining.without(agreed.before).ids)
	if slices.Equal(entities, living.ids) {
		return wish.report(agreed.before, agreed.before, agreed.deleted), nil
	}
	if len(entities) == 0 {
		return ParticipantsChanged{}, fmt.Errorf("calllist: no participant would be left on list %d, and the portal rejects "+
			"an empty list; keep one of them", listID)
	}
	err = c.Update(ctx, UpdateParams{ListID: listID, EntityType: entityType, Entities: entities, WebformID: list.WebformID})
	if err != nil {
		return ParticipantsChanged{}, err
	}
	after, _, err := c.readIDs(ctx, listID, agreed.gap)
	if err != nil {
		requested := wish.report(agreed.before, newIDs(slices.Concat(agreed.deleted.ids, entities)), agreed.deleted)
		requested.Confirmed = false
		return requested, ctx.Err()
	}
	return wish.report(agreed.before, after, agreed.deleted), nil
}

// unwritten is an error before the update: it changed nothing, even where it is not known what became of its request.
func unwritten(err error) error {
	var failed interface{ setUnwritten() }
	if errors.As(err, &failed) {
		failed.setUnwritten()
	}
	return err
}

// wish is a change whose ids are each in one set.
type wish struct{ joining, leaving idSet }

func newWish(change ParticipantChange) (wish, error) {
	if err := firstError(checkIDs("Add", change.Add), checkIDs("Remove", change.Remove)); err != nil {
		return wish{}, err
	}
	leaving := newIDs(change.Remove)
	return wish{joining: newIDs(change.Add).without(leaving), leaving: leaving}, nil
}

// isIdle: nothing has to be changed.
func (w wish) isIdle(before idSet) bool {
	return len(w.joining.without(before).ids) == 0 && len(w.leaving.without(before).ids) == len(w.leaving.ids)
}

func (w wish) report(before, after, deleted idSet) ParticipantsChanged {
	return ParticipantsChanged{
		Added:      w.joining.within(after).without(before).ids,
		Removed:    w.leaving.within(before).without(after).ids,
		NotAdded:   w.joining.without(after).ids,
		NotRemoved: w.leaving.within(after).ids,
		Deleted:    deleted.ids,
		Confirmed:  true,
	}
}

// agreed is who is on a list, as two complete readings agree, and whose record is gone.
type agreed struct {
	before, deleted idSet
	// gap is that with which a later reading finds everybody, too.
	gap int
}

func (c *Client) agreedParticipants(ctx context.Context, entityType EntityType, listID int64, wish wish) (agreed, error) {
	before, gap, err := c.readIDs(ctx, listID, maxEmptyPagesBeforeUpdate)
	if err != nil {
		return agreed{}, err
	}
	for range maxChangeReadings - 1 {
		if wish.isIdle(before) {
			return agreed{before: before, gap: gap}, nil
		}
		unknown, err := c.unknownIDs(ctx, entityType, newIDs(slices.Concat(before.ids, wish.joining.ids)).ids)
		if err != nil {
			return agreed{}, err
		}
		if strangers := newIDs(unknown).without(before).ids; len(strangers) > 0 {
			return agreed{}, unknownParticipants(strangers)
		}
		again, _, err := c.readIDs(ctx, listID, gap)
		if err != nil {
			return agreed{}, err
		}
		if again.equal(before) {
			return agreed{before, newIDs(unknown), gap}, nil
		}
		before = again
	}
	return agreed{}, unstable(maxChangeReadings)
}

func unstable(passes int) error {
	return &UnstableListError{called: called(ItemsParams{}.method()), Passes: passes, wroteNothing: true}
}

// unknownParticipants is the portal's refusal, which does not say which ids it is for.
func unknownParticipants(ids []int64) error {
	texts := strings.Fields(strings.Trim(fmt.Sprint(ids[:min(len(ids), 10)]), "[]"))
	if len(ids) > 10 {
		texts = append(texts, "…")
	}
	return &PortalError{
		called: called(UpdateParams{}.method()), Status: 400, Code: CodeEntitiesError, IDs: ids,
		Description: "No contact or company has the id " + strings.Join(texts, ", ") + ". Nothing was written",
	}
}

// wrongType is what the portal answers for a list of something else, which is made in its own pages alone.
func (c *Client) wrongType(entityType EntityTypeName) error {
	return &PortalError{
		called: called(UpdateParams{}.method()), Status: 400, Code: CodeEntityTypeError,
		Description: "The portal updates lists of contacts and companies, and this is one of " +
			or(c.auth.text(string(entityType), maxWord), "an unknown type") + ". Nothing was written",
	}
}

// readIDs reads everybody on a list, and with which gap a later reading finds them, too.
func (c *Client) readIDs(ctx context.Context, listID int64, gap int) (idSet, int, error) {
	reader := newParticipantReader(ItemsParams{ListID: listID}, gap)
	var ids []int64
	for !reader.done {
		pages, err := readPages[Participant](ctx, c, reader.commands(batchSize))
		for _, item := range reader.take(pages, err) {
			ids = append(ids, item.ID)
		}
		var never *UnstableListError
		if errors.As(reader.err, &never) {
			return idSet{}, 0, unstable(never.Passes)
		}
		if reader.err != nil {
			return idSet{}, 0, reader.err
		}
	}
	return newIDs(ids), reader.pass.longestGap + maxEmptyPages, nil
}

// idSet is ids in an order, each once.
type idSet struct {
	ids []int64
	has map[int64]bool
}

func newIDs(ids []int64) idSet {
	set := idSet{has: map[int64]bool{}}
	for _, id := range ids {
		if !set.has[id] {
			set.has[id] = true
			set.ids = append(set.ids, id)
		}
	}
	return set
}

func (s idSet) filter(keep func(id int64) bool) idSet {
	return newIDs(slices.DeleteFunc(slices.Clone(s.ids), func(id int64) bool { return !keep(id) }))
}

func (s idSet) within(other idSet) idSet {
	return s.filter(func(id int64) bool { return other.has[id] })
}

func (s idSet) without(other idSet) idSet {
	return s.filter(func(id int64) bool { return !other.has[id] })
}

func (s idSet) equal(other idSet) bool {
	return len(s.ids) == len(other.ids) && len(s.within(other).ids) == len(s.ids)
}
