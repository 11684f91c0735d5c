package calllist

// Texts from outside: what a portal, or something on the way to it, says. Errors show them without secrets, on one line,
// and of a bounded length.

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// text is a text from outside as it may be shown, cut to so many characters.
func (a *auth) text(outside string, longest int) string {
	text := a.clean(outside)
	if short := first(text, longest); short != text {
		return short + "…"
	}
	return text
}

const (
	// searched is how many bytes of a text are looked at: much more than is shown, since masking makes a text shorter, and
	// little enough to be masked at once.
	searched = 1 << 20
	// unsure is how many bytes before its end may be the beginning of a secret.
	unsure = 16 << 10
)

// clean is the beginning of a text from outside without secrets and control characters. Secrets come first: nothing may
// cut or change one before it is found.
func (a *auth) clean(outside string) string {
	if len(outside) <= searched {
		return printable(a.redact(outside))
	}
	text := a.redact(outside[:searched])
	return printable(text[:max(0, len(text)-unsure)])
}

// printable keeps a text from forging lines of a log, from steering a terminal, and from turning the direction of what is
// around it. Line breaks and tabs become spaces. What is not shown is replaced, since leaving it out could join the halves
// of a secret.
func printable(text string) string {
	return strings.Map(func(sign rune) rune {
		switch sign {
		case '\t', '\n', '\v', '\f', '\r', '\u0085', '\u2028', '\u2029':
			return ' '
		}
		if unicode.In(sign, unicode.Cc, unicode.Bidi_Control) {
			return utf8.RuneError
		}
		return sign // U+FFFD for a byte that is not UTF-8
	}, text)
}

// first is so many characters of a text.
func first(text string, characters int) string {
	for index := range text {
		if characters == 0 {
			return text[:index]
		}
		characters--
	}
	return text
}
