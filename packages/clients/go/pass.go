package calllist

import "slices"

// itemPage is a page of participants as it was read: the place of its first row, and the rows that may be read.
type itemPage struct {
	start int64
	rows  []Participant
}

func (p *itemPage) has(id int64) bool {
	return slices.ContainsFunc(p.rows, func(row Participant) bool { return row.ID == id })
}

// pass is one pass over the participants of a list: whether its pages fit together.
type pass struct {
	number int
	count  int // pages read
	empty  int // empty pages in a row
	stale  int // pages in a row, empty ones aside, with nobody new to this pass
	// longestGap is the most empty pages in a row that had rows behind them.
	longestGap int
	fresh      bool // it has a participant whom no pass before had seen
	moved      bool // a row was not where it had to be
	// hole: two pages that overlap have no row in common, so somebody between them may be missing.
	hole bool
	last *itemPage
	// Pages to compare with what they say later: the first ones, the last of each request, and the last of each status.
	first, borders []*itemPage
	ends           map[StatusCode]*itemPage
	statuses       []StatusCode // keys of ends, in the order in which they came
}

func newPass(number int) *pass { return &pass{number: number, ends: map[StatusCode]*itemPage{}} }

// add adds the next page. seen is in which pass each participant was seen last.
func (p *pass) add(page *itemPage, seen map[int64]int) {
	if p.last != nil {
		p.compare(p.last, page)
	}
	for _, row := range page.rows {
		// Whoever comes again behind the overlap has moved.
		if seen[row.ID] == p.number && !p.last.has(row.ID) {
			p.moved = true
		}
	}
	p.count++
	p.last = page
	if len(page.rows) == 0 {
		p.empty++
		return
	}
	p.longestGap = max(p.longestGap, p.empty)
	p.empty = 0
	p.stale++
	if slices.ContainsFunc(page.rows, func(row Participant) bool { return seen[row.ID] != p.number }) {
		p.stale = 0
	}
	if len(p.first) < pageSize {
		p.first = append(p.first, page)
	}
	for _, row := range page.rows {
		if p.ends[row.Status] == nil {
			p.statuses = append(p.statuses, row.Status)
		}
		p.ends[row.Status] = page
	}
}

// compare compares a page with the one before. They overlap, so the last rows of one are the first of the next; behind a
// page with hidden rows, some of them.
func (p *pass) compare(last, page *itemPage) {
	overlap := int(last.start + pageSize - page.start)
	common := 0
	for _, row := range page.rows {
		if last.has(row.ID) {
			common++
		}
	}
	isFull := len(last.rows) == pageSize
	expected := overlap
	if !isFull {
		expected = min(common, overlap)
	}
	tail := last.rows[len(last.rows)-expected:]
	head := page.rows[:min(expected, len(page.rows))]
	if common != expected || !sameRows(tail, head) {
		p.moved = true
	}
	if isFull && common == 0 {
		p.hole = true
	}
}

// sameRows looks at ids and statuses, in order.
func sameRows(a, b []Participant) bool {
	return slices.EqualFunc(a, b, func(a, b Participant) bool { return a.ID == b.ID && a.Status == b.Status })
}

// endRequest says that a request ends here: until the next one, much may move.
func (p *pass) endRequest() {
	if p.empty == 0 {
		p.borders = append(p.borders, p.last)
	}
}

// landmarks are the pages that show best whether anything has moved since they were read; none where there is no room for
// enough of them.
func (p *pass) landmarks(room int) []*itemPage {
	var all, pages []*itemPage
	for _, status := range p.statuses {
		all = append(all, p.ends[status])
	}
	all = append(all, p.borders[max(0, len(p.borders)-pageSize):]...)
	for _, page := range append(all, p.first...) {
		if !slices.Contains(pages, page) {
			pages = append(pages, page)
		}
	}
	if len(pages) > room && room < minCheckPages {
		return nil
	}
	return pages[:min(len(pages), room)]
}
