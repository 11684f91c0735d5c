package calllist

// Reads the participants of a list while people work on it. Each status that an operator sets moves participants from
// page to page. So pages overlap, and a list on which something has moved is read again.

// participantReader reads one list. It says which pages to request, accepts what comes back, and knows when the list is
// complete.
type participantReader struct {
	params ItemsParams
	// gap is how many empty pages in a row are the end; 0 where every row is readable, so that a short page is the last.
	gap int
	// seen is, by id, the pass that has seen the participant last.
	seen map[int64]int
	pass *pass
	// end is where the pass before ended: behind the place of its last page.
	end    int64
	starts []int64     // of the pages that were requested
	checks []*itemPage // that were requested once more
	done   bool
	// err is why the list could not be read.
	err error
}

func newParticipantReader(params ItemsParams, gap int) *participantReader {
	return &participantReader{params: params, gap: gap, seen: map[int64]int{}, pass: newPass(1)}
}

// commands are the next pages: at most so many, and together with the checks that are due no more than a batch takes.
func (r *participantReader) commands(pages int) []ItemsParams {
	start, stride := r.next()
	count := min(r.wanted(pages, start, stride), pages)
	r.starts, r.checks = nil, nil
	for range count {
		r.starts = append(r.starts, start)
		start += stride
	}
	if r.isCheckDue() {
		r.checks = r.pass.landmarks(batchSize - count)
	}
	var commands []ItemsParams
	for _, start := range r.starts {
		commands = append(commands, r.at(start))
	}
	for _, page := range r.checks {
		commands = append(commands, r.at(page.start))
	}
	return commands
}

func (r *participantReader) at(start int64) ItemsParams {
	params := r.params
	params.Start = start
	return params
}

// next is where the next request begins, and how far its pages are apart.
func (r *participantReader) next() (start, stride int64) {
	within, between := int64(pageOverlap), int64(pageOverlap)
	if r.pass.number > 1 {
		within, between = pageOverlapMoving, requestOverlapMoving
	}
	if last := r.pass.last; last != nil {
		start = last.start + pageSize - between
	}
	return start, pageSize - within
}

// wanted is how many pages are best requested together: as many as decide about the end, where it is near; in later
// passes as many as lead beyond the end of the pass before.
func (r *participantReader) wanted(most int, start, stride int64) int {
	switch {
	case r.isEnd():
		return 0
	case r.pass.empty > 0:
		return r.gap - r.pass.empty
	case r.pass.number > 1:
		left := max(0, r.end-start)
		return int((left+stride-1)/stride) + 1
	case r.isShort():
		return max(1, r.gap)
	}
	return most
}

// take accepts the pages that were requested, in their order, up to the first that failed; of an empty one, no rows. It
// returns the new participants. What failed behind the end of the list does not matter.
func (r *participantReader) take(pages [][]Participant, err error) []Participant {
	var fresh []Participant
	for index, rows := range pages[:min(len(pages), len(r.starts))] {
		if r.isEnd() {
			break
		}
		r.pass.add(&itemPage{start: r.starts[index], rows: rows}, r.seen)
		fresh = r.keep(rows, fresh)
	}
	r.pass.endRequest()
	checked := pages[min(len(pages), len(r.starts)):]
	for index, rows := range checked {
		if !sameRows(r.checks[index].rows, rows) {
			r.pass.moved = true
		}
		fresh = r.keep(rows, fresh)
	}
	isBehindEnd := r.isEnd() && len(pages) < len(r.starts)
	switch {
	case err != nil && !isBehindEnd:
		r.err = err
	case r.pass.stale >= maxStalePages:
		r.err = sameRowsAgain(r.params.method())
	case r.isEnd():
		r.conclude(len(checked) > 0)
	}
	return fresh
}

func (r *participantReader) keep(rows, fresh []Participant) []Participant {
	for _, row := range rows {
		if r.seen[row.ID] == 0 {
			r.pass.fresh = true
			fresh = append(fresh, row)
		}
		r.seen[row.ID] = r.pass.number
	}
	return fresh
}

func (r *participantReader) isEnd() bool {
	if r.pass.last == nil {
		return false
	}
	if r.gap == 0 {
		return len(r.pass.last.rows) < pageSize
	}
	return r.pass.empty >= r.gap
}

// isCheckDue: at the end of the first pass, where nothing seems to have moved, pages that were read are looked at once
// more. That shows what the borders of pages cannot: what was hidden from the user has moved, or what is hidden from an
// operator kept its place. The check goes with the last pages, where the end is near.
func (r *participantReader) isCheckDue() bool {
	return r.pass.number == 1 && !r.pass.moved && (r.isEnd() || r.pass.empty > 0 || r.isShort())
}

// isShort: only the first page was read, and it is not full. Most likely, that is all.
func (r *participantReader) isShort() bool {
	return r.pass.count == 1 && len(r.pass.last.rows) < pageSize
}

// conclude decides at the end of a pass: the list is complete, or it is checked, or read again.
func (r *participantReader) conclude(isChecked bool) {
	pass := r.pass
	isOnePage := pass.count == 1 || len(r.seen) == 0
	if pass.number == 1 && !pass.moved && !isChecked && !isOnePage {
		return // the check comes next
	}
	// With a status, new ones may join all the time, of whom nobody has to be read.
	bringsNobody := !pass.fresh || r.params.Filter.Status != "" && pass.number > 2
	if pass.number == 1 {
		r.done = !pass.moved
	} else {
		r.done = !pass.hole && bringsNobody
	}
	if r.done {
		return
	}
	if pass.number == maxPasses {
		r.err = &UnstableListError{called: called(r.params.method()), Passes: pass.number}
	}
	r.end = pass.last.start + pageSize
	r.pass = newPass(pass.number + 1)
}
