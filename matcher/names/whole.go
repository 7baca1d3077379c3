package names

import "strings"

// Whole reports whether the name, in every way to understand it, is more than a
// surname alone or a single syllable: what is less raises no alert by itself,
// for thousands share it.
func (n *Name) Whole() bool {
	for i := range n.forms {
		if f := &n.forms[i]; f.style == surnameOnly || f.style == givenOnly && f.n < 2 {
			return false
		}
	}
	if len(n.forms) == 0 || n.forms[0].n < 2 {
		return false
	}
	return n.forms[0].n > 2 || !strings.ContainsRune(familiar, n.forms[0].positions[0].char)
}

// familiar are the characters that people put before a surname or one syllable, also
// where what follows is too rare to be known as either.
const familiar = "老小阿大"

// Surname returns the surname of a Chinese name as written, empty if there is none.
func (n *Name) Surname() string {
	if len(n.forms) == 0 {
		return ""
	}
	f := &n.forms[0]
	surname := make([]rune, 0, 2)
	for i := range f.surname {
		if f.positions[i].char == 0 {
			return ""
		}
		surname = append(surname, f.positions[i].char)
	}
	return string(surname)
}
